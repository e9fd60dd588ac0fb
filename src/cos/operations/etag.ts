import type {TransportResponse} from '../wire/transport.js';

/** The ETag of a success, as COS has sent it; empty where CORS, an extension or a proxy keeps it back. */
export const etagOf = (response: TransportResponse): string => plainEtag(response.header('etag') ?? '');

/**
 * Undoes what gateways make of an ETag when they compress or copy an answer: `W/"…"`, `"…-gzip"`, no quotes. COS itself always sends it
 * strong and in quotes (436/7729).
 * @internal
 */
export function plainEtag(etag: string): string {
  const [, text] = /^\s*(?:W\/)?"?([^"\s]+?)(?:(?:--?|;)(?:gzip|br|zstd|deflate))?"?\s*$/i.exec(etag) ?? [];
  return text === undefined ? etag : `"${text}"`;
}
