import {createHash} from 'node:crypto';
import {currentObject} from './bucket.js';
import type {Cos} from './call.js';

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

export async function describeObjects(cos: Cos): Promise<ObjectReport[]> {
  const reports: ObjectReport[] = [];
  for (const bucket of cos.buckets.values()) {
    for (const key of bucket.objects.keys()) {
      const object = currentObject(bucket, key);
      if (!object) continue;
      const {size, etag, crc64, storageClass, headers, pieces} = object;
      const sha256 = createHash('sha256');
      const stored = pieces.every(({file}) => file !== '');
      if (stored) for await (const chunk of cos.pieces.read(pieces)) sha256.update(chunk);
      reports.push({
        bucket: bucket.name,
        key,
        size,
        etag,
        ...crc(crc64),
        ...(stored && {sha256: sha256.digest('hex')}),
        storageClass,
        headers,
      });
    }
  }
  return reports;
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
