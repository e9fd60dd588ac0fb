import {fileTypes} from '../file-types.js';
import {combineCrc64} from '../hash/crc64.js';
import {type Answer, base64Of, type Element, Failure, hexOf, random, xml} from './answers.js';
import type {Call} from './call.js';
import type {MemoryObject, MemoryPart, State} from './state.js';
import {sumsOf} from './sums.js';

type Operation = (state: State, call: Call, body: Blob) => Answer | Promise<Answer>;

/** Bytes that every part but the last must have. 436/7750 */
const minPartSize = 1_048_576;

const id = 'qcs::cam::uin/100000000001:uin/100000000001';
const owner = {ID: id, DisplayName: '100000000001'};

const storedHeaders = /^(content-(type|disposition|encoding|language)|cache-control|expires|x-cos-meta-.*)$/;

/** What a request says of the object that it makes. */
function optionsOf({headers, key}: Call): Pick<MemoryObject, 'headers' | 'storageClass'> {
  const orders = ['x-cos-callback', 'x-cos-return-body', 'pic-operations'].find((name) => headers[name]);
  if (orders !== undefined)
    throw new Failure('NotImplemented', {message: `memoryCos() does not play ${orders}.`});
  const kept = Object.entries(headers).filter(([name, value]) => storedHeaders.test(name) && value !== '');
  const [, ending = ''] = /\.(\w+)$/.exec(key) ?? [];
  const type = fileTypes.typeOf(ending.toLowerCase()) || 'application/octet-stream';
  return {
    headers: {'content-type': type, ...Object.fromEntries(kept)},
    storageClass: (headers['x-cos-storage-class'] || 'STANDARD').toUpperCase(),
  };
}

function checkForbidden(state: State, {key}: Call, forbidden: boolean): void {
  if (forbidden && state.objects.has(key)) throw new Failure('FileAlreadyExists');
}
const forbids = ({headers}: Call): boolean => headers['x-cos-forbid-overwrite'] === 'true';

/** ETag and CRC64 of a body, where it is what its Content-MD5 says. */
async function received({headers}: Call, blob: Blob): Promise<{etag: string; crc64: string}> {
  const asked = headers['content-md5'];
  if (asked && !/^[A-Za-z\d+/]{22}==$/.test(asked)) throw new Failure('InvalidDigest');
  const {md5, crc64} = await sumsOf(blob);
  const bytes = Uint8Array.from(md5.match(/../g)!, (byte) => parseInt(byte, 16));
  if (asked && asked !== base64Of(bytes)) throw new Failure('BadDigest');
  return {etag: `"${md5}"`, crc64: crc64.toString()};
}

/** It proves nothing in COS: three equal uploads have three. 436/7742 */
const compositeEtag = (parts: number): string => `"${hexOf(random(16))}-${parts}"`;

const sumHeaders = ({etag, crc64}: {etag: string; crc64: string}): Record<string, string> => ({
  ETag: etag,
  'x-cos-hash-crc64ecma': crc64,
});

const locationOf = ({host, key}: Call): string =>
  `http://${host}/${key.split('/').map(encodeURIComponent).join('/')}`;

const putObject: Operation = async (state, call, blob) => {
  const options = optionsOf(call);
  checkForbidden(state, call, forbids(call));
  const sums = await received(call, blob);
  // Another one may have been first meanwhile.
  checkForbidden(state, call, forbids(call));
  const {key} = call;
  const about = {key, blob, size: blob.size, lastModified: Date.now(), appendable: false};
  state.objects.set(key, {...options, ...sums, ...about});
  return {status: 200, headers: sumHeaders(sums)};
};

const postObject: Operation = async (state, call, blob) => {
  if (call.key === '') throw new Failure('InvalidArgument', {message: 'The form has no field named key.'});
  const {headers} = await putObject(state, call, blob);
  const status = Number(call.headers['success_action_status']);
  const Location = locationOf(call);
  if (status !== 201) return {status: status === 200 ? 200 : 204, headers: {...headers, Location}};
  const [Bucket = ''] = call.host.split('.');
  return {
    status,
    headers: {...headers, Location},
    body: xml('PostResponse', {Location, Bucket, Key: call.key, ETag: headers!['ETag']}),
  };
};

