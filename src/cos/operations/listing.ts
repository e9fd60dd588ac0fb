import {ConfigurationError} from '../../errors.js';
import {checkUploadId, checkWholeIfGiven} from './check.js';
import type {ListMultipartUploadsOptions, ListPartsOptions} from './operation-options.js';
import {needed, readAnswer, unreadable, wholeOf} from '../wire/cos-error.js';
import {checkKey} from '../wire/key.js';
import type {Core} from './request.js';
import type {PartsPage, UploadsPage} from '../wire/results.js';
import {booleanOf, dateOf, dateOfHeader, decoderOf, ownerOf, storageClassOf} from '../wire/values.js';
import {childrenOf, textOf, type XmlElement} from '../wire/xml.js';

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
  const whole = (element: XmlElement, name: string, otherwise?: number): number =>
    wholeOf(element, name, response, asked, otherwise);
  const nextPartNumberMarker = isTruncated ? whole(result, 'NextPartNumberMarker') : undefined;
  if (nextPartNumberMarker !== undefined && !(nextPartNumberMarker > (partNumberMarker ?? 0))) {
    throw unreadable('NextPartNumberMarker that goes on', response, asked);
  }
  return {
    bucket: textOf(result, 'Bucket') ?? core.bucket,
    key: decoderOf(encoding)(textOf(result, 'Key') ?? key),
    uploadId: textOf(result, 'UploadId', 'UploadID') ?? uploadId,
    encodingType: encoding,
    maxParts: whole(result, 'MaxParts', maxParts ?? 1000),
    partNumberMarker: whole(result, 'PartNumberMarker', partNumberMarker ?? 0),
    nextPartNumberMarker,
    isTruncated,
    storageClass: storageClassOf(result),
    parts: childrenOf(result, 'Part').map((part) => ({
      partNumber: whole(part, 'PartNumber'),
      etag: needed(part, 'ETag', response, asked),
      size: whole(part, 'Size'),
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
export const listMultipartUploads = (
  core: Core,
  options: ListMultipartUploadsOptions = {},
): Promise<UploadsPage> => uploadsPage(core, options, new Set());

/** @param before where the pages before this one began. A list that leads back to one of them would never end, so it is an error */
async function uploadsPage(
  core: Core,
  {
    prefix,
    delimiter,
    keyMarker,
    uploadIdMarker,
    maxUploads,
    encodingType,
    signal,
  }: ListMultipartUploadsOptions,
  before: Set<string>,
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
  const place = (...markers: (string | undefined)[]): string =>
    markers.map((marker) => marker ?? '').join('\n');
  before.add(place(keyMarker, uploadIdMarker));
  if (isTruncated && before.has(place(nextKeyMarker, nextUploadIdMarker))) {
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
    maxUploads: wholeOf(result, 'MaxUploads', response, asked, maxUploads ?? 1000),
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
    date: dateOfHeader(response, 'date'),
  };
}

/** All pages of List Multipart Uploads. XML cannot carry every character of a key, so the keys are asked for in url encoding. */
export async function* listAllMultipartUploads(
  core: Core,
  options: ListMultipartUploadsOptions = {},
): AsyncGenerator<UploadsPage, void, undefined> {
  let {keyMarker, uploadIdMarker} = options;
  const before = new Set<string>();
  do {
    const from = {...options, encodingType: 'url' as const, keyMarker, uploadIdMarker};
    const page: UploadsPage = await uploadsPage(core, from, before);
    yield page;
    keyMarker = page.nextKeyMarker;
    uploadIdMarker = page.nextUploadIdMarker;
  } while (keyMarker !== undefined);
}
