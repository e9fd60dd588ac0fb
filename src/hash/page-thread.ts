import {loadFailure} from '../errors.js';
import type {HashBlobOptions} from './hash-blob.js';
import {nextTask} from '../next-task.js';
import type {Thread} from './thread.js';

/** Bytes between two looks at the clock: some 5 ms of MD5 in plain script on a phone. */
const PIECE = 64 * 1024;

/** Milliseconds of hashing before the page gets its turn: a frame of 60 Hz has 16. */
const TURN = 8;

const feedInTurns: HashBlobOptions['feed'] = async (bytes, update) => {
  for (let at = 0; at < bytes.length;) {
    await nextTask();
    const end = performance.now() + TURN;
    for (; at < bytes.length && performance.now() < end; at += PIECE) update(bytes.subarray(at, at + PIECE));
  }
};

/** The last resort: this thread, in turns with the page. What a worker is made of serves here too. */
export async function openPageThread(): Promise<Thread> {
  const {createDigester, hashBlob} = await import('./hash.worker.js').catch((cause: unknown) => {
    throw loadFailure(cause);
  });
  const digester = await createDigester();
  return {
    ready: Promise.resolve(digester.means),
    hash: ({blob, wanted, signal, onProgress}) =>
      hashBlob(blob, wanted, digester, {signal, onProgress, feed: feedInTurns}),
    end: () => {},
  };
}
