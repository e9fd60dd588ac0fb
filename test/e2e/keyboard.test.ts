import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, it} from 'node:test';
import type {KeyInput, Page} from 'puppeteer-core';
import {
  choose,
  drawn,
  inEachLayout,
  setStage,
  type Stage,
  stored,
  untilDone,
  untilRowSays,
  untilStatus,
  writeFile,
} from '../support/e2e.js';

const MB = 2 ** 20;

inEachLayout('without a mouse', {timeout: 120_000}, (layout) => {
  let stage: Stage;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cos-uploader-files-'));
    // Slow enough for a person to press keys meanwhile.
    stage = await setStage('key-prefix="keys/" part-size="1MB" multipart-threshold="1MB" concurrency="2"', {
      cos: {link: {bytesPerSecond: MB, rttMs: 5}},
      layout,
      page: (markup) => `<button id="before">Before</button>${markup}<button id="after">After</button>`,
    });
  });
  after(async () => {
    await stage.close();
    await rm(folder, {recursive: true, force: true});
  });

  it('adds, pauses, resumes, cancels, takes back and tries again, and never loses its place', async () => {
    const names = ['alpha.bin', 'bravo.bin', 'charlie.bin', 'delta.bin'];
    const files = [];
    for (const [index, name] of names.entries())
      files.push(await writeFile(folder, name, 4 * MB, index + 11));
    stage.cos.faults.add({
      match: {operation: 'InitiateMultipartUpload', key: 'keys/delta.bin'},
      times: 1,
      effect: {status: 403, code: 'AccessDenied'},
    });
    const page = await stage.open();

    /** Presses a key and says where the focus is afterwards. */
    const press = async (key: KeyInput, where: string): Promise<void> => {
      await page.keyboard.press(key);
      await hasFocus(page, where, key);
    };

    await press('Tab', '#before');
    await press('Tab', 'browse');
    await choose(page, () => press('Enter', 'browse'), ...files.map(({path}) => path));
    await page.waitForSelector('body >>> .row:nth-child(4)');
    await hasFocus(page, 'browse', 'after the picker');

    await press('Tab', 'folder');
    await press('Tab', 'pause-all');
    await press('Enter', 'resume-all');
    await untilStatus(page, 'alpha.bin', 'paused');
    await press('Enter', 'pause-all');
    await press('Tab', 'more');
    await press('Tab', 'alpha.bin');

    await press('ArrowDown', 'bravo.bin');
    await press('End', 'delta.bin');
    await press('ArrowDown', 'delta.bin');
    await press('Home', 'alpha.bin');
    await press('ArrowRight', 'alpha.bin pause');
    await press('ArrowLeft', 'alpha.bin');

    await press('Space', 'alpha.bin');
    await untilStatus(page, 'alpha.bin', 'paused');
    const sent = parts(stage, 'alpha.bin');
    await page.waitForFunction(() =>
      window.events.some(({type, key}) => type === 'cos-part-done' && key?.endsWith('bravo.bin')),
    );
    assert.equal(parts(stage, 'alpha.bin'), sent, 'nothing is sent of what is paused');
    await press('Space', 'alpha.bin');
    await untilStatus(page, 'alpha.bin', 'queued', 'preparing', 'uploading');

    await press('ArrowDown', 'bravo.bin');
    await press('Delete', 'bravo.bin');
    await untilRowSays(page, 'Canceled', 'bravo.bin');
    await press('ArrowRight', 'bravo.bin undo');
    await press('Enter', 'bravo.bin pause');
    await untilStatus(page, 'bravo.bin', 'queued', 'preparing', 'uploading');
    await press('ArrowLeft', 'bravo.bin');

    await press('ArrowDown', 'charlie.bin');
    await press('Delete', 'charlie.bin');
    await untilRowSays(page, 'Canceled', 'charlie.bin');
    await untilStatus(page, 'delta.bin', 'failed');
    await page.waitForFunction(() => document.querySelector('cos-uploader')!.tasks.length === 3, {
      timeout: 8000,
    });
    await hasFocus(page, 'delta.bin', 'when the canceled one went');

    await untilRowSays(page, 'You may not upload here.', 'delta.bin');
    await press('Enter', 'delta.bin');
    await untilStatus(
      page,
      'delta.bin',
      'queued',
      'preparing',
      'uploading',
      'completing',
      'verifying',
      'done',
    );
    await page.evaluate(
      () => (window.events = window.events.filter(({type}) => type !== 'cos-upload-error')),
    );
    stage.cos.settings.link = {bytesPerSecond: 0, rttMs: 0};
    await untilDone(page, 3);
    await hasFocus(page, 'delta.bin', 'at the end');
    await press('Tab', '#after');
    await page.keyboard.down('Shift');
    await press('Tab', 'delta.bin');
    await press('Tab', 'clear');
    await page.keyboard.up('Shift');
    await press('Enter', 'browse');

    for (const [index, name] of names.entries()) {
      if (name !== 'charlie.bin')
        assert.equal((await stored(stage.cos, `keys/${name}`)).sha256, files[index]?.sha256, name);
    }
    await assert.rejects(stored(stage.cos, 'keys/charlie.bin'), /404/);
    assert.deepEqual(await (await fetch(`${stage.cos.origin}/-/uploads`)).json(), []);
  });
});

/** Parts of a file that have reached the store. */
function parts({cos}: Stage, name: string): number {
  return cos.log.filter(
    ({operation, key, status}) => operation === 'UploadPart' && key === `keys/${name}` && status === 200,
  ).length;
}

/** The focus as a person would call it, once all that was asked for is drawn. */
async function focus(page: Page): Promise<string> {
  await drawn(page);
  return page.evaluate(() => {
    const active = document.activeElement;
    if (!active?.localName.startsWith('cos-'))
      return active?.id ? `#${active.id}` : (active?.localName ?? 'nothing');
    const inside = active.shadowRoot?.activeElement as HTMLElement | null;
    if (!inside) return 'the element, but nothing in it';
    const file = inside.closest('.row')?.querySelector('.filename')?.textContent;
    return [file, inside.dataset['action']].filter(Boolean).join(' ');
  });
}

async function hasFocus(page: Page, wanted: string, when: string): Promise<void> {
  assert.equal(await focus(page), wanted, when);
}
