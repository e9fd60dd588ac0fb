/** What fifty elements with two hundred uploads leave behind in a page when they are gone. */
import assert from 'node:assert/strict';
import {after, before, it} from 'node:test';
import type {Page} from 'puppeteer-core';
import {inEachLayout, setStage, type Stage} from '../support/e2e.js';

interface Left {
  /** JavaScript's own and the browser's, after collection. */
  heapMB: number;
  listeners: number;
  nodes: number;
  workers: number;
  objectUrls: number;
  databases: number;
  channels: number;
  locks: number;
  /** Elements that have been removed and still cannot be collected. */
  elements: number;
}

interface Made {
  made: WeakRef<Element>[];
}

/** Counts what a page opens and what it closes again. */
const counting = `
globalThis.__name = (named) => named;
globalThis.made = [];
globalThis.open = {workers: 0, objectUrls: 0, databases: 0, channels: 0};
const {open} = globalThis;
const counted = (kind, Class, end) => {
  const close = Class.prototype[end];
  Class.prototype[end] = function () {
    if (!this.ended) open[kind]--;
    this.ended = true;
    return close.call(this);
  };
  return class extends Class {
    constructor(...args) {
      super(...args);
      open[kind]++;
    }
  };
};
Worker = counted('workers', Worker, 'terminate');
BroadcastChannel = counted('channels', BroadcastChannel, 'close');
const {createObjectURL, revokeObjectURL} = URL;
const urls = new Set();
URL.createObjectURL = (blob) => {
  const url = createObjectURL(blob);
  urls.add(url);
  open.objectUrls = urls.size;
  return url;
};
URL.revokeObjectURL = (url) => {
  urls.delete(url);
  open.objectUrls = urls.size;
  revokeObjectURL(url);
};
const opening = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (...args) {
  const request = opening.apply(this, args);
  request.addEventListener('success', () => open.databases++);
  return request;
};
const closing = IDBDatabase.prototype.close;
IDBDatabase.prototype.close = function () {
  open.databases--;
  closing.call(this);
};
`;

inEachLayout('elements that come and go', {timeout: 300_000}, (layout) => {
  let stage: Stage;
  let page: Page;
  before(async () => {
    stage = await setStage('', {layout, page: () => ''});
    page = await stage.browser.newPage();
    await page.evaluateOnNewDocument(counting);
    await page.goto(stage.origin);
    await page.waitForFunction(() => customElements.get('cos-uploader') && 'events' in window);
  });
  after(() => stage.close());

  /** Elements with four uploads each, one of them in parts and one a picture, one element after the other. */
  const comeAndGo = (elements: number): Promise<number> =>
    page.evaluate(
      async (elements, html) => {
        let done = 0;
        for (let count = 0; count < elements; count++) {
          const box = document.createElement('main');
          box.innerHTML = html;
          const element = box.querySelector('cos-uploader')!;
          element.setAttribute('key-prefix', `${Math.random()}/`);
          document.body.append(box);
          (window as unknown as Made).made.push(...Array.from(box.children, (each) => new WeakRef(each)));
          const picture = new OffscreenCanvas(20, 20);
          picture.getContext('2d');
          const files = [
            new File([await picture.convertToBlob()], 'a.png', {type: 'image/png'}),
            new File([new Uint8Array(1_200_000)], 'b.bin'),
            new File(['c'], 'c.txt'),
            new File(['d'], 'd.txt'),
          ];
          const tasks = await element.addFiles(files);
          const results = await Promise.allSettled(tasks.map((task) => task.settled()));
          done += results.filter(({status}) => status === 'fulfilled').length;
          box.remove();
        }
        window.events.length = 0;
        return done;
      },
      elements,
      layout.markup(
        `<cos-uploader bucket="${stage.cos.bucket}" region="${stage.cos.region}" endpoint="${stage.cos.origin}"
          credentials-url="${stage.cos.origin}/-/sts" multiple part-size="1MB" multipart-threshold="1MB" wake-lock></cos-uploader>`,
      ),
    );

  const left = async (): Promise<Left> => {
    // Of the frames, the timers and the workers of what has just gone.
    await page.waitForFunction(() => (window as unknown as {open: {workers: number}}).open.workers === 0, {
      timeout: 30_000,
    });
    const session = await page.createCDPSession();
    for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage');
    const {metrics} = await session
      .send('Performance.enable')
      .then(() => session.send('Performance.getMetrics'));
    await session.detach();
    const metric = (name: string): number => metrics.find((one) => one.name === name)!.value;
    const {open, ...rest} = await page.evaluate(async () => ({
      open: (window as unknown as {open: Omit<Left, 'heapMB' | 'listeners' | 'nodes' | 'locks' | 'elements'>})
        .open,
      locks: (await navigator.locks.query()).held!.length,
      elements: (window as unknown as Made).made.filter((made) => made.deref() !== undefined).length,
    }));
    return {
      heapMB: metric('JSHeapUsedSize') / 2 ** 20,
      listeners: metric('JSEventListeners'),
      nodes: metric('Nodes'),
      ...open,
      ...rest,
    };
  };

  it('leave heap, listeners, nodes, workers, connections, channels, locks and object URLs where they were', async () => {
    // The first ones load what the page then has.
    assert.equal(await comeAndGo(5), 20);
    const {heapMB, listeners, nodes, ...before} = await left();
    assert.equal(await comeAndGo(50), 200);
    const now = await left();
    assert.deepEqual(
      {...before, elements: 0},
      {
        workers: now.workers,
        objectUrls: now.objectUrls,
        databases: now.databases,
        channels: now.channels,
        locks: now.locks,
        elements: Math.max(0, now.elements - 2 * layout.elements.length),
      },
    );
    assert.equal(now.databases, 1, 'One connection to the database serves the page.');
    // What fifty elements would hold is many times more.
    assert.ok(now.heapMB - heapMB < 3, `The heap has grown from ${heapMB} to ${now.heapMB} MB.`);
    assert.ok(now.listeners - listeners < 50, `Listeners: ${listeners}, then ${now.listeners}.`);
    assert.ok(now.nodes - nodes < 1000, `Nodes: ${nodes}, then ${now.nodes}.`);
  });
});
