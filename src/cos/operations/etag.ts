import type {TransportResponse} from '../wire/transport.js';

/** The ETag of a success, as COS sends it; empty where CORS, an extension or a proxy keeps it back. */
export const etagOf = (response: TransportResponse): string => plainEtag(response.header('etag') ?? '');

/**
 * COS always sends an ETag strong and in quotes (436/7729). Gateways change it when they compress or copy an answer: `W/"…"`, `"…-gzip"`,
 * no quotes. This undoes their changes.
 * @internal
 */
export function plainEtag(etag: string): string {
  const [, text] = /^\s*(?:W\/)?"?([^"\s]+?)(?:(?:--?|;)(?:gzip|br|zstd|deflate))?"?\s*$/i.exec(etag) ?? [];
  return text === undefined ? etag : `"${text}"`;
}
