import type {Bucket, StoredObject} from './bucket.js';
import type {Call} from './call.js';
import {checkConditions} from './conditions.js';
import {CosFailure} from './cos-failure.js';
import {checkCustomerKey} from './encryption.js';
import {findObject} from './object-store.js';
import {questionOf} from './permission.js';

export interface CopySource {
  bucket: Bucket;
  key: string;
  object: StoredObject;
}

/**
 * Reads `x-cos-copy-source` (`<bucket>.cos.<region>.<domain>/<encoded key>[?versionId=…]`, no scheme), asks for
 * GetObject on it and checks the four conditions (436/10881, 436/8287).
 */
export function findCopySource(call: Call): CopySource {
  const {cos, headers, caller} = call;
  const match = /^\/?([a-z\d-]+-\d+)\.cos[a-z\d-]*\.([a-z\d-]+)\.[^/]+\/([^?]+)(?:\?versionId=(.+))?$/.exec(
    headers['x-cos-copy-source'] ?? '',
  );
  const [, name = '', region, encodedKey = '', encodedVersionId] = match ?? [];
  if (!match) throw new CosFailure('InvalidCopySource');
  const key = decode(encodedKey);
  const versionId = encodedVersionId && decode(encodedVersionId);
  const bucket = cos.buckets.get(name);
  if (bucket?.region !== region || !bucket) throw new CosFailure('NoSuchCopySource');
  const question = {...questionOf('GetObject', {...call, bucket, key}), key};
  if (!caller.owner && !caller.may(question)) throw new CosFailure('AccessDenied');
  const object = findSourceVersion(bucket, key, versionId);
  checkCustomerKey(headers, object.customerKeyMd5, 'x-cos-copy-source-server-side-encryption-customer');
  if (checkConditions(headers, object, 'x-cos-copy-source-') !== 'ok')
    throw new CosFailure('PreconditionFailed');
  return {bucket, key, object};
}

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw new CosFailure('InvalidCopySource');
  }
}

/** A delete marker as source is a 404, named by its version a 400 (436/8287). */
function findSourceVersion(bucket: Bucket, key: string, versionId: string | undefined): StoredObject {
  const named = bucket.objects.get(key)?.find((version) => version.versionId === versionId);
  if (named?.deleteMarker === true) throw new CosFailure('InvalidCopySource');
  return findObject(bucket, key, versionId);
}
