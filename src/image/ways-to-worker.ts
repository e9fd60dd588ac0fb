import {startWorker, type WayToWorker, workerFromSource} from '../workers/ways.js';

const start = (url: string): Worker => startWorker(url, 'cos-uploader-image');

/** Bundlers know `new URL(…, import.meta.url)`, and copy the worker, which needs nothing else. */
const beside: WayToWorker = () => start(new URL('./image.worker.ts', import.meta.url).href);

const fromSource = workerFromSource(
  'cos-uploader-image',
  async () => (await import('./worker-source.js')).workerSource,
);

/** In the order in which they are tried. `url`: where the application serves the worker. */
export const waysToWorker = (url: string | undefined): WayToWorker[] => [
  url === undefined ? beside : () => start(url),
  fromSource,
];
