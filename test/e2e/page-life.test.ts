import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {mkdir, mkdtemp, rm, writeFile as write} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import type {Page} from 'puppeteer-core';
import {
  choose,
  drop,
  inEachLayout,
  pick,
  setStage,
  type Stage,
  stored as readBack,
  untilDone,
  writeFile,
} from '../support/e2e.js';

const MB = 2 ** 20;

declare global {
  interface Window {
    /** The page came out of the back/forward cache. */
    cached?: boolean;
  }
}

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cos-uploader-files-'));
});
after(() => rm(folder, {recursive: true, force: true}));

for (const backForwardCache of [true, false]) {
  inEachLayout(
    `back and forward ${backForwardCache ? 'with' : 'without'} the cache`,
    {timeout: 120_000},
    (layout) => {
      let stage: Stage;
      before(async () => {
        stage = await setStage(
          'key-prefix="back/" name="files" required part-size="1MB" multipart-threshold="1MB" concurrency="2" guard="off"',
          {
            layout,
            backForwardCache,
            page: (markup) => `<form>${markup}</form>`,
            script: `addEventListener('pageshow', ({persisted}) => (window.cached = persisted));`,
          },
        );
      });
      after(() => stage.close());

      const form = (page: Page): Promise<unknown> =>
        page.evaluate(() => {
          const form = document.querySelector('form')!;
          return {value: new FormData(form).getAll('files'), valid: form.checkValidity()};
        });

      /** To another page for a while, and back. Answers whether the browser has kept the page: with requests on their way it may not. */
      const away = async (page: Page, milliseconds = 0): Promise<boolean> => {
        await page.goto(`${stage.origin}/away.html`);
        await new Promise((resolve) => setTimeout(resolve, milliseconds));
        await page.goBack();
        await page.waitForFunction(() => customElements.get('cos-uploader') && window.cached !== undefined);
        const isKept = (await page.evaluate(() => window.cached)) === true;
        assert.ok(backForwardCache || !isKept);
        return isKept;
      };

      it('keeps the value of the form', async () => {
        const file = await writeFile(folder, 'kept.bin', 3000, 5);
        const page = await stage.open();
        await pick(page, file.path);
        await untilDone(page, 1);
        const whole = {value: ['back/kept.bin'], valid: true};
        assert.deepEqual(await form(page), whole);
        for (let times = 0; times < 2; times++) {
          assert.equal(await away(page), backForwardCache);
          // The browser gives the value back in its own time.
          await page.waitForFunction(() => new FormData(document.querySelector('form')!).has('files'));
          assert.deepEqual(await form(page), whole);
        }
        // Without the cache the upload is gone, and its file stands there as one that is stored.
        const row = await page.waitForSelector(`body >>> [data-id${backForwardCache ? '' : '^=stored'}]`);
        await (await row!.waitForSelector('[data-action=remove]'))!.evaluate((button) =>
          (button as HTMLElement).click(),
        );
        await page.waitForFunction(() => !new FormData(document.querySelector('form')!).has('files'));
        assert.deepEqual(await form(page), {value: [], valid: false});
        await page.close();
      });

      it('goes on with what was on its way', async () => {
        const file = await writeFile(folder, 'way.bin', 12 * MB, 6);
        const page = await stage.open();
        stage.cos.settings.link = {bytesPerSecond: 3 * MB, rttMs: 5};
        await pick(page, file.path);
        await page.waitForFunction(() => document.querySelector('cos-uploader')!.totals.sent >= 3 * 2 ** 20);
        const isKept = await away(page, 5000);
        stage.cos.settings.link = {bytesPerSecond: 0, rttMs: 0};
        if (!isKept) {
          await page.waitForFunction(() => window.events.some(({type}) => type === 'cos-restore'));
          await pick(page, file.path);
        }
        await untilDone(page, 1);
        assert.deepEqual(await form(page), {value: ['back/way.bin'], valid: true});
        assert.equal((await readBack(stage.cos, 'back/way.bin')).sha256, file.sha256);
        const stored = stage.cos.log.filter(
          ({operation, key, status}) =>
            operation === 'UploadPart' && key === 'back/way.bin' && status === 200,
        );
        assert.ok(stored.length <= 14, `${stored.length} parts stored of 12`); // two were under way
        await page.close();
      });
    },
  );
}

inEachLayout('folders', {timeout: 120_000}, (layout) => {
  let stage: Stage;
  const files = new Map<string, string>();
  before(async () => {
    stage = await setStage('key-prefix="tree/"', {layout});
    // More than one answer of readEntries(), at two depths.
    for (let i = 0; i < 250; i++) {
      const path = i < 130 ? `album/${i}.txt` : `album/raw/deep/${i}.txt`;
      const content = `content of ${path}`;
      await mkdir(join(folder, path, '..'), {recursive: true});
      await write(join(folder, path), content);
      files.set(`tree/${path}`, createHash('sha256').update(content).digest('hex'));
    }
    await mkdir(join(folder, 'album/empty'), {recursive: true});
  });
  after(() => stage.close());

  const expectAll = async (page: Page): Promise<void> => {
    await untilDone(page, files.size);
    const keys = await page.evaluate(() => document.querySelector('cos-uploader')!.tasks.map(({key}) => key));
    assert.deepEqual(keys.sort(), [...files.keys()].sort());
    for (const key of ['tree/album/0.txt', 'tree/album/129.txt', 'tree/album/raw/deep/249.txt'])
      assert.equal((await readBack(stage.cos, key)).sha256, files.get(key), key);
  };

  it('are picked with all that is in them', async () => {
    const page = await stage.open();
    const press = (): Promise<void> => page.locator('body >>> [data-action=folder]').click();
    await choose(page, press, join(folder, 'album'));
    await expectAll(page);
    await page.close();
  });

  it('are dropped with all that is in them', async () => {
    const page = await stage.open();
    await drop(page, join(folder, 'album'));
    await expectAll(page);
    await page.close();
  });
});

// Which class has the name is decided by the module, before there is a layout.
describe('the module', {timeout: 60_000}, () => {
  it('may come twice, under another address, while files are on their way', async () => {
    const stage = await setStage('key-prefix="twice/" part-size="1MB" multipart-threshold="1MB"', {
      cos: {link: {bytesPerSecond: 4 * MB, rttMs: 5}},
    });
    const file = await writeFile(folder, 'twice.bin', 6 * MB, 8);
    const page = await stage.open();
    const thrown: unknown[] = [];
    page.on('pageerror', (error) => thrown.push(error));
    await pick(page, file.path);
    await page.waitForFunction(() => document.querySelector('cos-uploader')!.totals.sent > 0);
    const twice = await page.evaluate(async () => {
      const address = '/cos-uploader.bundle.js?hot';
      const again = (await import(address)) as typeof window.api;
      again.CosUploaderElement.define();
      const first = document.querySelector('cos-uploader')!;
      const second = document.createElement('cos-uploader');
      for (const {name, value} of first.attributes) second.setAttribute(name, value);
      second.setAttribute('key-prefix', 'second/');
      document.body.append(second);
      await second.addFiles([new File(['from the second'], 'second.txt')]);
      return {
        another: again.CosUploaderElement !== window.api.CosUploaderElement,
        same: second.constructor === window.api.CosUploaderElement,
      };
    });
    assert.deepEqual(twice, {another: true, same: true});
    await untilDone(page, 2);
    assert.equal((await readBack(stage.cos, 'twice/twice.bin')).sha256, file.sha256);
    assert.equal((await readBack(stage.cos, 'second/second.txt')).size, 15);
    assert.deepEqual(thrown, []);
    await stage.close();
  });
});
