import {createHash} from 'node:crypto';
import {currentObject, type StoredObject} from './bucket.js';
import type {Cos} from './call.js';
import {NOWHERE} from './pieces.js';

/** What lies in the store, for tests that compare it with what was sent. */
export interface ObjectReport {
  bucket: string;
  key: string;
  size: number;
  etag: string;
  crc64?: string;
  /** Hex, read from disk; absent where bodies are not stored. */
  sha256?: string;
  storageClass: string;
  headers: Record<string, string>;
}

export interface UploadReport {
  bucket: string;
  key: string;
  uploadId: string;
  initiated: number;
  parts: {partNumber: number; size: number; etag: string; crc64?: string}[];
}

const crc = (crc64: bigint | undefined): {crc64?: string} =>
  crc64 === undefined ? {} : {crc64: crc64.toString()};

/** Read from disk once: an object never changes. */
const known = new WeakMap<StoredObject, string>();

/** All current objects whose keys begin with `prefix`. */
export async function describeObjects(cos: Cos, prefix: string): Promise<ObjectReport[]> {
  const reports: ObjectReport[] = [];
  for (const bucket of cos.buckets.values()) {
    for (const key of bucket.objects.keys()) {
      if (!key.startsWith(prefix)) continue;
      const object = currentObject(bucket, key);
      if (!object) continue;
      const {size, etag, crc64, storageClass, headers} = object;
      const sha256 = await sha256Of(cos, object);
      reports.push({
        bucket: bucket.name,
        key,
        size,
        etag,
        ...crc(crc64),
        ...(sha256 !== undefined && {sha256}),
        storageClass,
        headers,
      });
    }
  }
  return reports;
}

async function sha256Of(cos: Cos, object: StoredObject): Promise<string | undefined> {
  if (object.pieces.some(({file}) => file === NOWHERE)) return undefined;
  let digest = known.get(object);
  if (digest === undefined) {
    const sha256 = createHash('sha256');
    for await (const chunk of cos.pieces.read(object.pieces)) sha256.update(chunk);
    digest = sha256.digest('hex');
    known.set(object, digest);
  }
  return digest;
}

export function describeUploads(cos: Cos): UploadReport[] {
  return [...cos.buckets.values()].flatMap((bucket) =>
    [...bucket.uploads.values()].map(({key, uploadId, initiated, parts}) => ({
      bucket: bucket.name,
      key,
      uploadId,
      initiated,
      parts: [...parts]
        .sort(([a], [b]) => a - b)
        .map(([partNumber, {size, etag, crc64}]) => ({partNumber, size, etag, ...crc(crc64)})),
    })),
  );
}
