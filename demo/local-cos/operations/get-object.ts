import type {StoredObject} from '../bucket.js';
import type {Answer, Call} from '../call.js';
import {checkConditions} from '../conditions.js';
import {CosFailure} from '../cos-failure.js';
import {checkCustomerKey} from '../encryption.js';
import {crcHeader} from '../integrity.js';
import {findObject, versioningOf} from '../object-store.js';
import {slicePieces} from '../pieces.js';

const OVERRIDES = ['type', 'language', 'disposition', 'encoding'];

/** HEAD Object (436/7745). */
export function headObject(call: Call): Answer {
  const object = findObject(call.bucket, call.key, call.query.get('versionId'));
  checkCustomerKey(call.headers, object.customerKeyMd5);
  return notModified(call, object) ?? {status: 200, headers: describe(call, object, object.size)};
}

/** GET Object (436/7753), with one byte range and the `response-*` overrides. */
export function getObject(call: Call): Answer {
  const object = findObject(call.bucket, call.key, call.query.get('versionId'));
  checkCustomerKey(call.headers, object.customerKeyMd5);
  if (/ARCHIVE$/.test(object.storageClass)) throw new CosFailure('InvalidObjectState');
  const unchanged = notModified(call, object);
  if (unchanged) return unchanged;
  const range = readRange(call.headers['range'], object.size);
  const [start, end] = range ?? [0, object.size];
  return {
    status: range ? 206 : 200,
    headers: {
      ...describe(call, object, end - start),
      ...overrides(call),
      'Content-Range': range && `bytes ${start}-${end - 1}/${object.size}`,
    },
    body: call.cos.pieces.read(slicePieces(object.pieces, start, end)),
  };
}

function notModified(call: Call, object: StoredObject): Answer | undefined {
  const verdict = checkConditions(call.headers, object);
  if (verdict === 'failed') throw new CosFailure('PreconditionFailed');
  if (verdict === 'ok') return undefined;
  return {status: 304, headers: {'Content-Type': 'application/xml', ETag: object.etag}};
}

function describe(
  {cos, bucket}: Call,
  object: StoredObject,
  length: number,
): Record<string, string | undefined> {
  const tags = Object.keys(object.tags).length;
  return {
    ...object.headers,
    'content-length': String(length),
    'Accept-Ranges': 'bytes',
    ETag: object.etag,
    'Last-Modified': new Date(object.lastModified).toUTCString(),
    ...crcHeader(object.crc64),
    'x-cos-storage-class': object.storageClass === 'STANDARD' ? undefined : object.storageClass,
    'x-cos-object-type': object.appendable ? 'appendable' : 'normal',
    'x-cos-version-id': versioningOf(cos, bucket) === 'Off' ? undefined : object.versionId,
    'x-cos-tagging-count': tags > 0 ? String(tags) : undefined,
    ...object.encryption,
  };
}

/** Start and end (exclusive); `undefined` for the whole object, also where the header is no byte range. */
function readRange(header: string | undefined, size: number): [number, number] | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (!match || (first === '' && last === '')) return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  if (start >= end) throw new CosFailure('InvalidRange', {headers: {'Content-Range': `bytes */${size}`}});
  return [start, end];
}

function overrides({query, caller}: Call): Record<string, string> {
  const result: Record<string, string> = {};
  const names = [...OVERRIDES.map((name) => `content-${name}`), 'cache-control', 'expires'];
  for (const name of names) {
    const value = query.get(`response-${name}`);
    if (value === undefined) continue;
    if (caller.anonymous) throw new CosFailure('InvalidArgument', {message: 'response-* needs a signature.'});
    result[name] = value;
  }
  return result;
}
