/** A deploy takes the scripts of open pages away: what is needed to end an upload is on the page when the upload begins. */
import assert from 'node:assert/strict';
import {readFile, writeFile} from 'node:fs/promises';
import {join, normalize} from 'node:path';
import {after, afterEach, before, describe, it} from 'node:test';
import puppeteer, {type Browser, type ElementHandle, type FileChooser, type Page} from 'puppeteer-core';
import {build} from 'vite';
import type {} from '../../src/define.js';
import {type LocalCos, startLocalCos} from '../../demo/local-cos/server.js';
import {chromiumArgs, ensureChromium} from '../support/browser.js';
import {listen, type Listening} from '../support/listen.js';
import {type App, installPacked} from '../support/packed.js';
import {stored, until} from '../support/e2e.js';

const MiB = 2 ** 20;

const main = `
import 'cos-uploader/define.js';
window.ended = [];
for (const type of ['cos-upload-success', 'cos-upload-error', 'cos-file-reject'])
  document.addEventListener(type, (event) => window.ended.push([type, event.task?.key, event.error?.code]));
`;

declare global {
  interface Window {
    ended: [type: string, key?: string, code?: string][];
  }
}

describe('a deploy under an open page', {timeout: 300_000}, () => {
  let app: App;
  let browser: Browser;
  let cos: LocalCos;
  let site: Listening;
  let deployed = true;
  /** Scripts that were given. */
  let given: string[] = [];
  /** Scripts asked for since the deploy, which are gone. */
  let missed: string[] = [];

  before(async () => {
    [app, cos] = await Promise.all([installPacked(), startLocalCos()]);
    await app.write('main.js', main);
    await app.write(
      'index.html',
      `<!doctype html><html lang="en"><title>app</title><cos-uploader bucket="${cos.bucket}" region="${cos.region}"
        endpoint="${cos.origin}" credentials-url="${cos.origin}/-/sts" accept=".bin,audio/mp3" part-size="1MB" multipart-threshold="1MB" concurrency="2"
        multiple></cos-uploader><script type="module" src="./main.js"></script></html>`,
    );
    const out = join(app.folder, 'out');
    await build({
      configFile: false,
      root: app.folder,
      logLevel: 'error',
      build: {target: 'es2022', outDir: out},
    });
    site = await listen((request, response) => {
      const path = new URL(request.url ?? '/', 'http://app').pathname;
      const gone = !deployed && path !== '/';
      (gone ? missed : given).push(path);
      const file = join(out, path === '/' ? 'index.html' : normalize(path));
      void (gone ? Promise.reject(new Error('gone')) : readFile(file)).then(
        (bytes) => {
          const type = file.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8';
          response.writeHead(200, {'content-type': type, 'cache-control': 'no-store'}).end(bytes);
        },
        () => response.writeHead(404).end(),
      );
    });
    browser = await puppeteer.launch({executablePath: ensureChromium(), args: chromiumArgs});
  });
  after(async () => {
    await browser.close();
    await site.close();
    await Promise.all([app.remove(), cos.close()]);
  });
  afterEach(() => {
    cos.faults.clear();
    deployed = true;
    given = [];
    missed = [];
  });

  /** A page that finds nothing of those before. */
  async function open(): Promise<Page> {
    const page = await (await browser.createBrowserContext()).newPage();
    await page.goto(site.origin);
    await page.waitForFunction(() => customElements.get('cos-uploader') && 'ended' in window);
    await page.waitForNetworkIdle({idleTime: 300});
    return page;
  }

  async function add(page: Page, name: string, size: number): Promise<void> {
    const path = join(app.folder, name);
    await writeFile(path, Buffer.alloc(size, name));
    const input = await page.waitForSelector('cos-uploader >>> input[type=file]');
    await (input as ElementHandle<HTMLInputElement>).uploadFile(path);
  }

  const ended = (page: Page, count: number): Promise<typeof window.ended> =>
    page
      .waitForFunction((wanted) => window.ended.length >= wanted, {timeout: 60_000, polling: 50}, count)
      .then(() => page.evaluate(() => window.ended));

  const parserIn = (paths: string[]): boolean => paths.some((path) => path.includes('xml-parser'));

  const asked = (operation: string): number =>
    cos.log.filter((request) => request.operation === operation).length;

  it('leaves an upload under way what it needs when its keys expire', async () => {
    const page = await open();
    assert.ok(!parserIn(given), 'loaded before there is an answer to read');
    cos.faults.add({match: {operation: 'UploadPart'}, effect: {delay: 200}});
    await add(page, 'parts.bin', 6 * MiB);
    await until(
      () => cos.log.some(({operation, status}) => operation === 'UploadPart' && status === 200),
      'a part',
    );
    assert.ok(parserIn(given), 'loaded with the answer that has the UploadId');
    deployed = false;
    const keys = asked('sts');
    cos.faults.add({match: {operation: 'UploadPart'}, times: 1, effect: {expiredToken: true}});
    assert.deepEqual(await ended(page, 1), [['cos-upload-success', 'parts.bin', null]]);
    assert.equal(asked('sts'), keys + 1);
    assert.equal(cos.log.filter(({errorCode}) => errorCode === 'ExpiredToken').length, 1);
    assert.equal((await stored(cos, 'parts.bin')).size, 6 * MiB);
    // One more thread for hashing may be asked for, and done without.
    assert.deepEqual(
      missed.filter((path) => !path.includes('hash.worker')),
      [],
    );
    await page.close();
  });

  for (const [sign, hint] of [
    [
      'the picker is open',
      async (page: Page): Promise<void> => {
        const chooser = page.waitForFileChooser();
        await (await page.waitForSelector('cos-uploader >>> [data-action=browse]'))!.evaluate((button) =>
          (button as HTMLElement).click(),
        );
        await chooser;
      },
    ],
    [
      'files are held over the page',
      (page: Page): Promise<void> =>
        page.evaluate(() => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File(['x'], 'held.bin'));
          document.body.dispatchEvent(
            new DragEvent('dragenter', {dataTransfer, bubbles: true, composed: true}),
          );
        }),
    ],
  ] as const)
    it(`shows the first row without another script once ${sign}`, async () => {
      const page = await open();
      await page.evaluate(() => delete (globalThis as {showOpenFilePicker?: unknown}).showOpenFilePicker);
      await hint(page);
      await page.waitForNetworkIdle({idleTime: 300});
      deployed = false;
      await add(page, 'first.mp3', 1000);
      await page.waitForSelector('cos-uploader >>> .row');
      assert.deepEqual(missed, []);
      await page.close();
    });

  it('highlights the zone under the first drag without another script', async () => {
    const page = await open();
    deployed = false;
    const zone = (await page.waitForSelector('cos-uploader >>> .zone'))!;
    const look = (): Promise<string[]> =>
      zone.evaluate((element) => {
        const {borderTopWidth, borderTopStyle} = getComputedStyle(element);
        return [borderTopWidth, borderTopStyle];
      });
    assert.deepEqual(await look(), ['1px', 'dashed']);
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['x'], 'held.bin'));
      document.body.dispatchEvent(new DragEvent('dragenter', {dataTransfer, bubbles: true, composed: true}));
    });
    await page.waitForSelector('cos-uploader >>> .over');
    assert.deepEqual(await look(), ['2px', 'solid']);
    await page.close();
  });

  it('leaves small files what they need, though no answer had a body to read before', async () => {
    const page = await open();
    await add(page, 'one.bin', 1000);
    await ended(page, 1);
    deployed = false;
    const match = {operation: 'PutObject'};
    cos.faults.add({match: {...match, key: 'two.bin'}, times: 1, effect: {expiredToken: true}});
    cos.faults.add({match: {...match, key: 'three.bin'}, times: 1, effect: {status: 503, code: 'SlowDown'}});
    await add(page, 'two.bin', 1000);
    await ended(page, 2);
    await add(page, 'three.bin', 1000);
    assert.deepEqual(
      await ended(page, 3),
      ['one.bin', 'two.bin', 'three.bin'].map((key) => ['cos-upload-success', key, null]),
    );
    assert.deepEqual(
      cos.faults.list().map(({hits}) => hits),
      [1, 1],
    );
    assert.ok(!parserIn([...given, ...missed]), 'an error is understood without it');
    await page.close();
  });

  it('is told where a script is needed that is gone, and the upload goes on after a reload', async () => {
    const page = await open();
    // The panel is there: it has said something.
    await add(page, 'refused.txt', 1);
    await ended(page, 1);
    await page.waitForNetworkIdle({idleTime: 300});
    deployed = false;
    // From the origin's private folder: a later page gets at it by itself.
    await page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      const handle = await root.getFileHandle('late.bin', {create: true});
      const writable = await handle.createWritable();
      await writable.write(new Uint8Array(3 * 2 ** 20));
      await writable.close();
      document.querySelector('cos-uploader')!.uploader!.addAll([{file: await handle.getFile(), handle}]);
    });
    assert.deepEqual((await ended(page, 2))[1], ['cos-upload-error', 'late.bin', 'outdated']);
    assert.notDeepEqual(missed, []);
    const row = await page.waitForSelector('cos-uploader >>> .row-failed');
    assert.match(
      await row!.evaluate(({textContent}) => textContent),
      /This page has been updated\. Reload it to go on; nothing is lost\./,
    );
    deployed = true;
    await page.reload();
    assert.deepEqual(await ended(page, 1), [['cos-upload-success', 'late.bin', null]]);
    assert.equal((await stored(cos, 'late.bin')).size, 3 * MiB);
    await page.close();
  });

  const chooserOf = async (page: Page): Promise<FileChooser> => {
    const chooser = page.waitForFileChooser({timeout: 10_000});
    await page.locator('cos-uploader >>> [data-action=browse]').click();
    return chooser;
  };

  const titled = (page: Page, words: string): Promise<unknown> =>
    page.waitForFunction(
      (wanted) =>
        document
          .querySelector('cos-uploader')!
          .shadowRoot!.querySelector('.zone-title')!
          .textContent.includes(wanted),
      {timeout: 10_000, polling: 50},
      words,
    );

  it('opens the picker and says what to do, when nothing but the first script was loaded', async () => {
    const page = await open();
    const errors: unknown[] = [];
    page.on('pageerror', (error) => errors.push(error));
    deployed = false;
    const chooser = await chooserOf(page);
    await titled(page, 'This page has been updated. Reload it to go on');
    const path = join(app.folder, 'picked.bin');
    await writeFile(path, Buffer.alloc(3 * MiB));
    await chooser.accept([path]);
    assert.deepEqual(await ended(page, 1), [['cos-upload-error', 'picked.bin', 'outdated']]);
    await titled(page, 'This page has been updated');
    assert.deepEqual(errors, []);
    await page.close();
  });

  it('says so when something is pasted, and no more once the scripts are there', async () => {
    const page = await open();
    const errors: unknown[] = [];
    page.on('pageerror', (error) => errors.push(error));
    const paste = (): Promise<void> =>
      page.evaluate(() => {
        const clipboardData = new DataTransfer();
        clipboardData.items.add(new File(['x'], 'image.png', {type: 'image/png'}));
        document.body.dispatchEvent(
          new ClipboardEvent('paste', {clipboardData, bubbles: true, cancelable: true}),
        );
      });
    await page.evaluate(() => (document.querySelector('cos-uploader')!.accept = ''));
    deployed = false;
    await paste();
    await titled(page, 'This page has been updated');
    deployed = true;
    const chooser = await chooserOf(page);
    await titled(page, 'Drop files or folders here');
    const path = join(app.folder, 'after.bin');
    await writeFile(path, 'after');
    await chooser.accept([path]);
    await titled(page, 'Drop more files here');
    assert.deepEqual(await ended(page, 1), [['cos-upload-success', 'after.bin', null]]);
    assert.deepEqual(errors, []);
    await page.close();
  });

  it('offline keeps what was given until the scripts that take it are there', async () => {
    const page = await open();
    await page.setOfflineMode(true);
    const given = await page.evaluate(async () => {
      const element = document.querySelector('cos-uploader')!;
      element.accept = '';
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File(['pasted'], 'image.png', {type: 'image/png'}));
      document.body.dispatchEvent(
        new ClipboardEvent('paste', {clipboardData, bubbles: true, cancelable: true}),
      );
      element.validate = (file) => (file.name === 'bad.txt' ? 'Not this one.' : undefined);
      const added = element.addFiles([new File(['judged'], 'good.txt'), new File(['x'], 'bad.txt')]);
      Object.assign(window, {added});
      // As long as it takes until the browser has given up on the scripts.
      await new Promise((resolve) => setTimeout(resolve, 500));
      return element.tasks.length;
    });
    assert.equal(given, 0);
    await page.setOfflineMode(false);
    // A pasted picture has the time in its name.
    const keys = (await ended(page, 3)).map(([type, key]) => [
      type,
      key?.replace(/^pasted-[\d-]+/, 'pasted'),
    ]);
    assert.deepEqual(
      new Set(keys.map(String)),
      new Set(['cos-file-reject,', 'cos-upload-success,good.txt', 'cos-upload-success,pasted.png']),
    );
    const added = await page.evaluate(async () =>
      (await (window as unknown as {added: Promise<{name: string}[]>}).added).map(({name}) => name),
    );
    assert.deepEqual(added, ['good.txt']);
    await page.close();
  });
});
