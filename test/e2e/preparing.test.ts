/** Files that the page judges and prepares, from the built package. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import type {Page} from 'puppeteer-core';
import {setStage, type Stage, stored, until, untilDone} from '../support/e2e.js';

const MB = 2 ** 20;

declare global {
  interface Window {
    /** Lets the next file be prepared. */
    go(): void;
    /** Files whose preparing has begun on this page. */
    begun: string[];
    longest: number;
    /** Pictures that the page's own thread has decoded whole. */
    wholes: number;
    gc(): void;
  }
}

const script = `
import {shrink} from '/image.js';
import {validateImage} from '/validators.js';
const element = document.querySelector('cos-uploader');
window.begun = [];
let free;
const gate = new Promise((resolve) => (free = resolve));
window.go = free;
const turned = async (file) =>
  new File([new Uint8Array(await file.arrayBuffer()).map((byte) => byte ^ 255)], file.name + '.neg', {type: 'x/neg'});
const ways = {
  turned: async (file, {signal}) => {
    window.begun.push(file.name);
    await gate;
    return turned(file);
  },
  shrink: shrink({maxWidth: 1600, maxHeight: 1600}),
};
element.prepare = ways[new URLSearchParams(location.search).get('prepare')];
if (location.search.includes('validate')) {
  const pictures = validateImage({minWidth: 10});
  element.validate = async (file, context) => {
    const said = await pictures(file, context);
    return said ?? (file.name.endsWith('7.txt') ? 'No sevens' : undefined);
  };
}
window.longest = 0;
// Thumbnails are decoded at their size; a whole picture is decoded in a worker.
window.wholes = 0;
const {createImageBitmap} = window;
window.createImageBitmap = (picture, options, ...rest) => {
  window.wholes += Number(options?.resizeWidth === undefined);
  return createImageBitmap.call(window, picture, options, ...rest);
};
new PerformanceObserver((list) => {
  for (const {duration} of list.getEntries()) window.longest = Math.max(window.longest, duration);
}).observe({type: 'longtask'});
`;

const partsOf = (stage: Stage, key: string): number[] =>
  stage.cos.log
    .filter((entry) => entry.key === key && entry.operation === 'UploadPart' && entry.status === 200)
    .map(({query}) => Number(query['partNumber']));

