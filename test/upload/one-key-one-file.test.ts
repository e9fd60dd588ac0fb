import {expect} from 'chai';
import {type UploadTask, Uploader} from '../../src/index.js';
import {download, freshKey, localClient, makeFile, openUploads, sha256} from '../support/cos.js';
import {freshStore, leave, leaveHalfway, MB, visit} from './run/visits.js';
import {until} from '../support/until.js';

const photo = (content: string): File => new File([content], 'image.jpg', {lastModified: content.length});
const contentOf = async (key: string): Promise<string | undefined> => (await download(key))?.text();

describe('Two files of one list', () => {
  afterEach(leave);

  it('that have one name are two objects, and are shown so; what is done counts', async () => {
    const keyPrefix = freshKey('');
    const uploader = visit({keyPrefix});
    const [first, second] = uploader.addAll([photo('one'), photo('second')]);
    await uploader.settled();
    const third = uploader.add(photo('the third'));
    await third.settled();
    const tasks = [first!, second!, third];
    const names = ['image.jpg', 'image (2).jpg', 'image (3).jpg'];
    expect(tasks.map(({name}) => name)).to.deep.equal(names);
    expect(tasks.map(({key}) => key)).to.deep.equal(names.map((name) => keyPrefix + name));
    expect(await Promise.all(tasks.map(({key}) => contentOf(key)))).to.deep.equal([
      'one',
      'second',
      'the third',
    ]);
  });

  it('are one upload where they are the same file', async () => {
    const uploader = visit({keyPrefix: freshKey('')});
    const [first, again] = [uploader.add(photo('one')), uploader.add(photo('one'))];
    await uploader.settled();
    expect(again.key).to.equal(first.key);
  });

  for (const [kind, answer] of [
    ['at once', (key: string) => key],
    ['later', (key: string) => Promise.resolve(key)],
  ] as const)
    it(`do not get a key that a function gives twice, ${kind}; asked again, it may give another`, async () => {
      const prefix = freshKey('');
      let made = 'same';
      const uploader = visit({key: () => answer(prefix + made), manual: true});
      const [first, second] = uploader.addAll([photo('one'), photo('second')]);
      uploader.start();
      await first!.settled();
      const error: unknown = await second!.settled().catch((cause: unknown) => cause);
      expect(error).to.include({name: 'UploadError', code: 'duplicate-key', retryable: false});
      expect(await contentOf(`${prefix}same`)).to.equal('one');
      made = 'other';
      uploader.retry(second);
      expect((await second!.settled()).key).to.equal(`${prefix}other`);
      expect(await contentOf(`${prefix}other`)).to.equal('second');
    });

  it('do not get a key that a template gives twice', async () => {
    const uploader = visit({keyTemplate: `${freshKey('')}{ext}`});
    const [first, second] = uploader.addAll([photo('one'), photo('second')]);
    await first!.settled();
    expect(second!.state).to.have.nested.property('error.code', 'duplicate-key');
  });

  it('leave a key to the next one when they are canceled or removed, and look for another when they come back', async () => {
    const uploader = visit({keyPrefix: freshKey(''), manual: true});
    const first = uploader.add(photo('one'));
    first.cancel();
    const second = uploader.add(photo('second'));
    expect(second.name).to.equal('image.jpg');
    first.resume();
    uploader.start();
    await uploader.settled();
    expect([first.name, second.name]).to.deep.equal(['image (2).jpg', 'image.jpg']);
    uploader.remove(second);
    expect(uploader.add(photo('the third')).name).to.equal('image.jpg');
  });

  it('keep their numbers over a reload', async () => {
    const [keyPrefix, store] = [freshKey(''), freshStore()];
    const large = (seed: number): File => makeFile(4 * MB + seed, 'image.jpg', seed);
    const key = `${keyPrefix}image (2).jpg`;
    await leaveHalfway(
      (uploader) => {
        uploader.add(photo('one'));
        return uploader.add(large(2));
      },
      {parts: 2, key, keyPrefix, store},
    );
    const later = visit({keyPrefix, store});
    const tasks = await later.restore();
    expect(tasks.map(({name}) => name)).to.deep.equal(['image (2).jpg']);
    const again = later.add(large(2));
    expect(again).to.equal(tasks[0]);
    const result = await again.settled();
    expect([result.key, result.resumedBytes]).to.deep.equal([key, 2 * MB]);
  });
});

describe('An object that has the key', () => {
  afterEach(leave);
  const bring = async (uploader: Uploader, file: File): Promise<UploadTask> => {
    const task = uploader.add(file);
    await task.settled().catch(() => undefined);
    return task;
  };

  for (const size of [10, 3 * MB])
    it(`stays what it is or not, as conflict says, for a file of ${size} bytes`, async () => {
      const keyPrefix = freshKey('');
      const [key, old, file] = [`${keyPrefix}a.bin`, makeFile(size, 'a.bin', 1), makeFile(size, 'a.bin', 2)];
      const is = async (at: string, what: File): Promise<boolean> =>
        (await sha256((await download(at))!)) === (await sha256(what));
      await localClient().putObject(key, old);
      await localClient().putObject(`${keyPrefix}a (2).bin`, old);

      const failed = await bring(visit({keyPrefix, conflict: 'fail'}), file);
      expect(failed.state).to.have.nested.property('error.code', 'FileAlreadyExists');
      expect(await is(key, old)).to.equal(true);

      const same = await bring(visit({keyPrefix, conflict: 'skip'}), old);
      expect(same.state).to.have.nested.property('result.skipped', true);

      const renamed = await bring(visit({keyPrefix, conflict: 'rename'}), file);
      expect(renamed.state.status).to.equal('done');
      expect([renamed.key, renamed.name]).to.deep.equal([`${keyPrefix}a (3).bin`, 'a (3).bin']);
      expect([await is(key, old), await is(renamed.key, file)]).to.deep.equal([true, true]);

      await bring(visit({keyPrefix}), file);
      expect(await is(key, file), 'replace').to.equal(true);
      await until(async () => (await openUploads(key)).length === 0, 'nothing left behind');
    });

  it('cannot be met in another way', () => {
    const conflict = 'overwrite' as 'fail';
    expect(() => new Uploader({client: localClient(), conflict})).to.throw(/conflict.*rename/);
  });
});
