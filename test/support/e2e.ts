import {createReadStream, existsSync, statSync} from 'node:fs';
import {mkdtemp, open, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {extname, join, normalize} from 'node:path';
import {createHash} from 'node:crypto';
import puppeteer, {type Browser, type ElementHandle, type Page} from 'puppeteer-core';
import type * as bundle from '../../src/bundle.js';
import {createCosClient} from '../../src/index.js';
import {type LocalCos, type LocalCosOptions, startLocalCos} from '../../demo/local-cos/server.js';
import {chromiumArgs, ensureChromium} from './browser.js';
import {listen, type Listening} from './listen.js';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.map': 'application/json',
  '.css': 'text/css',
};

/** Serves `dist/` and one page, as a site that embeds the bundle would. */
export async function servePage(html: () => string): Promise<Listening> {
  return listen((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (path === '/') {
      response.setHeader('content-type', types['.html']!);
      response.end(html());
      return;
    }
    const file = join('dist', normalize(path));
    if (!existsSync(file) || !statSync(file).isFile()) {
      response.statusCode = 404;
      response.end();
      return;
    }
    response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
    createReadStream(file).pipe(response);
  });
}

export interface Stage {
  readonly cos: LocalCos;
  readonly origin: string;
  readonly profile: string;
  browser: Browser;
  /** A new page with the widget on it. */
  open(query?: string): Promise<Page>;
  /** Kills the browser as a crash would, and starts it again on the same profile. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

export interface StageOptions {
  cos?: LocalCosOptions;
  /** Runs at the end of the page's own module. */
  script?: string;
  /** The body of the page, around the widget's markup. */
  page?: (widget: string) => string;
  /** Pages that are left come back as they were, where nothing speaks against it; default true, as people have it. */
  backForwardCache?: boolean;
}

