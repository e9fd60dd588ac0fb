import {expect} from 'chai';
import {
  type CosClient,
  createCosClient,
  createIdbStore,
  createMemoryStore,
  type ResumeStore,
  type UploaderOptions,
  type UploadRecord,
} from '../../../src/index.js';
import type * as api from '../../../src/index.js';
import {isInScope, scopeOf} from '../../../src/upload/options/scope.js';
import {
  addFaults,
  bucket,
  freshKey,
  localClient,
  makeFile,
  openUploads,
  region,
  requestsFor,
} from '../../support/cos.js';
import {freshName, freshStore, leave, leaveHalfway, MB, visit} from '../run/visits.js';
import {until} from '../../support/until.js';

const day = 24 * 3600 * 1000;
const key = (): string => 'k';

function record(id: string, more: Partial<UploadRecord> = {}): UploadRecord {
  const facts = {name: id, path: id, size: 1, type: '', lastModified: 1, layout: []};
  return {version: 1, id, origin: localClient().origin, key: id, created: Date.now(), ...facts, ...more};
}

describe('The scope of the journal', () => {
  afterEach(leave);

  for (const [options, of, seen] of [
    [{}, {scope: ''}, true],
    [{}, {scope: 'users/1/'}, false],
    [{key}, {scope: ''}, false],
    [{key}, {}, false],
    [{key, keyPrefix: 'users/1/'}, {scope: 'users/1/'}, true],
    [{key, scope: '42'}, {scope: '42'}, true],
    [{key, scope: '43'}, {scope: '42'}, false],
    [{keyPrefix: 'users/1'}, {scope: 'users/12-'}, false],
    [{keyPrefix: 'users/1', scope: '42'}, {scope: 'users/1'}, false],
    // Records of before there were scopes.
    [{}, {key: 'a.txt', path: 'a.txt'}, true],
    [{}, {key: 'users/1/a.txt', path: 'a.txt'}, false],
    [{keyPrefix: 'users/1/'}, {key: 'users/1/a.txt', path: 'a.txt'}, true],
    [{keyPrefix: 'users/1'}, {key: 'users/1a.txt', path: 'a.txt'}, true],
    [{keyPrefix: 'users/1'}, {key: 'users/12-a.txt', path: 'a.txt'}, false],
    [{keyPrefix: 'users/1', key}, {key: 'users/1/0815', path: 'a.txt'}, true],
    [{scope: '42'}, {key: 'a.txt', path: 'a.txt'}, false],
  ] as const)
    it(`${JSON.stringify(options)} ${seen ? 'sees' : 'does not see'} ${JSON.stringify(of)}`, () => {
      expect(isInScope(record('x', of), scopeOf(options))).to.equal(seen);
    });

  it('keeps what one person has left from the next, and gives it back', async () => {
    const [store, objectKey] = [freshStore(), freshKey('secret.bin')];
    const options = (scope?: string): Partial<UploaderOptions> => ({store, scope, key: () => objectKey});
    await leaveHalfway((uploader) => uploader.add(makeFile(4 * MB, 'secret.bin'), {key: objectKey}), {
      parts: 2,
      ...options('42'),
      key: objectKey,
    });
    const before = (await requestsFor(objectKey)).length;
    for (const scope of ['43', undefined]) {
      const next = visit(options(scope));
      expect(await next.restore()).to.deep.equal([]);
      expect(next.tasks).to.deep.equal([]);
    }
    expect(await requestsFor(objectKey)).to.have.length(before);
    const [task] = await visit(options('42')).restore();
    expect(task).to.have.property('name', 'secret.bin');
  });

  it('outlives nobody: content goes after a day and records after thirty, whatever their scope', async () => {
    const store = freshStore();
    const blob = new Blob(['x']);
    await store.put(
      record('new', {scope: '42', blob}),
      record('day', {scope: '42', blob, created: Date.now() - 2 * day}),
      record('month', {scope: '42', uploadId: 'u', created: Date.now() - 31 * day}),
    );
    await visit({store, scope: '43'}).restore();
    const left = await Promise.all(['new', 'day', 'month'].map((id) => store.get(id)));
    expect(left.map((found) => found && found.record.blob !== undefined)).to.deep.equal([
      true,
      false,
      undefined,
    ]);
    expect(await requestsFor('month'), 'not with the keys of another').to.deep.equal([]);
  });

  it("is emptied by resume: 'off', from the server too", async () => {
    const [store, objectKey] = [freshStore(), freshKey()];
    await leaveHalfway((uploader) => uploader.add(makeFile(4 * MB), {key: objectKey}), {
      parts: 1,
      key: objectKey,
      store,
      scope: '42',
    });
    await store.put(record('other', {scope: '43'}));
    expect(await visit({store, scope: '42', resume: 'off'}).restore()).to.deep.equal([]);
    await until(async () => (await openUploads(objectKey)).length === 0, 'the abort');
    await until(async () => (await store.list(localClient().origin)).length === 1, 'the end of the record');
    expect(await store.get('other')).to.not.equal(undefined);
  });

  it('is left behind when another one is set: what was found of it, and the keys', async () => {
    const store = freshStore();
    await store.put(record('a', {scope: '42'}));
    let forgotten = 0;
    const client: CosClient = {...localClient(), forgetCredentials: () => forgotten++};
    const uploader = visit({store, client, scope: '42', resume: 'ask'});
    expect(await uploader.restore()).to.have.length(1);
    uploader.configure({concurrency: 2});
    expect([uploader.tasks.length, forgotten]).to.deep.equal([1, 0]);
    uploader.configure({scope: '43'});
    expect([uploader.tasks.length, forgotten]).to.deep.equal([0, 1]);
    uploader.configure({keyPrefix: 'b/'});
    expect(forgotten).to.equal(2);
    expect((await store.get('a'))?.record.canceled, 'it stays for its own').to.equal(undefined);
    expect(await visit({store, scope: '42', resume: 'ask'}).restore()).to.have.length(0);
    uploader.close();
  });
});

