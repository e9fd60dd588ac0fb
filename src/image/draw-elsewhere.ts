import {loadFailure} from '../errors.js';
import {attend} from '../workers/attend.js';
import type {Wanted} from './draw.js';
import type {FromWorker, ToWorker} from './image.worker.js';
import type {WayToWorker} from '../workers/ways.js';
import {waysToWorker} from './ways-to-worker.js';

/** Milliseconds that a worker may take to start; then it counts as refused. */
const startTime = 10_000;

/** The ways that this page has not been refused yet, by the URL at which the application serves the worker. */
const waysByUrl = new Map<string | undefined, WayToWorker[]>();

function waysOf(url: string | undefined): WayToWorker[] {
  if (typeof Worker !== 'function' || typeof OffscreenCanvas !== 'function') return [];
  const ways = waysByUrl.get(url) ?? waysToWorker(url);
  waysByUrl.set(url, ways);
  return ways;
}

/**
 * `draw` in a worker, one for each picture: to end it frees the memory of the picture at once, and stops the work when nobody wants it any
 * more. On the page's thread where the page may have no worker. Rejects with the signal's reason.
 */
export async function drawElsewhere(
  file: Blob,
  wanted: Wanted,
  workerUrl: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Blob | undefined> {
  const ways = waysOf(workerUrl);
  for (let way = ways[0]; way; way = ways[0]) {
    const worker = await Promise.resolve()
      .then(way)
      .catch(() => undefined);
    try {
      if (worker) return await drawIn(worker, {file, wanted}, signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (error !== refused) throw error;
    }
    if (ways[0] === way) ways.shift();
  }
  const {draw} = await import('./draw.js').catch((cause: unknown) => {
    throw loadFailure(cause);
  });
  signal?.throwIfAborted();
  return draw(file, wanted);
}

const refused = new Error('The worker did not start.');

function drawIn(worker: Worker, job: ToWorker, signal: AbortSignal | undefined): Promise<Blob | undefined> {
  return new Promise((resolve, reject) => {
    const end = attend<FromWorker>(worker, startTime, {
      hears(message) {
        if (message.type === 'drawn') settle(() => resolve(message.blob));
      },
      // One that dies at its work has no memory for the picture.
      diesOf: (_message, wasReady) => settle(() => (wasReady ? resolve(undefined) : reject(refused))),
    });
    const onAbort = (): void => settle(() => reject(signal?.reason as Error));
    const settle = (tell: () => void): void => {
      end();
      signal?.removeEventListener('abort', onAbort);
      tell();
    };
    signal?.addEventListener('abort', onAbort);
    // It may have taken a while to load.
    if (signal?.aborted) onAbort();
    else worker.postMessage(job);
  });
}
