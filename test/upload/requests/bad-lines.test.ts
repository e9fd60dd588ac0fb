import {expect} from 'chai';
import {type Environment, hereAndNow, sleep} from '../../../src/environment.js';
import {readCredentials} from '../../../src/cos/credentials/credentials-answer.js';
import {authorizationOf} from '../../../src/cos/credentials/sign.js';
import {fetchTransport} from '../../../src/cos/wire/transport.js';
import {
  type Authorization,
  type AuthorizeRequest,
  createMemoryStore,
  type CredentialsScope,
  fullJitter,
  NetworkError,
  type ResumeStore,
  type Transport,
} from '../../../src/index.js';
import type * as api from '../../../src/index.js';
import {Journal} from '../../../src/upload/journal/journal.js';
import {
  addFaults,
  download,
  freshKey,
  localClient,
  makeFile,
  openUploads,
  requestsFor,
} from '../../support/cos.js';
import {freshStore, leave, MB, visit} from '../run/visits.js';
import {ended} from '../ended.js';
import {until} from '../../support/until.js';

const never = new AbortController().signal;

/** A network whose state the test says. */
function network(): Environment & {setOnline(online: boolean): void} {
  let online = true;
  const heard = new Set<() => void>();
  return {
    ...hereAndNow,
    isOnline: () => online,
    onWakeUp: (_kind, callback) => {
      heard.add(callback);
      return () => void heard.delete(callback);
    },
    setOnline: (now) => {
      online = now;
      if (now) for (const callback of [...heard]) callback();
    },
  };
}

