import type {Digester} from './digest.js';
import type {Digests, Wanted} from './types.js';
import {nextTask} from '../next-task.js';

/** Bytes of a step where there are no streams, and between two words of progress. */
const STEP = 4 * 1024 * 1024;

/** Bytes of the buffer that a read of a stream fills: still in the processor's cache when they are hashed. */
const FILL = 1024 * 1024;

/** A stream is opened on so many bytes: WebKit's are broken from 4 GB on. */
const STRETCH = 64 * 1024 * 1024;

/** Milliseconds after which a stream that says nothing is given up. */
const SILENCE = 10_000;

export interface HashBlobOptions {
  signal: AbortSignal;
  onProgress: (bytes: number) => void;
  /** Hashes one step; the page's thread does so in pieces, with rests between. */
  feed: (
    bytes: Uint8Array<ArrayBuffer>,
    update: (bytes: Uint8Array<ArrayBuffer>) => void,
  ) => void | Promise<void>;
  /** Default 10,000. */
  longestSilence?: number;
}

/** Rejects as the read does, or with the signal's reason. */
export async function hashBlob(
  blob: Blob,
  wanted: Wanted,
  digester: Digester,
  {signal, onProgress, feed, longestSilence = SILENCE}: HashBlobOptions,
): Promise<Digests> {
  const digest = digester.begin(wanted);
  let done = 0;
  let told = 0;
  const take = async (bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
    signal.throwIfAborted();
    await feed(bytes, digest.update);
    signal.throwIfAborted();
    done += bytes.length;
    if (done - told >= STEP || done === blob.size) onProgress((told = done));
  };
  while (blob.size - done > STEP) {
    const end = Math.min(blob.size, done + STRETCH);
    await readStream(blob.slice(done, end), take, longestSilence);
    if (done < end) break;
  }
  // Reads the rest. What a stream could not read is tried here again, and its error, if it fails again, is the one that is told.
  if (done < blob.size) await readSteps(blob.slice(done), take);
  return digest.result();
}

type Take = (bytes: Uint8Array<ArrayBuffer>) => Promise<void>;

/**
 * Into one buffer again and again. Measured on files in Chromium: 600 to 900 MB/s for half the CPU time of `arrayBuffer()`, which
 * reads steps of 4 MB at 310. Ends early where the browser has no such streams, and where one breaks.
 */
async function readStream(blob: Blob, take: Take, longestSilence: number): Promise<void> {
  let reader: ReadableStreamBYOBReader;
  try {
    reader = blob.stream().getReader({mode: 'byob'});
  } catch {
    return;
  }
  const into = async (buffer: ArrayBuffer, min: number): Promise<Uint8Array<ArrayBuffer> | undefined> => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, longestSilence, undefined);
    });
    try {
      return (await Promise.race([reader.read(new Uint8Array(buffer), {min}), late]))?.value;
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  };
  try {
    let buffer = new ArrayBuffer(FILL);
    // Stops at the last byte and does not wait for the stream to say that it has ended: that word may never come.
    for (let left = blob.size; left > 0;) {
      // Without `min` Chromium answers five times as often, and each answer has its price; some browsers do not know it.
      const bytes = await into(buffer, Math.min(FILL, left));
      if (!bytes?.length) return;
      await take(bytes);
      left -= bytes.length;
      buffer = bytes.buffer;
      // Reads of bytes that are at hand go before messages. Without a rest a message that stops this work would not be heard.
      await nextTask();
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/** One step is read while the one before is hashed. */
async function readSteps(blob: Blob, take: Take): Promise<void> {
  const read = (from: number): Promise<ArrayBuffer> => {
    const bytes = blob.slice(from, from + STEP).arrayBuffer();
    bytes.catch(() => {}); // After an abort nobody awaits the step read ahead.
    return bytes;
  };
  let coming = read(0);
  for (let from = 0; from < blob.size; from += STEP) {
    const bytes = new Uint8Array(await coming);
    if (from + STEP < blob.size) coming = read(from + STEP);
    await take(bytes);
  }
}
