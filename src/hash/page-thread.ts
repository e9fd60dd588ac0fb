import {createDigester} from './digest.js';
import {hashBlob, type HashBlobOptions} from './hash-blob.js';
import type {Thread} from './thread.js';

/** Bytes between two looks at the clock: some 5 ms of MD5 in plain script on a phone. */
const PIECE = 64 * 1024;

/** Milliseconds of hashing before the page gets its turn: a frame of 60 Hz has 16. */
const TURN = 8;

/**
 * Behind all that waits already. Not `scheduler.yield()`, which goes first and starves the page's other tasks; not a timer, which is
 * clamped to 4 ms, and to a second in a hidden page.
 */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

const feedInTurns: HashBlobOptions['feed'] = async (bytes, update) => {
  for (let at = 0; at < bytes.length;) {
    await nextTask();
    const end = performance.now() + TURN;
    for (; at < bytes.length && performance.now() < end; at += PIECE) update(bytes.subarray(at, at + PIECE));
  }
};

/** The last resort: this thread, in turns with the page. */
export async function openPageThread(): Promise<Thread> {
  const digester = await createDigester();
  return {
    ready: Promise.resolve(digester.means),
    hash: ({blob, wanted, signal, onProgress}) =>
      hashBlob(blob, wanted, digester, {signal, onProgress, feed: feedInTurns}),
    end: () => {},
  };
}
