import {currentObject} from '../bucket.js';
import type {Answer, Call} from '../call.js';
import {CosFailure} from '../cos-failure.js';
import {combineCrc64} from '../crc64.js';
import {compositeEtag, crcHeader, etagOf, MAX_BODY, receiveBody} from '../integrity.js';
import {readObjectOptions} from '../object-options.js';
import {putVersion, versioningOf} from '../object-store.js';

/** APPEND Object (436/7741): position must be the present length. */
export async function appendObject(call: Call): Promise<Answer> {
  const {cos, bucket, key, query, now} = call;
  const position = Number(query.get('position') ?? '');
  if (!/^\d+$/.test(query.get('position') ?? '')) {
    throw new CosFailure('InvalidArgument', {message: 'position must be a number.'});
  }
  if (versioningOf(cos, bucket) === 'Enabled') throw new CosFailure('ObjectNotAppendable');
  const options = readObjectOptions(call);
  if (options.storageClass === 'ARCHIVE' || options.storageClass === 'DEEP_ARCHIVE')
    throw new CosFailure('ObjectNotAppendable');
  checkPosition(call, position);
  const received = await receiveBody(call);
  try {
    checkPosition(call, position); // Somebody else may have appended meanwhile.
  } catch (error) {
    cos.pieces.release(received.pieces);
    throw error;
  }
  const old = currentObject(bucket, key);
  const size = position + received.size;
  // The object takes over the files it had, and putVersion lets go of them once.
  cos.pieces.retain(old?.pieces ?? []);
  const object = putVersion(cos, bucket, key, {
    ...(old ?? options),
    pieces: [...(old?.pieces ?? []), ...received.pieces],
    size,
    etag: old ? compositeEtag(old.pieces.length + 1) : etagOf(received, false),
    crc64: join(old ? old.crc64 : 0n, received.crc64, received.size),
    lastModified: now,
    appendable: true,
    deleteMarker: false,
  });
  return {
    status: 200,
    headers: {
      ETag: object.etag,
      'x-cos-next-append-position': String(size),
      ...(cos.settings.crcOnAppend ? crcHeader(object.crc64) : {}),
      ...options.encryption,
    },
  };
}

const join = (first: bigint | undefined, second: bigint | undefined, length: number): bigint | undefined =>
  first === undefined || second === undefined ? undefined : combineCrc64(first, second, length);

function checkPosition({bucket, key, length}: Call, position: number): void {
  const object = currentObject(bucket, key);
  if (object && !object.appendable) throw new CosFailure('ObjectNotAppendable');
  if (position !== (object?.size ?? 0)) throw new CosFailure('AppendPositionErr');
  if (position + (length ?? 0) > MAX_BODY) throw new CosFailure('EntityTooLarge');
}
