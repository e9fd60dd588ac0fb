import {expect} from 'chai';
import {createIdbStore, createMemoryStore, type ResumeStore} from '../../../src/index.js';
import {mount, settle, text, unmount} from '../../support/element.js';
import {addFaults, clearFaults, download, freshKey, makeFile, sha256} from '../../support/cos.js';
import {freshName, leave, MB, visit} from '../run/visits.js';
import {until} from '../../support/until.js';

/** As IndexedDB while another page holds up its deletion: it opens, or not, and never answers. */
function silentStore(): ResumeStore {
  const never = (): Promise<never> => new Promise(() => undefined);
  return {list: never, get: never, update: never, put: never, putPart: never, remove: never};
}

describe("The browser's storage", () => {
  afterEach(async () => {
    unmount();
    await leave();
  });

  it('holds up nothing that is complete when it never answers', async () => {
    const key = freshKey();
    const file = makeFile(3 * MB);
    await visit({store: silentStore()}).add(file, {key}).settled();
    expect(await sha256((await download(key))!)).to.equal(await sha256(file));
  });

  it('holds up nothing that is complete when it falls silent at the end', async () => {
    const removed: string[] = [];
    const remove = (id: string): Promise<void> => {
      removed.push(id);
      return new Promise(() => undefined);
    };
    const uploader = visit({store: {...createMemoryStore(), remove}});
    await uploader.add(makeFile(3 * MB), {key: freshKey()}).settled();
    expect(removed).to.have.length.above(0);
    expect(uploader.remembers, 'it has had no time to fail').to.equal(true);
  });

  it('is deleted by the page: a paused upload does not promise any more to outlive it', async () => {
    const name = freshName();
    const key = freshKey();
    const [stuck] = await addFaults({
      match: {operation: 'UploadPart', key, partNumber: 3},
      effect: {hang: true},
    });
    const uploader = visit({store: createIdbStore(name)});
    const element = await mount();
    element.uploader = uploader;
    const task = uploader.add(makeFile(4 * MB), {key});
    await until(() => task.state.sent >= 2 * MB, 'two parts');
    task.pause();
    await settle(element);
    await until(() => text(element, '.row').includes('resume any time'), 'the promise');
    let told = 0;
    uploader.addEventListener('forget', () => told++);
    const deleting = indexedDB.deleteDatabase(name);
    await new Promise((resolve) => (deleting.onsuccess = resolve));
    await until(() => text(element, '.row').includes('keep this page open'), 'the warning');
    expect([told, uploader.remembers, uploader.resumability(task)]).to.deep.equal([1, false, 'lost']);
    await clearFaults([stuck!]);
    task.resume();
    expect((await task.settled()).resumedBytes, 'this page still knows').to.be.at.least(2 * MB);
  });
});
