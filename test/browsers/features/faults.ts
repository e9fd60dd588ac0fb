import assert from 'node:assert/strict';
import {MB, type Stage} from '../stage.js';
import {inParts} from './control.js';
import type {Feature} from './feature.js';
import {expectStored} from './sending.js';

/** Whole and in parts, whatever happens on the way. `spoil`: what happens after a first file has arrived. */
async function arriveAll(stage: Stage, attributes = inParts, spoil?: () => void): Promise<void> {
  const files = [await stage.file('whole.bin', 300_000), await stage.file('parts.bin', 12 * MB)];
  const page = await stage.open({attributes});
  const earlier = spoil ? [await stage.file('first.bin', 1000)] : [];
  for (const first of earlier) {
    await page.choose(first.path);
    await page.done(first.name);
  }
  spoil?.();
  await page.choose(...files.map(({path}) => path));
  await page.done(...files.map(({name}) => name));
  await expectStored(stage, ...earlier, ...files);
}

const exposing = ({cos}: Stage, names: (name: string) => boolean): void => {
  const [rule] = cos.settings.corsRules;
  cos.settings.corsRules = [{...rule!, exposeHeaders: rule!.exposeHeaders.filter(names)}];
};

/** What `diagnose()` finds wrong. */
const faultsOf = async (stage: Stage, endpoint = stage.cos.origin): Promise<string[]> => {
  const page = await stage.open({
    body: (widget) => widget.replace(/ endpoint="[^"]*"/, ` endpoint="${endpoint}"`),
  });
  return page.run(async () => {
    const lines = await document.querySelector('cos-uploader')!.diagnose();
    return lines.filter(({ok}) => !ok).map(({check}) => check);
  });
};

export const faults: readonly Feature[] = [
  {
    name: 'a store that answers 503, and connections that are cut in the middle',
    async run(stage) {
      for (const operation of ['PutObject', 'UploadPart']) {
        stage.cos.faults.add({match: {operation}, times: 2, effect: {status: 503}});
        stage.cos.faults.add({match: {operation}, times: 2, effect: {reset: 'mid-body'}});
        stage.cos.faults.add({match: {operation}, probability: 0.1, seed: 1, effect: {reset: 'after'}});
      }
      await arriveAll(stage, `${inParts} retries="12"`);
    },
  },
  {
    name: 'an answer that is lost when the work is done',
    async run(stage) {
      // Until COS has answered it once, a page that gets no answers asks whether there are CORS rules. Such questions would be spoiled too.
      await arriveAll(stage, inParts, () => {
        for (const operation of ['PutObject', 'UploadPart', 'CompleteMultipartUpload'])
          stage.cos.faults.add({match: {operation}, times: 2, effect: {dropAnswer: true}});
      });
    },
  },
  {
    name: 'keys that have expired',
    async run(stage) {
      for (const operation of ['PutObject', 'UploadPart', 'CompleteMultipartUpload'])
        stage.cos.faults.add({match: {operation}, times: 1, effect: {expiredToken: true}});
      await arriveAll(stage);
      const refused = stage.cos.log.filter(({errorCode}) => errorCode === 'ExpiredToken');
      assert.ok(refused.length > 0);
    },
  },
  {
    name: 'CORS rules that do not expose ETag',
    async run(stage) {
      exposing(stage, (name) => name !== 'ETag');
      await arriveAll(stage);
    },
  },
  {
    name: 'CORS rules that expose nothing but the checksum',
    async run(stage) {
      exposing(stage, (name) => name === 'x-cos-hash-crc64ecma');
      await arriveAll(stage);
    },
  },
  {
    name: 'a bucket without CORS rules is told, and no try is wasted on it',
    async run(stage) {
      const file = await stage.file('refused.bin', 1000);
      stage.cos.settings.corsRules = [];
      const page = await stage.open({});
      await page.choose(file.path);
      await page.status(file.name, 'failed');
      const codes = await page.run(() =>
        window.widget.events.filter(({type}) => type === 'cos-upload-error').map(({code}) => code),
      );
      assert.deepEqual(codes, ['cors']);
    },
  },
  {
    name: '`diagnose()` tells missing CORS rules, and a store that does not answer',
    async run(stage) {
      assert.deepEqual(await faultsOf(stage), []);
      assert.deepEqual(await faultsOf(stage, 'http://127.0.0.1:1'), ['network']);
      stage.cos.settings.corsRules = [];
      assert.equal((await faultsOf(stage))[0], 'cors');
    },
  },
];
