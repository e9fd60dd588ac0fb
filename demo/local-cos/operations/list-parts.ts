import type {Answer, Call} from '../call.js';
import {CosFailure} from '../cos-failure.js';
import {listingEncoder, OWNER, pageSize, wireClass} from '../listing.js';
import {writeXml} from '../xml.js';
import {findUpload} from './upload-part.js';

/** List Parts (436/7747), by number, in pages. */
export function listParts(call: Call): Answer {
  const {bucket, key, query} = call;
  if (query.get('uploadId') === '') throw new CosFailure('ListPartUploadIdIsEmpty');
  const upload = findUpload(call);
  const encode = listingEncoder(query);
  const maxParts = pageSize(query.get('max-parts'), 'max-parts');
  const marker = Number(query.get('part-number-marker') ?? 0);
  if (!Number.isInteger(marker) || marker < 0) {
    throw new CosFailure('InvalidArgument', {message: 'part-number-marker must be a number.'});
  }
  const numbers = [...upload.parts.keys()].filter((number) => number > marker).sort((a, b) => a - b);
  const page = numbers.slice(0, maxParts);
  const truncated = numbers.length > page.length;
  const body = writeXml('ListPartsResult', {
    Bucket: bucket.name,
    EncodingType: query.get('encoding-type') ?? '',
    Key: encode(key),
    UploadId: upload.uploadId,
    Owner: OWNER,
    PartNumberMarker: marker,
    Initiator: OWNER,
    Part: page.flatMap((number) => {
      const part = upload.parts.get(number);
      if (!part) return [];
      const LastModified = new Date(part.lastModified).toISOString();
      return [{PartNumber: number, LastModified, ETag: part.etag, Size: part.size}];
    }),
    NextPartNumberMarker: truncated ? (page.at(-1) ?? marker) : undefined,
    StorageClass: wireClass(upload.options.storageClass),
    MaxParts: maxParts,
    IsTruncated: truncated,
  });
  return {status: 200, body};
}
