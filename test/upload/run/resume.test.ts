import {expect} from 'chai';
import type {Uploader} from '../../../src/index.js';
import {
  type CosClient,
  createIdbStore,
  createMemoryStore,
  type ResumeStore,
  type Transport,
  type UploadTask,
} from '../../../src/index.js';
import {fetchTransport} from '../../../src/cos/wire/transport.js';
import {sleep} from '../../../src/environment.js';
import {hurried} from '../../support/clock.js';
import {
  addFaults,
  clearFaults,
  download,
  freshKey,
  localClient,
  makeFile,
  openUploads,
  requestsFor,
  sha256,
} from '../../support/cos.js';
import {FakeTime} from '../../support/fake-time.js';
import {freshName, freshStore, leave, leaveHalfway, MB, privateFile, visit, write} from './visits.js';
import {ended} from '../ended.js';
import {until} from '../../support/until.js';

const partsSent = async (key: string): Promise<number[]> =>
  (await requestsFor(key))
    .filter(({operation, status}) => operation === 'UploadPart' && status === 200)
    .map(({query}) => Number(query['partNumber']))
    .sort((a, b) => a - b);

const operations = async (key: string, operation: string): Promise<number> =>
  (await requestsFor(key)).filter((request) => request.operation === operation).length;

async function expectIntact(key: string, file: Blob): Promise<void> {
  const stored = await download(key);
  expect(stored, `object ${key}`).to.not.equal(undefined);
  expect(await sha256(stored!)).to.equal(await sha256(file));
  expect(await openUploads(key)).to.deep.equal([]);
}

/** A new upload sends nothing before it has looked for others, however slow the machine is. */
const patient = {environment: hurried(1 / 5)};
/** The first three parts: those that the upload of before has on the server. */
const holdOwn = (key: string): Promise<unknown> =>
  addFaults(
    ...[1, 2, 3].map((partNumber) => ({
      match: {operation: 'UploadPart', key, partNumber},
      effect: {hang: true},
    })),
  );

/** Nothing is left of it in the journal. */
async function expectForgotten(store: ResumeStore): Promise<void> {
  await until(async () => (await store.list(localClient().origin)).length === 0, 'an empty journal');
}

const restoreOne = async (uploader: Uploader): Promise<UploadTask> => {
  const tasks = await uploader.restore();
  expect(tasks).to.have.length(1);
  return tasks[0]!;
};

/** The journal alone has to know the upload. */
const withoutListing = (): CosClient => ({
  ...localClient(),
  listMultipartUploads: () => Promise.reject(new Error('not allowed')),
});