describe('files that the page judges and prepares', {timeout: 600_000}, () => {
  let stage: Stage;
  before(async () => {
    stage = await setStage('key-prefix="prepared/" part-size="1MB" multipart-threshold="1MB"', {script});
  });
  after(() => stage.close());

  it('2,000 files are judged, and those that may go are sent', async () => {
    const page = await stage.open('?validate');
    const refused = await page.evaluate(async () => {
      const element = document.querySelector('cos-uploader')!;
      const files = Array.from({length: 2000}, (_, index) => new File([`file ${index}`], `${index}.txt`));
      let said = 0;
      element.addEventListener('cos-file-reject', ({message}) => (said += Number(message === 'No sevens')));
      await element.addFiles(files);
      return said;
    });
    assert.equal(refused, 200);
    await untilDone(page, 1800);
    assert.equal(await page.evaluate(() => document.querySelector('cos-uploader')!.totals.done), 1800);
    await page.close();
  });

  it('a reload in the middle of preparing and one in the middle of sending lose nothing', async () => {
    const size = 24 * MB;
    const key = 'prepared/reload.bin.neg';
    const page = await stage.open('?prepare=turned');
    await page.evaluate(async (size) => {
      const root = await navigator.storage.getDirectory();
      const handle = await root.getFileHandle('reload.bin', {create: true});
      const writable = await handle.createWritable();
      await writable.write(new Uint8Array(size).map((_, index) => (index >> 10) ^ index));
      await writable.close();
      await document.querySelector('cos-uploader')!.addFiles([handle]);
    }, size);
    const begun = (): Promise<unknown> => page.waitForFunction(() => window.begun.length === 1);
    await begun();
    // What is written down by now brings it back.
    await page.waitForFunction(async () => {
      const records = await window.api
        .createIdbStore()
        .list(new URL(document.querySelector('cos-uploader')!.endpoint!).origin);
      return records.length === 1;
    });
    await page.reload();
    await begun();
    stage.cos.settings.link = {bytesPerSecond: 6 * MB, rttMs: 2};
    await page.evaluate(() => window.go());
    await until(() => partsOf(stage, key).length >= 6, 'some parts');
    await page.reload();
    const had = partsOf(stage, key);
    await begun();
    stage.cos.settings.link = {bytesPerSecond: 0, rttMs: 0};
    await page.evaluate(() => window.go());
    await untilDone(page, 1);
    const all = partsOf(stage, key);
    // Parts on their way while the page was left may have arrived without an answer that it heard.
    const twice = all.length - new Set(all).size;
    assert.ok(had.length >= 6 && twice <= 6, `${had.length} parts before, ${twice} of them sent again`);
    const {createHash} = await import('node:crypto');
    const sent = new Uint8Array(size).map((_, index) => (index >> 10) ^ index ^ 255);
    assert.equal((await stored(stage.cos, key)).sha256, createHash('sha256').update(sent).digest('hex'));
    const tasks = await page.evaluate(() =>
      document.querySelector('cos-uploader')!.tasks.map(({name, state}) => [name, state.status]),
    );
    assert.deepEqual(tasks, [['reload.bin.neg', 'done']]);
    await page.close();
  });

  it('30 photos of 12 megapixels are shrunk on a slow machine beside the page', async (t) => {
    const page = await stage.open('?prepare=shrink');
    await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(4000, 3000);
      const context = canvas.getContext('2d')!;
      for (let i = 0; i < 60_000; i++) {
        context.fillStyle = `hsl(${i * 7} 80% ${20 + ((i * 31) % 60)}%)`;
        context.fillRect((i * 373) % 4000, (i * 911) % 3000, 40, 40);
      }
      const photo = await canvas.convertToBlob({type: 'image/jpeg', quality: 0.95});
      Object.assign(window, {photo});
    });
    await page.emulateCPUThrottling(4);
    const heap = (page: Page): Promise<number> =>
      page.evaluate(() => {
        window.gc();
        return (performance as unknown as {memory: {usedJSHeapSize: number}}).memory.usedJSHeapSize;
      });
    const send = async (from: number, count: number): Promise<void> => {
      await page.evaluate(
        async (from, count) => {
          const {photo} = window as unknown as {photo: Blob};
          const files = Array.from(
            {length: count},
            (_, index) => new File([photo], `${from + index}.jpg`, {type: 'image/jpeg'}),
          );
          await document.querySelector('cos-uploader')!.addFiles(files);
        },
        from,
        count,
      );
      await untilDone(page, from + count, 300_000);
    };
    const longest = (): Promise<number> =>
      page.evaluate(() => {
        const {longest} = window;
        window.longest = 0;
        return longest;
      });
    // The first ones bring code with them, and rows.
    await send(0, 5);
    const before = await heap(page);
    await longest();
    await send(5, 30);
    const task = await longest();
    const [sizes, photo, wholes] = await page.evaluate(() => {
      const {tasks} = document.querySelector('cos-uploader')!;
      return [
        tasks.map(({size}) => size),
        (window as unknown as {photo: Blob}).photo.size,
        window.wholes,
      ] as const;
    });
    const grown = (await heap(page)) - before;
    await page.evaluate(() => (document.querySelector('cos-uploader')!.prepare = undefined));
    await send(35, 10);
    t.diagnostic(
      `30 photos of ${(photo / MB).toFixed(1)} MB became ${(sizes[0]! / MB).toFixed(2)} MB each; ` +
        `longest task ${task.toFixed(0)} ms (${(await longest()).toFixed(0)} ms where nothing is shrunk), heap ${(grown / MB).toFixed(1)} MB more`,
    );
    assert.ok(sizes.every((size) => size < photo));
    assert.equal(wholes, 0);
    assert.ok(grown < 8 * MB, `the heap has grown by ${grown} bytes`);
    await page.close();
  });
});
