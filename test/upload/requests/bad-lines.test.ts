import {expect} from 'chai';
import {hereAndNow, sleep} from '../../../src/environment.js';
import {readCredentials} from '../../../src/cos/credentials/credentials-answer.js';
import {authorizationOf} from '../../../src/cos/credentials/sign.js';
import {fetchTransport, type TransportRequest} from '../../../src/cos/wire/transport.js';
import {untilAborted} from '../../../src/cos/wire/until-aborted.js';
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
import {withResolvers} from '../../../src/upload/tasks/with-resolvers.js';
import {
  addFaults,
  download,
  freshKey,
  localClient,
  makeFile,
  openUploads,
  requestsFor,
} from '../../support/cos.js';
import {FakeTime} from '../../support/fake-time.js';
import {freshStore, leave, MB, visit} from '../run/visits.js';
import {ended, pastTheEnd} from '../ended.js';
import {until} from '../../support/until.js';

const never = new AbortController().signal;

/** Whether a request sends a whole file, or the first of its parts. */
const isFirstBody = ({method, url}: TransportRequest): boolean =>
  method === 'PUT' && (new URL(url).searchParams.get('partNumber') ?? '1') === '1';

describe('Bad lines', () => {
  afterEach(async () => {
    await leave();
  });

  it('waits while offline without spending a try, and goes on by itself', async () => {
    const key = freshKey();
    let down = false;
    const environment = new FakeTime();
    const transport: Transport = (request) =>
      down ? Promise.reject(new NetworkError('cut')) : fetchTransport(request);
    const uploader = visit({
      client: localClient({transport}),
      environment,
      store: freshStore(),
      retries: 0,
      concurrency: 1,
    });
    let parts = 0;
    uploader.addEventListener('change', ({action}) => {
      if (action.type !== 'part' || ++parts > 1) return;
      down = true;
      environment.setOnline(false);
    });
    const task = uploader.add(makeFile(3 * MB, 'f', 61), {key});
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
    const environment = new FakeTime();
    const uploader = visit({environment, store: freshStore(), stallTimeout: () => 400});
    let parts = 0;
    uploader.addEventListener('change', ({action}) => (parts += Number(action.type === 'part')));
    const task = uploader.add(makeFile(3 * MB, 'f', 63), {key});
    await until(() => parts === 2, 'the other parts');
    await environment.pass(400);
    await until(() => task.state.status === 'waiting', 'the wait');
    await environment.pass(20);
    expect(await task.settled()).to.include({parts: 3});
    const tries = (await requestsFor(key)).filter(
      ({operation, query}) => operation === 'UploadPart' && query['partNumber'] === '2',
    );
    expect(tries.map(({aborted}) => aborted)).to.deep.equal([true, false]);
  });

  describe('that are slow', () => {
    const perMB = (ms: number) => (bytes: number) => (bytes === 0 ? 5000 : (ms * bytes) / MB);

    it('parts that share one are given the time that all of them need', async () => {
      const environment = new FakeTime();
      const answer = withResolvers<undefined>();
      let bodies = 0;
      const transport: Transport = async (request) => {
        if (request.method === 'PUT') {
          bodies++;
          await untilAborted(answer.promise, request.signal!);
        }
        return fetchTransport(request);
      };
      const options = {concurrency: 5, retries: 0, stallTimeout: perMB(800)};
      const uploader = visit({
        client: localClient({transport}),
        environment,
        store: freshStore(),
        ...options,
      });
      const task = uploader.add(makeFile(5 * MB, 'f', 68), {key: freshKey()});
      await until(() => bodies === 5, 'five bodies');
      await environment.pass(5 * 800 - 1);
      answer.resolve(undefined);
      await task.settled();
      expect(bodies).to.equal(5);
    });

    for (const [what, multipartThreshold, size] of [
      ['a part', '1MB', 2 * MB],
      ['a whole file', '20MB', MB],
    ] as const)
      it(`${what} that was cut is given twice the time`, async () => {
        const environment = new FakeTime();
        let tries = 0;
        const transport: Transport = async (request) => {
          if (isFirstBody(request)) {
            tries++;
            await sleep(environment, 800, request.signal!);
          }
          return fetchTransport(request);
        };
        const options = {concurrency: 1, retries: 2, stallTimeout: perMB(300), multipartThreshold};
        const uploader = visit({
          client: localClient({transport}),
          environment,
          store: freshStore(),
          ...options,
        });
        const task = uploader.add(makeFile(size, 'f', 69), {key: freshKey()});
        for (const [index, ms] of [300, 600, 800].entries()) {
          const begun = async (): Promise<boolean> => {
            await environment.pass(20);
            return tries === index + 1;
          };
          await until(begun, `try ${index + 1}`);
          await environment.pass(ms);
        }
        await task.settled();
        expect(tries, 'with 300, 600 and 1200 ms').to.equal(3);
      });

    it('a body that is seen to move is not cut', async () => {
      const environment = new FakeTime();
      let tries = 0;
      const transport: Transport = async (request) => {
        if (isFirstBody(request)) tries++;
        for (let sent = 1; request.onProgress && sent <= 10; sent++) {
          await sleep(environment, 400, request.signal!);
          request.onProgress(sent);
        }
        return fetchTransport(request);
      };
      const options = {retries: 0, stallTimeout: () => 500};
      const uploader = visit({
        client: localClient({transport}),
        environment,
        store: freshStore(),
        ...options,
      });
      const task = uploader.add(makeFile(100, 'f', 70), {key: freshKey()});
      await until(() => tries === 1, 'the body');
      await environment.pass(10 * 400);
      await task.settled();
      expect(tries).to.equal(1);
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
    const environment = new FakeTime();
    let tries = 0;
    const transport: Transport = async (request) => {
      if (isFirstBody(request)) tries++;
      const response = await fetchTransport(request);
      return {...response, header: (name) => (name === 'retry-after' ? '1' : response.header(name))};
    };
    await addFaults({match: {operation: 'PutObject', key}, effect: {status: 503}, times: 1});
    const uploader = visit({
      client: localClient({transport}),
      environment,
      store: freshStore(),
      retry: fullJitter,
    });
    const task = uploader.add(makeFile(1000, 'f', 65), {key});
    await until(() => task.state.status === 'waiting', 'the wait');
    expect(task.state).to.include({reason: 'backoff'});
    environment.wakeUp();
    await environment.pass(999);
    expect(tries).to.equal(1);
    await environment.pass(1);
    await task.settled();
    expect(tries).to.equal(2);
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
    const environment = new FakeTime();
    let tries = 0;
    const transport: Transport = () => (tries++, Promise.reject(new NetworkError('cut')));
    const uploader = visit({
      client: localClient({transport}),
      environment,
      store: freshStore(),
      retries: 1,
      retry: () => 400,
    });
    const task = uploader.add(makeFile(1000, 'f', 66), {key: freshKey()});
    const wake = (): boolean => (environment.wakeUp(), false);
    await until(() => tries >= 4 || wake(), 'the tries that cost none');
    await pastTheEnd(environment, [task]);
    expect(tries).to.equal(5);
  });

  it('stops the parts in flight when one has failed for good', async () => {
    const key = freshKey();
    await addFaults(
      {match: {operation: 'UploadPart', key, partNumber: 1}, effect: {hang: true}},
      {match: {operation: 'UploadPart', key, partNumber: 2}, effect: {status: 403, code: 'AccessDenied'}},
    );
    const task = visit({store: freshStore()}).add(makeFile(3 * MB, 'f', 67), {key});
    await until(() => ended(task.state), 'the end');
    expect(task.state.status).to.equal('failed');
    await until(
      async () => (await requestsFor(key)).some(({aborted, query}) => aborted && query['partNumber'] === '1'),
      'the cut of part 1',
    );
  });
});

describe('Credentials', () => {
  afterEach(leave);
  const answer = async (): Promise<never> => (await (await fetch(`${cosOrigin}/-/sts`)).json()) as never;

  it('are asked for once while many files wait, say so, and the uploads go on when they come', async () => {
    let asked = 0;
    const credentials = (): Promise<never> =>
      ++asked <= 2 ? Promise.reject(new TypeError('down')) : answer();
    const client = localClient({credentials});
    const environment = new FakeTime();
    const options = {concurrency: 32, retry: () => 300, stallTimeout: () => 1e9};
    const uploader = visit({client, environment, store: createMemoryStore(), ...options});
    const prefix = freshKey('');
    // Any of the files may be the one that asks in vain.
    const waits = new Set<string>();
    uploader.addEventListener('change', ({task: {state}}) => {
      if (state.status === 'waiting') waits.add(state.reason);
    });
    const tasks = Array.from({length: 100}, (_, index) =>
      uploader.add(makeFile(10, `${index}`, index), {key: `${prefix}${index}`}),
    );
    await pastTheEnd(environment, tasks);
    expect([...waits]).to.deep.equal(['credentials']);
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
    const client = localClient({credentials});
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
    const client = localClient({authorize});
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
    const client = localClient({credentials});
    const uploader = visit({client, store: createMemoryStore()});
    for (const seed of [4, 5]) await uploader.add(makeFile(2 * MB, 'f', seed), {key: freshKey()}).settled();
    expect(listings).to.equal(1);
  });
});

describe('A part of the library that cannot be loaded', () => {
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
    const environment = new FakeTime();
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
    await pastTheEnd(environment, [task]);
    expect(task.state.status === 'failed' && task.state.error).to.include({code: 'outdated'});
    uploader.close();
    frame.remove();
  });
});

describe('The journal', () => {
  afterEach(leave);

  const broken = (): ResumeStore => {
    const refuse = (): Promise<never> => Promise.reject(new DOMException('full', 'QuotaExceededError'));
    return {list: refuse, get: refuse, update: refuse, put: refuse, putPart: refuse, remove: refuse};
  };

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
