import {setTimeout as delay} from 'node:timers/promises';
import type {Part, Upload} from '../bucket.js';
import type {Answer, Call} from '../call.js';
import {CosFailure} from '../cos-failure.js';
import {combineCrc64} from '../crc64.js';
import {compositeEtag, crcHeader} from '../integrity.js';
import {checkForbidOverwrite, putVersion, versionHeader, versioningOf} from '../object-store.js';
import {completeExtras, type Orders, readOrders} from '../orders.js';
import {readXmlBody} from '../xml-body.js';
import {childText, writeXml, type XmlNode} from '../xml.js';
import {findUpload} from './upload-part.js';

/** Answers of finished uploads, for servers that repeat them (unconfirmed, so a setting). */
const finished = new WeakMap<Call['bucket'], Map<string, Answer>>();

/** Complete Multipart Upload (436/7742). No byte is copied: the object is the list of its parts' files. */
export async function completeUpload(call: Call): Promise<Answer> {
  const orders = readOrders(call.headers);
  const document = await readXmlBody(call, 'CompleteMultipartUpload');
  const repeats = call.cos.settings.repeatedComplete === 'same answer';
  const repeated = finished.get(call.bucket)?.get(call.query.get('uploadId') ?? '');
  if (repeats && repeated) return repeated;
  const upload = findUpload(call);
  const parts = chooseParts(upload, document, call.cos.settings.minPartSize);
  checkForbidOverwrite(call, upload.forbidOverwrite || call.headers['x-cos-forbid-overwrite'] === 'true');
  const answer = await finish(call, upload, parts, orders);
  if (repeats)
    finished.set(
      call.bucket,
      (finished.get(call.bucket) ?? new Map<string, Answer>()).set(upload.uploadId, answer),
    );
  return call.cos.settings.completeSpaces > 0 ? withSpaces(call, answer) : answer;
}

/** Ascending from 1 without a gap, each ETag that of the part: stricter than S3 (436/7742). */
function chooseParts(upload: Upload, document: XmlNode, minPartSize: number): Part[] {
  const listed = document.children.filter(({name}) => name === 'Part');
  if (listed.length === 0) throw new CosFailure('MalformedXML');
  const named = listed.map((node) => {
    const number = Number(childText(node, 'PartNumber'));
    const etag = childText(node, 'ETag')?.trim().replaceAll('"', '');
    if (!Number.isInteger(number) || etag === undefined) throw new CosFailure('MalformedXML');
    return {number, etag};
  });
  if (named.some(({number}, index) => number <= (named[index - 1]?.number ?? 0))) {
    throw new CosFailure('InvalidPartOrder');
  }
  const parts = named.map(({number, etag}, index) => {
    const part = upload.parts.get(number);
    if (number !== index + 1 || part?.etag !== `"${etag}"`) throw new CosFailure('InvalidPart');
    return part;
  });
  if (parts.slice(0, -1).some(({size}) => size < minPartSize)) throw new CosFailure('EntityTooSmall');
  return parts;
}

async function finish(call: Call, upload: Upload, parts: readonly Part[], orders: Orders): Promise<Answer> {
  const {cos, bucket, key, host, now} = call;
  bucket.uploads.delete(upload.uploadId);
  for (const part of upload.parts.values()) if (!parts.includes(part)) cos.pieces.release(part.pieces);
  const object = putVersion(cos, bucket, key, {
    ...upload.options,
    pieces: parts.flatMap(({pieces}) => pieces),
    size: parts.reduce((sum, {size}) => sum + size, 0),
    etag: compositeEtag(parts.length),
    crc64: combine(parts),
    lastModified: now,
    appendable: false,
    deleteMarker: false,
  });
  const {headers, children} = await completeExtras(orders, call, object);
  const suspended = versioningOf(cos, bucket) === 'Suspended';
  return {
    status: 200,
    headers: {
      ...(cos.settings.crcOnComplete ? crcHeader(object.crc64) : {}),
      ...(suspended ? {'x-cos-version-id': 'null'} : versionHeader(cos, bucket, object)),
      ...upload.options.encryption,
      ...headers,
    },
    body: writeXml('CompleteMultipartUploadResult', {
      Location: `http://${host}/${key.split('/').map(encodeURIComponent).join('/')}`,
      Bucket: bucket.name,
      Key: key,
      ETag: object.etag,
      ...children,
    }),
  };
}

/** Of the whole object, only if every part has one. */
function combine(parts: readonly Part[]): bigint | undefined {
  let whole: bigint | undefined = 0n;
  for (const {crc64, size} of parts) {
    whole = whole === undefined || crc64 === undefined ? undefined : combineCrc64(whole, crc64, size);
  }
  return whole;
}

/** Headers at once, spaces to keep the connection alive, the result at the end. */
function withSpaces({cos: {settings}}: Call, {headers, body}: Answer): Answer {
  const {completeSpaces, completeSpaceEveryMs} = settings;
  async function* stream(): AsyncGenerator<string> {
    for (let space = 0; space < completeSpaces; space++) {
      yield ' ';
      await delay(completeSpaceEveryMs);
    }
    yield body as string;
  }
  return {status: 200, ...(headers && {headers}), body: stream()};
}
