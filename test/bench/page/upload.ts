import type {Target, Upload} from './contender.js';
import type {measure} from './hash.js';
import {collectGarbage, startWatch, type Watched} from './watch.js';

export interface Measured extends Watched {
  seconds: number;
}

interface Contender {
  upload: Upload<never>;
  /** Loads what a page that has the contender on it has loaded before a file is chosen. */
  load?: () => Promise<unknown>;
}

const contenders: Record<string, () => Promise<Contender>> = {
  bare: () => import('./contenders/bare.js'),
  before: () => import('./contenders/before.js'),
  ours: () => import('./contenders/ours.js'),
  'cos-js-sdk-v5': () => import('./contenders/cos-js-sdk.js'),
  uppy: () => import('./contenders/uppy.js'),
  'lib-storage': () => import('./contenders/lib-storage.js'),
  'ali-oss': () => import('./contenders/ali-oss.js'),
  tus: () => import('./contenders/tus.js'),
};

const bench = {
  /** Sends the chosen files. Code that is there before they are chosen is loaded before the clock starts; everything else counts. */
  async upload(
    name: string,
    target: Target,
    options: object,
    watching: {collect?: boolean} = {},
  ): Promise<Measured> {
    const {upload, load} = await contenders[name]!();
    await load?.();
    const files = [...(document.querySelector('input')?.files ?? [])];
    if (files.length === 0) throw new Error('No file was chosen');
    collectGarbage();
    const stop = startWatch(watching);
    const start = performance.now();
    await upload(files, target, options as never);
    const seconds = (performance.now() - start) / 1000;
    return {seconds, ...(await stop())};
  },
  hash: async (...args: Parameters<typeof measure>) => (await import('./hash.js')).measure(...args),
};

Object.assign(globalThis, {bench});
