import type {Target, Upload} from './contender.js';
import type {measure} from './hash.js';
import {collectGarbage, startWatch, type Watched} from './watch.js';

export interface Measured extends Watched {
  seconds: number;
  /** Longest time in which no byte was seen moving, and how often some were. */
  stillSeconds: number;
  steps: number;
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
    let last = start;
    let most = 0;
    let still = 0;
    let steps = 0;
    const moved = (sent: number): void => {
      if (sent <= most) return;
      const now = performance.now();
      still = Math.max(still, now - last);
      last = now;
      most = sent;
      steps++;
    };
    await upload(files, target, options as never, moved);
    const end = performance.now();
    const seconds = (end - start) / 1000;
    return {seconds, stillSeconds: Math.max(still, end - last) / 1000, steps, ...(await stop())};
  },
  hash: async (...args: Parameters<typeof measure>) => (await import('./hash.js')).measure(...args),
};

Object.assign(globalThis, {bench});
