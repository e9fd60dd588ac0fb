/** Throws or rejects where this page may not start the worker in this way; or the worker never gets ready. */
type WayToWorker = () => Worker | Promise<Worker>;

/** The form that bundlers know. The one-file bundle has nothing beside it. */
const beside: WayToWorker[] = [
  () => new Worker(new URL('./hash.worker.ts', import.meta.url), {type: 'module', name: 'cos-uploader-hash'}),
];

let sourceUrl: string | undefined;

/**
 * From its source: for pages whose bundler does not know the worker, so that its URL answers a page or nothing, and for scripts of another
 * origin, from which no browser starts a worker.
 */
async function fromSource(): Promise<Worker> {
  const {workerSource} = await import('./worker-source.js');
  // Made once and kept: every worker starts from it.
  sourceUrl ??= URL.createObjectURL(new Blob([workerSource], {type: 'text/javascript'}));
  return new Worker(sourceUrl, {type: 'module', name: 'cos-uploader-hash'});
}

/** In the order in which they are tried. `url`: where the application serves the worker. */
export const waysToWorker = (url: string | undefined): WayToWorker[] => [
  ...(url === undefined ? beside : [() => new Worker(url, {type: 'module', name: 'cos-uploader-hash'})]),
  fromSource,
];
