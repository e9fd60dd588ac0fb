import {load} from '../wire/load.js';
import type {TransportResponse} from '../wire/transport.js';

/** The ETag of a success, which is always there: where it cannot be read, CORS hides it, which is a CorsError. */
export async function etagOf(response: TransportResponse, key: string): Promise<string> {
  const etag = response.header('etag');
  if (etag) return etag;
  throw (await load(() => import('../wire/cors.js'))).hiddenEtag(key);
}
