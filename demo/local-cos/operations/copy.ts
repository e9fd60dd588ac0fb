import type {ObjectOptions} from '../bucket.js';
import type {Answer, Call} from '../call.js';
import {type CopySource, findCopySource} from '../copy-source.js';
import {CosFailure} from '../cos-failure.js';
import {checkCustomerKey} from '../encryption.js';
import {crcHeader, etagOf, MAX_BODY} from '../integrity.js';
import {readObjectOptions} from '../object-options.js';
import {checkForbidOverwrite, putVersion, versioningOf} from '../object-store.js';
import {slicePieces} from '../pieces.js';
import {writeXml} from '../xml.js';
import {findUpload, isOpaque, readPartNumber, setPart} from './upload-part.js';

/** PUT Object - Copy (436/10881). The new object shares the files of its source. */
export function copyObject(call: Call): Answer {
  const {cos, bucket, key, headers} = call;
  const source = findCopySource(call);
  if (source.object.size > MAX_BODY) throw new CosFailure('EntityTooLarge');
  checkForbidOverwrite(call, headers['x-cos-forbid-overwrite'] === 'true');
  const options = chooseOptions(call, source);
  cos.pieces.retain(source.object.pieces);
  const {pieces, size, etag, crc64} = source.object;
  const object = putVersion(cos, bucket, key, {
    ...options,
    pieces,
    size,
    etag,
    crc64,
    lastModified: call.now,
    appendable: false,
    deleteMarker: false,
  });
  const versioned = versioningOf(cos, bucket) === 'Enabled';
  const body = writeXml('CopyObjectResult', {
    ETag: etag,
    CRC64: crc64?.toString(),
    LastModified: new Date(call.now).toISOString().replace(/\.\d+/, ''),
    VersionId: versioned ? object.versionId : undefined,
  });
  return {status: 200, headers: {...sourceVersion(call, source), ...options.encryption}, body};
}

/** `Copy` (default) keeps what the source has, `Replaced` takes the request's; class and ACL are never inherited. */
function chooseOptions(call: Call, {bucket, key, object}: CopySource): ObjectOptions {
  const options = readObjectOptions(call);
  const metadata = readDirective(call, 'x-cos-metadata-directive');
  const tags = readDirective(call, 'x-cos-tagging-directive') === 'replaced' ? options.tags : object.tags;
  if (metadata === 'replaced') return {...options, tags};
  if (bucket === call.bucket && key === call.key) {
    throw new CosFailure('InvalidRequest', {
      message: 'Copying an object to itself needs x-cos-metadata-directive: Replaced.',
    });
  }
  return {...options, headers: object.headers, tags};
}

function readDirective({headers}: Call, name: string): string {
  const directive = (headers[name] ?? 'Copy').toLowerCase();
  if (directive !== 'copy' && directive !== 'replaced') {
    throw new CosFailure('InvalidArgument', {message: `${name} must be Copy or Replaced.`});
  }
  return directive;
}

/** Upload Part - Copy (436/8287): bytes are shared, and read once for their checksums. */
export async function uploadPartCopy(call: Call): Promise<Answer> {
  const {cos, bucket, headers, now} = call;
  const partNumber = readPartNumber(call);
  const upload = findUpload(call);
  checkCustomerKey(headers, upload.options.customerKeyMd5);
  const source = findCopySource(call);
  const [start, end] = readCopyRange(headers['x-cos-copy-source-range'], source.object.size);
  const pieces = slicePieces(source.object.pieces, start, end);
  cos.pieces.retain(pieces);
  try {
    const {computeMd5: md5, computeCrc64: crc64} = cos.settings;
    const sums = await cos.pieces.receive(cos.pieces.read(pieces), {store: false, md5, crc64});
    if (bucket.uploads.get(upload.uploadId) !== upload) throw new CosFailure('NoSuchUpload');
    const etag = etagOf(sums, isOpaque(upload));
    setPart(call, upload, partNumber, {etag, crc64: sums.crc64, size: sums.size, pieces});
    const result = {ETag: etag, LastModified: new Date(now).toISOString().replace(/\.\d+Z$/, '')};
    return {
      status: 200,
      headers: {
        ...sourceVersion(call, source),
        ...(cos.settings.crcOnCopyPart ? crcHeader(sums.crc64) : {}),
        ...upload.options.encryption,
      },
      body: writeXml('CopyPartResult', result),
    };
  } catch (error) {
    cos.pieces.release(pieces);
    throw error;
  }
}

function readCopyRange(header: string | undefined, size: number): [number, number] {
  if (header === undefined) return [0, size];
  const match = /^bytes=(\d+)-(\d+)$/.exec(header);
  const [start, end] = [Number(match?.[1]), Number(match?.[2]) + 1];
  if (!match || start >= end || end > size) throw new CosFailure('InvalidRange');
  return [start, end];
}

const sourceVersion = ({cos}: Call, {bucket, object}: CopySource): Record<string, string | undefined> => ({
  'x-cos-copy-source-version-id': versioningOf(cos, bucket) === 'Off' ? undefined : object.versionId,
});
