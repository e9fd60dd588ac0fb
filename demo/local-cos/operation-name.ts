import type {QueryPair} from './target.js';

/** Sub-resources that choose an operation; the first one in the query decides. */
const BUCKET: Record<string, string> = {
  'GET uploads': 'ListMultipartUploads',
  'GET versions': 'GetBucketObjectVersions',
  'GET location': 'GetBucketLocation',
  'POST delete': 'DeleteMultipleObjects',
  'GET cors': 'GetBucketCORS',
  'PUT cors': 'PutBucketCORS',
  'DELETE cors': 'DeleteBucketCORS',
  'GET versioning': 'GetBucketVersioning',
  'PUT versioning': 'PutBucketVersioning',
  'GET acl': 'GetBucketACL',
  'PUT acl': 'PutBucketACL',
  'GET tagging': 'GetBucketTagging',
  'PUT tagging': 'PutBucketTagging',
  'DELETE tagging': 'DeleteBucketTagging',
  'PUT strict-signature': 'PutBucketStrictSignature',
  POST: 'PostObject',
  GET: 'GetBucket',
  PUT: 'PutBucket',
  HEAD: 'HeadBucket',
  DELETE: 'DeleteBucket',
};

const OBJECT: Record<string, string> = {
  'POST uploads': 'InitiateMultipartUpload',
  'PUT uploadId': 'UploadPart',
  'PUT partNumber': 'UploadPart',
  'GET uploadId': 'ListParts',
  'POST uploadId': 'CompleteMultipartUpload',
  'DELETE uploadId': 'AbortMultipartUpload',
  'POST append': 'AppendObject',
  'GET acl': 'GetObjectACL',
  'PUT acl': 'PutObjectACL',
  'GET tagging': 'GetObjectTagging',
  'PUT tagging': 'PutObjectTagging',
  'DELETE tagging': 'DeleteObjectTagging',
  GET: 'GetObject',
  PUT: 'PutObject',
  HEAD: 'HeadObject',
  DELETE: 'DeleteObject',
};

/** Operation names are those of the CAM actions, plus `UploadPartCopy` and `PutObjectCopy`; `undefined` = 405. */
export function operationName(
  method: string,
  key: string,
  query: readonly QueryPair[],
  copies: boolean,
): string | undefined {
  const table = key === '' ? BUCKET : OBJECT;
  const sub = query.map(({name}) => table[`${method} ${name}`]).find((name) => name !== undefined);
  const name = sub ?? table[method];
  if (copies && (name === 'UploadPart' || name === 'PutObject')) return `${name}Copy`;
  return name;
}
