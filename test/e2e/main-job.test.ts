import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import type {HTTPResponse, Page} from 'puppeteer-core';
import {
  drawn,
  inEachLayout,
  pick,
  setStage,
  type Stage,
  stored,
  untilDone,
  untilRowSays,
  writeFile,
} from '../support/e2e.js';

const MB = 2 ** 20;

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cos-uploader-files-'));
});
after(() => rm(folder, {recursive: true, force: true}));

inEachLayout('the main job, from the built bundle through the file input', {timeout: 600_000}, (layout) => {
  let stage: Stage;
  before(async () => {
    stage = await setStage('key-prefix="main/"', {layout});
  });
  after(() => stage.close());

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
      await untilRowSays(page, 'Uploaded', name);
      assert.equal((await stored(stage.cos, `main/${name}`)).sha256, file.sha256);
      await page.close();
    });
  }

  it('ten files at once', async () => {
    const files = [];
    for (let index = 0; index < 10; index++) {
      files.push(await writeFile(folder, `ten-${index}.bin`, (index + 1) * 3 * MB + index, index + 2));
    }
    const page = await stage.open();
    await pick(page, ...files.map(({path}) => path));
    await untilDone(page, 10);
    await drawn(page);
    const summary = await page.evaluate(() => window.inWidget('.summary strong')[0]?.textContent);
    assert.equal(summary, 'All 10 files are uploaded');
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

// What hashes is not drawn.
describe('the one file of the bundle', {timeout: 60_000}, () => {
  it('hashes in a worker', async () => {
    const stage = await setStage();
    const page = await stage.open();
    const seen = await page.evaluate(async () => {
      const hasher = window.api.createHasher();
      const {crc64} = await hasher.hash(new Blob(['123456789']), {md5: true, crc64: true});
      return [hasher.path, crc64?.toString()];
    });
    assert.deepEqual(seen, ['worker-wasm', '11051210869376104954']);
    await stage.close();
  });
});

inEachLayout('a reload', {timeout: 300_000}, (layout) => {
  let stage: Stage;
  before(async () => {
    stage = await setStage('key-prefix="main/"', {layout});
  });
  after(() => stage.close());

  it('half-way: the same file picked again goes on where it was, and no part that the store lists is sent twice', async () => {
    const size = 300 * MB;
    const file = await writeFile(folder, 'reload.bin', size, 77);
    const line = {bytesPerSecond: 60 * MB, rttMs: 2};
    stage.cos.settings.link = line;
    const page = await stage.open();
    const logged = stage.cos.log.length;
    await pick(page, file.path);
    await page.waitForFunction(
      (half) => document.querySelector('cos-uploader')!.totals.sent >= half,
      {polling: 20},
      size / 2,
    );
    await page.reload();
    const answered = partsOf(stage, logged).filter(({status}) => status === 200);
    await page.waitForFunction(() => 'events' in window);
    const list = listOfParts(page);
    await pick(page, file.path);
    // Bodies whose page has gone may still arrive after this answer: what counts is what the store has said.
    const listed = await list;
    const has = new Set(listed.map(({partNumber}) => partNumber));
    for (const {partNumber} of answered)
      assert.ok(has.has(partNumber!), `the store lists part ${partNumber}`);
    const atList = stage.cos.log.length;

    await page.waitForFunction(() => window.events.some(({type}) => type === 'cos-upload-progress'));
    const bytes = listed.reduce((sum, part) => sum + part.size, 0);
    await drawn(page);
    const {first, shown, resumed} = await page.evaluate(() => ({
      first: window.events.find(({type}) => type === 'cos-upload-progress')?.sent ?? 0,
      shown: Number(window.inWidget('[role=progressbar]')[0]?.ariaValueNow),
      resumed: window.events.flatMap(({type, resumed, partNumber}) =>
        type === 'cos-part-done' && resumed ? [partNumber!] : [],
      ),
    }));
    assert.deepEqual(new Set(resumed), has, 'every part that is listed is taken over');
    assert.ok(first >= bytes, `progress began at ${first}, the store had listed ${bytes}`);
    assert.ok(shown >= Math.floor((bytes / size) * 100), `${shown} % is shown of ${bytes} bytes`);

    stage.cos.settings.link = {bytesPerSecond: 0, rttMs: 0};
    await untilDone(page, 1);
    const again = partsOf(stage, atList).filter(({partNumber}) => has.has(partNumber!));
    assert.deepEqual(
      again.map(({partNumber}) => partNumber),
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

/** The next answer of the store to the question which parts it has. */
function listOfParts(page: Page): Promise<{partNumber: number; size: number}[]> {
  return new Promise((resolve, reject) => {
    const hear = (response: HTTPResponse): void => {
      if (response.request().method() !== 'GET' || !response.url().includes('uploadId=')) return;
      page.off('response', hear);
      response.text().then((xml) => {
        const parts = xml.matchAll(/<PartNumber>(\d+)<\/PartNumber>.*?<Size>(\d+)<\/Size>/gs);
        resolve(Array.from(parts, ([, number, size]) => ({partNumber: Number(number), size: Number(size)})));
      }, reject);
    };
    page.on('response', hear);
  });
}
