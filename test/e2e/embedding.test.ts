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

  describe('esbuild, which leaves the worker where it is', () => {
    const out = 'esbuild/assets';
    const serve = async (
      appType: 'mpa' | 'spa',
      headers = {},
    ): Promise<{url: string; close: () => Promise<void>}> => {
      const server = await preview({
        ...vite(),
        appType,
        build: {outDir: 'esbuild'},
        preview: {port: 0, host: '127.0.0.1', headers},
      });
      return {url: server.resolvedUrls!.local[0]!, close: () => server.close()};
    };
    const onPage = {...inWorker, title: inWorker.title.replace('worker', 'page')};

    before(async () => {
      await esbuild({
        absWorkingDir: app.folder,
        bundle: true,
        splitting: true,
        format: 'esm',
        target: 'es2022',
        entryPoints: ['main.js'],
        outdir: out,
      });
      await writeFile(join(app.folder, 'esbuild/index.html'), html.replace('./main.js', './assets/main.js'));
    });

    it('its URL answers 404, so it starts from its source', async () => {
      const {url, close} = await serve('mpa');
      assert.deepEqual(await look(url), {...inWorker, failures: [`404 ${url}hash.worker.js`]});
      await close();
    });

    it('its URL answers the page, so it starts from its source', async () => {
      const {url, close} = await serve('spa');
      assert.deepEqual(await look(url), inWorker);
      await close();
    });

    it('the scripts come from another origin, so it starts from its source', async () => {
      const {url, close} = await serve('mpa');
      const cdn = url.replace('127.0.0.1', 'localhost');
      await writeFile(
        join(app.folder, 'esbuild/far.html'),
        html.replace('./main.js', `${cdn}assets/main.js`),
      );
      assert.deepEqual(await look(`${url}far.html`), inWorker);
      await close();
    });

    it('a policy allows no worker from its source, so the page hashes', async () => {
      const {url, close} = await serve('mpa', {'content-security-policy': "worker-src 'self'"});
      assert.deepEqual(await look(url), {...onPage, failures: [`404 ${url}hash.worker.js`]});
      await close();
    });

    it('it is copied to there, and starts there', async () => {
      await copyFile(join(app.installed, 'dist/hash.worker.js'), join(app.folder, 'esbuild/hash.worker.js'));
      const {url, close} = await serve('mpa', {'content-security-policy': "worker-src 'self'"});
      assert.deepEqual(await look(url), inWorker);
      await close();
    });
  });
});
