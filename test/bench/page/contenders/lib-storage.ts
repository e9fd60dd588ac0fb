import {S3Client} from '@aws-sdk/client-s3';
import {Upload as S3Upload} from '@aws-sdk/lib-storage';
import {inLanes, type Upload} from '../contender.js';

/** The S3 client as it is, signing as S3 does; the local COS then verifies no signature. Several files: five at a time. */
export const upload: Upload<{queueSize?: number; partSize?: number}> = async (
  files,
  {cos, bucket, region, prefix},
  options,
) => {
  const client = new S3Client({
    endpoint: cos,
    region,
    forcePathStyle: true,
    credentials: {accessKeyId: 'bench', secretAccessKey: 'bench'},
  });
  await inLanes(5, files, (file) =>
    new S3Upload({
      client,
      params: {Bucket: bucket, Key: `${prefix}/${file.name}`, Body: file},
      ...options,
    }).done(),
  );
};
