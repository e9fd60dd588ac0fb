import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {after, before, describe, it} from 'node:test';
import puppeteer, {type Browser, type Page} from 'puppeteer-core';
import type * as library from '../../src/bundle.js';
import {type LocalCos, startLocalCos} from '../../demo/local-cos/server.js';
import {chromiumArgs, ensureChromium} from '../support/browser.js';
import {listen, type Listening} from '../support/listen.js';

const ways = {
  'Cross-Origin-Embedder-Policy: require-corp': {
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  },
  'Cross-Origin-Embedder-Policy: credentialless': {
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'credentialless',
  },
  'Document-Isolation-Policy': {'document-isolation-policy': 'isolate-and-require-corp'},
};

for (const [way, headers] of Object.entries(ways))
  describe(`a page isolated by ${way}`, {timeout: 120_000}, () => {
    let cos: LocalCos;
    let site: Listening;
    let browser: Browser;
    let page: Page;
    let rules: LocalCos['settings']['corsRules'];

    before(async () => {
      cos = await startLocalCos();
      rules = cos.settings.corsRules;
      const script = await readFile('dist/cos-uploader.bundle.js');
      site = await listen(({url}, response) => {
        const isScript = url !== '/';
        response.writeHead(200, {
          'content-type': isScript ? 'text/javascript' : 'text/html',
          ...headers,
        });
        response.end(isScript ? script : '<!doctype html><title>isolated</title>');
      });
      browser = await puppeteer.launch({executablePath: ensureChromium(), args: chromiumArgs});
      page = await browser.newPage();
      await page.goto(site.origin);
    });
    after(async () => {
      await browser.close();
      await site.close();
      await cos.close();
    });

    /** What is wrong: with the store of this origin, by diagnose(). */
    const faults = (endpoint: string): Promise<string[]> =>
      page.evaluate(
        async (script, bucket, region, endpoint, credentialsUrl) => {
          const {createCosClient, diagnose} = (await import(script)) as typeof library;
          if (!crossOriginIsolated) throw new Error('The page is not isolated.');
          const client = createCosClient({bucket, region, endpoint, credentialsUrl});
          return (await diagnose(client)).filter(({ok}) => !ok).map(({check}) => check);
        },
        '/bundle.js',
        cos.bucket,
        cos.region,
        endpoint,
        `${cos.origin}/-/sts`,
      );

    it('is told that all is well where it is', async () => assert.deepEqual(await faults(cos.origin), []));

    it('is told of a store that does not answer', async () =>
      assert.deepEqual(await faults('http://127.0.0.1:1'), ['network']));

    it('is told of rules that are missing, which it cannot tell from silence by itself', async () => {
      cos.settings.corsRules = [];
      assert.deepEqual((await faults(cos.origin)).slice(0, 1), ['cors']);
    });

    it('uploads, and hashes in a worker', async () => {
      cos.settings.corsRules = rules;
      const seen = await page.evaluate(
        async (script, options) => {
          const {createCosClient, createHasher, uploadFile} = (await import(script)) as typeof library;
          const {proof} = await uploadFile(createCosClient(options), new Blob([new Uint8Array(3e6)]), {
            key: 'isolated',
          });
          const hasher = createHasher();
          await hasher.hash(new Blob(['x']), {crc64: true});
          return {proof, hashing: hasher.path};
        },
        '/bundle.js',
        {bucket: cos.bucket, region: cos.region, endpoint: cos.origin, credentialsUrl: `${cos.origin}/-/sts`},
      );
      assert.deepEqual(seen, {proof: 'crc64', hashing: 'worker-wasm'});
    });
  });
