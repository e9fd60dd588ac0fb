import '../../../src/define-parts.js';
import type {UploadTask} from '../../../src/index.js';
import {FakeUploader} from '../../support/fake-uploader.js';
import {collectGarbage, startWatch, type Watched} from './watch.js';

export interface Moved {
  watched: Watched;
  frames: number;
  /** Milliseconds between two frames. */
  longestFrame: number;
  /** Where the list stands at the end, pixels. */
  top: number;
}

const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
const uploader = new FakeUploader();
const list = document.createElement('cos-upload-list');
let filled = 0;

/** What the manual puts into a row. */
function fill({id}: UploadTask): void {
  const share = document.createElement('button');
  share.slot = `row-${id}`;
  share.textContent = 'Share';
  share.onclick = () => (filled += 0);
  list.append(share);
  filled++;
}

const scroller = (): HTMLElement => list.shadowRoot!.querySelector<HTMLElement>('.list')!;

/** Does something at each frame, so many times. */
async function eachFrame(frames: number, act: (frame: number) => void): Promise<Moved> {
  const stop = startWatch();
  let longestFrame = 0;
  let before = await nextFrame();
  for (let frame = 0; frame < frames; frame++) {
    act(frame);
    const now = await nextFrame();
    longestFrame = Math.max(longestFrame, now - before);
    before = now;
  }
  return {watched: await stop(), frames, longestFrame, top: scroller().scrollTop};
}

const bench = {
  /** Puts a list with so many files that wait on the page. */
  async mount(count: number): Promise<void> {
    Object.assign(list, {uploader, look: 'rows'});
    for (let i = 0; i < count; i++) uploader.put({name: `${i}.bin`, size: 1e6});
    document.body.append(list);
    while (!list.shadowRoot?.querySelector('.row')) await nextFrame();
    await nextFrame();
  },
  /** Gives each of the first rows a button; answers the milliseconds until they are painted. */
  async fill(count: number): Promise<number> {
    const start = performance.now();
    uploader.tasks.slice(0, count).forEach(fill);
    await nextFrame();
    await nextFrame();
    return performance.now() - start;
  },
  /** Two rows further at each frame. */
  scroll: (frames: number): Promise<Moved> => eachFrame(frames, () => (scroller().scrollTop += 160)),
  /** One file moves on at each frame. */
  progress: (frames: number): Promise<Moved> =>
    eachFrame(frames, (frame) => uploader.advance(uploader.tasks[frame % 5]!, (frame % 100) / 100)),
  /** One row more gets a button at each frame. */
  append: (frames: number): Promise<Moved> =>
    eachFrame(frames, (frame) => fill(uploader.tasks[uploader.tasks.length - 1 - frame]!)),
  heapMB(): number {
    collectGarbage();
    return performance.memory.usedJSHeapSize / 2 ** 20;
  },
};

Object.assign(globalThis, {bench});
