import {expect} from 'chai';
import {fetchTransport} from '../../../src/cos/wire/transport.js';
import {
  fullJitter,
  NetworkError,
  type Transport,
  type TransportResponse,
  type UploadTask,
} from '../../../src/index.js';
import {Outage} from '../../../src/upload/requests/outage.js';
import {addFaults, freshKey, localClient, makeFile} from '../../support/cos.js';
import {FakeTime} from '../../support/fake-time.js';
import {freshStore, leave, MB, visit} from '../run/visits.js';
import {ended, pastTheEnd} from '../ended.js';
import {until} from '../../support/until.js';

const answer = (status: number, headers: Record<string, string> = {}, text = ''): TransportResponse => ({
  status,
  header: (name) => headers[name] ?? null,
  headers: () => Object.entries(headers),
  text: () => Promise.resolve(text),
});

/** What requests meet while the store is away. */
const outages: Readonly<Record<string, () => Promise<TransportResponse>>> = {
  'every connection is reset, or no name found': () => Promise.reject(new NetworkError('reset')),
  'it says 503 SlowDown': () =>
    Promise.resolve(answer(503, {}, '<Error><Code>SlowDown</Code><Message>Slow</Message></Error>')),
  'it says 503, and when to ask again': () => Promise.resolve(answer(503, {'retry-after': '180'})),
  "a gateway's page says 502": () => Promise.resolve(answer(502, {}, '<html>Bad Gateway</html>')),
  "a gateway's page says 504": () => Promise.resolve(answer(504, {}, '<html>Gateway Timeout</html>')),
};

/** A line to the local COS that the test can cut. */
function line(meet: () => Promise<TransportResponse>) {
  const line = {
    down: true,
    /** Requests that met the outage. */
    lost: 0,
    bodies: 0,
    most: 0,
    transport: (async (request) => {
      if (line.down) {
        line.lost++;
        return meet();
      }
      const body = request.method === 'PUT';
      if (body) line.most = Math.max(line.most, ++line.bodies);
      try {
        return await fetchTransport(request);
      } finally {
        if (body) line.bodies--;
      }
    }) satisfies Transport,
  };
  return line;
}

const usual = {retry: fullJitter, retries: 5, giveUpAfter: 900, stallTimeout: () => 1e9};
const waits = ({state}: UploadTask): boolean => state.status === 'waiting' && state.reason === 'backoff';

