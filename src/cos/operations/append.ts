import {ConfigurationError} from '../../errors.js';
import {bodyOf} from './body.js';
import {checkWhole} from './check.js';
import {etagOf} from './etag.js';
import {checkKey} from '../wire/key.js';
import type {BeginOptions, BodyOptions, Orders} from './object-options.js';
import {typedHeaders} from './object.js';
import type {Core} from './request.js';
import type {AppendObjectResult} from '../wire/results.js';
import {blobOf, type UploadBody} from '../wire/transport.js';

/** An appended object is 5 GB at most. 436/7741 */
const maxLength = 5 * 1024 ** 3;

/** APPEND Object. `position` must be the object's length, else COS answers AppendPositionErr. 436/7741 */
export async function appendObject(
  core: Core,
  key: string,
  position: number,
  data: UploadBody,
  options: BeginOptions & BodyOptions = {},
): Promise<AppendObjectResult> {
  checkKey(key);
  checkWhole('position', position, 0, maxLength, key);
  checkNoOrders(options);
  const blob = blobOf(data);
  const response = await core.send({
    method: 'POST',
    operation: 'AppendObject',
    key,
    query: {append: '', position},
    ...(await bodyOf(blob, typedHeaders(blob, options), options)),
  });
  // CORS may hide this header. COS appends all of a body or nothing, so the next position is then the sum.
  const next = response.header('x-cos-next-append-position');
  return {
    etag: etagOf(response),
    nextAppendPosition: next === null ? position + blob.size : Number(next),
    crc64: response.header('x-cos-hash-crc64ecma') ?? undefined,
    requestId: response.header('x-cos-request-id') ?? undefined,
  };
}

/** COS does nothing more with an object that may still grow. 436/106770 */
function checkNoOrders(options: BeginOptions & Orders): void {
  for (const name of ['callback', 'returnBody', 'picOperations'] as const)
    if (options[name] !== undefined)
      throw new ConfigurationError(
        name,
        'with appendObject',
        'only with putObject and completeMultipartUpload',
      );
}