const appendObject: Operation = async (state, call, blob) => {
  const {key, query} = call;
  const text = query.get('position') ?? '';
  if (!/^\d+$/.test(text)) throw new Failure('InvalidArgument', {message: 'position must be a number.'});
  const options = optionsOf(call);
  const check = (): MemoryObject | undefined => {
    const object = state.objects.get(key);
    if (object && !object.appendable) throw new Failure('ObjectNotAppendable');
    if (Number(text) !== (object?.size ?? 0)) throw new Failure('AppendPositionErr');
    return object;
  };
  check();
  const sums = await received(call, blob);
  const old = check();
  const crc64 = old ? combineCrc64(BigInt(old.crc64), BigInt(sums.crc64), blob.size).toString() : sums.crc64;
  const whole = old ? new Blob([old.blob, blob]) : blob;
  const etag = old ? compositeEtag(2) : sums.etag;
  state.objects.set(key, {
    ...(old ?? options),
    key,
    blob: whole,
    size: whole.size,
    etag,
    crc64,
    lastModified: Date.now(),
    appendable: true,
  });
  const next = {'x-cos-next-append-position': String(whole.size)};
  return {status: 200, headers: {...sumHeaders({etag, crc64}), ...next}};
};

function findObject(state: State, {key}: Call): MemoryObject {
  const object = state.objects.get(key);
  if (!object) throw new Failure('NoSuchKey');
  return object;
}

const headObject: Operation = (state, call) => {
  const object = findObject(state, call);
  return {
    status: 200,
    headers: {
      ...object.headers,
      'content-length': String(object.size),
      'Accept-Ranges': 'bytes',
      'Last-Modified': new Date(object.lastModified).toUTCString(),
      ...sumHeaders(object),
      'x-cos-storage-class': object.storageClass === 'STANDARD' ? undefined : object.storageClass,
      'x-cos-object-type': object.appendable ? 'appendable' : 'normal',
    },
  };
};

const getObject: Operation = async (state, call, body) => ({
  ...(await headObject(state, call, body)),
  body: findObject(state, call).blob,
});

const deleteObject: Operation = (state, {key}) => {
  state.objects.delete(key);
  return {status: 204};
};

const initiate: Operation = (state, call) => {
  const {host, key} = call;
  const options = optionsOf(call);
  checkForbidden(state, call, forbids(call));
  const initiated = Date.now();
  const uploadId = `${Math.floor(initiated / 1000)}${hexOf(random(32))}`;
  state.uploads.set(uploadId, {
    ...options,
    uploadId,
    key,
    initiated,
    forbidOverwrite: forbids(call),
    parts: new Map(),
  });
  const [Bucket = ''] = host.split('.');
  return {status: 200, body: xml('InitiateMultipartUploadResult', {Bucket, Key: key, UploadId: uploadId})};
};

function findUpload(
  {uploads}: State,
  {key, query}: Call,
): State['uploads'] extends Map<string, infer U> ? U : never {
  const upload = uploads.get(query.get('uploadId') ?? '');
  if (upload?.key !== key) throw new Failure('NoSuchUpload');
  return upload;
}

function numberOf({partNumber}: Call): number {
  if (partNumber === undefined || !Number.isInteger(partNumber) || partNumber < 1 || partNumber > 10_000)
    throw new Failure('InvalidArgument', {message: 'partNumber must be between 1 and 10000.'});
  return partNumber;
}

async function takePart(state: State, call: Call, blob: Blob): Promise<MemoryPart> {
  const number = numberOf(call);
  findUpload(state, call);
  const part = {...(await received(call, blob)), blob, lastModified: Date.now()};
  // It may have been aborted or completed meanwhile.
  findUpload(state, call).parts.set(number, part);
  return part;
}

const uploadPart: Operation = async (state, call, blob) => ({
  status: 200,
  headers: sumHeaders(await takePart(state, call, blob)),
});

const uploadPartCopy: Operation = async (state, call) => {
  const [, path = ''] = /^[^/]*\/([^?]+)/.exec(call.headers['x-cos-copy-source'] ?? '') ?? [];
  const source = state.objects.get(decodeURIComponent(path));
  numberOf(call);
  findUpload(state, call);
  if (!source) throw new Failure('NoSuchCopySource');
  const range = call.headers['x-cos-copy-source-range'] ?? `bytes=0-${source.size - 1}`;
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  const [start, end] = [Number(first), Number(last) + 1];
  if (!(start < end && end <= source.size)) throw new Failure('InvalidRange');
  const part = await takePart(state, call, source.blob.slice(start, end));
  const LastModified = new Date(part.lastModified).toISOString().replace(/\.\d+Z$/, '');
  return {
    status: 200,
    headers: {'x-cos-hash-crc64ecma': part.crc64},
    body: xml('CopyPartResult', {ETag: part.etag, LastModified}),
  };
};

