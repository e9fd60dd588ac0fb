import {contentMd5} from '../../hash/content-md5.js';
import {createHasher} from '../../hash/hasher.js';
import type {Hasher} from '../../hash/types.js';
import type {BodyOptions, ObjectOptions} from './object-options.js';
import type {Headers} from './headers.js';
import type {CosRequest} from './request.js';
import {blobOf, type UploadBody, wireBody} from '../wire/transport.js';

let hasher: Hasher | undefined;

/** The fields of a request that concern its body. Content-MD5 is computed if the options ask for it. */
export async function bodyOf(
  body: UploadBody,
  headers: Headers,
  {enableMD5, signal, onProgress}: Pick<ObjectOptions, 'enableMD5'> & BodyOptions,
): Promise<Pick<CosRequest, 'signal' | 'onProgress'> & Required<Pick<CosRequest, 'body' | 'headers'>>> {
  if (enableMD5 && !headers['content-md5']) {
    hasher ??= createHasher({workers: 1});
    const {md5 = ''} = await hasher.hash(blobOf(body), {md5: true}, signal);
    headers = {...headers, 'content-md5': contentMd5(md5)};
  }
  return {body: wireBody(body), headers, signal, onProgress};
}
