import {startWorker, type WayToWorker, workerFromSource} from '../workers/ways.js';

const start = (url: string): Worker => startWorker(url, 'cos-uploader-image');

/** In the order in which they are tried. Bundlers know `new URL(…, import.meta.url)`, and copy the worker, which needs nothing else. */
export const waysToWorker: WayToWorker[] = [
  () => start(new URL('./image.worker.ts', import.meta.url).href),
  workerFromSource('cos-uploader-image', async () => (await import('./worker-source.js')).workerSource),
];
