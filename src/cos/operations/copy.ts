import {ConfigurationError} from '../../errors.js';
import {checkPartNumber, checkUploadId} from './check.js';
import type {CopySource, UploadPartCopyOptions} from './operation-options.js';
import {needed, readAnswer} from '../wire/cos-error.js';
import {originOf} from '../wire/endpoint.js';
import {type Headers, headersOf} from './headers.js';
import {checkText} from './option-rules.js';
import {checkKey, encodeKey} from '../wire/key.js';
import type {Core} from './request.js';
import type {CopiedPart} from '../wire/results.js';
import {dateOf} from '../wire/values.js';
import {textOf} from '../wire/xml.js';

/** Upload Part - Copy. The credentials must also allow name/cos:GetObject on the source. 436/8287 */
export async function uploadPartCopy(
  core: Core,
  key: string,
  uploadId: string,
  partNumber: number,
  copySource: CopySource,
  options: UploadPartCopyOptions = {},
): Promise<CopiedPart> {
  checkKey(key);
  checkUploadId(uploadId, key);
  checkPartNumber(partNumber, key);
  const asked = {operation: 'UploadPartCopy', key};
  const response = await core.send({
    ...asked,
    actions: ['PutObject', 'GetObject'],
    method: 'PUT',
    query: {partNumber, uploadId},
    headers: {
      ...copyHeaders(copySource, options),
      ...headersOf('read', options),
    },
    signal: options.signal,
  });
  const result = await readAnswer(response, 'CopyPartResult', asked);
  return {
    partNumber,
    etag: needed(result, 'ETag', response, asked),
    lastModified: dateOf(result, 'LastModified'),
    copySourceVersionId: response.header('x-cos-copy-source-version-id') ?? undefined,
    crc64: textOf(result, 'CRC64') ?? response.header('x-cos-hash-crc64ecma') ?? undefined,
  };
}

/** The headers of a copy; exported for its table of tests. @internal */
export function copyHeaders(source: CopySource, options: UploadPartCopyOptions): Headers {
  const {
    copySourceRange: range,
    copySourceIfModifiedSince: since,
    copySourceIfUnmodifiedSince: until,
  } = options;
  if (range !== undefined && !isRange(range)) {
    throw new ConfigurationError(
      'copySourceRange',
      range,
      'bytes=first-last, both included, such as bytes=0-1048575',
    );
  }
  const headers = {
    'x-cos-copy-source': sourceOf(source),
    'x-cos-copy-source-range': range,
    'x-cos-copy-source-if-match': etagText('copySourceIfMatch', options),
    'x-cos-copy-source-if-none-match': etagText('copySourceIfNoneMatch', options),
    'x-cos-copy-source-if-modified-since': since && httpDate('copySourceIfModifiedSince', since),
    'x-cos-copy-source-if-unmodified-since': until && httpDate('copySourceIfUnmodifiedSince', until),
  };
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}

const etagText = (
  name: 'copySourceIfMatch' | 'copySourceIfNoneMatch',
  {[name]: etag}: UploadPartCopyOptions,
): string | undefined => etag && checkText(name, etag, etag);

/** Host and encoded key, without a scheme. The source is always named by its default host. */
function sourceOf({bucket, region, key, versionId}: CopySource): string {
  try {
    const {host} = new URL(originOf({bucket, region}));
    checkKey(key);
    return `${host}/${encodeKey(key)}${versionId ? `?versionId=${encodeURIComponent(versionId)}` : ''}`;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new ConfigurationError(`copySource.${error.attribute}`, error.value, error.allowed);
  }
}

function isRange(range: string): boolean {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  return first !== undefined && last !== undefined && Number(first) <= Number(last);
}

function httpDate(attribute: string, value: string | Date): string {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) throw new ConfigurationError(attribute, String(value), 'a date');
  return date.toUTCString();
}
