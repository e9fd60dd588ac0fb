import {ConfigurationError} from '../../errors.js';
import {heardFromComplete, orCallbackError} from './answers.js';
import {bodyOf} from './body.js';
import {checkPartNumber, checkUploadId} from './check.js';
import type {CompleteOptions} from './operation-options.js';
import {etagOf} from './etag.js';
import {needed, readAnswer} from '../wire/cos-error.js';
import {checkKey} from '../wire/key.js';
import type {BeginOptions, BodyOptions, PartOptions, SignalOptions} from './object-options.js';
import {headersOf} from './headers.js';
import {isOrdered, limitHeaders, orderHeaders} from './orders.js';
import type {Core} from './request.js';
import type {
  CompletedPart,
  CompleteMultipartUploadResult,
  MultipartUpload,
  UploadedPart,
} from '../wire/results.js';
import {blobOf, type UploadBody} from '../wire/transport.js';
import {escapeXml, textOf} from '../wire/xml.js';

/** Initiate Multipart Upload. 436/7746 */
export async function createMultipartUpload(
  core: Core,
  key: string,
  options: BeginOptions & SignalOptions = {},
): Promise<MultipartUpload> {
  checkKey(key);
  const asked = {operation: 'InitiateMultipartUpload', key};
  const response = await core.send({
    ...asked,
    method: 'POST',
    query: {uploads: ''},
    headers: headersOf('object', {...options, contentMD5: undefined}),
    signal: options.signal,
  });
  const result = await readAnswer(response, 'InitiateMultipartUploadResult', asked);
  return {
    uploadId: needed(result, 'UploadId', response, asked),
    bucket: textOf(result, 'Bucket') ?? core.bucket,
    key,
  };
}

/** Upload Part: 1 MB to 5 GB, the last may be smaller. 436/7750 */
export async function uploadPart(
  core: Core,
  key: string,
  uploadId: string,
  partNumber: number,
  body: UploadBody,
  options: PartOptions & BodyOptions = {},
): Promise<UploadedPart> {
  checkKey(key);
  checkUploadId(uploadId, key);
  checkPartNumber(partNumber, key);
  const blob = blobOf(body);
  const response = await core.send({
    method: 'PUT',
    operation: 'UploadPart',
    key,
    query: {partNumber, uploadId},
    // The browser sends a Blob's type as a Content-Type that is not signed. A slice has no type.
    ...(await bodyOf(
      blob.type ? blob.slice() : blob,
      {...limitHeaders('part', options), ...headersOf('part', options)},
      options,
    )),
  });
  return {
    partNumber,
    etag: etagOf(response),
    crc64: response.header('x-cos-hash-crc64ecma') ?? undefined,
  };
}

/** Complete Multipart Upload; the parts may come in any order. 436/7742 */
export async function completeMultipartUpload(
  core: Core,
  key: string,
  uploadId: string,
  parts: Iterable<CompletedPart>,
  options: CompleteOptions = {},
): Promise<CompleteMultipartUploadResult> {
  checkKey(key);
  checkUploadId(uploadId, key);
  const body = completeXml(parts, key);
  const asked = {operation: 'CompleteMultipartUpload', key};
  const headers = {
    ...orderHeaders(options),
    ...limitHeaders('complete', options),
    ...headersOf('complete', options),
  };
  const response = await core.send({
    ...asked,
    method: 'POST',
    query: {uploadId},
    headers: {...headers, 'content-type': 'application/xml'},
    ordered: isOrdered(headers),
    body: new Blob([body]),
    signal: options.signal,
    onReceived: options.onReceived,
  });
  const document = await readAnswer(response, 'CompleteMultipartUploadResult', asked);
  const heard = heardFromComplete(document);
  const result = {
    etag: needed(document, 'ETag', response, asked),
    bucket: textOf(document, 'Bucket') ?? core.bucket,
    key,
    location: withScheme(textOf(document, 'Location') ?? core.locationOf(key), core.origin),
    versionId: response.header('x-cos-version-id') ?? undefined,
    crc64: response.header('x-cos-hash-crc64ecma') ?? undefined,
    requestId: response.header('x-cos-request-id') ?? undefined,
    ...(heard.answer && {answer: heard.answer}),
  };
  return orCallbackError(heard, result, key);
}

/** Abort Multipart Upload: removes the parts from the server. 436/7740 */
export async function abortMultipartUpload(
  core: Core,
  key: string,
  uploadId: string,
  {signal}: SignalOptions = {},
): Promise<void> {
  checkKey(key);
  checkUploadId(uploadId, key);
  await core.send({
    method: 'DELETE',
    operation: 'AbortMultipartUpload',
    key,
    query: {uploadId},
    signal,
  });
}

/** The body of Complete. COS requires the parts in order; there are no blanks between the tags. */
export function completeXml(parts: Iterable<CompletedPart>, key: string): string {
  const sorted = [...parts].sort((a, b) => a.partNumber - b.partNumber);
  if (sorted.length === 0) throw new ConfigurationError('parts', 'none', 'at least one part');
  const items = sorted.map(({partNumber, etag}) => {
    checkPartNumber(partNumber, key);
    if (!etag) {
      throw new ConfigurationError(
        'etag',
        etag,
        `the ETag of part ${partNumber}, as uploadPart gave it`,
        key,
      );
    }
    return `<Part><PartNumber>${partNumber}</PartNumber><ETag>${escapeXml(etag)}</ETag></Part>`;
  });
  return `<CompleteMultipartUpload>${items.join('')}</CompleteMultipartUpload>`;
}

/** Some answers leave the scheme out. */
const withScheme = (location: string, origin: string): string =>
  location.includes('://') ? location : `${new URL(origin).protocol}//${location}`;
