import {mkdir, mkdtemp, rm, writeFile as write} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {text} from 'node:stream/consumers';
import {build} from 'esbuild';
import {type LocalCos, startLocalCos} from '../../demo/local-cos/server.js';
import {writeFile} from '../support/e2e.js';
import {listen} from '../support/listen.js';
import {pathOf, sendFile} from '../support/serve.js';
import type {Browser, Engine} from './engines/engine.js';
import {install} from './helpers.js';
import {Page} from './page.js';

export const MB: number = 2 ** 20;

export interface TestFile {
  readonly name: string;
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

export interface Markup {
  /** Attributes of the widget besides the bucket and the keys. */
  readonly attributes?: string;
  /** The body of the page, around the widget's markup. */
  readonly body?: ((widget: string) => string) | undefined;
  /** Attributes of `<html>`. */
  readonly html?: string;
  /** Its Content-Security-Policy. */
  readonly policy?: string;
  /** A page for a frame, at `/framed`: the widget, and what is run beside it. */
  readonly framed?: () => unknown;
}

/** A local COS, a site with the widget from the built bundle, and one browser, for one feature after another. */
export interface Stage {
  readonly engine: Engine['name'];
  readonly version: string;
  readonly cos: LocalCos;
  /** Of the site. */
  readonly origin: string;
  /** Of all keys of this feature. */
  readonly prefix: string;
  /** Bodies of the forms that were sent to `/save`. */
  readonly posted: string[];
  /** Opens a page. Without markup the last one again: in another tab. */
  open(markup?: Markup): Promise<Page>;
  file(name: string, size: number): Promise<TestFile>;
  /** A folder of small files; answers its path. */
  folder(name: string, files: readonly string[]): Promise<string>;
  /** What is stored under the prefix: names, and what is in them. */
  stored(): Promise<Record<string, string>>;
  /** Parts of a file that have reached the store. */
  parts(name: string): number[];
  /** Before each feature: the tabs of the one before are closed, and the store is as new. */
  clear(next: string): Promise<void>;
  /** Another browser: what a feature that failed has left does not spoil the next one. */
  renew(): Promise<void>;
  /** Of the pages that are open, as PNG. */
  pictures(): Promise<readonly Uint8Array[]>;
  close(): Promise<void>;
}

const htmlType = 'text/html; charset=utf-8';

export async function setStage(engine: Engine): Promise<Stage> {
  const cos = await startLocalCos();
  const folder = await mkdtemp(join(tmpdir(), 'cos-uploader-files-'));
  // As an application's own bundler makes it, for a worker, which has no elements.
  const {outputFiles} = await build({
    entryPoints: ['dist/index.js'],
    bundle: true,
    format: 'esm',
    write: false,
    logLevel: 'error',
  });
  const engineScript = outputFiles[0]!.text;
  let page: Markup = {};
  let prefix = '';
  let seed = 0;
  const posted: string[] = [];
  const site = await listen((request, response) => {
    const path = pathOf(request);
    // To a frame without an origin all scripts are from another one.
    response.setHeader('access-control-allow-origin', '*');
    const answer = (type: string, content: string): void =>
      void response.setHeader('content-type', type).end(content);
    const take = (type: string, content: string): void =>
      void text(request).then((body) => {
        posted.push(body);
        answer(type, content);
      });
    if (path === '/') {
      if (page.policy) response.setHeader('content-security-policy', page.policy);
      answer(htmlType, draw(page));
    } else if (path === '/framed') answer(htmlType, draw({...page, body: undefined}));
    else if (path === '/engine.js') answer('text/javascript', engineScript);
    else if (path === '/axe.js') sendFile('node_modules/axe-core', '/axe.min.js', response);
    else if (path === '/save') take(htmlType, '<!doctype html><title>saved</title>');
    else if (path === '/commit') take('application/json', '{"taken": true}');
    else if (!sendFile('dist', path, response)) answer(htmlType, '<!doctype html><title>away</title>');
  });
  let browser: Browser = await engine.launch();
  const pages = new Set<Page>();

  const draw = ({attributes = '', body, framed, html = 'lang="en"'}: Markup): string => {
    const widget = `<cos-uploader bucket="${cos.bucket}" region="${cos.region}" endpoint="${cos.origin}"
  credentials-url="${cos.origin}/-/sts" key-prefix="${prefix}" multiple guard="off" ${attributes}></cos-uploader>`;
    const named = 'const __name = (named) => named;';
    return `<!doctype html><html ${html}><meta charset="utf-8"><title>test</title>
<script>(() => { ${named} (${install.toString()})(); })();</script>
<script type="module">import * as cos from '/cos-uploader.bundle.js'; window.cos = cos;</script>
<body>${body ? body(widget) : widget}
${framed && !body ? `<script type="module">${named} (${framed.toString()})();</script>` : ''}</body></html>`;
  };

  return {
    engine: engine.name,
    version: browser.version,
    cos,
    origin: site.origin,
    get prefix() {
      return prefix;
    },
    posted,
    async open(markup) {
      if (markup) page = markup;
      const opened = new Page(engine.name, await browser.open(), `${site.origin}/`);
      pages.add(opened);
      return opened.load();
    },
    async file(name, size) {
      const {path, sha256} = await writeFile(folder, name, size, ++seed);
      return {name, path, size, sha256};
    },
    async folder(name, files) {
      for (const file of files) {
        await mkdir(dirname(join(folder, name, file)), {recursive: true});
        await write(join(folder, name, file), `content of ${file}`);
      }
      return join(folder, name);
    },
    async stored() {
      const objects = await cos.objects(prefix);
      return Object.fromEntries(objects.map(({key, sha256}) => [key.slice(prefix.length), sha256 ?? '']));
    },
    parts: (name) =>
      cos.log
        .filter(
          ({operation, key, status}) => operation === 'UploadPart' && key === prefix + name && status === 200,
        )
        .map(({partNumber}) => partNumber ?? 0),
    async clear(next) {
      for (const opened of pages) await opened.close().catch(() => undefined);
      pages.clear();
      cos.reset();
      posted.length = 0;
      prefix = `${next.replace(/\W+/g, '-')}/`;
    },
    async renew() {
      pages.clear();
      await browser.close();
      browser = await engine.launch();
    },
    pictures: () => Promise.all([...pages].map((opened) => opened.screenshot())),
    async close() {
      await browser.close();
      await Promise.all([site.close(), cos.close()]);
      await rm(folder, {recursive: true, force: true, maxRetries: 5});
    },
  };
}
