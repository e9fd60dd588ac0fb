import {createDigester, type Digester} from './digest.js';
import {hashBlob} from './hash-blob.js';
import type {Digests, Wanted} from './types.js';

// For the page's own thread, which so needs no second copy of them.
export {createDigester, hashBlob};

export type ToWorker = {type: 'hash'; blob: Blob; wanted: Wanted} | {type: 'stop'};

/** `ready` comes once; after each `hash` some `progress`, then exactly one `done` or `failed`. Anything else is an `error` event. */
export type FromWorker =
  | {type: 'ready'; means: 'wasm' | 'js'}
  | {type: 'progress'; bytes: number}
  | {type: 'done'; digests: Digests}
  | {type: 'failed'; name: string; message: string};

const post = (message: FromWorker): void => postMessage(message);
let running: AbortController | undefined;

async function hash(blob: Blob, wanted: Wanted, digester: Digester): Promise<void> {
  running = new AbortController();
  try {
    const digests = await hashBlob(blob, wanted, digester, {
      signal: running.signal,
      onProgress: (bytes) => post({type: 'progress', bytes}),
      feed: (bytes, update) => update(bytes),
    });
    post({type: 'done', digests});
  } catch (error) {
    // A read that fails and an abort are answers. Anything else is this worker's own trouble: the page hashes elsewhere.
    if (error instanceof DOMException) post({type: 'failed', name: error.name, message: error.message});
    else reportError(error);
  }
}

// The name that worker-thread.ts gives. A page, and any other worker, has only imported this module.
if ((globalThis as {name?: string}).name === 'cos-uploader-hash') {
  // Not awaited here: bundlers make scripts of workers that cannot await at their top.
  const starting = createDigester();
  addEventListener('message', ({data}: MessageEvent<ToWorker>) => {
    if (data.type === 'stop') running?.abort();
    else void starting.then((digester) => hash(data.blob, data.wanted, digester));
  });
  void starting.then(({means}) => post({type: 'ready', means}));
}
