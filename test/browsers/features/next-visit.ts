import assert from 'node:assert/strict';
import {MB, type Stage} from '../stage.js';
import type {Page} from '../page.js';
import {fast, inParts, slow} from './control.js';
import type {Feature} from './feature.js';
import {expectStored} from './sending.js';

/** What the store has when this begins is not sent again, also where a body that was on its way arrives later. */
async function noPartTwice(stage: Stage, name: string, rest: () => Promise<unknown>): Promise<void> {
  const times = (parts: readonly number[], part: number): number =>
    parts.filter((other) => other === part).length;
  const had = stage.parts(name);
  await rest();
  const sent = stage.parts(name);
  const again = had.filter((part) => times(sent, part) > times(had, part));
  assert.deepEqual(again, [], 'parts sent twice');
}

/** Bytes of a file are in the journal, and it is on its way. */
const isKept = (page: Page, name: string, origin: string): Promise<void> =>
  page.so(
    'the journal to have it',
    async (name, origin) => {
      const records = await window.cos.createIdbStore().list(origin);
      // A page that was closed at the end of its upload may have left a record of a file of that name.
      const task = window.widget.task(name);
      return (
        records.some((record) => record.key === task?.key && record.blob) &&
        task?.state.status === 'uploading'
      );
    },
    name,
    origin,
  );

const resumesBlob = (attributes: string, goOn: (page: Page) => Promise<void>) => async (stage: Stage) => {
  const file = await stage.file('small.bin', 4 * MB);
  slow(stage, MB / 4);
  const page = await stage.open({attributes});
  await page.choose(file.path);
  await isKept(page, file.name, stage.cos.origin);
  await page.reload();
  fast(stage);
  await goOn(page);
  await page.done(file.name);
  await expectStored(stage, file);
};

export const nextVisit: readonly Feature[] = [
  {
    name: 'after a reload, the same file chosen again goes on',
    async run(stage) {
      const file = await stage.file('reload.bin', 32 * MB);
      slow(stage, 16 * MB);
      const page = await stage.open({attributes: inParts});
      await page.choose(file.path);
      await page.sent(file.name, file.size / 2);
      await page.reload();
      fast(stage);
      await noPartTwice(stage, file.name, async () => {
        await page.choose(file.path);
        await page.done(file.name);
      });
      await expectStored(stage, file);
    },
  },
  {
    name: 'after a reload, a small file goes on by itself: its bytes are kept',
    run: resumesBlob('', () => Promise.resolve()),
  },
  {
    name: 'after a reload, a small file goes on when the person says so (`resume="ask"`)',
    run: resumesBlob('resume="ask"', (page) => page.act('small.bin', 'resume')),
  },
  {
    name: 'after a reload, a large file goes on by itself: its handle is kept',
    async run(stage) {
      slow(stage, 16 * MB);
      const page = await stage.open({attributes: inParts});
      const sha256 = await page.run(async (size) => {
        const root = await navigator.storage.getDirectory();
        const handle = await root.getFileHandle('handle.bin', {create: true});
        const writable = await handle.createWritable();
        const block = new Uint8Array(2 ** 20).map((_, i) => (i * 31) % 251);
        for (let at = 0; at < size; at += block.length) {
          block[0] = at / block.length;
          await writable.write(block.slice());
        }
        await writable.close();
        await document.querySelector('cos-uploader')!.addFiles([handle]);
        const bytes = await (await handle.getFile()).arrayBuffer();
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
        return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
      }, 32 * MB);
      await page.sent('handle.bin', 16 * MB);
      await page.reload();
      fast(stage);
      await noPartTwice(stage, 'handle.bin', () => page.done('handle.bin'));
      assert.deepEqual(await stage.stored(), {'handle.bin': sha256});
    },
    otherwise: {
      WebKit: {
        why: 'WebKitGTK has no handles of files. The file is chosen again, as in the first row of these.',
        async run(stage) {
          const page = await stage.open({});
          assert.deepEqual(
            await page.run(() => [
              'showOpenFilePicker' in window,
              'FileSystemFileHandle' in window && 'getDirectory' in navigator.storage,
            ]),
            [false, false],
          );
        },
      },
    },
  },
  {
    name: 'a second tab shows the progress of the first, and takes over when that is closed',
    async run(stage) {
      const file = await stage.file('tabs.bin', 12 * MB);
      slow(stage, MB / 2);
      const first = await stage.open({attributes: inParts});
      await first.choose(file.path);
      await first.sent(file.name, MB);
      const second = await stage.open();
      await second.choose(file.path);
      await second.so(
        'the progress of the other tab',
        (name) => {
          const state = window.widget.task(name)?.state;
          return state?.status === 'waiting' && state.reason === 'other-tab' && state.sent > 0;
        },
        file.name,
      );
      assert.match((await second.run((name) => window.widget.words(name), file.name))!, /another tab/);
      await first.close();
      fast(stage);
      await noPartTwice(stage, file.name, () => second.done(file.name));
      await expectStored(stage, file);
    },
  },
  {
    name: 'a second tab is done when the first is, and sends nothing',
    async run(stage) {
      const file = await stage.file('tabs.bin', 12 * MB);
      slow(stage, MB / 2);
      const first = await stage.open({attributes: inParts});
      await first.choose(file.path);
      await first.sent(file.name, MB);
      const second = await stage.open();
      await second.choose(file.path);
      await second.status(file.name, 'waiting');
      fast(stage);
      await second.status(file.name, 'done');
      await first.done(file.name);
      const parts = stage.parts(file.name);
      assert.equal(new Set(parts).size, parts.length, `sent twice: ${parts.join(' ')}`);
    },
  },
];