describe('Bad lines', function () {
  this.timeout(20_000);
  afterEach(async () => {
    await leave();
  });

  it('waits while offline without spending a try, and goes on by itself', async () => {
    const key = freshKey();
    let down = false;
    const environment = network();
    const transport: Transport = (request) =>
      down ? Promise.reject(new NetworkError('cut')) : fetchTransport(request);
    await addFaults({match: {operation: 'UploadPart', key}, effect: {delay: 300}});
    const uploader = visit({
      client: localClient({transport}),
      environment,
      store: freshStore(),
      retries: 0,
      concurrency: 1,
    });
    const task = uploader.add(makeFile(3 * MB, 'f', 61), {key});
    await until(() => task.state.sent >= MB, 'a part');
    down = true;
    environment.setOnline(false);
    await until(() => task.state.status === 'waiting', 'the wait');
    expect(task.state).to.include({reason: 'offline'});
    down = false;
    environment.setOnline(true);
    await task.settled();
    expect((await requestsFor(key)).filter(({operation}) => operation === 'UploadPart')).to.have.length(3);
  });

  it('does not believe "offline" while the store answers', async () => {
    const key = freshKey();
    await visit({store: freshStore(), environment: {...hereAndNow, isOnline: () => false}})
      .add(makeFile(2 * MB, 'f', 62), {key})
      .settled();
  });

  it('cuts a request that gets no answer, and sends it again', async () => {
    const key = freshKey();
    await addFaults({match: {operation: 'UploadPart', key, partNumber: 2}, effect: {hang: true}, times: 1});
    const result = await visit({store: freshStore(), stallTimeout: () => 400})
      .add(makeFile(3 * MB, 'f', 63), {key})
      .settled();
    expect(result.parts).to.equal(3);
  });

  describe('that are slow', () => {
    const perMB = (ms: number) => (bytes: number) => (bytes === 0 ? 5000 : (ms * bytes) / MB);
    const triesOf = async (key: string, operation: string): Promise<number> =>
      (await requestsFor(key)).filter((request) => request.operation === operation).length;

    it('parts that share one are given the time that all of them need', async () => {
      const key = freshKey();
      await addFaults({match: {operation: 'UploadPart', key}, effect: {delay: 1000}});
      const options = {concurrency: 5, retries: 0, stallTimeout: perMB(800)};
      await visit({store: freshStore(), ...options})
        .add(makeFile(5 * MB, 'f', 68), {key})
        .settled();
      expect(await triesOf(key, 'UploadPart')).to.equal(5);
    });

    for (const [operation, multipartThreshold, size] of [
      ['UploadPart', '1MB', 2 * MB],
      ['PutObject', '20MB', MB],
    ] as const)
      it(`${operation} that was cut is given twice the time`, async () => {
        const key = freshKey();
        await addFaults({
          match: {operation, key, ...(operation === 'UploadPart' && {partNumber: 1})},
          effect: {delay: 800},
        });
        const options = {concurrency: 1, retries: 2, stallTimeout: perMB(300), multipartThreshold};
        await visit({store: freshStore(), ...options})
          .add(makeFile(size, 'f', 69), {key})
          .settled();
        expect(await triesOf(key, operation)).to.equal(operation === 'UploadPart' ? 4 : 3);
      });

    it('a body that is seen to move is not cut', async () => {
      const key = freshKey();
      let puts = 0;
      const moving: Transport = async (request) => {
        if (request.method === 'PUT') puts++;
        for (let sent = 1; request.onProgress && sent <= 10; sent++) {
          await sleep(hereAndNow, 100, request.signal!);
          request.onProgress(sent);
        }
        return fetchTransport(request);
      };
      const client = localClient({transport: moving});
      await visit({client, store: freshStore(), retries: 0, stallTimeout: () => 500})
        .add(makeFile(100, 'f', 70), {key})
        .settled();
      expect(puts).to.equal(1);
    });
  });

  it("takes an abort that is not ours for a broken line, as Safari's", async () => {
    const key = freshKey();
    let aborts = 2;
    const transport: Transport = (request) =>
      request.url.includes('partNumber=') && aborts-- > 0
        ? Promise.reject(new DOMException('Fetch is aborted', 'AbortError'))
        : fetchTransport(request);
    await visit({client: localClient({transport}), store: freshStore()})
      .add(makeFile(3 * MB, 'f', 64), {key})
      .settled();
  });

  it('honours Retry-After where CORS lets it be read, also when it is woken', async () => {
    const key = freshKey();
    const times: number[] = [];
    const transport: Transport = async (request) => {
      times.push(performance.now());
      const response = await fetchTransport(request);
      return {...response, header: (name) => (name === 'retry-after' ? '1' : response.header(name))};
    };
    await addFaults({match: {operation: 'PutObject', key}, effect: {status: 503}, times: 1});
    const uploader = visit({client: localClient({transport}), store: freshStore(), retry: fullJitter});
    const task = uploader.add(makeFile(1000, 'f', 65), {key});
    await until(() => task.state.status === 'waiting', 'the wait');
    expect(task.state).to.include({reason: 'backoff'});
    document.dispatchEvent(new Event('visibilitychange'));
    await task.settled();
    expect(times[1]! - times[0]!).to.be.at.least(990);
  });

  it('tries again at once when the page is looked at or online, and that costs no try', async () => {
    for (const [target, type] of [
      [globalThis, 'online'],
      [document, 'visibilitychange'],
    ] as const) {
      const slept = sleep(hereAndNow, 60_000, never, 'attention');
      target.dispatchEvent(new Event(type));
      expect(await slept).to.equal(true);
    }
    const key = freshKey();
    let tries = 0;
    const transport: Transport = () => (tries++, Promise.reject(new NetworkError('cut')));
    const uploader = visit({
      client: localClient({transport}),
      store: freshStore(),
      retries: 1,
      retry: () => 400,
    });
    const task = uploader.add(makeFile(1000, 'f', 66), {key});
    await until(() => task.state.status === 'waiting', 'the wait');
    await until(() => (dispatchEvent(new Event('online')), tries >= 4), 'the tries that cost none');
    await until(() => ended(task.state), 'the end');
    expect(tries).to.be.at.least(5);
  });

  it('stops the parts in flight when one has failed for good', async () => {
    const key = freshKey();
    await addFaults(
      {match: {operation: 'UploadPart', key, partNumber: 1}, effect: {delay: 5000}},
      {match: {operation: 'UploadPart', key, partNumber: 2}, effect: {status: 403, code: 'AccessDenied'}},
    );
    const task = visit({store: freshStore()}).add(makeFile(3 * MB, 'f', 67), {key});
    await until(() => ended(task.state), 'the end', 3000);
    expect(task.state.status).to.equal('failed');
    await until(
      async () => (await requestsFor(key)).some(({aborted, query}) => aborted && query['partNumber'] === '1'),
      'the cut of part 1',
    );
  });
});

