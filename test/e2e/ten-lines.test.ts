/** The page and the servers of docs/embedding.md, word for word: uploads that survive what happens to uploads. Needs `npm run build`. */
import assert from 'node:assert/strict';
import {createReadStream} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import type {RequestListener} from 'node:http';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {after, before, describe, it, mock} from 'node:test';
import puppeteer, {type Browser, type Page} from 'puppeteer-core';
import {type LocalCos, startLocalCos} from '../../demo/local-cos/server.js';
import {forNode, type Policy} from '../../src/server.js';
import {playSts} from '../support/app-server.js';
import {chromiumArgs, ensureChromium} from '../support/browser.js';
import {listen, type Listening} from '../support/listen.js';
import {pick, stored, until, writeFile} from '../support/e2e.js';
import {type Application, blocksWith, listenerOfManual, moduleOfManual} from '../support/manual.js';
import {type App, installPacked} from '../support/packed.js';
import {type Front, httpsTo} from '../support/tls.js';

const MB = 2 ** 20;
const host = 'demo-1250000000.cos.ap-guangzhou.myqcloud.com';

type Fetch = (request: Request) => Promise<Response>;

const listening =
  (handle: (...given: Parameters<RequestListener>) => Promise<void>): RequestListener =>
  (request, response) =>
    void handle(request, response);

/** The servers of the manual; each answers POST. */
const servers: Record<string, (app: App, application: Application) => Promise<RequestListener>> = {
  'node:http': (app, application) => listenerOfManual(app, 'server.js', application),
  'route handlers of Next': async (app, application) => {
    const route = async (file: string): Promise<RequestListener> => {
      const {POST} = (await moduleOfManual(app, file, application)) as {POST: Fetch};
      return listening(forNode(POST));
    };
    const tickets = await route('app/tickets/route.js');
    const uploads = await route('app/uploads/route.js');
    return (request, response) => (request.url === '/tickets' ? tickets : uploads)(request, response);
  },
  'a worker': async (app, application) => {
    const worker = (await moduleOfManual(app, 'worker.js', application)) as {
      default: {fetch(request: Request, env: object): Promise<Response>};
    };
    const env = {COS_SECRET_ID: 'AKIDexample', COS_SECRET_KEY: 'key'};
    return listening(forNode((request) => worker.default.fetch(request, env)));
  },
};

