import type {Answer, Call} from '../call.js';
import {CosFailure} from '../cos-failure.js';
import {putVersion, removeVersion, versioningOf} from '../object-store.js';

/** DELETE Object (436/7743): a version for good, else the object, or a delete marker over it. */
export function deleteObject(call: Call): Answer {
  const {deleted, marker, versionId} = deleteKey(call, call.key, call.query.get('versionId'));
  if (!deleted && call.cos.settings.deleteMissing === 404) throw new CosFailure('NoSuchKey');
  return {
    status: 204,
    headers: {'x-cos-version-id': versionId, 'x-cos-delete-marker': marker ? 'true' : undefined},
  };
}

export interface Deletion {
  deleted: boolean;
  /** A delete marker was made or removed. */
  marker: boolean;
  versionId?: string;
}

export function deleteKey({cos, bucket, now}: Call, key: string, versionId: string | undefined): Deletion {
  const versions = bucket.objects.get(key) ?? [];
  const versioning = versioningOf(cos, bucket);
  if (versionId !== undefined || versioning === 'Off') {
    const version =
      versionId === undefined ? versions[0] : versions.find((one) => one.versionId === versionId);
    if (version) removeVersion(cos, bucket, key, version);
    return {
      deleted: version !== undefined,
      marker: version?.deleteMarker ?? false,
      ...(versionId !== undefined && {versionId}),
    };
  }
  const marker = putVersion(cos, bucket, key, {
    pieces: [],
    size: 0,
    etag: '',
    crc64: undefined,
    lastModified: now,
    appendable: false,
    deleteMarker: true,
    headers: {},
    storageClass: 'STANDARD',
    acl: 'default',
    grants: {},
    tags: {},
    encryption: {},
  });
  return {deleted: true, marker: true, versionId: marker.versionId};
}