describe('Credentials', function () {
  this.timeout(20_000);
  afterEach(leave);
  const answer = async (): Promise<never> => (await (await fetch(`${cosOrigin}/-/sts`)).json()) as never;

  it('are asked for once while many files wait, say so, and the uploads go on when they come', async () => {
    let asked = 0;
    const credentials = (): Promise<never> =>
      ++asked <= 2 ? Promise.reject(new TypeError('down')) : answer();
    const client = localClient({credentials, credentialsUrl: undefined});
    const uploader = visit({client, store: createMemoryStore(), concurrency: 32, retry: () => 300});
    const prefix = freshKey('');
    const tasks = Array.from({length: 100}, (_, index) =>
      uploader.add(makeFile(10, `${index}`, index), {key: `${prefix}${index}`}),
    );
    await until(() => tasks[0]!.state.status === 'waiting', 'the wait');
    expect(tasks[0]!.state).to.include({reason: 'credentials'});
    expect((await uploader.settled()).done).to.have.length(100);
    expect(asked).to.equal(3);
  });

  it('that cannot be had end in their error, and a retry asks again', async () => {
    let down = true;
    let asked = 0;
    const credentials = (): Promise<never> => (
      asked++,
      down ? Promise.reject(new Error('the server answered 502')) : answer()
    );
    const client = localClient({credentials, credentialsUrl: undefined});
    const key = freshKey();
    const task = visit({client, store: createMemoryStore(), retries: 2}).add(makeFile(10, 'f', 1), {key});
    await until(() => ended(task.state), 'the end');
    expect(task.state.status === 'failed' && task.state.error.name).to.equal('CredentialsError');
    expect(asked).to.equal(3);
    down = false;
    task.resume();
    await task.settled();
    expect(asked).to.equal(4);
  });

  it('of an authorize that never answers hold no slot: after a pause another file goes, and this one again', async () => {
    let hang = true;
    const authorize = async (request: AuthorizeRequest): Promise<Authorization> => {
      if (hang) await new Promise(() => undefined);
      const keys = readCredentials(await answer());
      const headers = {...request.headers, 'x-cos-security-token': keys.sessionToken};
      const keyTime = `${keys.startTime};${keys.expiredTime}`;
      return {
        authorization: authorizationOf({...request, headers}, keys, keyTime),
        securityToken: keys.sessionToken,
      };
    };
    const client = localClient({authorize, credentialsUrl: undefined});
    const uploader = visit({client, store: createMemoryStore(), concurrency: 1});
    const task = uploader.add(makeFile(10, 'f', 2), {key: freshKey()});
    await until(() => task.state.status === 'uploading', 'the request');
    task.pause();
    hang = false;
    await uploader.add(makeFile(10, 'g', 3), {key: freshKey()}).settled();
    task.resume();
    await task.settled();
  });

  it('that are refused for a listing alone are asked for once, and the uploads go on', async () => {
    let listings = 0;
    const credentials = ({actions}: CredentialsScope): Promise<never> =>
      actions.includes('name/cos:ListMultipartUploads')
        ? (listings++, Promise.reject(new Error('not allowed')))
        : answer();
    const client = localClient({credentials, credentialsUrl: undefined});
    const uploader = visit({client, store: createMemoryStore()});
    for (const seed of [4, 5]) await uploader.add(makeFile(2 * MB, 'f', seed), {key: freshKey()}).settled();
    expect(listings).to.equal(1);
  });
});

