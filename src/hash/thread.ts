import type {Digests, Wanted} from './types.js';

export interface Work {
  blob: Blob;
  wanted: Wanted;
  signal: AbortSignal;
  onProgress: (bytes: number) => void;
}

/** A place that hashes one blob at a time. `hash` settles only when the thread is free again, also after an abort. */
export interface Thread {
  /** How it hashes; rejects when the page may not have this thread. */
  readonly ready: Promise<'wasm' | 'js'>;
  /** Rejects with a DOMException when the blob cannot be read or the work is aborted, with ThreadDied when the thread is of no more use. */
  hash(work: Work): Promise<Digests>;
  end(): void;
}

export class ThreadDied extends Error {}