describe('A store that is away', () => {
  afterEach(leave);

  for (const [what, meet] of Object.entries(outages)) {
    it(`is waited for together, by one request at a time: ${what}`, async () => {
      const environment = new FakeTime();
      const way = line(meet);
      const client = localClient({transport: way.transport});
      const uploader = visit({...usual, client, environment, store: freshStore(), keyPrefix: freshKey('')});
      const tasks = Array.from({length: 6}, (_, index) => uploader.add(makeFile(2 * MB, `${index}`, index)));
      await until(() => tasks.every(waits), 'the wait of all');
      const told: string[] = [];
      uploader.addEventListener('change', ({action}) => told.push(action.type));
      await environment.pass(60_000);
      expect(tasks.every(waits)).to.equal(true);
      expect(told).to.not.include('fail');
      expect(way.lost).to.be.at.most(40);
      way.down = false;
      await pastTheEnd(environment, tasks);
      expect(tasks.map(({state}) => state.status)).to.deep.equal(tasks.map(() => 'done'));
    });
  }

  it('is asked after pauses that count from 1', async () => {
    const environment = new FakeTime();
    const client = localClient({transport: line(outages["a gateway's page says 502"]!).transport});
    const rounds: number[] = [];
    const retry = (_error: unknown, round: number): number => (rounds.push(round), 1000);
    const uploader = visit({...usual, retry, client, environment, store: freshStore()});
    uploader.add(makeFile(10), {key: freshKey()});
    const passed = (): Promise<boolean> => environment.pass(1000).then(() => rounds.length > 2);
    await until(passed, 'the third pause');
    expect(rounds.slice(0, 3)).to.deep.equal([1, 2, 3]);
  });

  it('is given up after a while by all that wait, and a retry begins anew', async () => {
    const environment = new FakeTime();
    const way = line(outages["a gateway's page says 502"]!);
    const client = localClient({transport: way.transport});
    const uploader = visit({...usual, client, environment, store: freshStore(), keyPrefix: freshKey('')});
    const tasks = Array.from({length: 10}, (_, index) => uploader.add(makeFile(10, `${index}`, index)));
    await until(() => tasks.some(waits), 'the wait');
    await environment.pass(880_000);
    expect(tasks.filter(({state}) => state.status === 'failed')).to.have.length(0);
    await environment.pass(60_000);
    await until(() => tasks.every(({state}) => state.status === 'failed'), 'the failure of all');
    const [{state}] = tasks as [UploadTask];
    expect(state.status === 'failed' && state.error).to.include({status: 502, retryable: true});
    uploader.retry();
    await until(() => tasks.some(waits), 'the wait of the retry');
    way.down = false;
    await pastTheEnd(environment, tasks);
    expect(tasks.map(({state}) => state.status)).to.deep.equal(tasks.map(() => 'done'));
  });

  it('is not to blame for what COS refuses one file', async () => {
    const keyPrefix = freshKey('');
    await addFaults({
      match: {operation: 'PutObject', key: `${keyPrefix}refused`},
      effect: {status: 403, code: 'AccessDenied'},
    });
    const uploader = visit({...usual, store: freshStore(), keyPrefix});
    const [refused, fine] = [uploader.add(makeFile(10, 'refused')), uploader.add(makeFile(10, 'fine'))];
    let code: unknown;
    await refused.settled().catch((error: unknown) => (code = (error as {code: string}).code));
    expect(code).to.equal('AccessDenied');
    await fine.settled();
  });

  it('is not to blame for what a firewall refuses, which fails after the tries of one request', async () => {
    const environment = new FakeTime();
    let asked = 0;
    const transport: Transport = (request) => {
      if (request.method !== 'PUT') return fetchTransport(request);
      asked++;
      return Promise.resolve(answer(403, {'content-type': 'text/html'}, '<html>Blocked</html>'));
    };
    const client = localClient({transport});
    const uploader = visit({...usual, client, environment, store: freshStore(), keyPrefix: freshKey('')});
    const tasks = Array.from({length: 3}, (_, index) => uploader.add(makeFile(10, `${index}`, index)));
    await until(() => tasks.some(waits), 'the first pause');
    await environment.pass(120_000);
    await until(() => tasks.every(({state}) => ended(state)), 'the end of all');
    for (const {state} of tasks)
      expect(state.status === 'failed' && state.error).to.include({code: 'intercepted', status: 403});
    expect(asked).to.equal(3 * (1 + usual.retries));
  });

  it('is probed by the next where a firewall refuses the one that probes', async () => {
    const environment = new FakeTime();
    const keyPrefix = freshKey('');
    let down = true;
    let refused = '';
    const transport: Transport = ({method, url, ...request}) => {
      if (down) return Promise.reject(new NetworkError('reset'));
      if (method === 'PUT' && (refused ||= url) === url) return Promise.resolve(answer(403, {}, 'Blocked'));
      return fetchTransport({method, url, ...request});
    };
    const client = localClient({transport});
    const options = {...usual, retry: () => 60_000, giveUpAfter: 3600};
    const uploader = visit({...options, client, environment, store: freshStore(), keyPrefix});
    const tasks = Array.from({length: 2}, (_, index) => uploader.add(makeFile(10, `${index}`, index)));
    await until(() => tasks.every(waits), 'the wait of both');
    down = false;
    await environment.pass(60_000);
    await until(() => tasks.some(({state}) => state.status === 'done'), 'the one that nothing refuses');
    expect(tasks.filter(waits)).to.have.length(1);
  });

  it('is waited for where a login page answers everything, as a network does that wants a sign-in', async () => {
    const environment = new FakeTime();
    const way = line(() =>
      Promise.resolve(answer(200, {'content-type': 'text/html'}, '<html>Sign in</html>')),
    );
    const client = localClient({transport: way.transport});
    const uploader = visit({...usual, client, environment, store: freshStore(), keyPrefix: freshKey('')});
    const tasks = Array.from({length: 3}, (_, index) => uploader.add(makeFile(10, `${index}`, index)));
    await until(() => tasks.every(waits), 'the wait of all');
    await environment.pass(600_000);
    expect(tasks.every(waits)).to.equal(true);
    way.down = false;
    await pastTheEnd(environment, tasks);
    expect(tasks.map(({state}) => state.status)).to.deep.equal(tasks.map(() => 'done'));
  });

  it('is not to blame for one request that fails while others are answered', async () => {
    const keyPrefix = freshKey('');
    await addFaults({match: {operation: 'PutObject', key: `${keyPrefix}lost`}, effect: {status: 503}});
    const uploader = visit({giveUpAfter: 900, retries: 2, store: freshStore(), keyPrefix, concurrency: 3});
    const lost = uploader.add(makeFile(10, 'lost'));
    let next = 0;
    const more = (): void =>
      void uploader
        .add(makeFile(10, `${next++}`))
        .settled()
        .then(() => ended(lost.state) || more());
    more();
    await until(() => ended(lost.state), 'the end');
    expect(lost.state.status === 'failed' && lost.state.error).to.include({status: 503});
  });

  it('gets fewer bodies at a time when it was too much', async () => {
    const environment = new FakeTime();
    const way = line(outages['it says 503 SlowDown']!);
    const client = localClient({transport: way.transport});
    const uploader = visit({
      ...usual,
      client,
      environment,
      concurrency: 8,
      store: freshStore(),
      keyPrefix: freshKey(''),
    });
    const tasks = Array.from({length: 12}, (_, index) => uploader.add(makeFile(10, `${index}`, index)));
    await until(() => tasks.some(waits), 'the wait');
    await environment.pass(5000);
    way.down = false;
    await pastTheEnd(environment, tasks);
    expect(way.most).to.be.within(1, 5);
  });

  it('asks at once for what a person asks for now', async () => {
    const environment = new FakeTime();
    const way = line(outages['every connection is reset, or no name found']!);
    const client = localClient({transport: way.transport});
    const uploader = visit({
      ...usual,
      retry: () => 60_000,
      client,
      environment,
      store: freshStore(),
      keyPrefix: freshKey(''),
    });
    const task = uploader.add(makeFile(10, 'now'));
    await until(() => waits(task), 'the wait');
    way.down = false;
    await environment.pass(1);
    task.pause();
    task.resume();
    await task.settled();
  });
});

