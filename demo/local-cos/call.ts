import type {Caller} from './authorize.js';
import type {Bucket} from './bucket.js';
import type {KeyRing} from './key-ring.js';
import type {PieceStore} from './pieces.js';
import type {Settings} from './settings.js';

/** The state of one server. */
export interface Cos {
  settings: Settings;
  buckets: Map<string, Bucket>;
  pieces: PieceStore;
  keys: KeyRing;
  /** The bucket of hosts that name none. */
  home: {bucket: string; region: string};
}

/** One request as an operation sees it: identified, permitted, its body not yet read. */
export interface Call {
  cos: Cos;
  bucket: Bucket;
  key: string;
  host: string;
  query: ReadonlyMap<string, string>;
  /** Names in lower case; empty Cache-Control, Content-Type and the like count as absent. */
  headers: Readonly<Record<string, string>>;
  body: AsyncIterable<Buffer>;
  /** Content-Length; `undefined` for chunked bodies. */
  length: number | undefined;
  caller: Caller;
  /** Server clock, ms. */
  now: number;
}

export interface Answer {
  status: number;
  /** `undefined` values are left out. */
  headers?: Record<string, string | undefined>;
  /** XML text, or a stream. */
  body?: string | AsyncIterable<Buffer | string>;
}

export type Operation = (call: Call) => Answer | Promise<Answer>;
