/** Pages that require Trusted Types: the one-file bundle draws, hashes and uploads there. */
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {after, before, describe, it} from 'node:test';
import puppeteer, {type Browser} from 'puppeteer-core';
import type * as library from '../../src/bundle.js';
import {type LocalCos, startLocalCos} from '../../demo/local-cos/server.js';
import {chromiumArgs, ensureChromium} from '../support/browser.js';
import {listen, type Listening} from '../support/listen.js';

interface Seen {
  buttons: number;
  status: string;
  hashing: string;
  /** Directives that were violated. */
  violations: string[];
}

describe('a page that requires Trusted Types', {timeout: 120_000}, () => {
  let cos: LocalCos;
  let site: Listening;
  let browser: Browser;
  let policy = '';

  before(async () => {
    cos = await startLocalCos();
    const script = await readFile('dist/cos-uploader.bundle.js');
    site = await listen(({url}, response) => {
      const isScript = url === '/bundle.js';
      response.writeHead(200, {
        'content-type': isScript ? 'text/javascript' : 'text/html',
        'content-security-policy': policy,
      });
      response.end(isScript ? script : '<!doctype html><title>guarded</title>');
    });
    browser = await puppeteer.launch({executablePath: ensureChromium(), args: chromiumArgs});
  });
  after(async () => {
    await browser.close();
    await site.close();
    await cos.close();
  });

  async function look(csp: string): Promise<Seen> {
    policy = csp;
    const page = await browser.newPage();
    try {
      await page.goto(site.origin);
      return await page.evaluate(
        async (script, bucket, region, endpoint, credentialsUrl) => {
          const violations: string[] = [];
          addEventListener('securitypolicyviolation', ({effectiveDirective}) =>
            violations.push(effectiveDirective),
          );
          const {createHasher} = (await import(script)) as typeof library;
          const element = document.createElement('cos-uploader');
          Object.assign(element, {bucket, region, endpoint, credentialsUrl});
          document.body.append(element);
          await element.updateComplete;
          const buttons = element.shadowRoot!.querySelectorAll('button').length;
          const [task] = await element.addFiles([new File([new Uint8Array(3e6)], 'guarded.bin')]);
          const {status} = await task!.settled().then(
            () => task!.state,
            () => task!.state,
          );
          const hasher = createHasher();
          await hasher.hash(new Blob(['x']), {crc64: true});
          return {buttons, status, hashing: hasher.path ?? '', violations};
        },
        '/bundle.js',
        cos.bucket,
        cos.region,
        cos.origin,
        `${cos.origin}/-/sts`,
      );
    } finally {
      await page.close();
    }
  }

  const required = "require-trusted-types-for 'script'";
  for (const csp of [
    required,
    `${required}; trusted-types lit-html cos-uploader`,
    `default-src 'self'; connect-src *; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:; ${required}; trusted-types lit-html cos-uploader`,
  ])
    it(`is served in full under: ${csp}`, async () => {
      const {buttons, ...seen} = await look(csp);
      assert.deepEqual(seen, {status: 'done', hashing: 'worker-wasm', violations: []});
      assert.ok(buttons > 0);
    });

  it("hashes on the page's thread where the list does not name our policy", async () => {
    const {buttons, status, hashing, violations} = await look(`${required}; trusted-types lit-html`);
    assert.deepEqual({status, hashing}, {status: 'done', hashing: 'page-wasm'});
    assert.ok(buttons > 0);
    assert.deepEqual([...new Set(violations)], ['trusted-types', 'require-trusted-types-for']);
  });
});
