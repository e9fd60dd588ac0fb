import {CosError} from '../../errors.js';
import {heardFromPut, type Heard, orCallbackError} from './answers.js';
import {bodyOf} from './body.js';
import type {DeleteObjectOptions, HeadObjectOptions} from './operation-options.js';
import {etagOf} from './etag.js';
import {checkKey} from '../wire/key.js';
import {readMetadata} from './metadata.js';
import type {BodyOptions, ObjectOptions} from './object-options.js';
import {headersOf, type Headers} from './headers.js';
import {isOrdered, limitHeaders, orderHeaders} from './orders.js';
import type {Core} from './request.js';
import type {ObjectMetadata, PutObjectResult} from '../wire/results.js';
import type {UploadBody} from '../wire/transport.js';
import {dateOfHeader} from '../wire/values.js';

/** PUT Object. 436/7749 */
export async function putObject(
  core: Core,
  key: string,
  body: UploadBody,
  options: ObjectOptions & BodyOptions = {},
): Promise<PutObjectResult> {
  checkKey(key);
  const headers = {...orderHeaders(options), ...limitHeaders('put', options), ...typedHeaders(body, options)};
  const ordered = isOrdered(headers);
  const asked = {operation: 'PutObject', key};
  const response = await core.send({
    ...asked,
    method: 'PUT',
    ordered,
    ...(await bodyOf(body, headers, options)),
  });
  const heard: Heard = ordered ? await heardFromPut(response, headers, asked) : {};
  const result = {
    etag: etagOf(response),
    location: core.locationOf(key),
    versionId: response.header('x-cos-version-id') ?? undefined,
    crc64: response.header('x-cos-hash-crc64ecma') ?? undefined,
    requestId: response.header('x-cos-request-id') ?? undefined,
    ...(heard.answer && {answer: heard.answer}),
  };
  return orCallbackError(heard, result, key);
}

/**
 * The browser sends a Blob's type by itself, unsigned and without blanks around it. This adds the type to the headers, so that it is
 * signed.
 */
export function typedHeaders(body: UploadBody, options: ObjectOptions): Headers {
  const type = body instanceof Blob ? body.type.trim() : '';
  return {...(type ? {'content-type': type} : {}), ...headersOf('object', options)};
}

/** HEAD Object. 436/7745 */
export async function headObject(
  core: Core,
  key: string,
  options: HeadObjectOptions = {},
): Promise<ObjectMetadata | undefined> {
  checkKey(key);
  const {versionId, signal} = options;
  try {
    const response = await core.send({
      method: 'HEAD',
      operation: 'HeadObject',
      key,
      query: {versionId},
      headers: headersOf('read', options),
      signal,
    });
    const header = (name: string): string | undefined => response.header(name) ?? undefined;
    const size = header('content-length');
    return {
      etag: etagOf(response),
      size: size === undefined ? undefined : Number(size),
      lastModified: dateOfHeader(response, 'last-modified'),
      contentType: header('content-type'),
      cacheControl: header('cache-control'),
      contentDisposition: header('content-disposition'),
      contentEncoding: header('content-encoding'),
      contentLanguage: header('content-language'),
      expires: header('expires'),
      // COS sends the header only when the class is not STANDARD.
      storageClass: header('x-cos-storage-class') ?? 'STANDARD',
      objectType: header('x-cos-object-type'),
      metadata: readMetadata(response.headers()),
      versionId: header('x-cos-version-id'),
      crc64: header('x-cos-hash-crc64ecma'),
      requestId: header('x-cos-request-id'),
      date: dateOfHeader(response, 'date'),
    };
  } catch (error) {
    if (error instanceof CosError && error.status === 404) return undefined;
    throw error;
  }
}

/** DELETE Object; deleting what is not there succeeds. 436/7743 */
export async function deleteObject(
  core: Core,
  key: string,
  {versionId, signal}: DeleteObjectOptions = {},
): Promise<void> {
  checkKey(key);
  try {
    await core.send({method: 'DELETE', operation: 'DeleteObject', key, query: {versionId}, signal});
  } catch (error) {
    // COS answers success where there is no object. Some other servers of this protocol answer NoSuchKey.
    if (!(error instanceof CosError && error.code === 'NoSuchKey')) throw error;
  }
}
