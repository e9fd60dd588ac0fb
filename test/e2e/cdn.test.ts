/** dist/cdn from another origin, as a CDN serves it: a first load like a bundler's, and hashing in a worker. Needs `npm run build`. */
import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join, normalize} from 'node:path';
import {it} from 'node:test';
import {pathToFileURL} from 'node:url';
import {gzipSync} from 'node:zlib';
import puppeteer from 'puppeteer-core';
import {startLocalCos} from '../../demo/local-cos/server.js';
import {chromiumArgs, ensureChromium} from '../support/browser.js';
import {pick, writeFile} from '../support/e2e.js';
import {listen} from '../support/listen.js';

/** What the browser has to have before `path` runs. */
function neededBy(path: string, needed = new Set<string>()): Set<string> {
  if (needed.has(path)) return needed;
  needed.add(path);
  const code = readFileSync(join('dist/cdn', path), 'utf8');
  for (const [, next = ''] of code.matchAll(/(?:from|import)\s*"(\.[^"]+)"/g))
    neededBy(join(dirname(path), next), needed);
  return needed;
}

interface Limit {
  name: string;
  limit: string;
}

it('a page of one origin, the scripts of another', {timeout: 120_000}, async () => {
  const served: {path: string; bytes: number}[] = [];
  const cdn = await listen((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = join('dist/cdn', path);
    response.setHeader('access-control-allow-origin', '*');
    response.writeHead(existsSync(file) ? 200 : 404, {'content-type': 'text/javascript'});
    const code = existsSync(file) ? readFileSync(file) : Buffer.of();
    served.push({path, bytes: gzipSync(code, {level: 9}).length});
    response.end(code);
  });
  const cos = await startLocalCos();
  const site = await listen((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><html lang="en"><title>test</title><script type="module" src="${cdn.origin}/define.js"></script>
<cos-uploader bucket="${cos.bucket}" region="${cos.region}" endpoint="${cos.origin}" credentials-url="${cos.credentialsUrl}"></cos-uploader>`);
  });
  const folder = await mkdtemp(join(tmpdir(), 'cos-uploader-cdn-'));
  const browser = await puppeteer.launch({executablePath: ensureChromium(), args: chromiumArgs});
  try {
    const page = await browser.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    await page.goto(site.origin, {waitUntil: 'networkidle0'});
    const needed = neededBy('/define.js');
    const first = served.filter(({path}) => needed.has(path)).reduce((sum, {bytes}) => sum + bytes, 0);
    const {default: limits} = (await import(pathToFileURL('.size-limit.js').href)) as {default: Limit[]};
    const bundled =
      parseFloat(limits.find(({name}) => name === 'the element with lit, initially')!.limit) * 1000;
    assert.ok(needed.size > 1 && first <= bundled * 1.1, `${first} bytes at first, of a bundler ${bundled}`);
    const [, said] =
      /at first what a bundler would make it load \((\d+) kB/.exec(
        readFileSync('docs/embedding.md', 'utf8'),
      ) ?? [];
    assert.ok(
      Math.abs(first / 1000 - Number(said)) < 1,
      `${first} bytes at first, of ${said ?? 'no'} kB in the manual`,
    );

    const done = page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          document.addEventListener('cos-upload-success', ({result}) => resolve(`done ${result.proof}`));
          document.addEventListener('cos-upload-error', ({error}) => resolve(error.message));
        }),
    );
    const {path, sha256} = await writeFile(folder, 'film.mp4', 24 * 2 ** 20);
    const hashing = new Promise((resolve) => page.once('workercreated', resolve));
    await pick(page, path);
    await hashing;
    assert.equal(await done, 'done crc64');
    assert.deepEqual(
      (await cos.objects()).map((object) => object.sha256),
      [sha256],
    );
    assert.deepEqual(faults, []);
    assert.deepEqual(
      served.filter(({bytes}) => bytes < 30),
      [],
      'nothing was missing',
    );
  } finally {
    await browser.close();
    await Promise.all([site.close(), cdn.close(), cos.close()]);
    await rm(folder, {recursive: true, force: true});
  }
});
