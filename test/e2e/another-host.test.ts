/** A page with nothing but the names of its bucket, on a network that cannot reach the bucket's first host. Needs `npm run build`. */
import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {it} from 'node:test';
import puppeteer from 'puppeteer-core';
import {startLocalCos} from '../../demo/local-cos/server.js';
import {chromiumArgs, ensureChromium} from '../support/browser.js';
import {pick, servePage, stored, writeFile} from '../support/e2e.js';
import {httpsTo} from '../support/tls.js';

const MB = 2 ** 20;

it("uploads go to the bucket's second name, and stay there", {timeout: 120_000}, async () => {
  const cos = await startLocalCos();
  const front = await httpsTo(cos.port);
  const folder = await mkdtemp(join(tmpdir(), 'cos-uploader-files-'));
  const site = await servePage(
    () => `<!doctype html><html lang="en"><title>another host</title>
<script type="module" src="/cos-uploader.bundle.js"></script>
<cos-uploader bucket="${cos.bucket}" region="${cos.region}" credentials-url="${cos.origin}/-/sts" key-prefix="far/"
  part-size="1MB" multipart-threshold="1MB" multiple></cos-uploader></html>`,
  );
  const browser = await puppeteer.launch({
    executablePath: ensureChromium(),
    acceptInsecureCerts: true,
    args: [
      ...chromiumArgs,
      `--host-resolver-rules=MAP *.myqcloud.com 127.0.0.1:1, MAP *.tencentcos.cn 127.0.0.1:${front.port}`,
    ],
  });
  try {
    const files = [
      await writeFile(folder, 'small.txt', 100, 1),
      await writeFile(folder, 'large.bin', 5 * MB, 2),
    ];
    const page = await browser.newPage();
    await page.goto(site.origin);
    await pick(page, ...files.map(({path}) => path));
    await page.waitForFunction(() => document.querySelector('cos-uploader')!.totals.done === 2, {
      timeout: 60_000,
    });
    assert.equal((await stored(cos, 'far/small.txt')).sha256, files[0]!.sha256);
    assert.equal((await stored(cos, 'far/large.bin')).sha256, files[1]!.sha256);
    const hosts = cos.log
      .filter(({operation}) => operation === 'UploadPart')
      .map(({headers}) => headers['host']);
    assert.deepEqual(new Set(hosts), new Set([`${cos.bucket}.cos.${cos.region}.tencentcos.cn`]));
  } finally {
    await browser.close();
    await Promise.all([site.close(), front.close(), cos.close()]);
    await rm(folder, {recursive: true, force: true});
  }
});