const complete: Operation = async (state, call, body) => {
  const {host, key} = call;
  optionsOf(call);
  const named = partsIn(await body.text());
  const upload = findUpload(state, call);
  const parts = chosen(upload.parts, named);
  checkForbidden(state, call, upload.forbidOverwrite || forbids(call));
  state.uploads.delete(upload.uploadId);
  const crc64 = parts
    .reduce((sum, part) => combineCrc64(sum, BigInt(part.crc64), part.blob.size), 0n)
    .toString();
  const blob = new Blob(parts.map((part) => part.blob));
  const etag = compositeEtag(parts.length);
  const {headers, storageClass} = upload;
  const about = {key, blob, size: blob.size, etag, crc64, headers, storageClass};
  state.objects.set(key, {...about, lastModified: Date.now(), appendable: false});
  const [Bucket = ''] = host.split('.');
  const content = {Location: locationOf(call), Bucket, Key: key, ETag: etag};
  return {
    status: 200,
    headers: {'x-cos-hash-crc64ecma': crc64},
    body: xml('CompleteMultipartUploadResult', content),
  };
};

interface NamedPart {
  number: number;
  etag: string;
}

function partsIn(text: string): NamedPart[] {
  const parts = [...text.matchAll(/<Part>([^]*?)<\/Part>/g)].map(([, part = '']) => ({
    number: Number(/<PartNumber>(\d+)<\/PartNumber>/.exec(part)?.[1]),
    etag:
      /<ETag>([^]*?)<\/ETag>/
        .exec(part)?.[1]
        ?.replace(/&quot;|&#34;|"/g, '')
        .trim() ?? '',
  }));
  const isWhole = /<CompleteMultipartUpload[\s>][^]*<\/CompleteMultipartUpload>\s*$/.test(text);
  if (!isWhole || parts.length === 0 || parts.some(({number, etag}) => !number || etag === ''))
    throw new Failure('MalformedXML');
  return parts;
}

/** Ascending from 1 without a gap, each ETag that of the part: stricter than S3. 436/7742 */
function chosen(there: ReadonlyMap<number, MemoryPart>, named: readonly NamedPart[]): MemoryPart[] {
  if (named.some(({number}, index) => number <= (named[index - 1]?.number ?? 0)))
    throw new Failure('InvalidPartOrder');
  const parts = named.map(({number, etag}, index) => {
    const part = there.get(number);
    if (number !== index + 1 || part?.etag !== `"${etag}"`) throw new Failure('InvalidPart');
    return part;
  });
  if (parts.slice(0, -1).some(({blob}) => blob.size < minPartSize)) throw new Failure('EntityTooSmall');
  return parts;
}

const abort: Operation = (state, call) => {
  state.uploads.delete(findUpload(state, call).uploadId);
  return {status: 204};
};

/** `encoding-type=url`: percent-encoded, but for slashes. 436/7734 */
const encoderOf = ({query}: Call): ((text: string) => string) =>
  query.get('encoding-type') === 'url'
    ? (text) => encodeURIComponent(text).replaceAll('%2F', '/')
    : (text) => text;

function pageSize({query}: Call, name: string): number {
  const size = Number(query.get(name) || 1000);
  if (!Number.isInteger(size) || size < 1 || size > 1000)
    throw new Failure('InvalidArgument', {message: `${name} must be between 1 and 1000.`});
  return size;
}

/** As the pages of the multipart operations write it. */
const classOf = (storageClass: string): string => (storageClass === 'STANDARD' ? 'Standard' : storageClass);

const listParts: Operation = (state, call) => {
  const {host, key, query} = call;
  const upload = findUpload(state, call);
  const encode = encoderOf(call);
  const most = pageSize(call, 'max-parts');
  const marker = Number(query.get('part-number-marker') ?? 0);
  const rest = [...upload.parts].filter(([number]) => number > marker).sort(([a], [b]) => a - b);
  const page = rest.slice(0, most);
  const truncated = rest.length > page.length;
  const [Bucket = ''] = host.split('.');
  return {
    status: 200,
    body: xml('ListPartsResult', {
      Bucket,
      EncodingType: query.get('encoding-type') ?? '',
      Key: encode(key),
      UploadId: upload.uploadId,
      Owner: owner,
      PartNumberMarker: marker,
      Initiator: owner,
      Part: page.map(([PartNumber, {lastModified, etag, blob}]) => ({
        PartNumber,
        LastModified: new Date(lastModified).toISOString(),
        ETag: etag,
        Size: blob.size,
      })),
      NextPartNumberMarker: truncated ? (page.at(-1)?.[0] ?? marker) : undefined,
      StorageClass: classOf(upload.storageClass),
      MaxParts: most,
      IsTruncated: truncated,
    }),
  };
};

/** In the order of UTF-8 bytes, which is that of code points; `<` would compare UTF-16 units. */
function compareKeys(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const difference = left[at]!.codePointAt(0)! - right[at]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

const listUploads: Operation = ({uploads}, call) => {
  const {host, query} = call;
  const encode = encoderOf(call);
  const [prefix = '', delimiter = '', keyMarker = ''] = ['prefix', 'delimiter', 'key-marker'].map((name) =>
    query.get(name),
  );
  // Ignored without key-marker. 436/7736
  const idMarker = keyMarker === '' ? '' : (query.get('upload-id-marker') ?? '');
  const most = pageSize(call, 'max-uploads');
  const prefixes: string[] = [];
  const page: Element[] = [];
  let last = {key: '', id: ''};
  let truncated = false;
  const sorted = [...uploads.values()]
    .filter(({key}) => key.startsWith(prefix))
    .sort((a, b) => compareKeys(a.key, b.key) || (a.uploadId < b.uploadId ? -1 : 1));
  for (const {key, uploadId, storageClass, initiated} of sorted) {
    const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const folded = at < 0 ? undefined : key.slice(0, at + delimiter.length);
    const name = folded ?? key;
    const order = keyMarker === '' ? 1 : compareKeys(name, keyMarker);
    const passed =
      order < 0 || (order === 0 && (folded !== undefined || idMarker === '' || uploadId <= idMarker));
    if (passed || name === prefixes.at(-1)) continue;
    if (prefixes.length + page.length === most) {
      truncated = true;
      break;
    }
    if (folded === undefined)
      page.push({
        Key: encode(key),
        UploadId: uploadId,
        Initiator: owner,
        Owner: owner,
        StorageClass: classOf(storageClass),
        Initiated: new Date(initiated).toISOString(),
      });
    else prefixes.push(folded);
    last = {key: name, id: folded === undefined ? uploadId : ''};
  }
  const [Bucket = ''] = host.split('.');
  return {
    status: 200,
    body: xml('ListMultipartUploadsResult', {
      Bucket,
      'Encoding-Type': query.get('encoding-type') ?? '',
      KeyMarker: encode(keyMarker),
      UploadIdMarker: query.get('upload-id-marker') ?? '',
      NextKeyMarker: truncated ? encode(last.key) : undefined,
      NextUploadIdMarker: truncated ? last.id : undefined,
      MaxUploads: most,
      Prefix: encode(prefix),
      Delimiter: encode(delimiter),
      IsTruncated: truncated,
      Upload: page,
      CommonPrefixes: prefixes.map((name) => ({Prefix: encode(name)})),
    }),
  };
};

const operations: Readonly<Record<string, Operation>> = {
  PutObject: putObject,
  PostObject: postObject,
  AppendObject: appendObject,
  HeadObject: headObject,
  HeadBucket: () => ({status: 200}),
  GetObject: getObject,
  DeleteObject: deleteObject,
  InitiateMultipartUpload: initiate,
  UploadPart: uploadPart,
  UploadPartCopy: uploadPartCopy,
  CompleteMultipartUpload: complete,
  AbortMultipartUpload: abort,
  ListParts: listParts,
  ListMultipartUploads: listUploads,
};

/** Does what a request asks for; throws a Failure where COS refuses it. */
export function operate(state: State, call: Call, body: Blob): Answer | Promise<Answer> {
  const signed =
    call.headers['authorization'] ?? call.headers['q-signature'] ?? call.query.get('q-signature');
  if (new TextEncoder().encode(call.key).length > 850) throw new Failure('KeyTooLong');
  const operation = operations[call.operation];
  if (!operation) throw new Failure('MethodNotAllowed');
  if (!signed) throw new Failure('AccessDenied');
  return operation(state, call, body);
}
