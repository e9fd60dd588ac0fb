import {expect} from 'chai';
import {
  createLocks,
  createMemoryStore,
  type ResumeStore,
  type Transport,
  type Uploader,
  uploadFile,
  type UploadRecord,
} from '../../../src/index.js';
import {fetchTransport} from '../../../src/cos/wire/transport.js';
import {withResolvers} from '../../../src/upload/tasks/with-resolvers.js';
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
} from '../../support/cos.js';
import {freshName, freshStore, impatient, leave, MB, visit} from './visits.js';
import {ended} from '../ended.js';
import {until} from '../../support/until.js';

describe('Pausing and canceling', () => {
  afterEach(leave);

  const initiated = async (key: string): Promise<number> =>
    (await requestsFor(key)).filter(({operation}) => operation === 'InitiateMultipartUpload').length;

  const begun = async (key: string, operation: string): Promise<boolean> =>
    (await requestsFor(key)).some((request) => request.operation === operation);

  /** What the uploader had begun before is in the log of the server, and in the journal, when a whole file has come and gone after it. */
  const another = (uploader: Uploader): Promise<unknown> => {
    const task = uploader.add(makeFile(3 * MB, 'another', 80), {key: freshKey()});
    uploader.start();
    return task.settled();
  };

  it('a cancel while Initiate is under way leaves nothing on the server', async () => {
    const key = freshKey();
    const canceled = withResolvers<undefined>();
    const transport: Transport = async (request) => {
      const answer = await fetchTransport(request);
      if (request.method === 'POST') await canceled.promise;
      return answer;
    };
    const uploader = visit({client: localClient({transport}), store: freshStore()});
    const task = uploader.add(makeFile(3 * MB, 'f', 81), {key});
    await until(async () => (await openUploads(key)).length > 0, 'Initiate');
    task.cancel();
    canceled.resolve(undefined);
    expect(task.state.status).to.equal('canceled');
    await until(() => begun(key, 'AbortMultipartUpload'), 'the abort');
    await until(async () => (await openUploads(key)).length === 0, 'an empty server');
  });

  it('a pause while Initiate gets no answer ends, and the upload can go on', async () => {
    const key = freshKey();
    await addFaults({match: {operation: 'InitiateMultipartUpload', key}, effect: {hang: true}, times: 1});
    const task = visit({store: freshStore(), ...impatient}).add(makeFile(3 * MB, 'f', 82), {key});
    await until(() => begun(key, 'InitiateMultipartUpload'), 'Initiate');
    task.pause();
    task.resume();
    await task.settled();
  });

  it('a cancel at the last part completes nothing', async () => {
    const key = freshKey();
    const uploader = visit({store: freshStore()});
    const task = uploader.add(makeFile(3 * MB, 'f', 83), {key});
    let parts = 0;
    uploader.addEventListener('change', ({action}) => {
      if (action.type === 'part' && ++parts === 3) task.cancel();
    });
    await until(() => ended(task.state), 'the end');
    await until(async () => (await openUploads(key)).length === 0, 'the abort');
    expect(await begun(key, 'CompleteMultipartUpload')).to.equal(false);
    expect(await download(key)).to.equal(undefined);
  });

  for (const operation of ['ListParts', 'UploadPart', 'CompleteMultipartUpload'])
    it(`a pause and a resume at once during ${operation} make no second upload`, async () => {
      const key = freshKey();
      const uploader = visit({store: freshStore(), concurrency: 1});
      await addFaults({match: {operation, key}, effect: {delay: 200}});
      const task = uploader.add(makeFile(3 * MB, 'f', 84), {key});
      if (operation === 'ListParts') {
        await addFaults({match: {operation: 'UploadPart', key}, effect: {delay: 200}});
        await until(() => task.state.sent > 0, 'a part');
        task.pause();
        task.resume();
      }
      await until(() => begun(key, operation), operation);
      task.pause();
      task.resume();
      task.pause();
      task.resume();
      await task.settled();
      const initiated = (await requestsFor(key)).filter(
        (request) => request.operation === 'InitiateMultipartUpload',
      );
      expect(initiated).to.have.length(1);
      expect(await openUploads(key)).to.deep.equal([]);
    });

  for (const resumed of [false, true])
    it(`a pause${resumed ? ' and a resume' : ''} when the object is complete sends nothing again`, async () => {
      const key = freshKey();
      const store = freshStore();
      let forgotten!: () => void;
      const slow = new Promise<void>((resolve) => (forgotten = resolve));
      let forgetting = false;
      const remove: typeof store.remove = async (...ids) => {
        await store.remove(...ids);
        forgetting = true;
        await slow;
      };
      const uploader = visit({store: {...store, remove}});
      const task = uploader.add(makeFile(3 * MB, 'f', 86), {key});
      await until(() => forgetting, 'the end of the record');
      task.pause();
      if (resumed) task.resume();
      forgotten();
      await until(() => task.state.status === 'done', 'done');
      await another(uploader);
      const posts = (await requestsFor(key)).filter(({method}) => method === 'POST');
      expect(posts.map(({operation}) => operation)).to.deep.equal([
        'InitiateMultipartUpload',
        'CompleteMultipartUpload',
      ]);
    });

  it('what is on its way out is not restored, unless it was taken back', async () => {
    const store = freshStore();
    const kept = (): Promise<unknown[]> => store.list(localClient().origin);
    const blob = new Blob(['small']);
    const first = visit({store, manual: true});
    const [gone, back] = [first.add(blob, {key: freshKey()}), first.add(blob, {key: freshKey()})];
    first.holdCancel(gone);
    first.holdCancel(back)();
    expect(back.state.status, 'still held by manual').to.equal('queued');
    await until(async () => JSON.stringify(await kept()).includes('"canceled":false'), 'the marks');
    first.close();
    const next = visit({store, manual: true});
    expect((await next.restore()).map(({key}) => key)).to.deep.equal([back.key]);
    await until(async () => (await kept()).length === 1, 'the other to be forgotten');
  });

  it('what runs stops while it is on its way out, and goes on when it is taken back', async () => {
    const key = freshKey();
    await addFaults({match: {operation: 'UploadPart', key, partNumber: 3}, effect: {hang: true}, times: 1});
    const uploader = visit({store: freshStore(), concurrency: 1});
    const task = uploader.add(makeFile(4 * MB, 'f', 76), {key});
    await until(() => task.state.sent === 2 * MB, 'two parts');
    const takeBack = uploader.holdCancel(task);
    expect(task.state.status).to.equal('paused');
    takeBack();
    expect((await task.settled()).resumedBytes).to.equal(2 * MB);
  });

  for (const canceled of [false, true])
    it(`what is ${canceled ? 'canceled' : 'on its way out'} is restored for the sake of another row of the same file`, async () => {
      const store = freshStore();
      const kept = (): Promise<UploadRecord[]> => store.list(localClient().origin);
      const [blob, key] = [new Blob(['small']), freshKey()];
      const first = visit({store, manual: true});
      const gone = first.add(blob, {key});
      if (canceled) gone.cancel();
      first.add(blob, {key});
      const after = first.add(blob, {key: freshKey()});
      await until(async () => (await kept()).length === 2, 'the records');
      first.holdCancel(gone);
      first.holdCancel(after);
      await until(
        async () => (await kept()).some(({canceled}) => canceled),
        'what comes after it to be marked',
      );
      first.close();
      const next = visit({store, manual: true});
      expect((await next.restore()).map((task) => task.key)).to.deep.equal([key]);
    });

  for (const forgotten of [false, true])
    it(`a restored upload that was canceled${forgotten ? ' and forgotten' : ''} can be sent all the same`, async () => {
      const store = freshStore();
      const key = freshKey();
      const kept = async (): Promise<number> => (await store.list(localClient().origin)).length;
      const first = visit({store, manual: true});
      first.add(new Blob(['small']), {key});
      await until(async () => (await kept()) === 1, 'the record');
      first.close();
      const next = visit({store, manual: true});
      const [task] = await next.restore();
      task?.cancel();
      if (forgotten) await until(async () => (await kept()) === 0, 'the end of the record');
      task?.resume();
      await task?.settled();
      expect(await (await download(key))?.text()).to.equal('small');
    });

  it('a failed file added again goes on with what the server has', async () => {
    const key = freshKey();
    const [refused] = await addFaults({
      match: {operation: 'UploadPart', key, partNumber: 3},
      effect: {status: 403, code: 'AccessDenied'},
    });
    const uploader = visit({store: freshStore(), concurrency: 1});
    const task = uploader.add(makeFile(4 * MB, 'f', 88), {key});
    await task.settled().catch(() => undefined);
    expect(task.state.status).to.equal('failed');
    await clearFaults([refused!]);
    const again = uploader.add(makeFile(4 * MB, 'f', 88), {key});
    expect(again).to.equal(task);
    expect((await again.settled()).resumedBytes).to.equal(2 * MB);
    expect(uploader.tasks).to.have.length(1);
  });

  it('a file added again while it is being forgotten is remembered', async () => {
    const key = freshKey();
    const store = freshStore();
    const uploader = visit({store, manual: true});
    const blob = new Blob(['small']);
    const kept = async (): Promise<(string | boolean | undefined)[][]> =>
      (await store.list(localClient().origin)).map((record) => [record.key, record.canceled]);
    const first = uploader.add(blob, {key});
    const after = uploader.add(blob, {key: freshKey()});
    await until(async () => (await kept()).length === 2, 'the records');
    uploader.remove(first);
    uploader.add(blob, {key});
    uploader.remove(after);
    await until(
      async () => !(await kept()).flat().includes(after.key),
      'what comes after it to be forgotten',
    );
    await until(async () => (await kept()).length === 1, 'the record of the second');
    expect(await kept()).to.deep.equal([[key, undefined]]);
  });

  for (const how of ['cancel', 'remove', 'clear'] as const)
    it(`${how} of a canceled upload leaves alone the same file that was added after it`, async () => {
      const key = freshKey();
      const store = freshStore();
      const uploader = visit({store, concurrency: 1});
      const other = freshKey();
      const [refused] = await addFaults(
        ...[key, other].map((key) => ({
          match: {operation: 'UploadPart', key, partNumber: 3},
          effect: {status: 403, code: 'AccessDenied'},
        })),
      );
      const after = uploader.add(makeFile(4 * MB, 'f', 79), {key: other});
      await after.settled().catch(() => undefined);
      const first = uploader.add(makeFile(4 * MB, 'f', 89), {key});
      first.cancel();
      const second = uploader.add(makeFile(4 * MB, 'f', 89), {key});
      await second.settled().catch(() => undefined);
      expect(second.state.status).to.equal('failed');
      if (how === 'clear') uploader.clear();
      else uploader[how](first);
      uploader.cancel(after);
      await until(async () => (await openUploads(other)).length === 0, 'what comes after it to be aborted');
      expect(await openUploads(key)).to.have.length(1);
      await clearFaults([refused!]);
      second.resume();
      expect((await second.settled()).resumedBytes).to.equal(2 * MB);
    });

  it('a cancel after an Initiate whose answer was lost leaves no empty upload', async () => {
    const key = freshKey();
    const store = freshStore();
    const [lost] = await addFaults({
      match: {operation: 'InitiateMultipartUpload', key},
      effect: {dropAnswer: true},
    });
    const uploader = visit({store, retries: 0});
    const task = uploader.add(makeFile(3 * MB, 'f', 94), {key});
    await task.settled().catch(() => undefined);
    expect(await openUploads(key)).to.not.deep.equal([]);
    await clearFaults([lost!]);
    task.cancel();
    await until(async () => (await store.list(localClient().origin)).length === 0, 'an empty journal');
    // The browser itself may have asked twice.
    expect((await openUploads(key)).length).to.be.below((await initiated(key)) || 1);
  });

  it('an upload whose place another file takes is removed, if need be by the next visit', async () => {
    const key = freshKey();
    const store = freshStore();
    const [stuck] = await addFaults({
      match: {operation: 'UploadPart', key, partNumber: 3},
      effect: {status: 403, code: 'AccessDenied'},
    });
    const [refused] = await addFaults({
      match: {operation: 'AbortMultipartUpload', key},
      effect: {status: 403, code: 'AccessDenied'},
    });
    const first = visit({store, concurrency: 1});
    await first
      .add(makeFile(4 * MB, 'f', 95), {key})
      .settled()
      .catch(() => undefined);
    first.close();
    await clearFaults([stuck!]);
    const second = visit({store});
    await second.add(makeFile(4 * MB, 'f', 96), {key}).settled();
    expect(await openUploads(key)).to.have.length(1);
    second.close();
    await clearFaults([refused!]);
    expect(await visit({store}).restore()).to.deep.equal([]);
    await until(async () => (await openUploads(key)).length === 0, 'the abort');
    await until(async () => (await store.list(localClient().origin)).length === 0, 'an empty journal');
  });

  it('an object that is found in the store leaves nothing of the upload that was to make it', async () => {
    const key = freshKey();
    const store = freshStore();
    const file = makeFile(4 * MB, 'f', 97);
    const [refused] = await addFaults({
      match: {operation: 'UploadPart', key, partNumber: 3},
      effect: {status: 403, code: 'AccessDenied'},
    });
    const uploader = visit({store, concurrency: 1, skipExisting: true});
    const task = uploader.add(file, {key});
    await task.settled().catch(() => undefined);
    await clearFaults([refused!]);
    await localClient().putObject(key, file);
    task.resume();
    expect((await task.settled()).skipped).to.equal(true);
    await until(async () => (await openUploads(key)).length === 0, 'the abort');
    await until(async () => (await store.list(localClient().origin)).length === 0, 'an empty journal');
  });

  it('a canceled upload that had to be chosen again has to be, when it is taken back', async () => {
    const key = freshKey();
    const store = freshStore();
    const file = makeFile(4 * MB, 'f', 98);
    const [refused] = await addFaults({
      match: {operation: 'UploadPart', key, partNumber: 3},
      effect: {status: 403, code: 'AccessDenied'},
    });
    const first = visit({store, concurrency: 1});
    await first
      .add(file, {key})
      .settled()
      .catch(() => undefined);
    first.close();
    await clearFaults([refused!]);
    const next = visit({store});
    const [task] = await next.restore();
    task?.cancel();
    task?.resume();
    expect(task?.state).to.include({status: 'suspended', needs: 'file'});
    expect(next.add(file, {key})).to.equal(task);
    await task?.settled();
    expect((await download(key))?.size).to.equal(4 * MB);
  });

  it('one of two rows of the same file is canceled without the other', async () => {
    const key = freshKey();
    const uploader = visit({store: freshStore(), concurrency: 1});
    const others = [freshKey(), freshKey()];
    const refused = await addFaults(
      ...others.map((key) => ({
        match: {operation: 'UploadPart', key, partNumber: 2},
        effect: {status: 403, code: 'AccessDenied'},
      })),
    );
    const after = others.map((key) => uploader.add(makeFile(3 * MB, 'f', 78), {key}));
    await uploader.settled();
    await clearFaults(refused);
    const [stuck] = await addFaults({
      match: {operation: 'UploadPart', key, partNumber: 3},
      effect: {hang: true},
    });
    const abortedAfterIt = async (index: number): Promise<void> => {
      uploader.cancel(after[index]);
      await until(async () => (await openUploads(others[index]!)).length === 0, `abort ${index}`);
    };
    const file = makeFile(4 * MB, 'f', 90);
    const [first, second] = [uploader.add(file, {key}), uploader.add(file, {key})];
    await until(() => first.state.sent === 2 * MB && second.state.status === 'waiting', 'two parts');
    second.cancel();
    await abortedAfterIt(0);
    first.pause();
    await abortedAfterIt(1);
    await clearFaults([stuck!]);
    first.resume();
    expect((await first.settled()).resumedBytes).to.equal(2 * MB);
  });

  it('a file canceled, added and canceled again is not found by the next visit', async () => {
    const store = freshStore();
    const key = freshKey();
    const uploader = visit({store, manual: true});
    const blob = new Blob(['small']);
    const kept = async (): Promise<string[]> =>
      (await store.list(localClient().origin)).map((record) => record.key);
    const first = uploader.add(blob, {key});
    await until(async () => (await kept()).length === 1, 'the record');
    uploader.remove(first);
    uploader.remove(uploader.add(blob, {key}));
    // The journal is written in order, and so it has the last word of the first when it has forgotten one that came after.
    for (let round = 0; round < 2; round++) {
      const after = uploader.add(blob, {key: freshKey()});
      await until(async () => (await kept()).includes(after.key), 'the record of what comes after it');
      uploader.remove(after);
      await until(async () => !(await kept()).includes(after.key), 'that to be forgotten');
    }
    expect(await kept()).to.deep.equal([]);
  });

  it('a file that is done before the one it replaces is forgotten leaves no record', async () => {
    const real = freshStore();
    const key = freshKey();
    let slow: Promise<unknown> = Promise.resolve();
    let forgetting = false;
    const update: typeof real.update = async (ids, change) => {
      forgetting = true;
      await slow;
      return real.update(ids, change);
    };
    const uploader = visit({store: {...real, update}, manual: true});
    const blob = new Blob(['small']);
    const first = uploader.add(blob, {key});
    await until(async () => (await real.list(localClient().origin)).length === 1, 'the record');
    const gate = withResolvers<undefined>();
    slow = gate.promise;
    forgetting = false;
    uploader.remove(first);
    await until(() => forgetting, 'the end of the first');
    const second = uploader.add(blob, {key});
    uploader.start();
    await second.settled();
    gate.resolve(undefined);
    await another(uploader);
    await until(async () => (await real.list(localClient().origin)).length === 0, 'an empty journal');
    await another(uploader);
    expect(await real.list(localClient().origin)).to.deep.equal([]);
  });

  it('a large file that replaces one which had changed leaves no parts of it on the server', async () => {
    const key = freshKey();
    const store = freshStore();
    const uploader = visit({store, concurrency: 1});
    const [refused] = await addFaults({
      match: {operation: 'UploadPart', key, partNumber: 3},
      effect: {status: 403, code: 'AccessDenied'},
    });
    const old = uploader.add(makeFile(4 * MB, 'f', 91), {key});
    await old.settled().catch(() => undefined);
    await clearFaults([refused!]);
    uploader.remove(old);
    const file = makeFile(5 * MB, 'f', 92);
    await uploader.add(file, {key}).settled();
    await until(async () => (await openUploads(key)).length === 0, 'the abort');
    await until(async () => (await store.list(localClient().origin)).length === 0, 'an empty journal');
    expect((await download(key))?.size).to.equal(5 * MB);
  });

  it('a changed file that goes on with the parts of the old one keeps them when the old row is removed', async () => {
    const key = freshKey();
    const store = freshStore();
    const uploader = visit({store, concurrency: 1, environment: hurried(1 / 5)});
    const options = {key, path: 'f'};
    const [refused] = await addFaults({
      match: {operation: 'UploadPart', key, partNumber: 3},
      effect: {status: 403, code: 'AccessDenied'},
    });
    const bytes = makeFile(5 * MB, 'f', 93);
    const old = uploader.add(bytes.slice(0, 4 * MB), options);
    await old.settled().catch(() => undefined);
    // Time to find them: what the new one sends itself is less.
    await addFaults({match: {operation: 'UploadPart', key}, times: 1, effect: {hang: true}});
    const grown = uploader.add(bytes.slice(), options);
    await grown.settled().catch(() => undefined);
    expect(grown.state.sent, 'the same parts').to.equal(2 * MB);
    uploader.remove(old);
    await until(async () => (await store.list(localClient().origin)).length === 1, 'the old record to go');
    await clearFaults([refused!]);
    grown.resume();
    expect((await grown.settled()).resumedBytes).to.equal(2 * MB);
  });

  it('a file added again after a cancel that did not reach the server is not thrown away by the next visit', async () => {
    const key = freshKey();
    const store = freshStore();
    const file = makeFile(4 * MB, 'f', 85);
    const [refused] = await addFaults({
      match: {operation: 'AbortMultipartUpload', key},
      effect: {status: 403, code: 'AccessDenied'},
    });
    const [stuck] = await addFaults({
      match: {operation: 'UploadPart', key, partNumber: 3},
      effect: {hang: true},
    });
    const uploader = visit({store});
    const first = uploader.add(file, {key});
    await until(() => first.state.sent >= 2 * MB, 'two parts');
    first.cancel();
    await until(async () => (await store.list(localClient().origin))[0]?.canceled === true, 'the mark');
    const second = uploader.add(file, {key});
    await until(() => second.state.status === 'uploading', 'the second');
    await until(
      async () => (await store.list(localClient().origin))[0]?.canceled === undefined,
      'the mark to go',
    );
    uploader.close();
    await clearFaults([refused!, stuck!]);
    const next = visit({store});
    expect(await next.restore()).to.have.length(1);
    expect((await next.add(file, {key}).settled()).resumedBytes).to.be.at.least(2 * MB);
  });

  const oldRecord = (key: string, more: Partial<UploadRecord>): UploadRecord => ({
    version: 1,
    id: key,
    key,
    origin: localClient().origin,
    scope: '',
    name: 'f',
    path: 'f',
    size: 5,
    type: '',
    lastModified: 1,
    layout: [],
    created: Date.now() - 31 * 24 * 3600 * 1000,
    ...more,
  });

  it('forgets on the server what nobody has gone on with for a month', async () => {
    const key = freshKey();
    const store = freshStore();
    const {uploadId} = await localClient().createMultipartUpload(key);
    await store.put(oldRecord(key, {uploadId}));
    expect(await visit({store}).restore()).to.deep.equal([]);
    await until(async () => (await openUploads(key)).length === 0, 'the abort');
    await until(async () => (await store.list(localClient().origin)).length === 0, 'an empty journal');
  });

  it('forgets it after a call of uploadFile too, but not what an open page has', async () => {
    const [key, theirs] = [freshKey(), freshKey()];
    const [store, locks, client] = [freshStore(), createLocks(freshName()), localClient()];
    const [mine, other] = [
      await client.createMultipartUpload(key),
      await client.createMultipartUpload(theirs),
    ];
    await store.put(
      oldRecord(key, {uploadId: mine.uploadId, owner: 'gone'}),
      oldRecord(theirs, {uploadId: other.uploadId, owner: 'open'}),
    );
    const release = await locks.acquire('visit open', new AbortController().signal, () => undefined);
    await uploadFile(client, makeFile(5, 'g'), {key: freshKey(), store, locks});
    await until(async () => (await openUploads(key)).length === 0, 'the abort');
    await until(async () => (await store.list(client.origin)).length === 1, 'the record to go');
    expect(await openUploads(theirs)).to.have.length(1);
    release();
  });

  it('orphans are what is old enough and not in the journal', async () => {
    const prefix = freshKey('');
    const store = freshStore();
    const [refused] = await addFaults({
      match: {operation: 'UploadPart', key: `${prefix}own`},
      effect: {status: 403, code: 'AccessDenied'},
    });
    const uploader = visit({store, keyPrefix: prefix});
    await uploader
      .add(makeFile(3 * MB, 'own', 99))
      .settled()
      .catch(() => undefined);
    await clearFaults([refused!]);
    const {uploadId} = await localClient().createMultipartUpload(`${prefix}foreign`);
    expect(await uploader.listOrphans(), 'begun within a day').to.deep.equal([]);
    const orphans = await uploader.abortOrphans({olderThan: 0});
    expect(orphans.map((orphan) => orphan.uploadId)).to.deep.equal([uploadId]);
    expect(await openUploads(`${prefix}foreign`)).to.deep.equal([]);
    expect(await openUploads(`${prefix}own`)).to.have.length(1);
  });

  it('the age of an orphan is told by the clock of the server', async () => {
    const prefix = freshKey('');
    const {uploadId} = await localClient().createMultipartUpload(`${prefix}foreign`);
    const day = 24 * 3600_000;
    const {now} = Date;
    for (const off of [day + 60_000, -day - 60_000]) {
      Date.now = () => now() + off;
      try {
        const uploader = visit({store: createMemoryStore(), keyPrefix: prefix, client: localClient()});
        expect(await uploader.listOrphans(), `begun within a day, ${off} ms off`).to.deep.equal([]);
        const orphans = await uploader.listOrphans({olderThan: 0});
        expect(
          orphans.map((orphan) => orphan.uploadId),
          `begun, ${off} ms off`,
        ).to.deep.equal([uploadId]);
      } finally {
        Date.now = now;
      }
    }
  });

  it('an upload of unknown age is no orphan: it may be under way', async () => {
    const prefix = freshKey('');
    await localClient().createMultipartUpload(`${prefix}foreign`);
    const client = localClient({
      transport: async (request) => {
        const response = await fetchTransport(request);
        return {
          ...response,
          text: async () => (await response.text()).replace(/<Initiated>[^<]*/, '<Initiated>yesterday'),
        };
      },
    });
    const uploader = visit({store: createMemoryStore(), keyPrefix: prefix, client});
    expect(await uploader.abortOrphans({olderThan: 0})).to.deep.equal([]);
    expect(await openUploads(`${prefix}foreign`)).to.have.length(1);
  });

  it('what had not begun is forgotten in few steps when all is canceled at once', async () => {
    const real = freshStore();
    let steps = 0;
    const store: ResumeStore = {
      ...real,
      get: (id) => (steps++, real.get(id)),
      update: (ids, change) => (steps++, real.update(ids, change)),
      put: (...records) => (steps++, real.put(...records)),
      remove: (id) => (steps++, real.remove(id)),
    };
    const prefix = freshKey('');
    const uploader = visit({store, manual: true});
    for (let index = 0; index < 300; index++) uploader.add(new Blob(['small']), {key: `${prefix}${index}`});
    const kept = async (): Promise<number> => (await real.list(localClient().origin)).length;
    await until(async () => (await kept()) === 300, 'the records');
    steps = 0;
    uploader.cancel();
    await until(async () => (await kept()) === 0, 'an empty journal');
    expect(steps).to.equal(3);
  });

  it('two thousand files are paused, resumed and canceled at once', async () => {
    const prefix = freshKey('');
    const uploader = visit({store: createMemoryStore(), keyPrefix: prefix});
    uploader.addAll(Array.from({length: 2000}, (_, index) => makeFile(1, `${index}`, index)));
    uploader.pause();
    uploader.resume();
    uploader.cancel();
    const {canceled, done} = await uploader.settled();
    expect(canceled.length + done.length).to.equal(2000);
    expect(uploader.totals).to.include({files: done.length, failed: 0});
  });
});
