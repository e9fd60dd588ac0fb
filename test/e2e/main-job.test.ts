import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import type {Page} from 'puppeteer-core';
import {layouts, pick, setStage, type Stage, stored, untilDone, writeFile} from '../support/e2e.js';

const MB = 2 ** 20;

describe('the main job, from the built bundle through the file input', {timeout: 600_000}, () => {
  let stage: Stage;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cos-uploader-files-'));
    stage = await setStage('key-prefix="main/"');
  });
  after(async () => {
    await stage.close();
    await rm(folder, {recursive: true, force: true});
  });

  const sizes: [string, number][] = [
    ['empty.bin', 0],
    ['one.bin', 1],
    ['threshold.bin', 20 * MB],
    ['over.bin', 20 * MB + 1],
    ['large.bin', 300 * MB],
  ];
  for (const [name, size] of sizes) {
    it(`${name} of ${size} bytes arrives byte for byte`, async () => {
      const file = await writeFile(folder, name, size);
      const page = await stage.open();
      await pick(page, file.path);
      await untilDone(page, 1);
      assert.equal((await stored(stage.cos, `main/${name}`)).sha256, file.sha256);
      await page.close();
    });
  }

  it('hashes in a worker, also from the one file', async () => {
    const page = await stage.open();
    const seen = await page.evaluate(async () => {
      const hasher = window.api.createHasher();
      const {crc64} = await hasher.hash(new Blob(['123456789']), {md5: true, crc64: true});
      return [hasher.path, crc64?.toString()];
    });
    assert.deepEqual(seen, ['worker-wasm', '11051210869376104954']);
    await page.close();
  });

  it('ten files at once', async () => {
    const files = [];
    for (let index = 0; index < 10; index++) {
      files.push(await writeFile(folder, `ten-${index}.bin`, (index + 1) * 3 * MB + index, index + 2));
    }
    const page = await stage.open();
    await pick(page, ...files.map(({path}) => path));
    await untilDone(page, 10);
    for (const [index, {sha256}] of files.entries()) {
      assert.equal((await stored(stage.cos, `main/ten-${index}.bin`)).sha256, sha256);
    }
    await page.close();
  });

  it('30 % of the parts answered 503 or reset mid-body: the object arrives intact', async () => {
    const file = await writeFile(folder, 'faulty.bin', 120 * MB, 5);
    const match = {operation: 'UploadPart'};
    stage.cos.faults.add({match, probability: 0.15, seed: 1, effect: {status: 503}});
    stage.cos.faults.add({match, probability: 0.15, seed: 2, effect: {reset: 'mid-body'}});
    const page = await stage.open();
    await page.evaluate(() => document.querySelector('cos-uploader')!.setAttribute('part-size', '2MB'));
    await page.evaluate(() => document.querySelector('cos-uploader')!.setAttribute('retries', '12'));
    await pick(page, file.path);
    await untilDone(page, 1);
    stage.cos.faults.clear();
    assert.equal((await stored(stage.cos, 'main/faulty.bin')).sha256, file.sha256);
    await page.close();
  });
});

for (const layout of layouts)
  describe(`a reload (${layout.name})`, {timeout: 300_000}, () => {
    let stage: Stage;
    let folder: string;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'cos-uploader-files-'));
      stage = await setStage('key-prefix="main/"', {layout});
    });
    after(async () => {
      await stage.close();
      await rm(folder, {recursive: true, force: true});
    });

    it('half-way: the same file picked again goes on where it was, and no part is sent twice', async () => {
      const size = 300 * MB;
      const file = await writeFile(folder, 'reload.bin', size, 77);
      stage.cos.settings.link = {bytesPerSecond: 60 * MB, rttMs: 2};
      const page = await stage.open();
      const logged = stage.cos.log.length;
      await pick(page, file.path);
      await page.waitForFunction(
        (half) => document.querySelector('cos-uploader')!.totals.sent >= half,
        {polling: 20},
        size / 2,
      );
      await page.reload();
      const before = partsOf(stage, logged).filter(({status}) => status === 200);
      const had = new Map(before.map(({query}) => [query['partNumber'], true]));
      const bytes = before.reduce((sum, {bytesIn}) => sum + bytesIn, 0);
      const atReload = stage.cos.log.length;
      stage.cos.settings.link = {bytesPerSecond: 0, rttMs: 0};
      await page.waitForFunction(() => 'events' in window);
      await pick(page, file.path);
      await untilDone(page, 1);
      const first = await firstSent(page);
      assert.ok(first >= bytes, `progress began at ${first}, the server had ${bytes}`);
      const again = partsOf(stage, atReload).filter(({query}) => had.has(query['partNumber']));
      assert.deepEqual(
        again.map(({query}) => query['partNumber']),
        [],
        'parts sent twice',
      );
      assert.equal((await stored(stage.cos, 'main/reload.bin')).sha256, file.sha256);
      await page.close();
    });
  });

/** What the log has of the parts sent since its entry `from`. */
function partsOf(stage: Stage, from: number): Stage['cos']['log'] {
  return stage.cos.log.slice(from).filter(({operation}) => operation === 'UploadPart');
}

/** The first progress that the page reported. */
async function firstSent(page: Page): Promise<number> {
  return page.evaluate(() => window.events.find(({type}) => type === 'cos-upload-progress')?.sent ?? 0);
}
