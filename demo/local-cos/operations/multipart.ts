import {randomBytes} from 'node:crypto';
import type {Answer, Call} from '../call.js';
import {checkForbidOverwrite} from '../object-store.js';
import {readObjectOptions} from '../object-options.js';
import {writeXml} from '../xml.js';
import {findUpload} from './upload-part.js';

/** Initiate Multipart Upload (436/7746). The id: Unix seconds, then hex, 74 characters. */
export function initiateUpload(call: Call): Answer {
  const {bucket, key, headers, now} = call;
  const options = readObjectOptions(call);
  const forbidOverwrite = headers['x-cos-forbid-overwrite'] === 'true';
  checkForbidOverwrite(call, forbidOverwrite);
  const uploadId = `${Math.floor(now / 1000)}${randomBytes(32).toString('hex')}`;
  bucket.uploads.set(uploadId, {uploadId, key, initiated: now, options, forbidOverwrite, parts: new Map()});
  const body = writeXml('InitiateMultipartUploadResult', {Bucket: bucket.name, Key: key, UploadId: uploadId});
  return {status: 200, headers: options.encryption, body};
}

/** Abort Multipart Upload (436/7740). */
export function abortUpload(call: Call): Answer {
  const upload = findUpload(call);
  call.bucket.uploads.delete(upload.uploadId);
  for (const {pieces} of upload.parts.values()) call.cos.pieces.release(pieces);
  return {status: 204};
}