describe('Credentials that cannot be had', () => {
  afterEach(leave);

  it('for a minute are waited for by all, and cost no upload', async () => {
    const environment = new FakeTime();
    let down = true;
    let asked = 0;
    const credentials = async (): Promise<never> => {
      asked++;
      if (down) throw new TypeError('Failed to fetch');
      return (await (await fetch(`${cosOrigin}/-/sts`)).json()) as never;
    };
    const client = localClient({credentials});
    const uploader = visit({...usual, client, environment, store: freshStore(), keyPrefix: freshKey('')});
    const tasks = Array.from({length: 20}, (_, index) => uploader.add(makeFile(10, `${index}`, index)));
    const waitForKeys = ({state}: UploadTask): boolean =>
      state.status === 'waiting' && state.reason === 'credentials';
    await until(() => tasks.some(waitForKeys), 'the wait');
    await environment.pass(60_000);
    expect(tasks.filter(({state}) => ended(state))).to.have.length(0);
    expect(asked).to.be.at.most(30);
    down = false;
    await pastTheEnd(environment, tasks);
    expect(tasks.map(({state}) => state.status)).to.deep.equal(tasks.map(() => 'done'));
  });
});

describe('A probe that has to ask something before it ends', () => {
  afterEach(leave);

  it('asks for the object of an answer that proves nothing', async () => {
    const key = freshKey();
    await addFaults(
      {match: {operation: 'PutObject', key}, times: 1, effect: {status: 503}},
      {match: {operation: 'PutObject', key}, effect: {hideHeaders: ['etag', 'x-cos-hash-crc64ecma']}},
    );
    const uploader = visit({...usual, retry: () => 0, store: freshStore(), multipartThreshold: MB});
    expect(await uploader.add(makeFile(1000), {key}).settled()).to.include({proof: 'crc64', size: 1000});
  });

  it('looks for the upload of an Initiate that went unheard', async () => {
    const key = freshKey();
    await addFaults({match: {operation: 'InitiateMultipartUpload', key}, times: 1, effect: {status: 500}});
    const uploader = visit({...usual, retry: () => 0, store: freshStore()});
    expect(await uploader.add(makeFile(3 * MB), {key}).settled()).to.include({proof: 'crc64', parts: 3});
  });

  it('looks for the object of a Complete that went unheard', async () => {
    const key = freshKey();
    await addFaults({
      match: {operation: 'CompleteMultipartUpload', key},
      times: 3,
      effect: {dropAnswer: true},
    });
    const uploader = visit({...usual, retry: () => 0, store: freshStore()});
    expect(await uploader.add(makeFile(3 * MB), {key}).settled()).to.include({proof: 'crc64', parts: 3});
  });
});

