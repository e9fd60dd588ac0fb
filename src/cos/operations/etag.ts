import {hiddenEtag} from '../wire/cors.js';
import type {TransportResponse} from '../wire/transport.js';

/** The ETag of a success, which is always there: where it cannot be read, CORS hides it, which is a CorsError. */
export function etagOf(response: TransportResponse, key: string): string {
  const etag = response.header('etag');
  if (etag) return etag;
  throw hiddenEtag(key);
}
