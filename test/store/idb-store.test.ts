import {expect} from 'chai';
import {get, set} from 'idb-keyval';
import {createIdbStore, type UploadRecord} from '../../src/index.js';
import {openDatabase} from '../../src/store/database.js';

let count = 0;
const day = 24 * 3600 * 1000;
const origin = 'https://here.example';

function record(id: string, more: Partial<UploadRecord> = {}): UploadRecord {
  const facts = {name: id, path: id, size: 1, type: '', lastModified: 1, layout: []};
  return {version: 1, id, origin, key: id, created: Date.now(), ...facts, ...more};
}

describe('The journal in IndexedDB', () => {
  const fresh = (): {
    name: string;
    store: ReturnType<typeof createIdbStore>;
    write: (id: string, value: unknown) => Promise<void>;
    writePart: (id: string, partNumber: number, value: unknown) => Promise<void>;
    written: (id: string) => Promise<unknown>;
  } => {
    const name = `idb-${Date.now().toString(36)}-${count++}`;
    const {use} = openDatabase(name, 'journal');
    return {
      name,
      store: createIdbStore(name),
      write: (id, value) => set(['upload', id], value, use),
      writePart: (id, partNumber, value) => set(['part', id, partNumber], value, use),
      written: (id) => get(['upload', id], use),
    };
  };
  const ids = (records: readonly UploadRecord[]): string[] => records.map(({id}) => id);

  it('lists the uploads of one bucket, oldest first', async () => {
    const {store} = fresh();
    await store.put(
      record('young'),
      record('old', {created: 5}),
      record('other', {origin: 'https://there.example'}),
    );
    expect(ids(await store.list(origin))).to.deep.equal(['old', 'young']);
  });

  it('reads records one by one where they cannot be read together', async () => {
    const {store} = fresh();
    await store.put(record('a', {created: 1}), record('b', {created: 2}));
    const {getAll} = IDBObjectStore.prototype; // eslint-disable-line @typescript-eslint/unbound-method -- it is put back.
    IDBObjectStore.prototype.getAll = () => {
      const request = {error: new DOMException('gone', 'NotReadableError')} as IDBRequest<unknown[]>;
      queueMicrotask(() => void request.onerror?.(new Event('error')));
      return request;
    };
    try {
      expect(ids(await store.list(origin))).to.deep.equal(['a', 'b']);
    } finally {
      IDBObjectStore.prototype.getAll = getAll;
    }
  });

  for (const [what, value, stays] of [
    ['half a record', {version: 1, id: 'x', created: Date.now()}, false],
    ['no record at all', 'torn', false],
    ['a record under the id of another', record('y'), false],
    ['a name and a path that are numbers', {...record('x'), name: 5, path: 5}, false],
    ['a size below nothing', record('x', {size: -1}), false],
    ['a record of next year', record('x', {created: Date.now() + 365 * day}), false],
    ['parts of no size', record('x', {layout: [{from: 1, size: 0}]}), false],
    [
      'parts that go backwards',
      record('x', {layout: [1, 5, 3].map((from) => ({from, size: 2 ** 20}))}),
      false,
    ],
    ['a layout that begins in the middle', record('x', {layout: [{from: 2, size: 2 ** 20}]}), false],
    ['options that are none', {...record('x'), objectOptions: ['acl']}, false],
    ['a record of a newer version', {...record('x'), version: 2}, true],
    ['an old one of a newer version', {...record('x'), version: 2, created: Date.now() - 31 * day}, false],
    ['a record of another bucket', record('x', {origin: 'https://there.example'}), true],
    ['an old one of another bucket', record('x', {origin: 'https://there.example', created: 1}), false],
  ] as const)
    it(`does not list ${what}, and ${stays ? 'lets it be' : 'removes it'}; what is beside it stays`, async () => {
      const {store, write, written} = fresh();
      await write('x', value);
      await store.put(record('good'));
      expect(ids(await store.list(origin))).to.deep.equal(['good']);
      expect(await written('x')).to.deep.equal(stays ? value : undefined);
      // And the place is free for a right one.
      await store.update(['x'], (known) => ({...(known ?? record('x')), origin}));
      expect(ids(await store.list(origin)).sort()).to.deep.equal(['good', 'x']);
    });

  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with a store.
  const {put} = IDBObjectStore.prototype;
  const refusals: Record<string, (store: IDBObjectStore) => IDBRequest<IDBValidKey>> = {
    'when it is asked to': () => {
      throw new DOMException('A Blob cannot be stored.', 'DataCloneError');
    },
    'when it has ended the write already': (store) => {
      store.transaction.abort();
      throw new DOMException('The transaction is inactive or finished.', 'TransactionInactiveError');
    },
    // As Safari's in private windows: "UnknownError: Error preparing Blob/File data to be stored in object store".
    'in the middle of a write': (store) => {
      put.call(store, {}, 'there');
      return store.add({}, 'there');
    },
  };
  for (const [when, refuse] of Object.entries(refusals))
    it(`keeps the bytes where the database refuses Blobs, ${when}`, async () => {
      const {store} = fresh();
      IDBObjectStore.prototype.put = function (this: IDBObjectStore, value: Partial<UploadRecord>, key) {
        return value.blob instanceof Blob ? refuse(this) : put.call(this, value, key);
      };
      try {
        const of = (id: string): UploadRecord =>
          record(id, {size: 3, type: 'text/plain', blob: new Blob([`${id}bc`])});
        await store.put(of('a'), record('bare'));
        await store.update(['b', 'c'], (_, id) => of(id));
        await store.update(['a'], (known) => known && {...known, owner: 'me'});
        const kept = new Map((await store.list(origin)).map(({id, blob, owner}) => [id, {blob, owner}]));
        expect([...kept.keys()].sort()).to.deep.equal(['a', 'b', 'bare', 'c']);
        for (const id of ['a', 'b', 'c']) {
          expect(kept.get(id)?.blob?.type, id).to.equal('text/plain');
          expect(await kept.get(id)?.blob?.text()).to.equal(`${id}bc`);
          expect(await (await store.get(id))?.record.blob?.text()).to.equal(`${id}bc`);
        }
        expect(kept.get('a')?.owner).to.equal('me');
      } finally {
        IDBObjectStore.prototype.put = put;
      }
    });

  it('does not believe content that is not the file, and keeps the rest of the record', async () => {
    const {store, write} = fresh();
    await write('text', {...record('text'), blob: 'x'});
    await write('short', {...record('short'), size: 3 * 2 ** 20, blob: new Blob(['abc'])});
    await write('handle', {...record('handle'), handle: {name: 'handle'}});
    await write('right', {...record('right'), blob: new Blob(['x'])});
    const found = await store.list(origin);
    const content = found.map(({id, blob, handle}) => [id, blob?.size, handle]);
    expect(content.sort()).to.deep.equal([
      ['handle', undefined, undefined],
      ['right', 1, undefined],
      ['short', undefined, undefined],
      ['text', undefined, undefined],
    ]);
    expect((await store.get('short'))?.record.blob).to.equal(undefined);
  });

  it('drops the content of others after a day, of whatever bucket, and keeps that of our own', async () => {
    const {store} = fresh();
    const blob = new Blob(['x']);
    const before = Date.now() - 25 * 3600 * 1000;
    await store.put(
      record('ours', {scope: 'a', blob, created: before}),
      record('new', {scope: 'b', blob}),
      record('old', {scope: 'b', blob, created: before}),
      record('elsewhere', {scope: 'b', blob, created: before, origin: 'https://there.example'}),
    );
    await store.list(origin, ({scope}) => scope === 'a');
    const content = ['ours', 'new', 'old', 'elsewhere'].map(
      async (id) => (await store.get(id))?.record.blob?.size,
    );
    expect(await Promise.all(content)).to.deep.equal([1, 1, undefined, undefined]);
  });

  it('takes no part that is none', async () => {
    const {store, writePart} = fresh();
    await store.put(record('a', {uploadId: 'u'}));
    const part = {uploadId: 'u', partNumber: 1, size: 1, etag: '"e"'};
    await store.putPart('a', part);
    for (const wrong of [
      null,
      {...part, size: NaN},
      {...part, etag: 5},
      {...part, crc64: '-1'},
      {...part, partNumber: 0},
    ])
      await writePart('a', 2, wrong);
    expect((await store.get('a'))?.parts).to.deep.equal([part]);
  });

  it('is emptied of everything', async () => {
    const {store} = fresh();
    await store.put(record('a', {uploadId: 'u'}), record('b', {origin: 'https://there.example'}));
    await store.putPart('a', {uploadId: 'u', partNumber: 1, size: 1, etag: '"e"'});
    await store.clear?.();
    expect([await store.get('a'), await store.get('b'), await store.list(origin)]).to.deep.equal([
      undefined,
      undefined,
      [],
    ]);
  });

  it('gives way to a page that deletes the database, tells it, and begins another one', async () => {
    const {store, name} = fresh();
    let emptied = 0;
    const listener = (): number => emptied++;
    store.onEmptied?.(listener);
    await store.put(record('a'));
    const deleting = indexedDB.deleteDatabase(name);
    let blocked = false;
    deleting.onblocked = () => (blocked = true);
    await new Promise((resolve, reject) => {
      deleting.onsuccess = resolve;
      deleting.onerror = reject;
    });
    expect([blocked, emptied]).to.deep.equal([false, 1]);
    await store.put(record('b'));
    expect(ids(await store.list(origin))).to.deep.equal(['b']);
    expect(emptied, 'a new one is no loss').to.equal(1);
  });

  it('gives way to a newer version of the database', async () => {
    const {store, name} = fresh();
    await store.put(record('a'));
    const opening = indexedDB.open(name, 2);
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = reject;
    });
    db.close();
    expect(ids(await store.list(origin)), 'and goes on with what it finds').to.deep.equal(['a']);
  });

  it('reads thirty thousand records without holding up the page', async () => {
    const {store} = fresh();
    for (let from = 0; from < 30_000; from += 5000)
      await store.put(...Array.from({length: 5000}, (_, i) => record(`r${(from + i).toString()}`)));
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    expect(await store.list(origin)).to.have.length(30_000);
    clearInterval(timer);
    expect(turns, 'turns of the page meanwhile').to.be.greaterThan(50);
  });

  it('changes in one step, and removes parts with their upload', async () => {
    const {store} = fresh();
    await store.put(record('a', {uploadId: 'u'}), record('b', {uploadId: 'v'}));
    const part = {uploadId: 'u', partNumber: 1, size: 1, etag: '"e"'};
    await store.putPart('a', part);
    await store.putPart('b', {...part, uploadId: 'v'});
    await Promise.all([
      store.update(['a'], (known) => known && {...known, canceled: true}),
      store.update(['a'], (known) => known && {...known, initiating: true}),
      store.update(['b', 'c'], (known, id) => (id === 'b' ? undefined : known)),
    ]);
    expect(await store.get('a')).to.deep.include({parts: [part]});
    expect((await store.get('a'))?.record).to.include({canceled: true, initiating: true});
    expect(await store.get('b')).to.equal(undefined);
    await store.put(record('b', {uploadId: 'v'}));
    expect((await store.get('b'))?.parts).to.deep.equal([]);
  });
});
