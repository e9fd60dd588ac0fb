import type {Part, Upload} from '../bucket.js';
import type {Answer, Call} from '../call.js';
import {CosFailure} from '../cos-failure.js';
import {checkCustomerKey} from '../encryption.js';
import {crcHeader, etagOf, receiveBody} from '../integrity.js';

/** The upload a request names; throws NoSuchUpload, also when it has outlived its time. */
export function findUpload({cos, bucket, key, query, now}: Call): Upload {
  const upload = bucket.uploads.get(query.get('uploadId') ?? '');
  const lifetime = cos.settings.uploadLifetimeSeconds * 1000;
  if (upload?.key !== key || (lifetime > 0 && now - upload.initiated > lifetime))
    throw new CosFailure('NoSuchUpload');
  return upload;
}

export function readPartNumber({cos, query}: Call): number {
  const text = query.get('partNumber') ?? '';
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > 10_000) {
    throw new CosFailure(cos.settings.partNumberCode, {message: 'partNumber must be between 1 and 10000.'});
  }
  return number;
}

/** Upload Part (436/7750): any order; the same number again replaces the part. */
export async function uploadPart(call: Call): Promise<Answer> {
  const {cos, headers} = call;
  const partNumber = readPartNumber(call);
  const upload = findUpload(call);
  checkCustomerKey(headers, upload.options.customerKeyMd5);
  const received = await receiveBody(call);
  // Aborted or completed while the body came in.
  if (call.bucket.uploads.get(upload.uploadId) !== upload) {
    cos.pieces.release(received.pieces);
    throw new CosFailure('NoSuchUpload');
  }
  const etag = etagOf(received, isOpaque(upload));
  setPart(call, upload, partNumber, {
    etag,
    crc64: received.crc64,
    size: received.size,
    pieces: received.pieces,
  });
  return {status: 200, headers: {ETag: etag, ...crcHeader(received.crc64), ...upload.options.encryption}};
}

export const isOpaque = ({options}: Upload): boolean =>
  options.customerKeyMd5 !== undefined || options.encryption['x-cos-server-side-encryption'] === 'cos/kms';

export function setPart(
  {cos, now}: Call,
  upload: Upload,
  partNumber: number,
  part: Omit<Part, 'lastModified'>,
): void {
  const replaced = upload.parts.get(partNumber);
  if (replaced) cos.pieces.release(replaced.pieces);
  upload.parts.set(partNumber, {...part, lastModified: now});
}
