import {expect} from 'chai';
import {createStore, set} from 'idb-keyval';
import {createIdbStore, type UploadRecord} from '../../src/index.js';

let count = 0;
const day = 24 * 3600 * 1000;
const origin = 'https://here.example';

function record(id: string, more: Partial<UploadRecord> = {}): UploadRecord {
  const facts = {name: id, path: id, size: 1, type: '', lastModified: 1, layout: []};
  return {version: 1, id, origin, key: id, created: Date.now(), ...facts, ...more};
}

describe('The journal in IndexedDB', () => {
  const fresh = (): {
    store: ReturnType<typeof createIdbStore>;
    write: (id: string, value: unknown) => Promise<void>;
  } => {
    const name = `idb-${Date.now().toString(36)}-${count++}`;
    const raw = createStore(name, 'journal');
    return {store: createIdbStore(name), write: (id, value) => set(['upload', id], value, raw)};
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

  for (const [what, value, stays] of [
    ['half a record', {version: 1, id: 'x', created: Date.now()}, true],
    ['half an old record', {version: 1, id: 'x', created: Date.now() - 31 * day}, false],
    ['no record at all', 'torn', false],
    ['a record of a newer version', {...record('x'), version: 2}, true],
    ['an old one of a newer version', {...record('x'), version: 2, created: Date.now() - 31 * day}, false],
    ['a record of another bucket', record('x', {origin: 'https://there.example'}), true],
    ['an old one of another bucket', record('x', {origin: 'https://there.example', created: 1}), false],
  ] as const)
    it(`does not list ${what}, and ${stays ? 'lets it be' : 'removes it'}`, async () => {
      const {store, write} = fresh();
      await write('x', value);
      expect(await store.list(origin)).to.deep.equal([]);
      await store.update(['x'], (known) => known ?? record('x'));
      if (typeof value === 'object' && 'origin' in value && value.version === 1) {
        const found = (await store.get('x'))?.record;
        expect(found?.origin).to.equal(stays ? 'https://there.example' : origin);
      } else expect(ids(await store.list(origin))).to.deep.equal(['x']);
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
