import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, it} from 'node:test';
import type {Page} from 'puppeteer-core';
import {
  inEachLayout,
  pick,
  setStage,
  type Stage,
  stored,
  until,
  untilDone,
  writeFile,
} from '../support/e2e.js';
import {listen} from '../support/listen.js';

const MB = 2 ** 20;

inEachLayout('uploads that outlive their page', {timeout: 300_000}, (layout) => {
  let stage: Stage;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cos-uploader-files-'));
    // Slow enough to be interrupted: 12 parts in 3 s.
    stage = await setStage('key-prefix="left/" part-size="1MB" multipart-threshold="1MB" concurrency="2"', {
      layout,
      cos: {link: {bytesPerSecond: 4 * MB, rttMs: 5}},
    });
  });
  after(async () => {
    await stage.close();
    await rm(folder, {recursive: true, force: true});
  });

  const bodies = (name: string): number[] =>
    stage.cos.log
      .filter(
        ({operation, key, status}) => operation === 'UploadPart' && key === `left/${name}` && status === 200,
      )
      .map(({partNumber}) => partNumber ?? 0)
      .sort((a, b) => a - b);

  const untilParts = (name: string, count: number): Promise<void> =>
    until(() => bodies(name).length >= count, `${count} parts of ${name}`);

  const seen = (page: Page, type: string, reason?: string): Promise<unknown> =>
    page.waitForFunction(
      (wanted, why) =>
        window.events.some((event) => event.type === wanted && (why === undefined || event.reason === why)),
      {timeout: 30_000, polling: 50},
      type,
      reason,
    );

  /** Two parts may have been under way; nothing else goes over the line a second time. */
  const expectWhole = async (name: string, sha256: string, parts: number): Promise<void> => {
    assert.equal((await stored(stage.cos, `left/${name}`)).sha256, sha256);
    assert.ok(bodies(name).length <= parts + 2, `parts sent: ${bodies(name).join(' ')}`);
    const open = (await (await fetch(`${stage.cos.origin}/-/uploads`)).json()) as {key: string}[];
    assert.deepEqual(open, []);
  };

  it('goes on after a reload, with the same file chosen again', async () => {
    const file = await writeFile(folder, 'reload.bin', 12 * MB, 51);
    const page = await stage.open();
    await pick(page, file.path);
    await untilParts('reload.bin', 4);
    page.on('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await page.waitForFunction(() => customElements.get('cos-uploader') && 'events' in window);
    await seen(page, 'cos-restore');
    await pick(page, file.path);
    await untilDone(page, 1);
    await expectWhole('reload.bin', file.sha256, 12);
    await page.close();
  });

  it('goes on after the browser was killed', async () => {
    const file = await writeFile(folder, 'crash.bin', 12 * MB, 52);
    await pick(await stage.open(), file.path);
    await untilParts('crash.bin', 4);
    await stage.crash();
    const page = await stage.open();
    await seen(page, 'cos-restore');
    await pick(page, file.path);
    await untilDone(page, 1);
    await expectWhole('crash.bin', file.sha256, 12);
    await page.close();
  });

  it('takes over from a tab that was killed', async () => {
    const file = await writeFile(folder, 'tabs.bin', 12 * MB, 53);
    const first = await stage.open();
    await pick(first, file.path);
    await untilParts('tabs.bin', 2);
    const second = await stage.open();
    await pick(second, file.path);
    await seen(second, 'cos-upload-pause', 'other-tab');
    await seen(second, 'cos-upload-progress');
    first.goto('chrome://crash').catch(() => undefined);
    await untilDone(second, 1);
    await expectWhole('tabs.bin', file.sha256, 12);
  });

  it('hands a file over once more after its tab was closed between the end of the upload and the answer, and sends nothing', async () => {
    const heard: string[] = [];
    let silent = true;
    const application = await listen((request, response) => {
      const headers = {'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type'};
      if (request.method === 'OPTIONS') return void response.writeHead(204, headers).end();
      request.setEncoding('utf8').on('data', (body: string) => heard.push(body));
      if (!silent) response.writeHead(200, headers).end('{"id": 1}');
    });
    const committing = await setStage(
      `key-prefix="left/" part-size="1MB" multipart-threshold="1MB" commit-url="${application.origin}/uploads"`,
      {layout},
    );
    try {
      const file = await writeFile(folder, 'closed.bin', 3 * MB, 54);
      const sent = (): number => committing.cos.log.reduce((sum, {bytesIn}) => sum + bytesIn, 0);
      const first = await committing.open();
      await pick(first, file.path);
      await until(() => heard.length === 1, 'the first hand-over');
      await first.close({runBeforeUnload: false});
      silent = false;
      const bytes = sent();
      const both = await Promise.all([committing.open(), committing.open()]);
      await until(() => heard.length === 2, 'the second hand-over');
      const third = await committing.open();
      await Promise.all(
        [...both, third].map((page) =>
          page.evaluate(() => document.querySelector('cos-uploader')!.restore()),
        ),
      );
      assert.equal(heard.length, 2);
      assert.equal(heard[0], heard[1]);
      assert.equal(sent(), bytes);
      assert.equal((await stored(committing.cos, 'left/closed.bin')).sha256, file.sha256);
    } finally {
      await committing.close();
      await application.close();
    }
  });
});
