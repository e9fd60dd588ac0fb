import {compareKeys, type Upload} from '../bucket.js';
import type {Answer, Call} from '../call.js';
import {foldedPrefix, listingEncoder, OWNER, pageSize, readDelimiter, wireClass} from '../listing.js';
import {type XmlElement, writeXml} from '../xml.js';

/** List Multipart Uploads (436/7736): by key, then by id, which begins with its time. */
export function listUploads(call: Call): Answer {
  const {bucket, query} = call;
  const encode = listingEncoder(query);
  const prefix = query.get('prefix') ?? '';
  const delimiter = readDelimiter(query);
  const keyMarker = query.get('key-marker') ?? '';
  // Ignored without key-marker (436/7736).
  const idMarker = keyMarker === '' ? '' : (query.get('upload-id-marker') ?? '');
  const maxUploads = pageSize(query.get('max-uploads'), 'max-uploads');

  const prefixes: string[] = [];
  const uploads: XmlElement[] = [];
  let last = {key: '', id: ''};
  let truncated = false;
  for (const upload of uploadsUnder([...bucket.uploads.values()], prefix)) {
    const folded = foldedPrefix(upload.key, prefix, delimiter);
    const name = folded ?? upload.key;
    const order = keyMarker === '' ? 1 : compareKeys(name, keyMarker);
    const passed =
      order < 0 || (order === 0 && (folded !== undefined || idMarker === '' || upload.uploadId <= idMarker));
    if (passed || name === prefixes.at(-1)) continue;
    if (prefixes.length + uploads.length === maxUploads) {
      truncated = true;
      break;
    }
    if (folded === undefined) uploads.push(describe(encode(upload.key), upload));
    else prefixes.push(folded);
    last = {key: name, id: folded === undefined ? upload.uploadId : ''};
  }
  const body = writeXml('ListMultipartUploadsResult', {
    Bucket: bucket.name,
    'Encoding-Type': query.get('encoding-type') ?? '',
    KeyMarker: encode(keyMarker),
    UploadIdMarker: query.get('upload-id-marker') ?? '',
    NextKeyMarker: truncated ? encode(last.key) : undefined,
    NextUploadIdMarker: truncated ? last.id : undefined,
    MaxUploads: maxUploads,
    Prefix: encode(prefix),
    Delimiter: encode(delimiter),
    IsTruncated: truncated,
    Upload: uploads,
    CommonPrefixes: prefixes.map((name) => ({Prefix: encode(name)})),
  });
  return {status: 200, body};
}

const uploadsUnder = (uploads: Upload[], prefix: string): Upload[] =>
  uploads
    .filter(({key}) => key.startsWith(prefix))
    .sort((a, b) => compareKeys(a.key, b.key) || (a.uploadId < b.uploadId ? -1 : 1));

const describe = (Key: string, {uploadId, options, initiated}: Upload): XmlElement => ({
  Key,
  UploadId: uploadId,
  Initiator: OWNER,
  Owner: OWNER,
  StorageClass: wireClass(options.storageClass),
  Initiated: new Date(initiated).toISOString(),
});
