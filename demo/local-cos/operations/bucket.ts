import {createBucket} from '../bucket.js';
import type {Answer, Call} from '../call.js';
import {CosFailure} from '../cos-failure.js';
import {BUCKET_ACLS, readAcl} from '../object-options.js';
import {readXmlBody} from '../xml-body.js';
import {childText} from '../xml.js';

/** PUT Bucket (436/7738): for the owner, on a host that names a bucket which does not exist yet. */
export async function putBucket(call: Call): Promise<Answer> {
  const {cos, bucket, headers, length = 0, now} = call;
  const document = length > 0 ? await readXmlBody(call, 'CreateBucketConfiguration') : undefined;
  if (cos.buckets.has(bucket.name)) throw new CosFailure('BucketAlreadyExists');
  const created = createBucket(bucket.name, bucket.region, now);
  if (document && childText(document, 'BucketAZConfig')?.trim() === 'MAZ') created.zones = 'MAZ';
  created.acl = readAcl(headers, BUCKET_ACLS) ?? 'private';
  cos.buckets.set(bucket.name, created);
  return {status: 200};
}

export const headBucket = ({bucket}: Call): Answer => ({
  status: 200,
  headers: {'x-cos-bucket-region': bucket.region},
});

export function deleteBucket({cos, bucket}: Call): Answer {
  if (bucket.objects.size > 0 || bucket.uploads.size > 0) throw new CosFailure('BucketNotEmpty');
  cos.buckets.delete(bucket.name);
  return {status: 204};
}
