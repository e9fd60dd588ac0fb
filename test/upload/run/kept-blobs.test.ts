import {expect} from 'chai';
import {createMemoryStore, type ResumeStore, type Uploader, type UploadRecord} from '../../../src/index.js';
import {makeRoom} from '../../../src/upload/run/kept-blobs.js';
import {withResolvers} from '../../../src/upload/tasks/with-resolvers.js';
import {freshKey, makeFile} from '../../support/cos.js';
import {freshStore, leave, leaveHalfway, MB, visit} from './visits.js';
import {until} from '../../support/until.js';

const origin = 'https://cos.example';
const record = (id: string, created: number, more: Partial<UploadRecord> = {}): UploadRecord => ({
  version: 1,
  id,
  origin,
  key: id,
  name: id,
  path: id,
  size: 10 * MB,
  type: '',
  lastModified: 0,
  layout: [],
  created,
  blob: new Blob(['x']),
  ...more,
});

/** With this much space for the site. */
async function underQuota<T>(quota: number, act: () => Promise<T>): Promise<T> {
  Object.defineProperty(navigator.storage, 'estimate', {
    value: () => Promise.resolve({quota}),
    configurable: true,
  });
  try {
    return await act();
  } finally {
    Reflect.deleteProperty(navigator.storage, 'estimate');
  }
}

describe('Contents of files in the journal', () => {
  afterEach(leave);

  const cases: [what: string, quota: number, count: number, gone: string[]][] = [
    ['300 MB together', Infinity, 31, ['0']],
    ['all that fit', Infinity, 30, []],
    ['a quarter of the quota', 160 * MB, 6, ['0', '1']],
  ];
  for (const [what, quota, count, gone] of cases) {
    it(`take ${what} at most; the oldest go first`, async () => {
      const store = createMemoryStore();
      const records = Array.from({length: count}, (_, i) => record(String(i), i));
      await store.put(...records.slice(0, -1));
      const dropped = await underQuota(quota, () => makeRoom(store, origin, records.slice(-1)));
      expect([...dropped]).to.deep.equal(gone);
      expect((await store.list(origin)).map(({id}) => id)).to.not.include.members(gone.concat('none'));
    });
  }

  it('go without the upload they belong to where that has begun', async () => {
    const store = createMemoryStore();
    await store.put(record('begun', 1, {uploadId: 'u'}), record('handle', 2, {blob: undefined}));
    await underQuota(40 * MB, () => makeRoom(store, origin, [record('new', 3)]));
    expect((await store.list(origin)).map(({id, blob}) => [id, blob])).to.deep.equal([
      ['begun', undefined],
      ['handle', undefined],
    ]);
  });

  it('are not kept of a file that was done before there was room for it', async () => {
    const store = freshStore();
    const asked = withResolvers<undefined>();
    const room = withResolvers<{quota: number}>();
    let updates = 0;
    const update = store.update.bind(store);
    store.update = async (ids, change) => {
      await update(ids, change);
      updates++;
    };
    Object.defineProperty(navigator.storage, 'estimate', {
      value: () => (asked.resolve(undefined), room.promise),
      configurable: true,
    });
    try {
      const task = visit({store}).add(makeFile(10, 'small.bin'), {key: freshKey(''), persist: true});
      await Promise.all([asked.promise, task.settled()]);
      expect(task.state.status).to.equal('done');
      room.resolve({quota: Infinity});
      await until(() => updates === 2, 'room to be made, and the write');
      expect(await store.list(cosOrigin)).to.deep.equal([]);
    } finally {
      Reflect.deleteProperty(navigator.storage, 'estimate');
    }
  });

  it('let the next visit go on with files that were kept, and with no others', async () => {
    const store = freshStore();
    const [first, second] = [makeFile(3 * MB, 'first.bin'), makeFile(3 * MB, 'second.bin', 2)];
    await underQuota(16 * MB, async () => {
      const uploader = visit({store, manual: true});
      const tasks = [first, second].map((file) =>
        uploader.add(file, {key: freshKey(file.name), persist: true}),
      );
      await until(() => uploader.resumability(tasks[0]!) === 'lost', 'room for one');
      await until(async () => (await store.list(uploader.client.origin)).length === 1, 'the record of one');
      expect(uploader.resumability(tasks[1]!)).to.equal('nothing');
    });
    await leave();
    const found = await visit({store, manual: true}).restore();
    expect(found.map(({name, file}) => [name, file?.size])).to.deep.equal([['second.bin', 3 * MB]]);
  });

  it('are left out where the storage refuses them: uploads go on when their file is chosen again', async () => {
    const store = freshStore();
    const refuse = (): never => {
      throw new DOMException('No.', 'DataCloneError');
    };
    const takesNoContents: ResumeStore = {
      ...store,
      put: (...records) => (records.some(({blob}) => blob) ? refuse() : store.put(...records)),
      async update(ids, change) {
        const asked: string[] = [];
        await store.update(ids, (known, id) => {
          const written = change(known, id);
          if (!written?.blob) return written;
          asked.push(id);
          return known;
        });
        if (asked.length) refuse();
      },
    };
    const key = freshKey();
    const file = makeFile(4 * MB);
    let first: Uploader | undefined;
    await leaveHalfway(
      (uploader) => {
        first = uploader;
        return uploader.add(file, {key, persist: true});
      },
      {parts: 2, key, store: takesNoContents},
    );
    expect(first?.remembers, 'the journal works').to.equal(true);
    const uploader = visit({store: takesNoContents});
    const [found] = await uploader.restore();
    expect(found?.state).to.deep.include({status: 'suspended', needs: 'file'});
    const {resumedBytes} = await uploader.add(file, {key}).settled();
    expect(resumedBytes).to.equal(2 * MB);

    const small = makeFile(10, 'small.bin');
    const waiting = visit({store: takesNoContents, manual: true});
    const task = waiting.add(small, {key: freshKey('small'), persist: true});
    await until(() => waiting.resumability(task) === 'lost', 'the truth about a reload');
    expect(waiting.remembers).to.equal(true);
    expect(await store.list(cosOrigin)).to.deep.equal([]);
  });
});
