/** The first minute of the README, word for word, with both packages as npm would publish them. Needs `npm run build`. */
import assert from 'node:assert/strict';
import {execFileSync, spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import puppeteer, {type Browser} from 'puppeteer-core';
import {chromiumArgs, ensureChromium} from '../support/browser.js';
import {pick, writeFile} from '../support/e2e.js';
import type {Listening} from '../support/listen.js';
import {type App, installPacked} from '../support/packed.js';
import {serveFolder} from '../support/serve.js';

describe('the first minute', {timeout: 120_000}, () => {
  let folder: string;
  let app: App;
  let local: ChildProcess;
  let said = '';
  let site: Listening;
  let browser: Browser;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cos-uploader-local-'));
    const pack = ['pack', './demo/local-cos', '--ignore-scripts', '--silent', '--pack-destination', folder];
    const tarball = execFileSync('npm', pack, {encoding: 'utf8'}).trim();
    execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', '--silent', `./${tarball}`], {
      cwd: folder,
    });
    app = await installPacked();
    // The README's own port may be taken here.
    local = spawn(join(folder, 'node_modules/.bin/cos-uploader-local'), ['--port', '0'], {cwd: folder});
    local.stdout!.on('data', (text) => (said += String(text)));
    local.stderr!.pipe(process.stderr);
    while (!said.includes('Ctrl-C')) await Promise.race([once(local.stdout!, 'data'), failed(local)]);
    site = await serveFolder(app.folder);
    browser = await puppeteer.launch({executablePath: ensureChromium(), args: chromiumArgs});
  });
  after(async () => {
    await browser.close();
    await Promise.all([site.close(), app.remove()]);
    await rm(folder, {recursive: true, force: true});
  });

  it('a page of the reader’s own uploads to the COS of this machine, which stops on Ctrl-C', async () => {
    const readme = await readFile('README.md', 'utf8');
    const [, html = ''] = /```html\n(<!doctype html>[^]*?)```/.exec(readme) ?? [];
    const [, origin = ''] = /endpoint="([^"]+)"/.exec(said) ?? [];
    const {sha256, path} = await writeFile(folder, 'film.mp4', 24 * 2 ** 20);

    // What the README says to paste is what the command says to paste.
    assert.ok(html.includes(pasted(said).replaceAll(origin, 'http://127.0.0.1:9000')), said);
    await app.write('index.html', html.replaceAll('http://127.0.0.1:9000', origin));
    const page = await browser.newPage();
    await page.goto(site.origin);
    const done = page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          document.addEventListener('cos-upload-success', ({result}) =>
            resolve(`done: ${result.key} ${result.proof}`),
          );
          document.addEventListener('cos-upload-error', ({error}) => resolve(error.message));
        }),
    );
    await pick(page, path);
    assert.equal(await done, 'done: film.mp4 crc64');
    const objects = (await (await fetch(`${origin}/-/objects`)).json()) as {key: string; sha256: string}[];
    assert.deepEqual(
      objects.map((object) => [object.key, object.sha256]),
      [['film.mp4', sha256]],
    );

    local.kill('SIGINT');
    assert.equal((await once(local, 'exit'))[0], 0);
    await assert.rejects(fetch(`${origin}/-/objects`));
  });
});

const pasted = (text: string): string => /<cos-uploader[^]*<\/cos-uploader>/.exec(text)![0];

async function failed(child: ChildProcess): Promise<never> {
  await once(child, 'exit');
  throw new Error('cos-uploader-local has ended by itself');
}