describe('A part of the library that cannot be loaded', function () {
  this.timeout(20_000);

  it('is waited for like anything else that needs the network', async () => {
    const frame = document.createElement('iframe');
    const lost = JSON.stringify({
      imports: {'/src/upload/queue/tools.ts': '/nowhere.js', '/src/upload/queue/tools.js': '/nowhere.js'},
    });
    frame.srcdoc = `<script type="importmap">${lost}</script><script type="module">
      import * as api from '/src/index.ts';
      window.api = api;
    </script>`;
    document.body.append(frame);
    const page = frame.contentWindow as unknown as Window & {api?: typeof api};
    await until(() => 'api' in page, 'the library');
    const environment = network();
    environment.setOnline(false);
    const uploader = new page.api.Uploader({
      client: localClient(),
      environment,
      store: createMemoryStore(),
      retries: 1,
      retry: () => 50,
    });
    const task = uploader.add(makeFile(10), {key: freshKey()});
    await until(() => task.state.status === 'waiting', 'the wait');
    expect(task.state).to.include({reason: 'offline'});
    environment.setOnline(true);
    await until(() => ended(task.state), 'the end');
    expect(task.state.status === 'failed' && task.state.error).to.include({code: 'outdated'});
    uploader.close();
    frame.remove();
  });
});

describe('The journal', function () {
  this.timeout(20_000);
  afterEach(leave);

  const broken = (): ResumeStore => {
    const refuse = (): Promise<never> => Promise.reject(new DOMException('full', 'QuotaExceededError'));
    return {list: refuse, get: refuse, update: refuse, put: refuse, putPart: refuse, remove: refuse};
  };

  it('may have much to do, as long as it does something', async () => {
    const real = createMemoryStore();
    let queue = Promise.resolve();
    const get: ResumeStore['get'] = (id) => {
      const turn = queue.then(() => new Promise<void>((resolve) => setTimeout(resolve, 150)));
      queue = turn;
      return turn.then(() => real.get(id));
    };
    let broken = 0;
    const journal = new Journal({...real, get}, () => broken++);
    await Promise.all(Array.from({length: 45}, (_, index) => journal.get(`${index}`)));
    expect(broken).to.equal(0);
  });

  it('does not count the time in which the page could not hear it', async () => {
    const real = createMemoryStore();
    const get = (): Promise<undefined> =>
      new Promise((resolve) => setTimeout(() => resolve(undefined), 5500));
    let broken = 0;
    const answer = new Journal({...real, get}, () => broken++).get('a');
    for (const end = performance.now() + 5400; performance.now() < end;); // as when the lid was closed
    await answer;
    expect(broken).to.equal(0);
  });

  it('is done without when it says nothing at all', async () => {
    let broken = 0;
    const silent = {...createMemoryStore(), get: () => new Promise<undefined>(() => undefined)};
    const journal = new Journal(silent, () => broken++);
    expect(await journal.get('a')).to.equal(undefined);
    expect([broken, journal.lasting]).to.deep.equal([1, false]);
  });

  it('may be broken: one warning, and pause, resume and cancel work within the page', async () => {
    const warnings: unknown[] = [];
    const warn = console.warn;
    console.warn = (message: unknown) => warnings.push(message);
    try {
      const key = freshKey();
      await addFaults({match: {operation: 'UploadPart', key}, effect: {delay: 100}});
      const uploader = visit({store: broken(), concurrency: 1});
      expect(await uploader.restore()).to.deep.equal([]);
      const task = uploader.add(makeFile(4 * MB, 'f', 71), {key});
      await until(() => task.state.sent >= MB, 'a part');
      expect(uploader.resumability(task)).to.equal('lost');
      task.pause();
      task.resume();
      expect((await task.settled()).resumedBytes).to.be.at.least(MB);

      const key2 = freshKey();
      await addFaults({match: {operation: 'UploadPart', key: key2}, effect: {delay: 100}});
      const second = uploader.add(makeFile(4 * MB, 'f', 72), {key: key2});
      await until(() => second.state.sent >= MB, 'a part');
      second.cancel();
      await until(async () => (await openUploads(key2)).length === 0, 'the abort');
      expect(await download(key2)).to.equal(undefined);
      expect(warnings.filter((text) => String(text).includes('resumed'))).to.have.length(1);
    } finally {
      console.warn = warn;
    }
  });
});
