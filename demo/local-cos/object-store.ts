import {type Bucket, createBucket, currentObject, newVersionId, type StoredObject} from './bucket.js';
import type {Call, Cos} from './call.js';
import {CosFailure} from './cos-failure.js';

export const versioningOf = (cos: Cos, bucket: Bucket): 'Off' | 'Enabled' | 'Suspended' =>
  bucket.versioning ?? cos.settings.versioning;

/** 409 FileAlreadyExists when asked for; versioned buckets ignore the header. */
export function checkForbidOverwrite(call: Call, asked: boolean): void {
  if (!asked || versioningOf(call.cos, call.bucket) !== 'Off') return;
  if (currentObject(call.bucket, call.key)) throw new CosFailure('FileAlreadyExists');
}

/** Makes `object` the newest version of its key, and drops what it replaces. Synchronous, so atomic. */
export function putVersion(
  cos: Cos,
  bucket: Bucket,
  key: string,
  object: Omit<StoredObject, 'versionId'>,
): StoredObject {
  const versioned = versioningOf(cos, bucket) === 'Enabled';
  const stored = {...object, versionId: versioned ? newVersionId() : 'null'};
  const older = bucket.objects.get(key) ?? [];
  const kept = versioned ? older : older.filter((version) => version.versionId !== 'null');
  for (const version of older) if (!kept.includes(version)) cos.pieces.release(version.pieces);
  bucket.objects.set(key, [stored, ...kept]);
  return stored;
}

/** Removes one version for good. */
export function removeVersion(cos: Cos, bucket: Bucket, key: string, version: StoredObject): void {
  cos.pieces.release(version.pieces);
  const kept = (bucket.objects.get(key) ?? []).filter((other) => other !== version);
  if (kept.length > 0) bucket.objects.set(key, kept);
  else bucket.objects.delete(key);
}

/** What HEAD, GET and copies mean by key and `versionId`; throws NoSuchKey or NoSuchVersion. */
export function findObject(bucket: Bucket, key: string, versionId: string | undefined): StoredObject {
  if (versionId === undefined) {
    const object = currentObject(bucket, key);
    if (!object) {
      const marker = bucket.objects.has(key);
      throw new CosFailure('NoSuchKey', {headers: marker ? {'x-cos-delete-marker': 'true'} : {}});
    }
    return object;
  }
  const version = bucket.objects.get(key)?.find((other) => other.versionId === versionId);
  if (!version) throw new CosFailure('NoSuchVersion');
  if (version.deleteMarker) throw new CosFailure('NoSuchKey', {headers: {'x-cos-delete-marker': 'true'}});
  return version;
}

/** `x-cos-version-id` of answers to writes: absent without versioning. */
export const versionHeader = (
  cos: Cos,
  bucket: Bucket,
  object: StoredObject,
): Record<string, string | undefined> => ({
  'x-cos-version-id': versioningOf(cos, bucket) === 'Enabled' ? object.versionId : undefined,
});

/** Empties a server: every bucket but the first one, and that one of all it holds. */
export function emptyBuckets(cos: Cos, now: number): void {
  for (const bucket of cos.buckets.values()) {
    for (const versions of bucket.objects.values())
      for (const {pieces} of versions) cos.pieces.release(pieces);
    for (const {parts} of bucket.uploads.values())
      for (const {pieces} of parts.values()) cos.pieces.release(pieces);
  }
  cos.buckets.clear();
  cos.buckets.set(cos.home.bucket, createBucket(cos.home.bucket, cos.home.region, now));
}
