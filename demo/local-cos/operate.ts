import {identify} from './authorize.js';
import type {IncomingBody} from './body.js';
import {createBucket} from './bucket.js';
import type {Answer, Call, Operation} from './call.js';
import {CosFailure} from './cos-failure.js';
import {withDefaultEncryption} from './encryption.js';
import type {Exchange} from './exchange.js';
import {readHost} from './host.js';
import {getAcl, putAcl} from './operations/acl.js';
import {appendObject} from './operations/append-object.js';
import {getLocation, getVersioning, putStrictSignature, putVersioning} from './operations/bucket-config.js';
import {deleteBucket, headBucket, putBucket} from './operations/bucket.js';
import {completeUpload} from './operations/complete-upload.js';
import {copyObject, uploadPartCopy} from './operations/copy.js';
import {deleteCors, getCors, putCors} from './operations/cors-config.js';
import {deleteObject} from './operations/delete-object.js';
import {deleteObjects} from './operations/delete-objects.js';
import {getObject, headObject} from './operations/get-object.js';
import {listObjects, listVersions} from './operations/list-objects.js';
import {listParts} from './operations/list-parts.js';
import {listUploads} from './operations/list-uploads.js';
import {abortUpload, initiateUpload} from './operations/multipart.js';
import {putObject} from './operations/put-object.js';
import {deleteTagging, getTagging, putTagging} from './operations/tagging.js';
import {uploadPart} from './operations/upload-part.js';
import {checkPermission} from './permission.js';
import {postObject} from './post-object.js';
import {checkKey, type Target} from './target.js';
import {checkTrafficLimit} from './traffic-limit.js';

/** What answers each name of operation-name.ts. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  PutObject: putObject,
  PutObjectCopy: copyObject,
  AppendObject: appendObject,
  HeadObject: headObject,
  GetObject: getObject,
  DeleteObject: deleteObject,
  GetObjectACL: getAcl,
  PutObjectACL: putAcl,
  GetObjectTagging: getTagging,
  PutObjectTagging: putTagging,
  DeleteObjectTagging: deleteTagging,
  InitiateMultipartUpload: initiateUpload,
  UploadPart: uploadPart,
  UploadPartCopy: uploadPartCopy,
  ListParts: listParts,
  CompleteMultipartUpload: completeUpload,
  AbortMultipartUpload: abortUpload,
  ListMultipartUploads: listUploads,
  GetBucket: listObjects,
  GetBucketObjectVersions: listVersions,
  DeleteMultipleObjects: deleteObjects,
  PutBucket: putBucket,
  HeadBucket: headBucket,
  DeleteBucket: deleteBucket,
  GetBucketLocation: getLocation,
  GetBucketCORS: getCors,
  PutBucketCORS: putCors,
  DeleteBucketCORS: deleteCors,
  GetBucketVersioning: getVersioning,
  PutBucketVersioning: putVersioning,
  GetBucketACL: getAcl,
  PutBucketACL: putAcl,
  GetBucketTagging: getTagging,
  PutBucketTagging: putTagging,
  DeleteBucketTagging: deleteTagging,
  PutBucketStrictSignature: putStrictSignature,
};

/** Checks the request line, identifies the caller, asks for permission and does the work. */
export async function operate(exchange: Exchange, body: IncomingBody): Promise<Answer> {
  const {desk, target, headers, operation, key, method, now} = exchange;
  const {settings, keys, home, buckets} = desk.cos;
  const run = OPERATIONS[operation];
  checkPath(target, settings.countEncodedKey);
  if (operation === 'PostObject') {
    if (!exchange.bucket) throw new CosFailure('NoSuchBucket');
    return postObject({...exchange, bucket: exchange.bucket}, body);
  }
  if (!run) throw new CosFailure('MethodNotAllowed');

  const signed = {method, path: target.path, query: target.query, headers};
  const strict = exchange.bucket?.strict ?? settings.strictSignature;
  const caller = identify(signed, {keys, settings, strict, action: operation, now});
  const named = readHost(headers['host'] ?? '', home);
  const bucket = exchange.bucket ?? createBucket(named.bucket, named.region, now);
  const exists = buckets.get(bucket.name) === bucket;
  if (!exists && operation !== 'PutBucket') throw new CosFailure('NoSuchBucket');

  const call: Call = {
    cos: desk.cos,
    bucket,
    key,
    host: headers['host'] ?? '',
    query: new Map(target.query.map(({name, value}) => [name, value])),
    // Empty values are how the JS SDK keeps proxies from adding their own; they say nothing.
    headers: withDefaultEncryption(
      Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== '')),
      bucket.encrypted === true,
    ),
    body: body.chunks(),
    length: headers['content-length'] === undefined ? undefined : Number(headers['content-length']),
    caller,
    now,
  };
  checkPermission(operation, call);
  checkTrafficLimit(call.headers, target.query, settings.trafficLimitCode);
  return run(call);
}

function checkPath(target: Target, encoded: boolean): void {
  if (target.broken) throw new CosFailure('InvalidURI');
  const key = target.path.slice(1);
  checkKey(key, Buffer.byteLength(encoded ? target.rawPath.slice(1) : key));
}
