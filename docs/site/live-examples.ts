import {readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {build, type Plugin} from 'vite';
import {liveMark} from './markdown.js';
import {sources, top} from './pages.js';

/** What stands around every example: its colours, its language, files to try with. */
const frame = '<link rel="stylesheet" href="./frame.css"><script type="module" src="./frame.ts"></script>';
const folder = join(import.meta.dirname, 'live');

/** By name, the page that a marked block of a page of the manual is. A translation has the same under the same name. */
async function examples(): Promise<Map<string, string>> {
  const pages = Object.entries(sources)
    .filter(([name]) => !name.startsWith('zh-CN/'))
    .map(([, file]) => file);
  const found = new Map<string, string>();
  for (const file of pages) {
    const text = await readFile(join(top, file), 'utf8');
    for (const [, mark = '', html = ''] of text.matchAll(/^(<!-- live: .*)\n```html\n([^]*?)^```/gm)) {
      const name = liveMark.exec(mark)?.[1];
      if (name === undefined) throw new Error(`${file}: "${mark}" is no mark of a live example.`);
      if (found.has(name)) throw new Error(`${file}: there are two live examples "${name}".`);
      found.set(name, html);
    }
  }
  return found;
}

/** A block may leave out what a page can: it is a page all the same. */
const pageOf = (html: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>cos-uploader</title><link rel="icon" href="data:,">${frame}</head><body>\n${html.replace(/^<!doctype html>\n/i, '')}</body></html>\n`;

const imports = (from: 'src' | 'dist', ending: 'ts' | 'js'): {find: RegExp; replacement: string}[] => [
  {find: /^cos-uploader\/([\w-]+?)(\.js)?$/, replacement: `${join(top, from)}/$1.${ending}`},
  {find: /^cos-uploader$/, replacement: `${join(top, from)}/index.${ending}`},
];

/** While the manual is written: the examples of the pages as they are, on the sources. */
export const liveExamples = (): Plugin => ({
  name: 'live-examples',
  apply: 'serve',
  enforce: 'post',
  config({optimizeDeps}) {
    // VitePress asks for these as packages of the checkout, which has none of them. They are modules as they are.
    if (optimizeDeps?.include)
      optimizeDeps.include = optimizeDeps.include.filter((name) => !name.startsWith('vitepress > '));
    return {resolve: {alias: imports('src', 'ts')}};
  },
  configureServer(server) {
    server.middlewares.use((request, response, next) => {
      const [, name = ''] = /^\/live\/([\w-]+)\.html$/.exec(request.url?.split('?')[0] ?? '') ?? [];
      if (name === '') {
        next();
        return;
      }
      void (async () => {
        const html = (await examples()).get(name);
        if (html === undefined) {
          next();
          return;
        }
        // There is no such file: one that is written would make the page load itself anew, and with it the example.
        const url = `/docs/site/live/${name}.html`;
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.end(
          await server.transformIndexHtml(url, pageOf(html).replaceAll('"./frame', '"/docs/site/live/frame')),
        );
      })().catch(next);
    });
  },
});

/** The examples as pages of their own in `live/` of the built site, on the built package. Answers how many there are. */
export async function buildLiveExamples(site: string): Promise<number> {
  const pages = await Promise.all(
    [...(await examples())].map(async ([name, html]) => {
      const page = join(folder, `${name}.html`);
      await writeFile(page, pageOf(html));
      return page;
    }),
  );
  try {
    await build({
      root: folder,
      base: './',
      configFile: false,
      publicDir: false,
      logLevel: 'warn',
      resolve: {alias: imports('dist', 'js')},
      build: {
        outDir: join(site, 'live'),
        emptyOutDir: true,
        target: 'es2022',
        chunkSizeWarningLimit: 2000,
        rolldownOptions: {input: pages},
      },
    });
  } finally {
    await Promise.all(pages.map((page) => rm(page)));
  }
  return pages.length;
}
