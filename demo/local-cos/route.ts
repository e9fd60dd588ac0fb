import {currentObject} from './bucket.js';
import type {Call, Operation} from './call.js';
import {CosFailure} from './cos-failure.js';
import {completeUpload} from './operations/complete-upload.js';
import {deleteObject} from './operations/delete-object.js';
import {getObject, headObject} from './operations/get-object.js';
import {listParts} from './operations/list-parts.js';
import {abortUpload, initiateUpload} from './operations/multipart.js';
import {putObject} from './operations/put-object.js';
import {uploadPart} from './operations/upload-part.js';
import type {PolicyQuestion} from './policy.js';

/** What answers each operation of operation-name.ts. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  PutObject: putObject,
  HeadObject: headObject,
  GetObject: getObject,
  DeleteObject: deleteObject,
  InitiateMultipartUpload: initiateUpload,
  UploadPart: uploadPart,
  ListParts: listParts,
  CompleteMultipartUpload: completeUpload,
  AbortMultipartUpload: abortUpload,
};

/** Asks the caller's policy about this operation; throws AccessDenied. */
export function checkPermission(operation: string, call: Call): void {
  if (call.caller.owner || operation === 'DeleteMultipleObjects') return; // That one asks for each key.
  const allowed = call.caller.anonymous
    ? isPublic(operation, call)
    : actionsFor(operation).some((action) => call.caller.may(questionOf(action, call)));
  if (!allowed) throw new CosFailure('AccessDenied');
}

/** 436/7750 and 436/8287: copying into a part or an object is a PutObject there. */
const actionsFor = (operation: string): string[] =>
  operation === 'UploadPartCopy' || operation === 'PutObjectCopy' ? ['PutObject', operation] : [operation];

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
  for (const name of ['x-cos-storage-class', 'x-cos-acl', 'x-cos-forbid-overwrite']) {
    carry(`cos:${name}`, headers[name]);
  }
  return {
    action,
    bucket: bucket.name,
    region: bucket.region,
    key: key === '' ? (query.get('prefix') ?? '') : key,
    context,
  };
}

function isPublic(operation: string, {bucket, key}: Call): boolean {
  const own = currentObject(bucket, key)?.acl ?? 'default';
  const acl = own === 'default' ? bucket.acl : own;
  if (operation === 'GetObject' || operation === 'HeadObject') return acl.startsWith('public-read');
  if (operation === 'GetBucket' || operation === 'HeadBucket') return bucket.acl.startsWith('public-read');
  return (
    bucket.acl === 'public-read-write' &&
    /^(PutObject|UploadPart|AppendObject|.*MultipartUpload)$/.test(operation)
  );
}
