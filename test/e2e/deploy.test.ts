import assert from 'node:assert/strict';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {after, before, describe, it} from 'node:test';
import {build} from 'esbuild';
import puppeteer, {type Browser, type Page} from 'puppeteer-core';
import {type LocalCos, startLocalCos} from '../../demo/local-cos/server.js';
import {chromiumArgs, ensureChromium} from '../support/browser.js';

/** A site built by a bundler that makes chunks; a deploy takes away those whose text matches `gone`. */
describe('a deploy under an open page', {timeout: 120_000}, () => {
  let cos: LocalCos;
  let server: Server;
  let browser: Browser;
  let origin: string;
  let gone: RegExp | undefined;

  before(async () => {
    cos = await startLocalCos();
    const {outputFiles} = await build({
      entryPoints: ['dist/define.js'],
      bundle: true,
      splitting: true,
      format: 'esm',
      outdir: '/',
      write: false,
      logLevel: 'silent',
    });
    const chunks = new Map(outputFiles.map(({path, text}) => [path, text]));
    const html = `<!doctype html><script type="module" src="/define.js"></script>
<cos-uploader bucket="${cos.bucket}" region="${cos.region}" endpoint="${cos.origin}" credentials-url="${cos.origin}/-/sts"
  key-prefix="deploy/" multiple></cos-uploader>`;
    server = createServer(({url = '/'}, response) => {
      const script = chunks.get(url);
      if (url === '/') response.setHeader('content-type', 'text/html').end(html);
      else if (script === undefined || gone?.test(script)) response.writeHead(404).end();
      else
        response.writeHead(200, {'content-type': 'text/javascript', 'cache-control': 'no-store'}).end(script);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await puppeteer.launch({executablePath: ensureChromium(), args: chromiumArgs});
  });
  after(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
    await cos.close();
  });

  const open = async (): Promise<Page> => {
    const page = await browser.newPage();
    await page.goto(origin);
    await page.waitForFunction(() => customElements.get('cos-uploader'));
    return page;
  };

  /** Adds a file and waits for how it ends. */
  const upload = (
    page: Page,
    name: string,
    size: number,
  ): Promise<{status: string; code?: string; message?: string}> =>
    page.evaluate(
      async (name, size) => {
        const element = document.querySelector('cos-uploader')!;
        const before = element.tasks.length;
        await element.addFiles([new File([new Uint8Array(size).fill(7)], name)]);
        const task = element.tasks[before]!;
        const error = await task.settled().then(
          () => undefined,
          (reason: unknown) => reason as Error & {code: string},
        );
        return error
          ? {status: task.state.status, code: error.code, message: error.message}
          : {status: task.state.status};
      },
      name,
      size,
    );

  it('does not take away what an error means, nor the renewal of keys', async () => {
    const page = await open();
    assert.deepEqual(await upload(page, 'before.bin', 1000), {status: 'done'});
    gone = /./;
    const effects = {renewed: {expiredToken: true}, 'tried again': {status: 503, code: 'SlowDown'}};
    for (const [name, effect] of Object.entries(effects)) {
      cos.faults.add({match: {operation: 'PutObject'}, times: 1, effect});
      assert.deepEqual(await upload(page, `${name}.bin`, 1000), {status: 'done'}, name);
      assert.equal(cos.faults.list().at(-1)?.hits, 1);
    }
    gone = undefined;
    await page.close();
  });

  it('is told where it takes away what is needed, and nothing is lost', async () => {
    // At once, for the element loads ahead.
    gone = /function runUpload\b/;
    const page = await open();
    const told = 'This page has been updated. Reload it to go on; nothing is lost.';
    assert.deepEqual(await upload(page, 'late.bin', 1000), {
      status: 'failed',
      code: 'outdated',
      message: told,
    });
    await page.waitForFunction(
      (told) => document.querySelector('cos-uploader')?.shadowRoot?.textContent.includes(told),
      {},
      told,
    );
    gone = undefined;
    await page.close();
  });
});
