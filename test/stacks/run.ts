/**
 * Throw-away applications made from what `npm pack` makes, each with its packages from npm, built and driven in Chromium: do the widget and
 * a layout of its parts upload in parts, with the hash worker found and no word in the console? `npm run test:stacks` tries all, `npm run
 * test:stacks -- vite react` those whose names contain a word. Needs `npm run build`.
 */
import {execFile, execFileSync, spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {basename, dirname, join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {promisify} from 'node:util';
import puppeteer, {type Browser, type ElementHandle, type WebWorker} from 'puppeteer-core';
import {startLocalCos} from '../../demo/local-cos/server.js';
import type {UploadResult} from '../../src/index.js';
import {chromiumArgs, ensureChromium} from '../support/browser.js';
import {choose} from '../support/e2e.js';
import {freePort, type Listening} from '../support/listen.js';
import {serveFolder} from '../support/serve.js';
import {type Site, type Stack, stacks} from './stacks.js';

declare global {
  interface Window {
    /** How uploads have ended: well, or with a message. */
    uploads: (UploadResult | string)[];
  }
}

const size = 3 * 2 ** 20 + 1;
const camel = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** What is uploaded: through the widget, and through the parts. */
interface Files {
  readonly first: string;
  readonly second: string;
}

async function serveByCommand(command: string, folder: string): Promise<Listening> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  // A group of its own, so that what it starts ends with it.
  const [program, words] = wordsOf(command.replace('PORT', String(port)), folder);
  const child = spawn(program, words, {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {...environment, HOST: '127.0.0.1', PORT: String(port)},
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
  const close = async (): Promise<void> => {
    if (child.exitCode === null && child.pid !== undefined) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      process.kill(-child.pid);
      await ended;
    }
  };
  for (const end = Date.now() + 90_000; ;) {
    await wait(200);
    if (
      await fetch(`${origin}/`).then(
        ({ok}) => ok,
        () => false,
      )
    )
      return {origin, close};
    if (child.exitCode === null && Date.now() < end) continue;
    await close();
    throw new Error(`\`${command}\` serves nothing: ${said.slice(-1500)}`);
  }
}

const environment = {
  ...process.env,
  CI: 'true',
  NEXT_TELEMETRY_DISABLED: '1',
  NUXT_TELEMETRY_DISABLED: '1',
  ASTRO_TELEMETRY_DISABLED: '1',
  NG_CLI_ANALYTICS: 'false',
};

/** A program of the application's packages; `node` is its own, where it has one. */
function wordsOf(command: string, folder: string): [program: string, words: string[]] {
  const [program, ...words] = command.split(' ');
  if (program !== 'node') return ['npx', ['--no', '--', ...command.split(' ')]];
  const own = join(folder, 'node_modules/.bin/node');
  return [existsSync(own) ? own : process.execPath, words];
}

/** Not by a call that waits: the local COS answers in this process. */
async function run(program: string, args: string[], folder: string): Promise<void> {
  try {
    await promisify(execFile)(program, args, {
      cwd: folder,
      env: environment,
      timeout: 300_000,
      maxBuffer: 2 ** 26,
    });
  } catch (cause) {
    const {stdout = '', stderr = ''} = cause as {stdout?: string; stderr?: string};
    const said = `${stdout}${stderr}`.trim().slice(-1500);
    throw new Error(`\`${[program, ...args].join(' ')}\`: ${said || String(cause)}`, {cause});
  }
}

/** What a page may say in its console: the worker's address may answer 404, and then it starts from its source. */
const isExpected = (text: string, url = ''): boolean =>
  /Lit is in dev mode/.test(text) ||
  (text.includes('Failed to load resource') && /hash[.-]worker|favicon/.test(url));

/** Uploads through the page, as a person would, and answers how it hashed. */
async function drive(browser: Browser, url: string, files: Files, hasParts = false): Promise<string> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const problems: string[] = [];
  const workers: string[] = [];
  const since = Date.now();
  const life: string[] = [];
  const note = (what: string) => (worker: WebWorker) =>
    void life.push(`${((Date.now() - since) / 1000).toFixed(1)} s: ${what} ${worker.url()}`);
  page.on('workercreated', note('begun')).on('workerdestroyed', note('ended'));
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    const text = message.text();
    if (['error', 'warn'].includes(message.type()) && !isExpected(text, message.location().url))
      problems.push(text);
  });
  await page.evaluateOnNewDocument(() => {
    window.uploads = [];
    document.addEventListener('cos-upload-success', ({result}) => window.uploads.push(result));
    document.addEventListener('cos-upload-error', ({error}) => window.uploads.push(error.message));
  });
  const proven = async (key: string): Promise<void> => {
    const found = await page.waitForFunction(
      (key) => window.uploads.find((end) => typeof end === 'string' || end.key.endsWith(key)),
      {timeout: 60_000},
      key,
    );
    const end = (await found.jsonValue())!;
    if (typeof end === 'string') throw new Error(end);
    if (end.size !== size || end.parts !== 4 || end.proof !== 'crc64')
      throw new Error(`It was stored as ${JSON.stringify(end)}.`);
    // One that has nothing to do for a while ends.
    workers.push(...page.workers().map((worker) => worker.url()));
  };
  try {
    await page.goto(url);
    const hasElement = await page.evaluate(
      () => document.querySelector('cos-uploader, #root, app-root') !== null,
    );
    if (hasElement) {
      const input = await page.waitForSelector('cos-uploader >>> input[type=file]', {timeout: 60_000});
      await (input as ElementHandle<HTMLInputElement>).uploadFile(files.first);
    }
    await proven(basename(files.first));
    if (hasParts) {
      const button = await page.waitForSelector('cos-upload-button >>> button:enabled', {timeout: 60_000});
      await choose(page, () => button!.click(), files.second);
      await proven(basename(files.second));
      for (const shown of [
        'cos-upload-list >>> .row-done',
        'cos-upload-totals >>> .ring',
        'cos-upload-dock >>> .dock',
      ])
        await page.waitForSelector(shown);
    }
    if (workers.length === 0)
      throw new Error(
        `The hash worker was not found: the page has hashed. Workers: ${life.join('; ') || 'none'}`,
      );
    if (problems.length > 0) throw new Error(problems.join('\n'));
    return workers.some((worker) => worker.startsWith('blob:')) ? 'from source' : 'its file';
  } catch (cause) {
    throw new Error([(cause as Error).message, ...problems].join('\n'), {cause});
  } finally {
    await context.close();
  }
}