describe('forget()', () => {
  afterEach(leave);

  for (const [kind, make] of [
    ['IndexedDB', (): ResumeStore => createIdbStore(freshName())],
    ['a store of the page', createMemoryStore],
  ] as const)
    it(`leaves nothing in this browser, in ${kind}`, async () => {
      const [store, objectKey] = [make(), freshKey()];
      await store.put(record('elsewhere', {origin: 'https://there.example', scope: '41'}));
      await addFaults({
        match: {operation: 'UploadPart', key: objectKey, partNumber: 3},
        effect: {hang: true},
      });
      let asked = 0;
      const client = localClient({
        credentials: async () => {
          asked++;
          return (await fetch(`${cosOrigin}/-/sts`)).json() as Promise<never>;
        },
      });
      const uploader = visit({store, client});
      const running = uploader.add(makeFile(4 * MB), {key: objectKey});
      const pasted = uploader.add(new Blob(['x']), {key: freshKey()});
      await pasted.settled();
      await until(() => running.state.sent >= MB, 'a part');
      const end = running.settled().catch((error: unknown) => error);
      await uploader.forget();
      expect(uploader.tasks).to.deep.equal([]);
      expect(await end).to.have.property('name', 'AbortError');
      expect(await store.list(localClient().origin)).to.deep.equal([]);
      expect(await store.get('elsewhere')).to.equal(undefined);
      const before = asked;
      await client.headObject(freshKey());
      expect(asked, 'new keys').to.equal(before + 1);
      expect(await store.list(localClient().origin), 'nothing is written afterwards').to.deep.equal([]);
    });

  it('drops the keys of other pages of this browser, and of other uploaders of this one', async () => {
    const frame = document.createElement('iframe');
    frame.srcdoc =
      "<script type='module'>import * as api from '/src/index.ts'; globalThis.api = api</script>";
    document.body.append(frame);
    const elsewhere = frame.contentWindow as unknown as {api?: typeof api};
    await until(() => elsewhere.api !== undefined, 'another page');
    let asked = 0;
    const client = (make: typeof api.createCosClient): CosClient =>
      make({
        bucket,
        region,
        endpoint: cosOrigin,
        credentials: async () => {
          asked++;
          return (await fetch(`${cosOrigin}/-/sts`)).json() as Promise<never>;
        },
      });
    const here = visit({store: createMemoryStore(), client: client(createCosClient)});
    const there = new elsewhere.api!.Uploader({
      store: createMemoryStore(),
      client: client(elsewhere.api!.createCosClient),
    });
    try {
      for (const uploader of [here, there]) {
        for (const name of ['first', 'second'])
          await uploader.add(new Blob(['x']), {key: freshKey(name)}).settled();
      }
      expect(asked, 'kept').to.equal(2);
      await visit({store: createMemoryStore()}).forget();
      await here.add(new Blob(['x']), {key: freshKey()}).settled();
      expect(asked, 'in this page').to.equal(3);
      await until(async () => {
        await there.add(new Blob(['x']), {key: freshKey()}).settled();
        return asked === 4;
      }, 'new keys in the other page');
      await there.add(new Blob(['x']), {key: freshKey()}).settled();
      expect(asked, 'no more often').to.equal(4);
    } finally {
      there.close();
      frame.remove();
    }
  });
});
