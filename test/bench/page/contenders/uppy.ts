import AwsS3 from '@uppy/aws-s3';
import Uppy from '@uppy/core';
import type {Upload} from '../contender.js';

/** Its own S3 client throughout; the adapter is `signRequest`, which names COS's URLs without signing them. */
export const upload: Upload<{watched?: boolean}> = async (
  files,
  {cos, prefix},
  {watched, ...options},
  moved,
) => {
  const uppy = new Uppy().use(AwsS3, {
    generateObjectKey: ({name}) => `${prefix}/${name}`,
    signRequest: (request) => ({url: urlOf(cos, request)}),
    ...options,
  });
  // To sum up thousands of files at each step would cost more than to send them.
  if (watched)
    uppy.on('upload-progress', () => {
      moved(uppy.getFiles().reduce((sum, {progress}) => sum + (progress.bytesUploaded || 0), 0));
    });
  uppy.addFiles(files.map((file) => ({name: file.name, type: file.type, data: file})));
  const {failed = []} = (await uppy.upload()) ?? {};
  uppy.destroy();
  if (failed.length > 0) throw new Error(failed[0]?.error ?? 'failed');
};

interface Asked {
  method: string;
  key: string;
  uploadId?: string;
  partNumber?: number;
}

export function urlOf(cos: string, {method, key, uploadId, partNumber}: Asked): string {
  const object = `${cos}/${key}`;
  if (uploadId === undefined) return method === 'POST' ? `${object}?uploads` : object;
  return partNumber === undefined
    ? `${object}?uploadId=${uploadId}`
    : `${object}?partNumber=${partNumber}&uploadId=${uploadId}`;
}
