import type {QueryPair} from './target.js';

/** One request to the store (or to `/-/sts`), without secrets. */
export interface LoggedRequest {
  id: number;
  /** Unix ms of its arrival. */
  time: number;
  method: string;
  host: string;
  path: string;
  bucket: string;
  key: string;
  operation: string;
  partNumber?: number;
  uploadId?: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  /** 0 until answered, and for ever when the connection was cut. */
  status: number;
  errorCode?: string;
  /** Bytes of the body that arrived. */
  bytesIn: number;
  durationMs: number;
  /** The connection ended before the answer did, whoever cut it. */
  aborted: boolean;
}

const LIMIT = 50_000;
const SECRET = /^(x-c(os|i)-security-token|q-ak|q-signature|sign)$|customer-key$/;

/** Authorization keeps what tests ask about (times and lists), not the key id nor the signature. */
const masked = (name: string, value: string): string =>
  name === 'authorization'
    ? value.replace(/(q-ak|q-signature)=[^&]*/g, '$1=…')
    : SECRET.test(name)
      ? '…'
      : value;

export const maskedHeaders = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, masked(name, value)]));

export const maskedQuery = (query: readonly QueryPair[]): Record<string, string> =>
  Object.fromEntries(query.map(({name, value}) => [name, masked(name.toLowerCase(), value)]));

/** Appends to `log` in place (others hold the array) and forgets the oldest beyond the limit. */
export function append(log: LoggedRequest[], entry: LoggedRequest): void {
  log.push(entry);
  if (log.length > LIMIT) log.splice(0, LIMIT / 10);
}
