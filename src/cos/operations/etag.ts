import type {TransportResponse} from '../wire/transport.js';

/** The ETag of a success; empty where CORS, an extension or a proxy keeps it back. */
export const etagOf = (response: TransportResponse): string => response.header('etag') ?? '';
