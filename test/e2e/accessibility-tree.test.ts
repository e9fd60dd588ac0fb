import assert from 'node:assert/strict';
import {mkdir, mkdtemp, readFile, rm, writeFile as write} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {after, before, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import type {Page} from 'puppeteer-core';
import {accessibilityTree} from '../support/accessibility-tree.js';
import {
  drawn,
  inEachLayout,
  type Layout,
  pick,
  setStage,
  type Stage,
  until,
  untilDone,
  untilRowSays,
  writeFile,
} from '../support/e2e.js';

const MB = 2 ** 20;
const trees = fileURLToPath(new URL('trees/', import.meta.url));

/** Compares with what was reviewed. `UPDATE_SNAPSHOTS=1` takes the tree as it is: read it before it is committed. */
async function compare(page: Page, layout: Layout, name: string): Promise<void> {
  await drawn(page);
  const tree = await accessibilityTree(page, layout.elements);
  const path = join(trees, layout.name, `${name}.txt`);
  if (process.env['UPDATE_SNAPSHOTS']) {
    await mkdir(dirname(path), {recursive: true});
    await write(path, tree);
  } else {
    assert.equal(tree, await readFile(path, 'utf8'), `${name} sounds different; UPDATE_SNAPSHOTS=1 takes it`);
  }
}

inEachLayout('the accessibility tree of the browser', {timeout: 120_000}, (layout) => {
  let stage: Stage;
  let folder: string;
  let page: Page;
  const attributes =
    'key-prefix="tree/" part-size="1MB" multipart-threshold="1MB" concurrency="4" max-files="20" max-file-size="5GB" accept=".mov,.pdf,image/*" checksum="none"';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cos-uploader-files-'));
    stage = await setStage(attributes, {layout});
    page = await stage.open();
    page.on('dialog', (dialog) => void dialog.accept());
  });
  after(async () => {
    await stage.close();
    await rm(folder, {recursive: true, force: true});
  });

  const file = async (name: string, size: number): Promise<string> =>
    (await writeFile(folder, name, size)).path;
  const expectTree = (name: string): Promise<void> => compare(page, layout, name);

  it('idle', async () => {
    await expectTree('idle');
  });

  it('uploading', async () => {
    // Of both, two parts arrive and the others never get an answer: a state that stays.
    for (const partNumber of [3, 4])
      stage.cos.faults.add({match: {operation: 'UploadPart', partNumber}, effect: {hang: true}});
    await pick(page, await file('holiday.mov', 4 * MB), await file('contract.pdf', 4 * MB));
    await page.waitForFunction(
      () => {
        const {tasks, totals} = document.querySelector('cos-uploader')!;
        return (
          totals.secondsLeft !== undefined &&
          tasks.every(
            ({state}) =>
              state.status === 'uploading' && state.sent === 2 ** 21 && state.secondsLeft !== undefined,
          )
        );
      },
      {timeout: 20_000, polling: 50},
    );
    await expectTree('uploading');
  });

  it('paused', async () => {
    await page.evaluate(() => document.querySelector('cos-uploader')!.pause());
    await untilRowSays(page, 'Paused');
    await expectTree('paused');
  });

  it('offline', async () => {
    await page.evaluate(() => document.querySelector('cos-uploader')!.resume());
    await page.setOfflineMode(true);
    await untilRowSays(page, 'Waiting for a connection');
    await expectTree('offline');
    await page.setOfflineMode(false);
  });

  it('restore', async () => {
    await page.evaluate(() => {
      const element = document.querySelector('cos-uploader')!;
      element.remove(element.tasks[1]);
    });
    await until(
      () => stage.cos.log.some(({operation}) => operation === 'AbortMultipartUpload'),
      'the removed upload to be given up',
    );
    await page.reload();
    await page.waitForFunction(
      () => 'events' in window && window.events.some(({type}) => type === 'cos-restore'),
    );
    await untilRowSays(page, 'Choose');
    await expectTree('restore');
    stage.cos.faults.clear();
  });

  it('done', async () => {
    await pick(page, join(folder, 'holiday.mov'), join(folder, 'contract.pdf'));
    await untilDone(page, 2);
    await untilRowSays(page, 'Uploaded');
    await expectTree('done');
  });

  it('errors', async () => {
    await page.evaluate(() => document.querySelector('cos-uploader')!.clear());
    stage.cos.faults.add({match: {operation: 'PutObject'}, effect: {status: 403, code: 'AccessDenied'}});
    await pick(
      page,
      await file('scan.pdf', 1000),
      await file('photo.jpg', 2000),
      await file('setup.exe', 10),
    );
    await page.waitForFunction(() => document.querySelector('cos-uploader')!.totals.failed === 2);
    await untilRowSays(page, 'You may not');
    await expectTree('errors');
  });
});
