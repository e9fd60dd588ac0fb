/** MB/s of every path of the hasher, from a file on disk, in Chromium. Run: `tsx test/bench/hash.bench.ts [MB]`. */
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import puppeteer from 'puppeteer-core';
import {build} from 'vite';
import type * as hasherModule from '../../src/hash/hasher.js';
import {chromiumArgs, ensureChromium} from '../support/browser.js';

const MB = Number(process.argv.find((argument) => /^\d+$/.test(argument)) ?? 128);
const PART = 16 * 2 ** 20;
const ROUNDS = 3;

const policies = {
  'worker-wasm': "script-src 'self' 'wasm-unsafe-eval'",
  'worker-js': "script-src 'self'",
  'page-wasm': "script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'",
  'page-js': "script-src 'self'; worker-src 'none'",
};
const sums = {crc64: {crc64: true}, md5: {md5: true}, 'crc64 md5': {crc64: true, md5: true}};

/** In the page: seconds to hash the chosen file in parts, all at once, after a warm-up; and how. */
async function measure(
  entry: string,
  wanted: hasherModule.Wanted,
  part: number,
): Promise<{path: string | undefined; seconds: number; longTasks: number}> {
  const {createHasher} = (await import(entry)) as typeof hasherModule;
  const file = document.querySelector('input')?.files?.[0];
  if (!file) throw new Error('No file was chosen');
  const hasher = createHasher();
  await hasher.hash(file.slice(0, part), wanted);
  let longTasks = 0;
  new PerformanceObserver((list) => (longTasks += list.getEntries().length)).observe({type: 'longtask'});
  const start = performance.now();
  const parts = [];
  for (let from = 0; from < file.size; from += part)
    parts.push(hasher.hash(file.slice(from, from + part), wanted));
  await Promise.all(parts);
  const seconds = (performance.now() - start) / 1000;
  const {path} = hasher;
  hasher.close();
  await new Promise((resolve) => setTimeout(resolve, 100)); // The observer is told later.
  return {path, seconds, longTasks};
}

const folder = await mkdtemp(join(tmpdir(), 'hash-bench-'));
const file = join(folder, 'file');
await writeFile(file, Buffer.alloc(MB * 2 ** 20, 'cos-uploader'));
await build({
  configFile: false,
  logLevel: 'warn',
  base: './',
  build: {
    outDir: folder,
    target: 'es2022',
    lib: {entry: 'src/hash/hasher.ts', formats: ['es'], fileName: 'hasher'},
  },
  worker: {format: 'es', rolldownOptions: {output: {entryFileNames: '[name].js'}}},
});

// `/<path>/…` is the built file under the policy that leaves just that path open.
const server = createServer((request, response) => {
  const [, path, name] = request.url?.split('/') ?? [];
  const policy = (policies as Record<string, string>)[path ?? ''];
  if (policy) response.setHeader('content-security-policy', policy);
  response.setHeader('content-type', name ? 'text/javascript' : 'text/html');
  if (!name) response.end('<!doctype html><input type="file">');
  else
    void readFile(join(folder, name)).then(
      (body) => response.end(body),
      () => response.writeHead(404).end(),
    );
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const browser = await puppeteer.launch({executablePath: ensureChromium(), args: chromiumArgs});

try {
  console.log(
    `${MB} MB in parts of 16 MB, best of ${ROUNDS}; long tasks (over 50 ms, on the page): the most of any round`,
  );
  for (const path of Object.keys(policies)) {
    const page = await browser.newPage();
    await page.goto(`${origin}/${path}/`);
    const input = await page.$('input');
    await (input as unknown as {uploadFile: (path: string) => Promise<void>}).uploadFile(file);
    for (const [name, wanted] of Object.entries(sums)) {
      const runs = [];
      for (let round = 0; round < ROUNDS; round++)
        runs.push(await page.evaluate(measure, `${origin}/${path}/hasher.js`, wanted, PART));
      const best = Math.min(...runs.map(({seconds}) => seconds));
      const longTasks = Math.max(...runs.map((run) => run.longTasks));
      if (runs[0]?.path !== path) throw new Error(`Measured ${runs[0]?.path} instead of ${path}`);
      console.log(
        `${path.padEnd(12)} ${name.padEnd(10)} ${(MB / best).toFixed(0).padStart(5)} MB/s  ${longTasks} long tasks`,
      );
    }
    await page.close();
  }
} finally {
  await browser.close();
  server.close();
  await rm(folder, {recursive: true});
}