describe('Resuming', () => {
  afterEach(leave);

  it('goes on by itself where a handle is in the journal, and sends no part again', async () => {
    const key = freshKey();
    const store = freshStore();
    const content = makeFile(5 * MB, 'x', 11);
    const handle = await privateFile(freshName(), content);
    const file = await handle.getFile();
    await leaveHalfway((uploader) => uploader.add(file, {key, handle}), {parts: 2, key, store});

    const uploader = visit({store, client: withoutListing()});
    const task = await restoreOne(uploader);
    expect(task.state.sent, 'progress starts where it was').to.equal(2 * MB);
    const result = await task.settled();
    expect(result.resumedBytes).to.equal(2 * MB);
    expect(result.crc64).to.be.a('string');
    expect(await partsSent(key)).to.deep.equal([1, 2, 3, 4, 5]);
    await expectIntact(key, content);
    await expectForgotten(store);
  });

  it('goes on with a file that is added again, among others, and shows it in the same row', async () => {
    const prefix = freshKey('');
    const key = `${prefix}b.bin`;
    const store = freshStore();
    await leaveHalfway((uploader) => uploader.add(makeFile(4 * MB, 'b.bin', 12)), {
      parts: 2,
      key,
      store,
      keyPrefix: prefix,
    });

    const uploader = visit({store, keyPrefix: prefix});
    const restored = await restoreOne(uploader);
    expect(restored.state).to.include({status: 'suspended', needs: 'file', sent: 2 * MB});
    const [other, same] = uploader.addAll([makeFile(MB, 'a.bin', 13), makeFile(4 * MB, 'b.bin', 12)]);
    expect(same).to.equal(restored);
    expect(uploader.tasks).to.deep.equal([restored, other]);
    expect((await restored.settled()).resumedBytes).to.equal(2 * MB);
    await other!.settled();
    expect(await partsSent(key)).to.deep.equal([1, 2, 3, 4]);
    await expectIntact(key, makeFile(4 * MB, 'b.bin', 12));
  });

  it('waits for a store that is away when the page is opened, though its gateway answers without CORS rules', async () => {
    const key = freshKey();
    const store = freshStore();
    const file = makeFile(5 * MB, 'f.bin', 12);
    await leaveHalfway((uploader) => uploader.add(file, {key}), {parts: 2, key, store});
    const away = await addFaults(
      {match: {key}, effect: {status: 502}},
      {
        match: {key, method: 'OPTIONS'},
        effect: {status: 502},
      },
    );
    const task = visit({store, retries: 20}).add(file, {key});
    const refused = async (): Promise<number> =>
      (await requestsFor(key)).filter(({status}) => status === 502).length;
    await until(async () => (await refused()) > 3 || ended(task.state), 'the first questions');
    await clearFaults(away);
    expect((await task.settled()).resumedBytes).to.equal(2 * MB);
    expect(await partsSent(key)).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it('does not mix in another file with the same name, size and date', async () => {
    const key = freshKey();
    const store = freshStore();
    await leaveHalfway((uploader) => uploader.add(makeFile(4 * MB, 'f.bin', 14), {key}), {
      parts: 2,
      key,
      store,
    });
    const other = makeFile(4 * MB, 'f.bin', 15);
    const uploader = visit({store});
    await uploader.restore();
    const result = await uploader.add(other, {key}).settled();
    expect(result.resumedBytes).to.equal(0);
    await until(async () => (await openUploads(key)).length === 0, 'the end of the old upload');
    await expectIntact(key, other);
  });

  it('goes on when the file is added without waiting for restore, with a handle too', async () => {
    const key = freshKey();
    const store = freshStore();
    const handle = await privateFile(freshName(), makeFile(4 * MB, 'x', 16));
    const file = await handle.getFile();
    await leaveHalfway((uploader) => uploader.add(file, {key, handle}), {parts: 2, key, store});
    const result = await visit({store, client: withoutListing()}).add(file, {key, handle}).settled();
    expect(result.resumedBytes).to.equal(2 * MB);
    await expectIntact(key, file);
  });

  it('waits under "ask", and a discard removes the upload from the server', async () => {
    const key = freshKey();
    const store = freshStore();
    const handle = await privateFile(freshName(), makeFile(4 * MB, 'x', 17));
    const file = await handle.getFile();
    await leaveHalfway((uploader) => uploader.add(file, {key, handle}), {parts: 2, key, store});
    const uploader = visit({store, resume: 'ask'});
    const task = await restoreOne(uploader);
    expect(task.state).to.include({status: 'suspended', needs: 'nothing'});
    task.cancel();
    await until(async () => (await openUploads(key)).length === 0, 'the abort');
    await expectForgotten(store);
    expect(await partsSent(key)).to.deep.equal([1, 2]);
  });

  it('goes on under "ask" when told to', async () => {
    const key = freshKey();
    const store = freshStore();
    const handle = await privateFile(freshName(), makeFile(4 * MB, 'x', 18));
    const file = await handle.getFile();
    await leaveHalfway((uploader) => uploader.add(file, {key, handle}), {parts: 2, key, store});
    const uploader = visit({store, resume: 'ask'});
    const task = await restoreOne(uploader);
    uploader.resume();
    expect((await task.settled()).resumedBytes).to.equal(2 * MB);
  });

  it('never looks under "off"', async () => {
    const key = freshKey();
    const store = freshStore();
    await leaveHalfway((uploader) => uploader.add(makeFile(3 * MB, 'f', 19), {key}), {parts: 1, key, store});
    expect(await visit({store, resume: 'off'}).restore()).to.deep.equal([]);
  });

  it('asks for the permission of a handle, and takes the file from anywhere else as well', async () => {
    const key = freshKey();
    const store = createMemoryStore();
    const content = makeFile(4 * MB, 'x', 20);
    const real = await privateFile(freshName(), content);
    let permission: PermissionState = 'granted';
    const handle = {
      kind: 'file',
      name: real.name,
      queryPermission: () => Promise.resolve(permission),
      requestPermission: () => Promise.resolve((permission = 'granted')),
      getFile: () =>
        permission === 'granted' ? real.getFile() : Promise.reject(new DOMException('no', 'NotAllowedError')),
    } as unknown as FileSystemFileHandle;
    const file = await real.getFile();
    await leaveHalfway((uploader) => uploader.add(file, {key, handle}), {parts: 1, key, store});

    permission = 'prompt';
    const first = visit({store});
    const task = await restoreOne(first);
    expect(task.state).to.include({status: 'suspended', needs: 'permission'});
    task.resume();
    await until(() => task.state.status !== 'suspended', 'the permission');
    expect((await task.settled()).resumedBytes).to.equal(MB);

    // The same again, but the person chooses the file instead: the old handle still may not be read.
    const key2 = freshKey();
    permission = 'granted';
    await leaveHalfway((uploader) => uploader.add(file, {key: key2, handle}), {parts: 1, key: key2, store});
    permission = 'prompt';
    const second = visit({store});
    await second.restore();
    expect((await second.add(file, {key: key2}).settled()).resumedBytes).to.equal(MB);
    await expectIntact(key2, content);
  });

  it('does not take a file that has changed by the time of the permission', async () => {
    const key = freshKey();
    const store = createMemoryStore();
    const real = await privateFile(freshName(), makeFile(4 * MB, 'x', 20));
    let permission: PermissionState = 'granted';
    const handle = {
      kind: 'file',
      name: real.name,
      queryPermission: () => Promise.resolve(permission),
      requestPermission: () => Promise.resolve('granted'),
      getFile: () => real.getFile(),
    } as unknown as FileSystemFileHandle;
    const file = await real.getFile();
    await leaveHalfway((uploader) => uploader.add(file, {key, handle}), {parts: 1, key, store});
    permission = 'prompt';
    await write(real, makeFile(4 * MB, 'x', 21));
    const task = await restoreOne(visit({store}));
    expect(task.state).to.include({status: 'suspended', needs: 'permission'});
    task.resume();
    await until(() => task.state.status !== 'suspended' || task.state.needs === 'file', 'the file');
    expect(task.state).to.include({status: 'suspended', needs: 'file'});
  });

  it('goes on when a person says so where the browser is to save data', async () => {
    const key = freshKey();
    const store = freshStore();
    const first = visit({store, manual: true});
    first.add(new Blob(['small']), {key});
    await until(async () => (await store.list(localClient().origin)).length === 1, 'the record');
    first.close();
    Object.defineProperty(navigator, 'connection', {configurable: true, value: {saveData: true}});
    const uploader = visit({store});
    try {
      const task = await restoreOne(uploader);
      expect(task.state).to.include({status: 'suspended', needs: 'nothing'});
      uploader.resume();
      expect((await task.settled()).size).to.equal(5);
    } finally {
      Reflect.deleteProperty(navigator, 'connection');
    }
  });

  it('keeps a small Blob itself, also when it had not begun', async () => {
    const key = freshKey();
    const store = freshStore();
    const blob = new Blob([makeFile(100_000, 'x', 21)], {type: 'text/plain'});
    const first = visit({store, manual: true});
    first.add(blob, {key});
    await until(async () => (await store.list(localClient().origin)).length === 1, 'the record');
    first.close();
    const task = await restoreOne(visit({store}));
    await task.settled();
    await expectIntact(key, blob);
    await expectForgotten(store);
  });

  it('sends nothing of a large file that another page has brought to the store since it was kept', async () => {
    const key = freshKey();
    const store = freshStore();
    const handle = await privateFile(freshName(), makeFile(3 * MB, 'x', 39));
    const file = await handle.getFile();
    const first = visit({store, manual: true});
    first.add(file, {key, handle});
    await until(async () => (await store.list(localClient().origin)).length === 1, 'the record');
    first.close();
    await visit({store: freshStore()}).add(file, {key}).settled();
    const task = await restoreOne(visit({store}));
    expect(await task.settled()).to.include({resumedBytes: 3 * MB, skipped: false});
    expect(await partsSent(key)).to.deep.equal([1, 2, 3]);
    await expectForgotten(store);
  });

  it('reads all pages of ListParts, each in the time of one answer', async () => {
    const key = freshKey();
    const store = freshStore();
    const file = makeFile(6 * MB, 'f.bin', 22);
    await leaveHalfway((uploader) => uploader.add(file, {key}), {parts: 5, key, store});
    const listed: string[] = [];
    const real = localClient();
    // Pages of two, as the server makes them of a thousand.
    const client = {
      ...real,
      listParts: (name: string, uploadId: string, options = {}) =>
        real.listParts(name, uploadId, {...options, maxParts: 2}),
    };
    // Each page takes half of the time that one answer may take.
    const environment = new FakeTime();
    let asked = 0;
    const listParts: CosClient['listParts'] = async (name, uploadId, options) => {
      asked++;
      await sleep(environment, 600, options?.signal ?? new AbortController().signal);
      return client.listParts(name, uploadId, options);
    };
    const options = {environment, retries: 0, stallTimeout: () => 1200};
    const task = visit({store, client: {...client, listParts}, ...options}).add(file, {key});
    for (const page of [1, 2, 3]) {
      await until(() => asked === page, `page ${page}`);
      await environment.pass(600);
    }
    const result = await task.settled();
    listed.push(
      ...(await requestsFor(key))
        .filter(({operation}) => operation === 'ListParts')
        .map(({query}) => query['part-number-marker'] ?? ''),
    );
    expect(listed).to.deep.equal(['', '2', '4']);
    expect(result.resumedBytes).to.equal(5 * MB);
    await expectIntact(key, file);
  });

  it('hashes a part that the journal does not know, and sends again what differs', async () => {
    const key = freshKey();
    const store = freshStore();
    const file = makeFile(5 * MB, 'f.bin', 23);
    await leaveHalfway((uploader) => uploader.add(file, {key}), {parts: 2, key, store});
    const [upload] = await openUploads(key);
    // Part 3 as it should be, part 4 as it should not: from a tab that crashed before it wrote them down.
    const client = localClient();
    await client.uploadPart(key, upload!.uploadId, 3, file.slice(2 * MB, 3 * MB));
    await client.uploadPart(key, upload!.uploadId, 4, file.slice(0, MB));
    const result = await visit({store}).add(file, {key}).settled();
    expect(result.resumedBytes).to.equal(3 * MB);
    expect(await partsSent(key)).to.deep.equal([1, 2, 3, 4, 4, 5]);
    await expectIntact(key, file);
  });

  it('sends a part again whose ETag on the server is not that of the journal', async () => {
    const key = freshKey();
    const store = freshStore();
    const file = makeFile(4 * MB, 'f.bin', 24);
    await leaveHalfway((uploader) => uploader.add(file, {key}), {parts: 2, key, store});
    const [upload] = await openUploads(key);
    await localClient().uploadPart(key, upload!.uploadId, 1, file.slice(2 * MB, 3 * MB));
    const result = await visit({store}).add(file, {key}).settled();
    expect(result.resumedBytes).to.equal(MB);
    await expectIntact(key, file);
  });

  it('begins anew, in the same row, when the server has forgotten the upload', async () => {
    const key = freshKey();
    const store = freshStore();
    const handle = await privateFile(freshName(), makeFile(4 * MB, 'x', 25));
    const file = await handle.getFile();
    await leaveHalfway((uploader) => uploader.add(file, {key, handle}), {parts: 2, key, store});
    const [upload] = await openUploads(key);
    await localClient().abortMultipartUpload(key, upload!.uploadId);
    const uploader = visit({store});
    const task = await restoreOne(uploader);
    expect((await task.settled()).resumedBytes).to.equal(0);
    expect(uploader.tasks).to.deep.equal([task]);
    await expectIntact(key, file);
    await expectForgotten(store);
  });

  it('keeps the way back while it begins anew: a failure there can be retried, in this visit and the next', async () => {
    const key = freshKey();
    const store = freshStore();
    const handle = await privateFile(freshName(), makeFile(4 * MB, 'x', 26));
    const file = await handle.getFile();
    await leaveHalfway((uploader) => uploader.add(file, {key, handle}), {parts: 2, key, store});
    const [upload] = await openUploads(key);
    await localClient().abortMultipartUpload(key, upload!.uploadId);
    await addFaults({
      match: {operation: 'InitiateMultipartUpload', key},
      times: 2,
      effect: {status: 403, code: 'AccessDenied'},
    });
    const first = visit({store});
    const task = await restoreOne(first);
    await until(() => ended(task.state), 'the failure');
    expect(task.state.status).to.equal('failed');
    task.resume();
    await until(() => ended(task.state), 'the second failure');
    expect(task.state.status, 'not given up').to.equal('failed');
    first.close();
    await (await restoreOne(visit({store}))).settled();
    await expectIntact(key, file);
  });

  for (const recorded of [true, false]) {
    it(`finds the object when Complete was not ${recorded ? 'heard' : 'even written down'}`, async () => {
      const key = freshKey();
      const name = freshName();
      const store = createIdbStore(name);
      const file = makeFile(3 * MB, 'f.bin', 27);
      // The page goes while Complete is under way: the object is made, the answer is lost.
      await addFaults(
        {match: {operation: 'CompleteMultipartUpload', key}, effect: {dropAnswer: true}},
        {match: {operation: 'HeadObject', key}, effect: {status: 500}},
      );
      const first = visit({store, retries: 0});
      const task = first.add(file, {key});
      await until(() => ended(task.state), 'the lost answer');
      expect(task.state.status).to.equal('failed');
      first.close();
      const [record] = await store.list(localClient().origin);
      expect(record?.completing).to.be.a('number');
      await clearFaults();
      if (!recorded) {
        // Not even the parts: only the file itself can tell.
        await store.remove(record!.id);
        const {completing: _completing, ...rest} = record!;
        await store.put(rest);
      }
      const result = await visit({store}).add(file, {key}).settled();
      expect(result).to.include({resumedBytes: 3 * MB, skipped: false});
      expect(await partsSent(key)).to.deep.equal([1, 2, 3]);
      expect(await operations(key, 'InitiateMultipartUpload')).to.equal(1);
      await expectForgotten(store);
    });
  }

  it('finds the upload of another device, and one whose journal is lost', async () => {
    const key = freshKey();
    const file = makeFile(5 * MB, 'f.bin', 28);
    await leaveHalfway((uploader) => uploader.add(file, {key}), {parts: 3, key, store: freshStore()});
    await holdOwn(key);
    const uploader = visit({store: freshStore(), ...patient});
    const result = await uploader.add(file, {key}).settled();
    expect(result.resumedBytes).to.equal(3 * MB);
    await expectIntact(key, file);
    await until(async () => (await openUploads(key)).length === 0, 'what was begun beside it to be removed');
  });

  it('finds it also when the visit that began another had no time to look', async () => {
    const key = freshKey();
    const store = freshStore();
    const file = makeFile(5 * MB, 'f.bin', 38);
    await leaveHalfway((uploader) => uploader.add(file, {key}), {parts: 3, key, store: freshStore()});
    const [id] = await addFaults({
      match: {operation: 'ListMultipartUploads', key: ''},
      effect: {delay: 20_000},
    });
    const held = await addFaults({match: {operation: 'UploadPart', key}, effect: {hang: true}});
    const first = visit({store});
    first.add(file, {key});
    await until(async () => (await store.list(localClient().origin))[0]?.uploadId !== undefined, 'an upload');
    first.close();
    await clearFaults([id!, ...held]);
    // What it sends meanwhile is less than what is found.
    const listed = (await openUploads(key)).map(({parts}) => parts.length);
    expect(Math.min(...listed)).to.equal(0);
    await holdOwn(key);
    const uploader = visit({store, ...patient});
    expect((await uploader.add(file, {key}).settled()).resumedBytes).to.equal(3 * MB);
    await expectIntact(key, file);
    await until(async () => (await openUploads(key)).length === 0, 'what was begun beside it to be removed');
  });

  it('asks little where thousands were abandoned', async () => {
    const key = freshKey();
    const client = localClient();
    for (let count = 0; count < 20; count++) await client.createMultipartUpload(key);
    const file = makeFile(3 * MB, 'f.bin', 39);
    let lists = 0;
    const transport: Transport = async (request) => {
      if (request.method === 'PUT') await until(() => lists >= 2, 'two looks');
      const response = await fetchTransport(request);
      if (request.method === 'GET' && request.url.includes('uploadId=')) lists++;
      return response;
    };
    await visit({store: freshStore(), client: localClient({transport}), ...patient})
      .add(file, {key})
      .settled();
    // Its own is among the newest, or not.
    expect(await operations(key, 'ListParts')).to.be.within(2, 3);
  });

  it('gives up its parts where the same file goes whole now', async () => {
    const key = freshKey();
    const store = freshStore();
    const file = makeFile(5 * MB, 'f.bin', 40);
    await leaveHalfway((uploader) => uploader.add(file, {key}), {parts: 3, key, store});
    const uploader = visit({store, multipartThreshold: 20 * MB});
    await uploader.restore();
    expect(await uploader.add(file, {key}).settled()).to.include({parts: 0, proof: 'crc64'});
    await until(async () => (await openUploads(key)).length === 0, 'its parts to be removed');
    await expectForgotten(store);
    await expectIntact(key, file);
  });

  it('leaves the upload of another file under the same key alone', async () => {
    const key = freshKey();
    await leaveHalfway((uploader) => uploader.add(makeFile(5 * MB, 'f.bin', 29), {key}), {
      parts: 3,
      key,
      store: freshStore(),
    });
    const file = makeFile(5 * MB, 'f.bin', 30);
    expect((await visit({store: freshStore()}).add(file, {key}).settled()).resumedBytes).to.equal(0);
    expect(await openUploads(key)).to.have.length(1);
    expect(await sha256((await download(key))!)).to.equal(await sha256(file));
  });

  it('does without the permission to list uploads, and does not ask for it twice', async () => {
    const prefix = freshKey('');
    const denied = {status: 403, code: 'AccessDenied'};
    await addFaults({match: {operation: 'ListMultipartUploads', key: ''}, effect: denied, times: 1});
    const uploader = visit({store: freshStore(), keyPrefix: prefix, concurrency: 1});
    const first = uploader.add(makeFile(2 * MB, 'a', 31));
    await first.settled();
    await uploader.add(makeFile(2 * MB, 'b', 32)).settled();
    expect(await operations(`${prefix}a`, 'InitiateMultipartUpload')).to.equal(1);
  });

  it('takes over the upload of an Initiate whose answer was lost', async () => {
    const key = freshKey();
    const store = freshStore();
    const file = makeFile(3 * MB, 'f.bin', 33);
    const [id] = await addFaults({
      match: {operation: 'InitiateMultipartUpload', key},
      effect: {reset: 'after'},
    });
    const first = visit({store, retries: 0});
    const task = first.add(file, {key});
    await until(() => ended(task.state), 'the lost answer');
    first.close();
    await clearFaults([id!]);
    const asked = await operations(key, 'InitiateMultipartUpload');
    // What the server has done, had the request got there.
    const {uploadId} = await localClient().createMultipartUpload(key);
    await visit({store}).add(file, {key}).settled();
    expect(await operations(key, 'InitiateMultipartUpload')).to.equal(asked + 1);
    const parts = (await requestsFor(key)).filter(({operation}) => operation === 'UploadPart');
    // Whether CORS had been asked about depends on which of the first two answers came first.
    const ids = parts.map(({query}) => query['uploadId']).filter((id) => id !== 'probe');
    expect(ids).to.deep.equal([uploadId, uploadId, uploadId]);
    await expectIntact(key, file);
  });

  it('notices that the file was rewritten while it was sent', async () => {
    const key = freshKey();
    const handle = await privateFile(freshName(), makeFile(4 * MB, 'x', 34));
    const file = await handle.getFile();
    await addFaults({match: {operation: 'UploadPart', key}, effect: {delay: 150}});
    const uploader = visit({store: freshStore(), concurrency: 1});
    const task = uploader.add(file, {key, handle});
    let parts = 0;
    uploader.addEventListener('change', ({action}) => (parts += Number(action.type === 'part')));
    await until(() => parts === 1, 'a part');
    await write(handle, makeFile(4 * MB, 'x', 35));
    const error = await task.settled().catch((cause: unknown) => cause as Error);
    expect((error as Error).name).to.equal('FileChangedError');
    expect(await download(key)).to.equal(undefined);
  });

  it('looks at the bytes of a file a last time before they become an object', async () => {
    const key = freshKey();
    const file = makeFile(3 * MB, 'f.bin', 41);
    let now: Blob = file;
    // As in a browser that notices nothing: each read gets what is there.
    const live = makeFile(3 * MB, 'f.bin', 41);
    live.slice = (...range) => now.slice(...range);
    const uploader = visit({store: createMemoryStore()});
    let parts = 0;
    uploader.addEventListener('change', ({action}) => {
      if (action.type === 'part' && ++parts === 3) now = makeFile(3 * MB, 'f.bin', 42);
    });
    const error = await uploader
      .add(live, {key})
      .settled()
      .catch((cause: unknown) => cause as Error);
    expect((error as Error).name).to.equal('FileChangedError');
    expect(parts).to.equal(3);
    expect(await download(key)).to.equal(undefined);
  });

  it('believes a handle that shows another date, where the File at hand can still be read', async () => {
    const key = freshKey();
    const file = makeFile(3 * MB, 'f.bin', 37);
    let now = file;
    const handle = {kind: 'file', getFile: () => Promise.resolve(now)} as unknown as FileSystemFileHandle;
    await addFaults({match: {operation: 'UploadPart', key}, effect: {delay: 100}});
    const uploader = visit({store: createMemoryStore(), concurrency: 1});
    const task = uploader.add(file, {key, handle});
    await until(() => task.state.sent === MB, 'a part');
    now = new File([file], file.name, {lastModified: file.lastModified + 1000});
    const error = await task.settled().catch((cause: unknown) => cause as Error);
    expect((error as Error).name).to.equal('FileChangedError');
    expect(await download(key)).to.equal(undefined);
  });

  it('goes on when the permission to look at the handle has ended', async () => {
    const key = freshKey();
    const refuse = (): Promise<never> => Promise.reject(new DOMException('no', 'NotAllowedError'));
    const handle = {kind: 'file', getFile: refuse} as unknown as FileSystemFileHandle;
    const file = makeFile(3 * MB, 'f.bin', 38);
    await visit({store: createMemoryStore()}).add(file, {key, handle}).settled();
    await expectIntact(key, file);
  });

  for (const [name, size] of [
    ['a few bytes', 1000],
    ['a whole file', MB / 2],
    ['a file in parts', 4 * MB],
  ] as const) {
    it(`looks whether the file has changed before it tells why COS refused ${name}`, async () => {
      const key = freshKey();
      const handle = await privateFile(freshName(), makeFile(size, 'x', 39));
      const file = await handle.getFile();
      const operation = size > MB ? 'UploadPart' : 'PutObject';
      // What COS says where the length that was signed and the one that was sent differ.
      await addFaults({
        match: {operation, key},
        effect: {delay: 1000, status: 403, code: 'SignatureDoesNotMatch'},
      });
      const task = visit({store: createMemoryStore()}).add(file, {key});
      await until(async () => (await operations(key, operation)) > 0, 'a body');
      await write(handle, makeFile(size + 1000, 'x', 40));
      const error = await task.settled().catch((cause: unknown) => cause as Error);
      expect((error as Error).name).to.equal('FileChangedError');
      expect(await download(key)).to.equal(undefined);
    });
  }

  it('notices a deleted file without a handle', async () => {
    const key = freshKey();
    const root = await navigator.storage.getDirectory();
    const name = freshName();
    const handle = await privateFile(name, makeFile(4 * MB, 'x', 36));
    const file = await handle.getFile();
    await addFaults({match: {operation: 'UploadPart', key}, effect: {delay: 150}});
    const uploader = visit({store: freshStore(), concurrency: 1});
    const task = uploader.add(file, {key});
    let parts = 0;
    uploader.addEventListener('change', ({action}) => (parts += Number(action.type === 'part')));
    await until(() => parts === 1, 'a part');
    await root.removeEntry(name);
    const error = await task.settled().catch((cause: unknown) => cause as Error);
    expect((error as Error).name).to.equal('FileChangedError');
    expect(await download(key)).to.equal(undefined);
  });
});