const words = process.argv.slice(2).map((word) => word.toLowerCase());
const wanted = stacks.filter(
  ({name}) => words.length === 0 || words.some((word) => name.toLowerCase().includes(word)),
);
if (wanted.length === 0) throw new Error(`No stack has a name with ${words.join(' or ')}.`);

const top = await mkdtemp(join(tmpdir(), 'cos-uploader-stacks-'));
const cos = await startLocalCos();
const browser = await puppeteer.launch({executablePath: ensureChromium(), args: chromiumArgs});
const files: Files = {first: join(top, 'large.bin'), second: join(top, 'second.bin')};
for (const path of [files.first, files.second]) await writeFile(path, new Uint8Array(size));
const tarball = join(
  top,
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', top], {
    encoding: 'utf8',
  }).trim(),
);

/** Answers how it hashed, or that the commands have passed. */
async function attempt(
  {packages, files: filesOf, parts, build = [], serve, without}: Stack,
  folder: string,
  site: Site,
): Promise<string> {
  await mkdir(folder);
  const manifest = {
    private: true,
    type: 'module',
    dependencies: {'cos-uploader': `file:${tarball}`, ...packages},
  };
  for (const [path, text] of Object.entries({'package.json': JSON.stringify(manifest), ...filesOf(site)})) {
    await mkdir(dirname(join(folder, path)), {recursive: true});
    await writeFile(join(folder, path), text);
  }
  await run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], folder);
  for (const command of build) await run(...wordsOf(command, folder), folder);
  if (!serve) return without === 'worker' ? 'no worker here' : 'nothing to hash';
  const serving =
    'folder' in serve
      ? await serveFolder(join(folder, serve.folder))
      : await serveByCommand(serve.command, folder);
  try {
    return await drive(browser, serving.origin, files, parts);
  } finally {
    await serving.close();
  }
}

const rows: [name: string, seconds: string, outcome: string][] = [];
try {
  for (const [index, stack] of wanted.entries()) {
    const attributes = {
      bucket: cos.bucket,
      region: cos.region,
      endpoint: cos.origin,
      'credentials-url': `${cos.origin}/-/sts`,
      'key-prefix': `${index}/`,
      'part-size': '1MB',
      'multipart-threshold': '1MB',
    };
    const site: Site = {
      attributes,
      html: Object.entries(attributes)
        .map(([name, value]) => `${name}="${value}"`)
        .join(' '),
      properties: JSON.stringify(
        Object.fromEntries(Object.entries(attributes).map(([name, value]) => [camel(name), value])),
      ),
    };
    const since = Date.now();
    const folder = join(top, String(index));
    const outcome = await attempt(stack, folder, site).catch((error: unknown) => {
      process.exitCode = 1;
      return `FAILED: ${(error as Error).message}`;
    });
    await rm(folder, {recursive: true, force: true, maxRetries: 5});
    rows.push([stack.name, `${Math.round((Date.now() - since) / 1000)} s`, outcome]);
    console.log(rows.at(-1)!.join(' · '));
  }
} finally {
  await browser.close();
  await cos.close();
  await rm(top, {recursive: true, force: true, maxRetries: 5});
}

const width = Math.max(...rows.map(([name]) => name.length));
console.log('');
for (const [name, seconds, outcome] of rows)
  console.log(`${name.padEnd(width)}  ${seconds.padStart(6)}  ${outcome.split('\n')[0]}`);
