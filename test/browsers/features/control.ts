import assert from 'node:assert/strict';
import {MB, type Stage} from '../stage.js';
import {until} from '../../support/until.js';
import type {Feature} from './feature.js';
import {expectStored, unfinished} from './sending.js';

/** Small parts, two at a time. */
export const inParts = 'part-size="1MB" multipart-threshold="1MB" concurrency="2"';

/** Slow enough to do something meanwhile. */
export const slow = ({cos}: Stage, bytesPerSecond = 4 * MB): void => {
  cos.settings.link = {bytesPerSecond, rttMs: 5};
};
export const fast = ({cos}: Stage): void => {
  cos.settings.link = {bytesPerSecond: 0, rttMs: 0};
};

export const control: readonly Feature[] = [
  {
    name: 'pause and resume, by clicks',
    async run(stage) {
      const file = await stage.file('paused.bin', 12 * MB);
      const others = [await stage.file('other.bin', 3 * MB), await stage.file('another.bin', 3 * MB)];
      slow(stage);
      const page = await stage.open({attributes: inParts});
      await page.choose(file.path);
      await page.sent(file.name, 3 * MB);
      await page.act(file.name, 'pause');
      await page.status(file.name, 'paused');
      // Bodies that had left the browser arrive before those of a file that is chosen later.
      const arrived: number[][] = [];
      for (const other of others) {
        await page.choose(other.path);
        await page.done(other.name);
        arrived.push(stage.parts(file.name));
      }
      assert.deepEqual(arrived[1], arrived[0], 'sent while it was paused');
      assert.ok(arrived[0]!.length < 12);
      fast(stage);
      await page.act(file.name, 'resume');
      await page.done(file.name);
      await expectStored(stage, file, ...others);
      const parts = stage.parts(file.name);
      assert.equal(new Set(parts).size, parts.length, `sent twice: ${parts.join(' ')}`);
    },
  },
  {
    name: 'cancel, with the way back; what is canceled leaves nothing',
    async run(stage) {
      const [kept, gone] = [await stage.file('kept.bin', 8 * MB), await stage.file('gone.bin', 8 * MB)];
      slow(stage);
      const page = await stage.open({attributes: inParts});
      await page.choose(kept.path, gone.path);
      await page.sent(kept.name, MB);
      await page.act(kept.name, 'cancel');
      await page.so('the row to say so', (name) => window.widget.words(name) === 'Canceled', kept.name);
      await page.act(kept.name, 'undo');
      await page.status(kept.name, 'queued', 'preparing', 'uploading');
      await page.sent(gone.name, MB);
      await page.act(gone.name, 'cancel');
      fast(stage);
      await page.done(kept.name);
      await page.so('the row to go', (name) => !window.widget.row(name), gone.name);
      await until(async () => (await unfinished(stage)).length === 0, 'its parts to go');
      await expectStored(stage, kept);
    },
  },
  {
    name: 'pause, resume and cancel of all at once',
    async run(stage) {
      // On a slow machine smaller ones are done before the second click.
      const files = [await stage.file('a.bin', 16 * MB), await stage.file('b.bin', 16 * MB)];
      slow(stage, 2 * MB);
      const page = await stage.open({attributes: inParts});
      await page.choose(...files.map(({path}) => path));
      await page.sent('a.bin', MB);
      await page.clickOn('Pause all');
      for (const {name} of files) await page.status(name, 'paused');
      await page.clickOn('Resume all');
      for (const {name} of files) await page.status(name, 'queued', 'preparing', 'uploading');
      await page.clickOn('More actions');
      await page.clickOn('Cancel all');
      await page.so('the way back', () => window.widget.named('Undo'));
      fast(stage);
      await page.clickOn('Undo');
      await page.done(...files.map(({name}) => name));
      await expectStored(stage, ...files);
    },
  },
];
