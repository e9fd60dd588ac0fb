import {expect} from 'chai';
import {createStore, del, get, set} from 'idb-keyval';
import {fetchTransport} from '../../../src/cos/wire/transport.js';
import {
  type CosClient,
  createLocks,
  createMemoryStore,
  type Locks,
  type Transport,
} from '../../../src/index.js';
import {acquireLease} from '../../../src/store/lease.js';
import {withResolvers} from '../../../src/upload/tasks/with-resolvers.js';
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
import {PageTime} from '../../support/page-time.js';
import {freshName, freshStore, impatient, leave, MB, visit} from './visits.js';
import {ended} from '../ended.js';
import {until} from '../../support/until.js';

const bodies = async (key: string): Promise<number[]> =>
  (await requestsFor(key))
    .filter(({operation, status}) => operation === 'UploadPart' && status === 200)
    .map(({query}) => Number(query['partNumber']))
    .sort((a, b) => a - b);

/** As in a page without Web Locks. */
function leases(): Locks {
  const database = freshName();
  return {
    ...createLocks(database),
    acquire: (name, signal, onWait) => acquireLease(database, name, signal, onWait),
  };
}

/** A client whose parts stop, until they are told to go on, before the one of a number. */
function stops(): {client: CosClient; stopAt: (partNumber: number) => () => void} {
  const stopped = new Map<string, Promise<undefined>>();
  const transport: Transport = async (request) => {
    await stopped.get(new URL(request.url).searchParams.get('partNumber') ?? '');
    return fetchTransport(request);
  };
  const stopAt = (partNumber: number): (() => void) => {
    const {promise, resolve} = withResolvers<undefined>();
    stopped.set(String(partNumber), promise);
    return () => resolve(undefined);
  };
  return {client: localClient({transport}), stopAt};
}

