import type {Target} from './contender.js';
import {collectGarbage, startWatch, type Watched} from './watch.js';
import type {Mount, Widget} from './widget.js';

export interface Begun {
  /** From the choice of the files until a row of one was painted. */
  secondsToRow: number;
  adding: Watched;
}

export interface Listed {
  sending: Watched;
  /** From the first row on. */
  secondsSending: number;
  /** Files that had arrived at the end: fewer than all when the time was over. */
  done: number;
}

const mounts: Record<string, () => Promise<{mount: Mount}>> = {
  'cos-uploader': () => import('./widgets/ours.js'),
  'Uppy Dashboard': () => import('./widgets/uppy.js'),
  'vaadin-upload': () => import('./widgets/vaadin.js'),
  FilePond: () => import('./widgets/filepond.js'),
  Uploadcare: () => import('./widgets/uploadcare.js'),
};

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

let widget: Widget | undefined;
let begun: Promise<Begun> | undefined;

/** Resolves when a row has been painted. */
async function awaitRow(widget: Widget): Promise<Begun> {
  // Capturing, to be there before the widget's own listener.
  await new Promise((resolve) =>
    widget.input.getRootNode().addEventListener('change', resolve, {capture: true, once: true}),
  );
  const start = performance.now();
  const stop = startWatch();
  while (!widget.hasRow()) await nextFrame();
  await nextFrame(); // The frame before this one has been painted.
  const secondsToRow = (performance.now() - start) / 1000;
  return {secondsToRow, adding: await stop()};
}

const bench = {
  /** Puts a widget on the page; `bench.input` is then its input. */
  async mount(name: string, target: Target): Promise<void> {
    const {mount} = await mounts[name]!();
    widget = await mount(target);
    await sleep(200);
    collectGarbage();
    begun = awaitRow(widget);
  },
  get input(): HTMLInputElement | undefined {
    return widget?.input;
  },
  /** After the files were chosen: waits for the first row. */
  row: (): Promise<Begun> => begun!,
  /** From then on: waits until `count` have arrived, for `most` seconds at most. */
  async watch(count: number, most: number): Promise<Listed> {
    const stop = startWatch();
    const start = performance.now();
    const seconds = (): number => (performance.now() - start) / 1000;
    while (widget!.done() < count && seconds() < most) await sleep(100);
    const secondsSending = seconds();
    return {sending: await stop(), secondsSending, done: widget!.done()};
  },
};

Object.assign(globalThis, {bench});
