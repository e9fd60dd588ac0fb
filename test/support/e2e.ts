import {createHash} from 'node:crypto';
import {mkdtemp, open, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe} from 'node:test';
import puppeteer, {type Browser, type ElementHandle, type Page} from 'puppeteer-core';
import type * as bundle from '../../src/bundle.js';
import {createCosClient} from '../../src/index.js';
import {type LocalCos, type LocalCosOptions, startLocalCos} from '../../demo/local-cos/server.js';
import {chromiumArgs, ensureChromium} from './browser.js';
import type {Listening} from './listen.js';
import {serveFolder} from './serve.js';
import {until as untilSoon} from './until.js';

/** Serves `dist/` and one page, as a site that embeds the bundle would. */
export const servePage = (html: () => string): Promise<Listening> =>
  serveFolder('dist', (path) => (path === '/' ? html() : undefined));

/** How the widget stands in a page. */
export interface Layout {
  readonly name: 'widget' | 'parts';
  /** The elements that people see and hear, in the order of the page. */
  readonly elements: readonly string[];
  /** What stands in the page for the tag of a `<cos-uploader>`. */
  readonly markup: (widget: string) => string;
}

/** All in one. */
const inOne: Layout = {name: 'widget', elements: ['cos-uploader'], markup: (widget) => widget};

const parts = ['cos-upload-drop-zone', 'cos-upload-totals', 'cos-upload-list'];

export const layouts: readonly Layout[] = [
  inOne,
  {
    name: 'parts',
    elements: ['cos-uploader', ...parts],
    markup: (widget) =>
      [
        widget.replace('<cos-uploader', '<cos-uploader id="up" headless'),
        ...parts.map((tag) => `<${tag} for="up"></${tag}>`),
      ].join('\n'),
  },
];

/** The same tests over `<cos-uploader>` and over a page of its parts around a headless one: who sees the one misses nothing in the other. */
export function inEachLayout(
  title: string,
  options: {readonly timeout: number},
  tests: (layout: Layout) => void,
): void {
  for (const layout of layouts) describe(`${title} (${layout.name})`, options, () => tests(layout));
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
  /** Default: all in one. */
  layout?: Layout;
  /** The body of the page, around what stands there for the widget. */
  page?: (markup: string) => string;
  /** Pages that are left come back as they were, where nothing speaks against it; default true, as people have it. */
  backForwardCache?: boolean;
}

/** The whole of it: a local COS, a site with the widget from the built bundle, and a browser with a profile of its own. */
export async function setStage(
  attributes = '',
  {
    cos: cosOptions = {},
    script = '',
    layout = inOne,
    page = (markup) => markup,
    backForwardCache = true,
  }: StageOptions = {},
): Promise<Stage> {
  const cos = await startLocalCos(cosOptions);
  const widget = `<cos-uploader bucket="${cos.bucket}" region="${cos.region}" endpoint="${cos.origin}"
  credentials-url="${cos.origin}/-/sts" multiple ${attributes}></cos-uploader>`;
  const site = await servePage(
    () => `<!doctype html><html lang="en"><meta charset="utf-8"><title>test</title>
<script type="module" src="/cos-uploader.bundle.js"></script>
${page(layout.markup(widget))}
<script type="module">
import * as api from '/cos-uploader.bundle.js';
window.api = api;
window.events = [];
window.drawnParts = () => [...document.querySelectorAll('${layout.elements.join()}')];
window.inWidget = (selector) => window.drawnParts().flatMap(({shadowRoot}) => [...(shadowRoot?.querySelectorAll(selector) ?? [])]);
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

/** Drops files or folders of the disk on the widget, as the system does. */
export async function drop(page: Page, ...paths: string[]): Promise<void> {
  const zone = await page.waitForSelector('body >>> .zone');
  const box = (await zone?.boundingBox())!;
  const session = await page.createCDPSession();
  const data = {items: [], files: paths, dragOperationsMask: 1};
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', {
      type,
      x: box.x + box.width / 2,
      y: box.y + box.height / 2,
      data,
    });
  await session.detach();
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
    /** The elements of the layout. */
    drawnParts(): (HTMLElement & {updateComplete: Promise<boolean>})[];
    /** What they show, by a selector inside them. */
    inWidget(selector: string): HTMLElement[];
  }
}

/** Until all that was asked for is drawn. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame++) {
      await new Promise(requestAnimationFrame);
      for (const {updateComplete} of window.drawnParts()) await updateComplete;
    }
  });
}

/** Waits until a row says so; `name`: of its file, default any. */
export async function untilRowSays(page: Page, wanted: string, name?: string): Promise<void> {
  await page.waitForFunction(
    (wanted, name) =>
      window
        .inWidget('.row')
        .some(
          (row) =>
            (name === undefined || row.querySelector('.filename')?.textContent === name) &&
            row.querySelector('.words')?.textContent.replaceAll('\u00a0', ' ').includes(wanted),
        ),
    {timeout: 15_000, polling: 20},
    wanted,
    name,
  );
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

/** Waits until the upload of a file has one of these. */
export async function untilStatus(page: Page, name: string, ...wanted: string[]): Promise<void> {
  await page.waitForFunction(
    (file, any) =>
      document
        .querySelector('cos-uploader')!
        .tasks.some((task) => task.name === file && any.includes(task.state.status)),
    {timeout: 20_000, polling: 20},
    name,
    wanted,
  );
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

/** Waits for what happens outside of the page, e.g. at the store; a whole browser is given more time than a page. */
export const until = (condition: () => boolean, what: string): Promise<void> =>
  untilSoon(condition, what, 30_000);

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