describe('Outage', () => {
  const never = new AbortController().signal;
  const error = new NetworkError('reset');
  const alone = (of: object): {asked: number; of: object} => ({asked: 0, of});
  const pacing = {pause: 1000, wakeable: true, rounds: 5, seconds: 900};

  it('hands the probe over when the one that has it leaves', async () => {
    const time = new FakeTime();
    const outage = new Outage(time);
    const [one, two] = [{}, {}];
    for (const request of [one, two])
      expect(outage.failed(request, {asked: 0, since: 0}, error, pacing)).to.equal(true);
    const turns: string[] = [];
    void outage.turn(one, alone(one), never).then(() => turns.push('one'));
    void outage.turn(two, alone(two), never).then(() => turns.push('two'));
    await time.pass(1000);
    expect(turns).to.deep.equal(['one']);
    outage.left(one);
    await time.pass(0);
    expect(turns).to.deep.equal(['one', 'two']);
    outage.answered(two);
    expect(outage.isAway).to.equal(false);
  });

  it('was the fault of one request where another is answered meanwhile', async () => {
    const time = new FakeTime();
    const outage = new Outage(time);
    const request = {};
    outage.failed(request, {asked: 0, since: 0}, error, pacing);
    const turn = outage.turn(request, alone(request), never);
    outage.answered({});
    expect(await turn).to.equal('fault');
  });

  it('is over when nobody waits for its end', async () => {
    const time = new FakeTime();
    const outage = new Outage(time);
    const stop = new AbortController();
    outage.failed(stop, {asked: 0, since: 0}, error, pacing);
    const turn = outage.turn(stop, alone(stop), stop.signal).catch(() => 'left');
    stop.abort();
    expect(await turn).to.equal('left');
    await time.pass(0);
    expect(outage.isAway).to.equal(false);
  });

  it('is none where something was answered since the request began', () => {
    const time = new FakeTime();
    const outage = new Outage(time);
    outage.answered({});
    expect(outage.failed({}, {asked: 0, since: 0}, error, pacing)).to.equal(false);
  });
});