describe('a page and a server of ten lines', {timeout: 300_000}, () => {
  let app: App;
  let cos: LocalCos;
  let bucket: Front;
  let browser: Browser;
  let folder: string;
  let policies: Policy[];
  before(async () => {
    app = await installPacked();
    cos = await startLocalCos();
    bucket = await httpsTo(cos.port);
    policies = playSts(cos);
    Object.assign(process.env, {COS_SECRET_ID: 'AKIDexample', COS_SECRET_KEY: 'key'});
    folder = await mkdtemp(join(tmpdir(), 'cos-uploader-files-'));
    browser = await puppeteer.launch({
      executablePath: ensureChromium(),
      acceptInsecureCerts: true,
      args: [...chromiumArgs, `--host-resolver-rules=MAP ${host} 127.0.0.1:${bucket.port}`],
    });
  });
  after(async () => {
    mock.restoreAll();
    await browser.close();
    await Promise.all([bucket.close(), cos.close(), app.remove()]);
    await rm(folder, {recursive: true, force: true});
  });

  for (const [name, serve] of Object.entries(servers)) {
    it(`${name}: three files survive a reload, keys that end, and a hand-over that fails twice`, async (test) => {
      const saved = new Map<string, number>();
      const tries = new Map<string, number>();
      const listener = await serve(app, {
        folderOf: (request) => (request.headers.get('cookie')?.includes('user=42') ? 'users/42/' : undefined),
        saveUpload(key, size) {
          tries.set(key, (tries.get(key) ?? 0) + 1);
          if (tries.get(key)! <= 2) throw new Error('the database is away');
          saved.set(key, size);
          return {id: saved.size};
        },
      });
      const site = await siteOf(listener);
      test.after(() => site.close());
      const context = await browser.createBrowserContext();
      test.after(() => context.close());
      await context.setCookie({name: 'user', value: '42', domain: '127.0.0.1'});
      const files = [
        await writeFile(folder, 'photo.jpg', 300_000, 1),
        await writeFile(folder, 'film.mp4', 24 * MB, 2),
        await writeFile(folder, 'backup', 22 * MB, 3),
      ];
      const large = files.slice(1).map(({path}) => path);
      const from = cos.log.length;
      policies.length = 0;
      const sent = (): LocalCos['log'] =>
        cos.log.slice(from).filter(({operation, status}) => operation === 'UploadPart' && status === 200);
      cos.settings.link = {bytesPerSecond: 8 * MB, rttMs: 2};

      const page = await open(context.newPage(), site.origin);
      await pick(page, ...files.map(({path}) => path));
      await until(() => sent().length >= 4, 'the first parts');
      // What a sleep of an hour does to keys that live for half an hour.
      cos.settings.clockOffsetMs = 3_600_000;
      await until(() => sent().length >= 10 && saved.size === 1, 'more parts, and the small file');
      page.on('dialog', (dialog) => void dialog.accept());
      await page.reload();
      // The log is in the order of arrival: a body that was on its way may come to its end behind these.
      const before = new Set(sent());
      cos.settings.link = {bytesPerSecond: 0, rttMs: 0};
      await page.waitForFunction(() => document.querySelector('cos-uploader')?.tasks.length === 2);
      await pick(page, ...large);
      await until(() => saved.size === 3, 'the last hand-over');
      await page.waitForFunction(() => document.querySelector('cos-uploader')!.totals.done === 2);
      assert.deepEqual(
        await page.evaluate(() =>
          document.querySelector('cos-uploader')!.tasks.map(({state}) => {
            const {committed} = state.status === 'done' ? state.result : {};
            return Object.keys(committed as object);
          }),
        ),
        [['id'], ['id']],
      );

      cos.settings.clockOffsetMs = 0;
      const refused = cos.log.slice(from).filter(({errorCode}) => errorCode);
      assert.ok(refused.length > 0, 'no key has ended');
      assert.deepEqual([...tries.values()], [3, 3, 3]);
      for (const [key, size] of saved) {
        assert.match(key, /^users\/42\/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}(\.jpg|\.mp4|)$/);
        const object = await stored(cos, key);
        assert.equal(object.size, size);
        assert.ok(files.some(({sha256}) => sha256 === object.sha256));
      }
      const had = new Set([...before].map(({key, partNumber}) => `${key} ${partNumber}`));
      const again = sent().filter(
        (entry) => !before.has(entry) && had.has(`${entry.key} ${entry.partNumber}`),
      );
      assert.deepEqual(again, [], 'parts sent twice');
      for (const {statement} of policies)
        for (const {resource} of statement)
          assert.ok(
            resource.every((place) => saved.has(place.slice(place.indexOf('/users') + 1))),
            String(resource),
          );

      const stranger = await fetch(`${site.origin}/tickets`, {
        method: 'POST',
        headers: {'content-type': 'application/json'},
        body: JSON.stringify({name: 'a', size: 1, lastModified: 1}),
      });
      assert.equal(stranger.status, 401);
      const theft = {method: 'POST', headers: {cookie: 'user=42'}, body: '{"key": "users/1/a", "size": 1}'};
      assert.equal((await fetch(`${site.origin}/uploads`, theft)).status, 403);
    });
  }
});

async function open(made: Promise<Page>, origin: string): Promise<Page> {
  const page = await made;
  page.on('pageerror', (error) => console.error(`[page] ${String(error)}`));
  await page.goto(origin);
  return page;
}

/** Serves the page of the manual and its script; everything else is the server's of the manual. */
async function siteOf(listener: RequestListener): Promise<Listening> {
  const [block] = await blocksWith('ticket-url="/tickets" commit-url="/uploads"', 'html');
  assert.ok(block);
  return listen((request, response) => {
    if (request.method === 'POST') listener(request, response);
    else if (request.url === '/') {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(`<!doctype html><html lang="en"><title>ten lines</title>${block}</html>`);
    } else {
      response.setHeader('content-type', 'text/javascript');
      const file = createReadStream(join('dist', basename(request.url ?? '')));
      file.on('error', () => response.writeHead(404).end());
      file.pipe(response);
    }
  });
}
