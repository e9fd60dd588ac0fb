import type {Answer, Call} from '../call.js';
import {readEncryption} from '../encryption.js';
import {crcHeader, etagOf, receiveBody} from '../integrity.js';
import {readObjectOptions} from '../object-options.js';
import {answerPut, readOrders} from '../orders.js';
import {checkForbidOverwrite, putVersion, versionHeader} from '../object-store.js';

/** PUT Object (436/7749); a key ending in `/` with no body is a directory and nothing special. */
export async function putObject(call: Call): Promise<Answer> {
  const {cos, bucket, key, headers} = call;
  const options = readObjectOptions(call);
  const orders = readOrders(headers);
  const forbid = headers['x-cos-forbid-overwrite'] === 'true';
  checkForbidOverwrite(call, forbid);
  const received = await receiveBody(call);
  try {
    checkForbidOverwrite(call, forbid); // Another one may have been first while the body came in.
  } catch (error) {
    cos.pieces.release(received.pieces);
    throw error;
  }
  const object = putVersion(cos, bucket, key, {
    ...options,
    pieces: received.pieces,
    size: received.size,
    etag: etagOf(received, readEncryption(headers).opaqueEtag),
    crc64: received.crc64,
    lastModified: call.now,
    appendable: false,
    deleteMarker: false,
  });
  const ordered = await answerPut(orders, call, object);
  return {
    status: 200,
    ...ordered,
    headers: {
      ETag: object.etag,
      ...crcHeader(object.crc64),
      ...versionHeader(cos, bucket, object),
      ...options.encryption,
      ...ordered.headers,
    },
  };
}