/** The whole of it: a local COS, a site with the widget from the built bundle, and a browser with a profile of its own. */
export async function setStage(
  attributes = '',
  {cos: cosOptions = {}, script = '', page = (widget) => widget, backForwardCache = true}: StageOptions = {},
): Promise<Stage> {
  const cos = await startLocalCos(cosOptions);
  const widget = `<cos-uploader bucket="${cos.bucket}" region="${cos.region}" endpoint="${cos.origin}"
  credentials-url="${cos.origin}/-/sts" multiple ${attributes}></cos-uploader>`;
  const site = await servePage(
    () => `<!doctype html><html lang="en"><meta charset="utf-8"><title>test</title>
<script type="module" src="/cos-uploader.bundle.js"></script>
${page(widget)}
<script type="module">
import * as api from '/cos-uploader.bundle.js';
window.api = api;
window.events = [];
for (const type of ['cos-files-add', 'cos-file-reject', 'cos-upload-start', 'cos-upload-progress', 'cos-upload-pause',
  'cos-upload-resume', 'cos-upload-success', 'cos-upload-error', 'cos-upload-cancel', 'cos-part-done', 'cos-restore', 'cos-idle']) {
  document.addEventListener(type, (event) => window.events.push({
    type, key: event.task?.key, sent: event.sent, partNumber: event.partNumber, resumed: event.resumed,
    code: event.error?.code ?? event.code, message: event.error?.message ?? event.message, reason: event.reason,
  }));
}
${script}
</script></html>`,
  );
  const profile = await mkdtemp(join(tmpdir(), 'cos-uploader-profile-'));
  const launch = (): Promise<Browser> =>
    puppeteer.launch({
      executablePath: ensureChromium(),
      headless: true,
      userDataDir: profile,
      args: [
        ...chromiumArgs,
        '--enable-precise-memory-info',
        '--js-flags=--expose-gc',
        ...(backForwardCache ? [] : ['--disable-back-forward-cache']),
      ],
      protocolTimeout: 300_000,
    });
  const stage: Stage = {
    cos,
    origin: site.origin,
    profile,
    browser: await launch(),
    async open(query = '') {
      const page = await stage.browser.newPage();
      page.on('pageerror', (error) => console.error(`[page] ${String(error)}`));
      await page.goto(`${site.origin}/${query}`);
      await page.waitForFunction(() => customElements.get('cos-uploader') && 'events' in window);
      return page;
    },
    async crash() {
      stage.browser.process()?.kill('SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, 300));
      await rm(join(profile, 'SingletonLock'), {force: true});
      stage.browser = await launch();
    },
    async close() {
      await stage.browser.close();
      await Promise.all([site.close(), cos.close()]);
      await rm(profile, {recursive: true, force: true, maxRetries: 5});
    },
  };
  return stage;
}

/** The same widget twice: in one, and as parts around a headless one. */
export const layouts: Readonly<Record<string, (widget: string) => string>> = {
  'the widget': (widget) => widget,
  'a page of its parts': (widget) => `${widget.replace('<cos-uploader', '<cos-uploader id="up" headless')}
    <cos-upload-drop-zone for="up"></cos-upload-drop-zone>
    <cos-upload-totals for="up"></cos-upload-totals>
    <cos-upload-list for="up"></cos-upload-list>`,
};

/** Answers the system's chooser that `open` brings up. */
export async function choose(page: Page, open: () => Promise<void>, ...paths: string[]): Promise<void> {
  const chooser = page.waitForFileChooser();
  // Chromium dismisses a chooser that comes before it has heard that somebody waits for one.
  await page.evaluate(() => undefined);
  await open();
  await (await chooser).accept(paths);
}

/** Hands files to the widget through its own `<input type=file>`, as the picker of the system does. */
export async function pick(page: Page, ...paths: string[]): Promise<void> {
  const input = (await page.waitForSelector(
    'cos-uploader >>> input[type=file]',
  )) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(...paths);
}

/** What the page saw of the widget's events. */
export interface SeenEvent {
  type: string;
  key?: string;
  sent?: number;
  partNumber?: number;
  resumed?: boolean;
  code?: string;
  message?: string;
  reason?: string;
}

declare global {
  interface Window {
    events: SeenEvent[];
    api: typeof bundle;
  }
}

/** Size and SHA-256 of what is in the store, read back through a signed GET. */
export async function stored(cos: LocalCos, key: string): Promise<{size: number; sha256: string}> {
  const client = createCosClient({
    bucket: cos.bucket,
    region: cos.region,
    endpoint: cos.origin,
    credentialsUrl: `${cos.origin}/-/sts`,
  });
  const response = await fetch(await client.presign('GET', key));
  if (!response.ok || !response.body) throw new Error(`GET ${key}: ${response.status}`);
  const hash = createHash('sha256');
  let size = 0;
  for await (const bytes of response.body) {
    hash.update(bytes as Uint8Array);
    size += (bytes as Uint8Array).length;
  }
  return {size, sha256: hash.digest('hex')};
}

/** Waits until so many uploads have ended well; fails at once with the first error. */
export async function untilDone(page: Page, count: number, timeout = 120_000): Promise<void> {
  await page.waitForFunction(
    (wanted) => {
      const failed = window.events.find(({type}) => type === 'cos-upload-error');
      if (failed) throw new Error(failed.message);
      return window.events.filter(({type}) => type === 'cos-upload-success').length >= wanted;
    },
    {timeout, polling: 50},
    count,
  );
}

/** Waits for what happens outside of the page, e.g. at the store. */
export async function until(condition: () => boolean, what: string, timeout = 30_000): Promise<void> {
  for (const end = Date.now() + timeout; !condition();) {
    if (Date.now() > end) throw new Error(`Waited ${timeout / 1000} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Writes a file of pseudo-random bytes in steps: size does not matter for memory. */
export async function writeFile(
  directory: string,
  name: string,
  size: number,
  seed = 1,
): Promise<{path: string; sha256: string}> {
  const path = join(directory, name);
  const file = await open(path, 'w');
  const hash = createHash('sha256');
  const block = new Uint32Array(2 ** 18);
  let state = seed >>> 0;
  for (let index = 0; index < block.length; index++)
    block[index] = state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  for (let offset = 0; offset < size; offset += block.byteLength) {
    block[0] = offset / block.byteLength;
    const bytes = new Uint8Array(block.buffer, 0, Math.min(block.byteLength, size - offset));
    hash.update(bytes);
    await file.write(bytes);
  }
  await file.close();
  return {path, sha256: hash.digest('hex')};
}
