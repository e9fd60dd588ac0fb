import {expect} from 'chai';
import {type Commit, createLocks, type UploadResult, type UploadTask} from '../../../src/index.js';
import {FakeTime} from '../../support/fake-time.js';
import {thrownBy} from '../../support/thrown.js';
import {
  addFaults,
  download,
  freshKey,
  localClient,
  makeFile,
  openUploads,
  requestsFor,
  sha256,
} from '../../support/cos.js';
import {ended} from '../ended.js';
import {until} from '../../support/until.js';
import {freshStore, leave, MB, visit} from './visits.js';

const bodies = async (key: string): Promise<number> =>
  (await requestsFor(key)).filter(({method, bytesIn}) => method === 'PUT' && bytesIn > 0).length;

/** An application that takes over after so many failures, and what it was handed. */
function application(failures = 0): {handed: UploadResult[]; commit: Commit} {
  const handed: UploadResult[] = [];
  return {
    handed,
    commit: (result) => {
      handed.push(result);
      if (handed.length <= failures) throw new Error('no database');
      return {id: handed.length};
    },
  };
}

describe('Handing over', () => {
  afterEach(leave);

  for (const [name, size] of [
    ['a whole file', 100],
    ['a file in parts', 3 * MB],
  ] as const) {
    const options = {partSize: MB, multipartThreshold: MB};

    it(`of ${name} comes after its proof, and before it is done`, async () => {
      const {handed, commit} = application();
      const uploader = visit({...options, store: freshStore(), commit});
      const statuses: string[] = [];
      uploader.addEventListener('change', ({task}) => statuses.push(task.state.status));
      const key = freshKey();
      const file = makeFile(size);
      const result = await uploader.add(file, {key}).settled();
      expect(result.committed).to.deep.equal({id: 1});
      expect(statuses.slice(-2)).to.deep.equal(['committing', 'done']);
      expect(handed).to.have.length(1);
      expect(handed[0]).to.include({key, size, proof: 'crc64'});
      expect(await sha256((await download(key))!)).to.equal(await sha256(file));
    });

    it(`of ${name} is tried again, alone`, async () => {
      const {handed, commit} = application(2);
      const key = freshKey();
      const result = await visit({...options, store: freshStore(), commit})
        .add(makeFile(size), {key})
        .settled();
      expect(result.committed).to.deep.equal({id: 3});
      expect(handed).to.have.length(3);
      expect(await bodies(key)).to.equal(Math.ceil(size / MB));
    });

    it(`of ${name} that fails is repeated by a retry, and nothing else is`, async () => {
      const {handed, commit} = application(1);
      const key = freshKey();
      const uploader = visit({...options, store: freshStore(), commit, retries: 0});
      const task = uploader.add(makeFile(size), {key});
      await uploader.settled();
      expect(task.state).to.have.nested.property('error.name', 'CommitError');
      expect(task.state).to.have.nested.property('error.retryable', true);
      const before = (await requestsFor(key)).length;
      uploader.retry(task);
      await task.settled();
      expect(handed).to.have.length(2);
      expect((await requestsFor(key)).length).to.equal(before);
    });

    it(`of ${name} is made up for by the next visit, once, and sends nothing`, async () => {
      const store = freshStore();
      const key = freshKey();
      const never: Commit = () => new Promise(() => undefined);
      const uploader = visit({...options, store, commit: never});
      const task = uploader.add(makeFile(size), {key});
      await until(() => task.state.status === 'committing', 'the hand-over');
      uploader.close();
      const before = (await requestsFor(key)).length;

      const {handed, commit} = application();
      const next = visit({...options, store, commit});
      const [again] = (await next.restore()) as [UploadTask];
      const result = await again.settled();
      expect(result).to.deep.include({key, size, committed: {id: 1}});
      expect(handed).to.have.length(1);
      expect((await requestsFor(key)).length).to.equal(before);
      expect(await visit({...options, store, commit}).restore()).to.deep.equal([]);
      expect(handed).to.have.length(1);
    });
  }

  it('waits where the upload is paused meanwhile', async () => {
    const {handed, commit} = application();
    const key = freshKey();
    const uploader = visit({store: freshStore(), commit});
    const task = uploader.add(makeFile(100), {key});
    let pauses = 0;
    uploader.addEventListener('change', ({action}) => {
      if (action.type === 'upload' && pauses++ === 0) task.pause();
    });
    await until(() => task.state.status === 'paused', 'the pause');
    task.resume();
    await task.settled();
    expect(handed).to.have.length(1);
  });

  it('that fails keeps the key: another file of that name does not overwrite the object', async () => {
    const {commit} = application(1);
    const uploader = visit({store: freshStore(), commit, retries: 0, keyPrefix: freshKey('')});
    const file = makeFile(10, 'twin.bin');
    const first = uploader.add(file);
    await uploader.settled();
    const second = uploader.add(makeFile(20, 'twin.bin'));
    expect(second.key).to.equal(first.key.replace('twin', 'twin (2)'));
    uploader.retry(first);
    expect((await first.settled()).key).to.equal(first.key);
    await second.settled();
    expect(await sha256((await download(first.key))!)).to.equal(await sha256(file));
  });

  it('to an application that does not answer is cut after a minute, and tried again', async () => {
    const environment = new FakeTime();
    const signals: AbortSignal[] = [];
    const commit: Commit = (_result, _task, signal) => {
      signals.push(signal);
      return signals.length === 1 ? new Promise(() => undefined) : 'taken';
    };
    const uploader = visit({environment, store: freshStore(), commit, stallTimeout: () => 1e9});
    const task = uploader.add(makeFile(10), {key: freshKey()});
    await until(() => signals.length === 1, 'the hand-over');
    await environment.pass(59_999);
    expect(signals[0]!.aborted).to.equal(false);
    await environment.pass(1);
    expect(signals[0]!.aborted).to.equal(true);
    await until(() => task.state.status === 'waiting', 'the wait');
    await environment.pass(20);
    expect((await task.settled()).committed).to.equal('taken');
  });

  it('that was canceled sends the file again: its object may be another by then', async () => {
    const {handed, commit} = application(1);
    const uploader = visit({store: freshStore(), commit, retries: 0});
    const key = freshKey();
    const task = uploader.add(makeFile(10), {key});
    await uploader.settled();
    uploader.cancel(task);
    uploader.resume(task);
    await task.settled();
    expect(handed).to.have.length(2);
    expect(await bodies(key)).to.equal(2);
  });

  it('is over when no later visit can find it, so that nothing is handed over twice', async () => {
    const store = freshStore();
    let forget = (): void => undefined;
    const forgetting = new Promise<void>((resolve) => (forget = resolve));
    let asked = false;
    const remove: typeof store.remove = async (...ids) => {
      asked = true;
      await forgetting;
      return store.remove(...ids);
    };
    const {commit} = application();
    const task = visit({store: {...store, remove}, commit}).add(makeFile(100), {key: freshKey()});
    await until(() => asked, 'the end of the record');
    await visit({store, commit}).add(makeFile(100), {key: freshKey()}).settled();
    expect(task.state.status).to.equal('committing');
    forget();
    await task.settled();
  });

  it('by commitUrl is a POST of the result, whose answer counts', async () => {
    const {fetch} = globalThis;
    const posts: RequestInit[] = [];
    globalThis.fetch = (url, init = {}) => {
      if (url !== '/files') return fetch(url, init);
      posts.push(init);
      return Promise.resolve(posts.length === 1 ? new Response('', {status: 503}) : Response.json({id: 7}));
    };
    try {
      const key = freshKey();
      const result = await visit({store: freshStore(), commitUrl: '/files'})
        .add(makeFile(10), {key})
        .settled();
      expect(result.committed).to.deep.equal({id: 7});
      expect(posts).to.have.length(2);
      expect(JSON.parse(posts[1]!.body as string)).to.include({key, size: 10});
      expect(posts[1]).to.include({method: 'POST'});
    } finally {
      globalThis.fetch = fetch;
    }
  });

  it('is one of the two, and a function or a URL', () => {
    for (const options of [{commit: () => 1, commitUrl: '/c'}, {commit: '/c' as never}, {commitUrl: ''}])
      expect(thrownBy(() => visit(options))).to.include({name: 'ConfigurationError'});
  });

  it('may be canceled: nothing is handed over by a later visit', async () => {
    const store = freshStore();
    const uploader = visit({store, commit: () => new Promise(() => undefined)});
    const task = uploader.add(makeFile(100), {key: freshKey()});
    await until(() => task.state.status === 'committing', 'the hand-over');
    task.cancel();
    await until(() => ended(task.state), 'the end');
    await until(async () => (await store.list(cosOrigin)).length === 0, 'an empty journal');
  });

  it('ends before another page begins with the same file, so that neither loses what the other has written down', async () => {
    const [key, store, locks] = [freshKey(), freshStore(), createLocks(`commit ${freshKey()}`)];
    const file = makeFile(3 * MB);
    let take = (): void => undefined;
    const taking = new Promise<void>((resolve) => (take = resolve));
    const options = {store, locks, partSize: MB, multipartThreshold: MB};
    const first = visit({...options, commit: () => taking}).add(file, {key});
    await until(() => first.state.status === 'committing', 'the hand-over');
    // Nothing tells the second page that the object is there, so it sends the file again.
    await addFaults({match: {operation: 'HeadObject', key}, effect: {status: 403, code: 'AccessDenied'}});
    await addFaults({match: {operation: 'UploadPart', key, partNumber: 3}, effect: {hang: true}});
    const second = visit(options).add(file, {key});
    await until(() => second.state.status === 'waiting', 'the wait of the second');
    expect(second.state).to.include({reason: 'other-tab'});
    take();
    await first.settled();
    await until(() => second.state.sent >= MB, 'a part of the second');
    const [record] = await store.list(localClient().origin);
    const [open] = await openUploads(key);
    expect(record?.uploadId, 'what a later visit goes on with').to.equal(open!.uploadId);
  });
});
