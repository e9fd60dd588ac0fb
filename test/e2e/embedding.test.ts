/** Applications that install the package and build it their own way: it works there, hashing in a worker. */
import assert from 'node:assert/strict';
import {copyFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {build as esbuild} from 'esbuild';
import puppeteer, {type Browser} from 'puppeteer-core';
import {createServer, build as viteBuild, preview} from 'vite';
import {chromiumArgs, ensureChromium} from '../support/browser.js';
import {type App, installPacked} from '../support/packed.js';

const html =
  '<!doctype html><title>app</title><cos-uploader></cos-uploader><script type="module" src="./main.js"></script>';

/** Leaves in `document.title` how it hashes. */
const main = `
import 'cos-uploader/define.js';
import {createHasher} from 'cos-uploader';
const hasher = createHasher();
const {crc64} = await hasher.hash(new Blob(['123456789']), {md5: true, crc64: true});
await document.querySelector('cos-uploader').updateComplete;
document.title = hasher.path + ' ' + crc64 + ' ' + !!document.querySelector('cos-uploader').shadowRoot;
`;

describe('an application that is built with', {timeout: 300_000}, () => {
  let app: App;
  let browser: Browser;
  before(async () => {
    app = await installPacked();
    await app.write('index.html', html);
    await app.write('main.js', main);
    browser = await puppeteer.launch({executablePath: ensureChromium(), args: chromiumArgs});
  });
  after(async () => {
    await browser.close();
    await app.remove();
  });

  const inWorker = {title: 'worker-wasm 11051210869376104954 true', failures: [] as string[]};

  async function look(url: string): Promise<typeof inWorker> {
    const page = await browser.newPage();
    const failures: string[] = [];
    page.on('pageerror', (error) => failures.push(String(error)));
    page.on('response', (response) => {
      if (response.status() >= 400 && !response.url().endsWith('favicon.ico'))
        failures.push(`${response.status()} ${response.url()}`);
    });
    await page.goto(url);
    await page.waitForFunction(() => document.title !== 'app', {timeout: 60_000}).catch(() => undefined);
    const title = await page.title();
    await page.close();
    return {title, failures};
  }

  const vite = () => ({configFile: false as const, root: app.folder, logLevel: 'error' as const, base: './'});

  it('Vite', async () => {
    await viteBuild({...vite(), build: {target: 'es2022', outDir: 'out', minify: false}});
    const server = await preview({...vite(), build: {outDir: 'out'}, preview: {port: 0, host: '127.0.0.1'}});
    assert.deepEqual(await look(server.resolvedUrls!.local[0]!), inWorker);
    await server.close();
  });

  it('the development server of Vite', async () => {
    const server = await createServer({
      ...vite(),
      base: '/',
      // The dependencies are links here.
      server: {port: 0, host: '127.0.0.1', fs: {strict: false}},
    });
    await server.listen();
    assert.deepEqual(await look(server.resolvedUrls!.local[0]!), inWorker);
    await server.close();
  });

  it('esbuild, which leaves the worker where it is: on the page, or in the worker once it is copied', async () => {
    const out = join(app.folder, 'esbuild');
    await esbuild({
      absWorkingDir: app.folder,
      bundle: true,
      splitting: true,
      format: 'esm',
      target: 'es2022',
      entryPoints: ['main.js'],
      outdir: join(out, 'assets'),
    });
    await writeFile(join(out, 'index.html'), html.replace('./main.js', './assets/main.js'));
    const server = await preview({
      ...vite(),
      build: {outDir: 'esbuild'},
      appType: 'mpa',
      preview: {port: 0, host: '127.0.0.1'},
    });
    const [url = ''] = server.resolvedUrls!.local;
    assert.deepEqual(await look(url), {
      title: 'page-wasm 11051210869376104954 true',
      failures: [`404 ${url}hash.worker.js`],
    });
    await copyFile(join(app.installed, 'dist/hash.worker.js'), join(out, 'hash.worker.js'));
    assert.deepEqual(await look(url), inWorker);
    await server.close();
  });
});
