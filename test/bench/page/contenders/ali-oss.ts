import OSS from 'ali-oss';
import {inLanes, type Upload} from '../contender.js';

/** Signing as OSS does; the local COS then verifies no signature. Several files: five at a time. */
export const upload: Upload<{parallel?: number; partSize?: number}> = async (
  files,
  {cos, bucket, prefix},
  options,
) => {
  const client = new OSS({
    endpoint: cos,
    cname: true,
    bucket,
    accessKeyId: 'bench',
    accessKeySecret: 'bench',
  });
  await inLanes(5, files, (file) => client.multipartUpload(`${prefix}/${file.name}`, file, options));
};
