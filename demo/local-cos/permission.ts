import {currentObject} from './bucket.js';
import type {Call} from './call.js';
import {CosFailure} from './cos-failure.js';
import type {PolicyQuestion} from './policy.js';

/** Asks the caller's policy about this operation; throws AccessDenied. */
export function checkPermission(operation: string, call: Call): void {
  if (call.caller.owner) return;
  if (operation === 'DeleteMultipleObjects' && !call.caller.anonymous) return; // It asks for each key.
  const allowed = call.caller.anonymous
    ? isPublic(operation, call)
    : actionsFor(operation).some((action) => call.caller.may(questionOf(action, call)));
  if (!allowed) throw new CosFailure('AccessDenied');
}

/** Copying into a part or an object is a PutObject there (436/8287, 436/10881). */
const actionsFor = (operation: string): string[] =>
  operation === 'UploadPartCopy' || operation === 'PutObjectCopy' ? ['PutObject', operation] : [operation];

const GRANTS = ['read', 'write', 'read-acp', 'write-acp', 'full-control'].map(
  (right) => `x-cos-grant-${right}`,
);

/** Condition keys a request carries (436/71306); listings are asked about their prefix. */
export function questionOf(action: string, {bucket, key, headers, query, length}: Call): PolicyQuestion {
  const context: Record<string, string> = {'cos:secure-transport': 'false'};
  const carry = (name: string, value: string | undefined): void => {
    if (value !== undefined) context[name] = value;
  };
  carry('cos:content-length', length?.toString());
  carry('cos:content-type', headers['content-type']);
  carry('cos:prefix', query.get('prefix'));
  carry('cos:versionid', query.get('versionId'));
  for (const name of ['x-cos-storage-class', 'x-cos-acl', 'x-cos-forbid-overwrite', ...GRANTS]) {
    carry(`cos:${name}`, headers[name]);
  }
  const subject = key === '' ? (query.get('prefix') ?? '') : key;
  return {action, bucket: bucket.name, region: bucket.region, key: subject, context};
}

const PUBLIC_WRITES = [
  'PutObject',
  'PostObject',
  'AppendObject',
  'InitiateMultipartUpload',
  'UploadPart',
  'CompleteMultipartUpload',
  'AbortMultipartUpload',
];

function isPublic(operation: string, {bucket, key}: Call): boolean {
  const own = currentObject(bucket, key)?.acl ?? 'default';
  const acl = own === 'default' ? bucket.acl : own;
  if (operation === 'GetObject' || operation === 'HeadObject') return acl.startsWith('public-read');
  if (operation === 'GetBucket' || operation === 'HeadBucket') return bucket.acl.startsWith('public-read');
  return bucket.acl === 'public-read-write' && PUBLIC_WRITES.includes(operation);
}
