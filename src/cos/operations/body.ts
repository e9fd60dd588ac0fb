import {lazy} from '../wire/load.js';
import type {BodyOptions, ObjectOptions} from './object-options.js';
import type {Headers} from './headers.js';
import type {CosRequest} from './request.js';
import {blobOf, type UploadBody, wireBody} from '../wire/transport.js';

const loadMd5 = lazy(() => import('./content-md5.js'));

/** The fields of a request that concern its body. Content-MD5 is computed if the options ask for it. */
export async function bodyOf(
  body: UploadBody,
  headers: Headers,
  {enableMD5, signal, onProgress}: Pick<ObjectOptions, 'enableMD5'> & BodyOptions,
): Promise<Pick<CosRequest, 'body' | 'headers' | 'signal' | 'onProgress'>> {
  if (enableMD5 && !headers['content-md5']) {
    const {md5Base64} = await loadMd5();
    headers = {...headers, 'content-md5': await md5Base64(blobOf(body), signal)};
  }
  return {body: wireBody(body), headers, signal, onProgress};
}