describe('Two tabs', () => {
  afterEach(leave);

  for (const [kind, makeLocks] of [
    ['Web Locks', () => createLocks(freshName())],
    ['a lease in IndexedDB', leases],
  ] as const) {
    it(`shows the other tab's progress and takes over when it leaves, by ${kind}`, async () => {
      const key = freshKey();
      const [store, locks, file] = [freshStore(), makeLocks(), makeFile(4 * MB, 'f.bin', 41)];
      const [stuck] = await addFaults({
        match: {operation: 'UploadPart', key, partNumber: 4},
        effect: {hang: true},
      });
      const first = visit({store, locks});
      const task = first.add(file, {key});
      await until(() => task.state.sent > 0, 'the first part');
      const waiting = visit({store, locks}).add(file, {key});
      await until(() => waiting.state.status === 'waiting', 'the second to wait');
      expect(waiting.state).to.include({status: 'waiting', reason: 'other-tab'});
      await until(() => task.state.sent === 3 * MB, 'three parts');
      first.close();
      await clearFaults([stuck!]);
      const result = await waiting.settled();
      expect(result.resumedBytes).to.equal(3 * MB);
      expect(await bodies(key)).to.deep.equal([1, 2, 3, 4]);
      expect(await sha256((await download(key))!)).to.equal(await sha256(file));
    });
  }

  it('is done when the other tab is, without sending anything', async () => {
    const key = freshKey();
    const name = freshName();
    const [store, file] = [freshStore(), makeFile(4 * MB, 'f.bin', 42)];
    const {client, stopAt} = stops();
    const on = stopAt(2);
    const first = visit({store, client, locks: createLocks(name), concurrency: 1}).add(file, {key});
    await until(() => first.state.sent > 0, 'the first part');
    const heard: number[] = [];
    const tab = visit({store, locks: createLocks(name)});
    tab.addEventListener('change', ({action}) => action.type === 'follow' && heard.push(action.sent));
    const second = tab.add(file, {key});
    await until(() => second.state.status === 'waiting', 'the second to wait');
    const end = stopAt(4);
    on();
    await until(() => heard.length > 0, 'progress of the other tab');
    end();
    await second.settled();
    expect(first.state.status).to.equal('done');
    expect(await bodies(key)).to.deep.equal([1, 2, 3, 4]);
  });

  it('is done when the other tab has finished what was paused here', async () => {
    const key = freshKey();
    const [store, locks, file] = [freshStore(), createLocks(freshName()), makeFile(4 * MB, 'f.bin', 44)];
    const [stuck] = await addFaults({
      match: {operation: 'UploadPart', key, partNumber: 4},
      effect: {hang: true},
    });
    const first = visit({store, locks}).add(file, {key});
    await until(() => first.state.sent === 3 * MB, 'three parts');
    first.pause();
    await clearFaults([stuck!]);
    await visit({store, locks}).add(file, {key}).settled();
    const sent = await bodies(key);
    first.resume();
    await first.settled();
    expect(await bodies(key)).to.deep.equal(sent);
  });

  it('is done when the other tab has finished what was added here meanwhile, and had not its turn', async () => {
    const key = freshKey();
    const [store, locks, file] = [freshStore(), createLocks(freshName()), makeFile(4 * MB, 'f.bin', 49)];
    const [stuck] = await addFaults({
      match: {operation: 'UploadPart', key, partNumber: 4},
      effect: {hang: true},
    });
    const second = visit({store, locks, manual: true});
    const first = visit({store, locks, ...impatient}).add(file, {key});
    await until(() => first.state.sent === 3 * MB, 'three parts');
    const task = second.add(file, {key});
    await clearFaults([stuck!]);
    await first.settled();
    const sent = await bodies(key);
    second.start();
    expect((await task.settled()).crc64).to.be.a('string');
    expect(await bodies(key)).to.deep.equal(sent);
  });

  it('is done when the other tab is, though the store was away when it could have been asked', async () => {
    const keys = [freshKey(), freshKey()] as const;
    const name = freshName();
    const [store, files] = [freshStore(), [makeFile(3 * MB, 'f.bin', 51), makeFile(3 * MB, 'g.bin', 52)]];
    const second = visit({store, locks: createLocks(name), manual: true, retries: 20});
    const contact = second.add(makeFile(10, 'first.txt', 53), {key: freshKey()});
    second.start();
    await contact.settled();
    const stuck = await addFaults(
      ...keys.map((key) => ({match: {operation: 'UploadPart', key, partNumber: 3}, effect: {hang: true}})),
    );
    const first = visit({store, locks: createLocks(name), ...impatient});
    const uploads = keys.map((key, index) => first.add(files[index]!, {key}));
    await until(() => uploads.every(({state}) => state.sent === 2 * MB), 'the first parts');
    const tasks = keys.map((key, index) => second.add(files[index]!, {key}));
    await clearFaults(stuck);
    await Promise.all(uploads.map((task) => task.settled()));
    const sent = await Promise.all(keys.map(bodies));
    // A gateway without CORS rules answers in the place of the store.
    const away = await addFaults(
      ...keys.flatMap((key) => [
        {match: {key, method: 'HEAD'}, effect: {status: 502}},
        {match: {key, method: 'OPTIONS'}, effect: {status: 502}},
      ]),
    );
    const asked = async (): Promise<number> =>
      (await requestsFor(keys[0])).filter(({method, status}) => method === 'OPTIONS' && status === 502)
        .length;
    second.start();
    await until(async () => (await asked()) > 3, 'the questions');
    await clearFaults(away);
    await Promise.all(tasks.map((task) => task.settled()));
    expect(await Promise.all(keys.map(bodies))).to.deep.equal(sent);
  });

  it('sends a file again that is added when the other tab has done so', async () => {
    const key = freshKey();
    const [store, locks, file] = [freshStore(), createLocks(freshName()), makeFile(2 * MB, 'f.bin', 50)];
    const second = visit({store, locks});
    await visit({store, locks}).add(file, {key}).settled();
    await second.add(file, {key}).settled();
    expect(await bodies(key)).to.deep.equal([1, 1, 2, 2]);
  });

  for (const [kind, makeLocks] of [
    ['Web Locks', () => createLocks(freshName())],
    ['a lease in IndexedDB', leases],
  ] as const) {
    it(`leaves what the other tab has not begun, or paused, to it until it goes, by ${kind}`, async () => {
      const [key, keyOfPaused] = [freshKey(), freshKey()];
      const [store, locks] = [freshStore(), makeLocks()];
      const first = visit({store, locks, manual: true});
      first.add(new Blob(['pasted']), {key});
      const paused = first.add(new Blob(['paused']), {key: keyOfPaused});
      paused.pause();
      await until(async () => (await store.list(localClient().origin)).length === 2, 'the records');
      const second = visit({store, locks});
      expect(await second.restore()).to.deep.equal([]);
      first.start();
      await until(async () => (await store.list(localClient().origin)).length === 1, 'the first to be done');
      expect(second.tasks, 'while the tab is open').to.deep.equal([]);
      first.close();
      await until(() => second.tasks.length === 1, 'the second to take over');
      await second.settled();
      expect(await (await download(keyOfPaused))?.text()).to.equal('paused');
      const puts = (await requestsFor(key)).filter(({method}) => method === 'PUT');
      expect(puts).to.have.length(1);
    });
  }

  it('leaves the upload of the other tab alone when the row that waits is canceled', async () => {
    const key = freshKey();
    const [store, file, name] = [freshStore(), makeFile(4 * MB, 'f.bin', 43), freshName()];
    const {client, stopAt} = stops();
    const on = stopAt(2);
    const first = visit({store, client, locks: createLocks(name), concurrency: 1}).add(file, {key});
    await until(() => first.state.sent > 0, 'the first part');
    const second = visit({store, locks: createLocks(name)}).add(file, {key});
    await until(() => second.state.status === 'waiting', 'the second to wait');
    second.cancel();
    on();
    expect((await first.settled()).parts).to.equal(4);
    expect(await bodies(key)).to.deep.equal([1, 2, 3, 4]);
  });

  for (const how of ['canceled', 'on its way out'])
    it(`leaves the upload of the other tab to its next visit when the row that waits is ${how}`, async () => {
      const key = freshKey();
      const [store, file, name] = [freshStore(), makeFile(4 * MB, 'f.bin', 47), freshName()];
      const other = freshKey();
      const [stuck] = await addFaults(
        ...[key, other].map((key) => ({
          match: {operation: 'UploadPart', key, partNumber: 3},
          effect: {hang: true},
        })),
      );
      const options = {store};
      const first = visit({...options, locks: createLocks(name), concurrency: 1});
      const task = first.add(file, {key});
      await until(() => task.state.sent === 2 * MB, 'two parts');
      const second = visit({...options, locks: createLocks(name)});
      const waiting = second.add(file, {key});
      await until(() => waiting.state.status === 'waiting', 'the second to wait');
      const after = second.add(makeFile(4 * MB, 'after.bin', 50), {key: other});
      await until(() => after.state.sent > 0, 'a part of what is canceled after it');
      for (const task of [waiting, after])
        if (how === 'canceled') second.remove(task);
        else second.holdCancel(task);
      const goes = async (): Promise<boolean> => {
        const record = (await store.list(localClient().origin)).find(({key}) => key === other);
        return !record || record.canceled === true;
      };
      await until(goes, 'that to be written down');
      first.close();
      await clearFaults([stuck!]);
      const next = visit({store, locks: createLocks(name)});
      expect((await next.restore()).map(({state}) => state)).to.deep.equal([
        {status: 'suspended', needs: 'file', sent: 2 * MB},
      ]);
      expect((await next.add(file, {key}).settled()).resumedBytes).to.equal(2 * MB);
    });

  it('sends what only this tab has, however many files the other one is sending', async () => {
    const prefix = freshKey('');
    const locks = createLocks(freshName());
    const held = Array.from({length: 8}, (_, index) => `${prefix}held-${index}`);
    const never = new AbortController().signal;
    const origin = new URL(cosOrigin).origin;
    const releases = await Promise.all(
      held.map((key) => locks.acquire(`${origin}/${key}`, never, () => undefined)),
    );
    const uploader = visit({store: createMemoryStore(), locks, concurrency: 2});
    const waiting = held.map((key) => uploader.add(makeFile(2 * MB, 'f.bin', 44), {key}));
    await uploader.add(makeFile(2 * MB, 'own.bin', 45), {key: `${prefix}own`}).settled();
    expect(waiting.every(({state}) => state.status === 'waiting')).to.equal(true);
    for (const release of releases) release();
    await uploader.settled();
    expect(waiting.every(({state}) => state.status === 'done')).to.equal(true);
  });

  it('begins no more files than its slots allow once those that waited for the other tab are canceled', async () => {
    const prefix = freshKey('');
    const locks = createLocks(freshName());
    const held = Array.from({length: 4}, (_, index) => `${prefix}held-${index}`);
    const origin = new URL(cosOrigin).origin;
    const releases = await Promise.all(
      held.map((key) => locks.acquire(`${origin}/${key}`, new AbortController().signal, () => undefined)),
    );
    const transport: Transport = (request) =>
      request.url.includes('stuck') ? new Promise(() => undefined) : fetchTransport(request);
    const client = localClient({transport});
    const uploader = visit({client, store: createMemoryStore(), locks, concurrency: 2});
    const waiting = held.map((key) => uploader.add(makeFile(2 * MB, 'f.bin', 46), {key}));
    await until(() => waiting.every(({state}) => state.status === 'waiting'), 'the wait of all');
    uploader.cancel();
    await uploader.add(makeFile(10), {key: `${prefix}after`}).settled();
    const tasks = Array.from({length: 10}, (_, index) =>
      uploader.add(makeFile(10), {key: `${prefix}stuck-${index}`}),
    );
    const begun = (): number => tasks.filter(({state}) => state.status !== 'queued').length;
    await until(() => begun() >= 5, 'two, and three to spare');
    expect(begun()).to.equal(5);
    for (const release of releases) release();
  });

  it('takes a lease whose owner has gone without a word, and leaves one alone that is no more its own', async () => {
    const database = freshName();
    const leaseStore = createStore(database, 'leases');
    const time = new PageTime();
    try {
      await set('object', {owner: 'gone', until: Date.now() + 700}, leaseStore);
      let waited = 0;
      const taking = acquireLease(database, 'object', new AbortController().signal, () => waited++);
      await until(() => waited > 0, 'the wait');
      await time.pass(1000);
      const release = await taking;
      expect(waited).to.equal(1);
      const other = {owner: 'other', until: Date.now() + 60_000};
      await set('object', other, leaseStore);
      release();
      // A lease of its own in the same database, which is given up after it.
      const own = await acquireLease(database, 'own', new AbortController().signal, () => waited++);
      own();
      await until(async () => (await get('own', leaseStore)) === undefined, 'the lease given up after it');
      expect(await get('object', leaseStore)).to.deep.equal(other);
    } finally {
      time.end();
    }
  });

  for (const [what, lease] of [
    ['a lease that ends in a year', {owner: 'gone', until: Date.now() + 365 * 86_400_000}],
    ['a lease without an end', {owner: 'gone', until: Infinity}],
    ['a text', 'lease'],
  ] as const)
    it(`does not wait for ${what}`, async () => {
      const database = freshName();
      await set('object', lease, createStore(database, 'leases'));
      let waited = 0;
      const release = await acquireLease(database, 'object', new AbortController().signal, () => waited++);
      expect(waited).to.equal(0);
      release();
    });

  it('believes no news that are none', async () => {
    const key = freshKey();
    const [name, file] = [freshName(), makeFile(4 * MB, 'f.bin', 49)];
    const [stuck] = await addFaults({
      match: {operation: 'UploadPart', key, partNumber: 4},
      effect: {hang: true},
    });
    const store = freshStore();
    const tab = {store, locks: createLocks(name)};
    visit(tab).add(file, {key});
    const uploader = visit(tab);
    const task = uploader.add(file, {key});
    await until(() => task.state.status === 'waiting', 'the wait');
    const channel = new BroadcastChannel('cos-uploader');
    const object = `${localClient().origin}/${key}`;
    const odd = [null, 'x', ...['abc', NaN, -5, 1.5, 1e300, 9e15].map((sent) => ({name: object, sent}))];
    for (const message of [...odd, {name: object, sent: 3 * MB + 1}]) channel.postMessage(message);
    const heard: number[] = [];
    await until(() => task.state.sent > 3 * MB, 'the news');
    heard.push(task.state.sent, uploader.totals.sent);
    expect(heard).to.satisfy((all: number[]) => all.every((sent) => sent <= 4 * MB));
    channel.close();
    await clearFaults([stuck!]);
  });

  it('keeps a lease longer while the page is hidden, where timers come once a minute', async () => {
    const left = async (hidden: boolean): Promise<number> => {
      const database = freshName();
      Object.defineProperty(document, 'hidden', {configurable: true, value: hidden});
      const time = new PageTime();
      try {
        const release = await acquireLease(database, 'object', new AbortController().signal, () => undefined);
        const lease = await get<{until: number}>('object', createStore(database, 'leases'));
        release();
        return lease!.until - Date.now();
      } finally {
        time.end();
        delete (document as {hidden?: boolean}).hidden;
      }
    };
    expect([await left(true), await left(false)]).to.deep.equal([90_000, 6000]);
  });

  it('keeps a lease as long as it lives, and another gets it when it is given back', async () => {
    const database = freshName();
    const leaseStore = createStore(database, 'leases');
    const never = new AbortController().signal;
    const time = new PageTime();
    try {
      const release = await acquireLease(database, 'object', never, () => undefined);
      let [waits, taken] = [0, false];
      const other = acquireLease(database, 'object', never, () => waits++).then((release) => {
        taken = true;
        release();
      });
      const oneSecond = async (): Promise<void> => {
        await time.pass(1000);
        // Answered after what both tabs have asked by now.
        await get('object', leaseStore);
      };
      for (let seconds = 0; seconds < 20; seconds++) await oneSecond();
      expect([waits, taken]).to.deep.equal([1, false]);
      release();
      await until(async () => {
        await oneSecond();
        return taken;
      }, 'the other tab to get it');
      await other;
      await until(async () => (await get('object', leaseStore)) === undefined, 'the end of both');
      for (let seconds = 0; seconds < 5; seconds++) await oneSecond();
      expect(await get('object', leaseStore), 'who has given it back takes it no more').to.equal(undefined);
    } finally {
      time.end();
    }
  });

  it('gives up a lease that storage does not answer for in five seconds', async () => {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- it is put back.
    const {open} = IDBFactory.prototype;
    IDBFactory.prototype.open = () => ({}) as IDBOpenDBRequest;
    const time = new PageTime();
    try {
      let error: unknown;
      const {signal} = new AbortController();
      const lease = acquireLease(freshName(), 'object', signal, () => undefined).catch(
        (cause: unknown) => (error = cause),
      );
      await time.pass(4999);
      expect(error).to.equal(undefined);
      await time.pass(1);
      await lease;
      expect(String(error)).to.include('did not answer in time');
    } finally {
      time.end();
      IDBFactory.prototype.open = open;
    }
  });

  it('stops sending when another tab has taken its lease, and waits for that', async () => {
    const key = freshKey();
    const database = freshName();
    const locks: Locks = {
      ...createLocks(database),
      acquire: (name, signal, onWait, onLost) => acquireLease(database, name, signal, onWait, onLost),
    };
    const [stuck] = await addFaults({
      match: {operation: 'UploadPart', key, partNumber: 3},
      effect: {hang: true},
    });
    const options = {store: freshStore(), locks, concurrency: 1};
    const task = visit(options).add(makeFile(4 * MB, 'f.bin', 48), {key});
    await until(() => task.state.sent === 2 * MB, 'two parts');
    const leaseStore = createStore(database, 'leases');
    const name = `${localClient().origin}/${key}`;
    await set(name, {owner: 'other', until: Date.now() + 60_000}, leaseStore);
    await until(() => task.state.status === 'waiting', 'the wait');
    expect(task.state).to.include({reason: 'other-tab'});
    await clearFaults([stuck!]);
    await del(name, leaseStore);
    expect((await task.settled()).resumedBytes).to.equal(2 * MB);
  });

  it('stops waiting for a lease when it is told to', async () => {
    const database = freshName();
    await set('object', {owner: 'other', until: Date.now() + 60_000}, createStore(database, 'leases'));
    const stop = new AbortController();
    const waiting = acquireLease(database, 'object', stop.signal, () =>
      setTimeout(() => stop.abort(new Error('enough')), 20),
    );
    const error = await waiting.catch((cause: unknown) => cause);
    expect(String(error)).to.equal('Error: enough');
  });

  it('keeps no lease that nobody waits for any more', async () => {
    const database = freshName();
    const stop = new AbortController();
    const given = acquireLease(database, 'object', stop.signal, () => undefined);
    stop.abort(new Error('enough'));
    expect(String(await given.catch((cause: unknown) => cause))).to.equal('Error: enough');
    let waited = 0;
    const release = await acquireLease(database, 'object', new AbortController().signal, () => waited++);
    expect(waited).to.equal(0);
    release();
  });

  it('uploads where locks are refused', async () => {
    const key = freshKey();
    const refuse = {request: () => Promise.reject(new DOMException('not here', 'SecurityError'))};
    Object.defineProperty(navigator, 'locks', {configurable: true, value: refuse});
    const locks = createLocks(freshName());
    delete (navigator as {locks?: unknown}).locks;
    const task = visit({store: createMemoryStore(), locks}).add(makeFile(3 * MB, 'f.bin', 46), {key});
    await until(() => ended(task.state), 'the end');
    expect(task.state.status).to.equal('done');
    expect(await openUploads(key)).to.deep.equal([]);
  });
});
