import {ConfigurationError} from '../../errors.js';
import {checkUploadId, checkWholeIfGiven} from './check.js';
import type {ListMultipartUploadsOptions, ListPartsOptions} from './operation-options.js';
import {needed, readAnswer, unreadable} from '../wire/cos-error.js';
import {checkKey} from '../wire/key.js';
import type {Core} from './request.js';
import type {PartsPage, UploadsPage} from '../wire/results.js';
import {booleanOf, dateOf, decoderOf, numberOf, ownerOf, storageClassOf} from '../wire/values.js';
import {childrenOf, textOf} from '../wire/xml.js';

/** List Parts, one page. 436/7747 */
export async function listParts(
  core: Core,
  key: string,
  uploadId: string,
  {maxParts, partNumberMarker, encodingType, signal}: ListPartsOptions = {},
): Promise<PartsPage> {
  checkKey(key);
  checkUploadId(uploadId, key);
  checkWholeIfGiven('maxParts', maxParts, 1, 1000, key);
  checkWholeIfGiven('partNumberMarker', partNumberMarker, 0, 10_000, key);
  const asked = {operation: 'ListParts', key};
  const response = await core.send({
    ...asked,
    method: 'GET',
    query: {
      uploadId,
      'max-parts': maxParts,
      'part-number-marker': partNumberMarker,
      'encoding-type': encodingType,
    },
    signal,
  });
  const result = await readAnswer(response, 'ListPartsResult', asked);
  const encoding = textOf(result, 'EncodingType', 'Encoding-Type', 'Encoding-type');
  const isTruncated = booleanOf(result, 'IsTruncated');
  const nextPartNumberMarker = isTruncated
    ? Number(needed(result, 'NextPartNumberMarker', response, asked))
    : undefined;
  if (nextPartNumberMarker !== undefined && !(nextPartNumberMarker > (partNumberMarker ?? 0))) {
    throw unreadable('NextPartNumberMarker that goes on', response, asked);
  }
  return {
    bucket: textOf(result, 'Bucket') ?? core.bucket,
    key: decoderOf(encoding)(textOf(result, 'Key') ?? key),
    uploadId: textOf(result, 'UploadId', 'UploadID') ?? uploadId,
    encodingType: encoding,
    maxParts: numberOf(result, 'MaxParts', maxParts ?? 1000),
    partNumberMarker: numberOf(result, 'PartNumberMarker', partNumberMarker ?? 0),
    nextPartNumberMarker,
    isTruncated,
    storageClass: storageClassOf(result),
    parts: childrenOf(result, 'Part').map((part) => ({
      partNumber: Number(needed(part, 'PartNumber', response, asked)),
      etag: needed(part, 'ETag', response, asked),
      size: Number(needed(part, 'Size', response, asked)),
      lastModified: dateOf(part, 'LastModified'),
    })),
    owner: ownerOf(result, 'Owner'),
    initiator: ownerOf(result, 'Initiator'),
  };
}

/** All pages of List Parts, in order. */
export async function* listAllParts(
  core: Core,
  key: string,
  uploadId: string,
  options: ListPartsOptions = {},
): AsyncGenerator<PartsPage, void, undefined> {
  let partNumberMarker = options.partNumberMarker;
  do {
    const page: PartsPage = await listParts(core, key, uploadId, {...options, partNumberMarker});
    yield page;
    partNumberMarker = page.nextPartNumberMarker;
  } while (partNumberMarker !== undefined);
}

/** List Multipart Uploads, one page; keys, prefixes and markers come decoded. 436/7736 */
export async function listMultipartUploads(
  core: Core,
  {
    prefix,
    delimiter,
    keyMarker,
    uploadIdMarker,
    maxUploads,
    encodingType,
    signal,
  }: ListMultipartUploadsOptions = {},
): Promise<UploadsPage> {
  checkWholeIfGiven('maxUploads', maxUploads, 1, 1000);
  if (uploadIdMarker && !keyMarker) {
    throw new ConfigurationError(
      'uploadIdMarker',
      uploadIdMarker,
      'together with keyMarker; COS ignores it alone',
    );
  }
  const asked = {operation: 'ListMultipartUploads', key: ''};
  const response = await core.send({
    ...asked,
    method: 'GET',
    query: {
      uploads: '',
      prefix: prefix || undefined,
      delimiter: delimiter || undefined,
      'key-marker': keyMarker || undefined,
      'upload-id-marker': uploadIdMarker || undefined,
      'max-uploads': maxUploads,
      'encoding-type': encodingType,
    },
    signal,
  });
  const result = await readAnswer(response, 'ListMultipartUploadsResult', asked);
  const encoding = textOf(result, 'EncodingType', 'Encoding-Type', 'Encoding-type');
  const decode = decoderOf(encoding);
  const decoded = (name: string): string => decode(textOf(result, name) ?? '');
  const isTruncated = booleanOf(result, 'IsTruncated');
  const nextKeyMarker = isTruncated ? decode(needed(result, 'NextKeyMarker', response, asked)) : undefined;
  const nextUploadIdMarker = (isTruncated && decoded('NextUploadIdMarker')) || undefined;
  if (isTruncated && nextKeyMarker === keyMarker && nextUploadIdMarker === (uploadIdMarker || undefined)) {
    throw unreadable('NextKeyMarker that goes on', response, asked);
  }
  return {
    bucket: textOf(result, 'Bucket') ?? core.bucket,
    prefix: decoded('Prefix'),
    delimiter: decoded('Delimiter') || undefined,
    keyMarker: decoded('KeyMarker'),
    uploadIdMarker: decoded('UploadIdMarker'),
    nextKeyMarker,
    nextUploadIdMarker,
    maxUploads: numberOf(result, 'MaxUploads', maxUploads ?? 1000),
    isTruncated,
    encodingType: encoding,
    uploads: childrenOf(result, 'Upload').map((upload) => ({
      key: decode(needed(upload, 'Key', response, asked)),
      uploadId: textOf(upload, 'UploadId') ?? needed(upload, 'UploadID', response, asked),
      initiated: dateOf(upload, 'Initiated'),
      storageClass: storageClassOf(upload),
      owner: ownerOf(upload, 'Owner'),
      initiator: ownerOf(upload, 'Initiator'),
    })),
    commonPrefixes: childrenOf(result, 'CommonPrefixes').map((item) =>
      decode(needed(item, 'Prefix', response, asked)),
    ),
  };
}

/** All pages of List Multipart Uploads. Asks for url encoding: XML cannot carry every character of a key. */
export async function* listAllMultipartUploads(
  core: Core,
  options: ListMultipartUploadsOptions = {},
): AsyncGenerator<UploadsPage, void, undefined> {
  let {keyMarker, uploadIdMarker} = options;
  do {
    const page: UploadsPage = await listMultipartUploads(core, {
      ...options,
      encodingType: 'url',
      keyMarker,
      uploadIdMarker,
    });
    yield page;
    keyMarker = page.nextKeyMarker;
    uploadIdMarker = page.nextUploadIdMarker;
  } while (keyMarker !== undefined);
}
