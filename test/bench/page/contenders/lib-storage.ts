import {S3Client} from '@aws-sdk/client-s3';
import {Upload as S3Upload} from '@aws-sdk/lib-storage';
import {inLanes, type Upload} from '../contender.js';

/** Signing as S3 does; the local COS then verifies no signature. Several files: five at a time. */
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
    // By default it adds a CRC32 of each body, computed in script on the page's thread.
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  await inLanes(5, files, (file) =>
    new S3Upload({
      client,
      params: {Bucket: bucket, Key: `${prefix}/${file.name}`, Body: file},
      ...options,
    }).done(),
  );
};
