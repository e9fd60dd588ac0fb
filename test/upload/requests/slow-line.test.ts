import {expect} from 'chai';
import {type Environment, hereAndNow} from '../../../src/environment.js';
import {fetchTransport} from '../../../src/cos/wire/transport.js';
import type {Transport, UploaderOptions} from '../../../src/index.js';
import {sharedLimit} from '../../../src/upload/requests/attempt.js';
import {Slots} from '../../../src/upload/requests/slots.js';
import {addFaults, freshKey, localClient, makeFile, requestsFor} from '../../support/cos.js';
import {freshStore, leave, MB, visit} from '../run/visits.js';
import {FakeTime} from '../../support/fake-time.js';
import {until} from '../../support/until.js';

const byDefault = {
  partSize: undefined,
  multipartThreshold: undefined,
  concurrency: undefined,
  stallTimeout: undefined,
} satisfies Partial<UploaderOptions>;

/** The local COS at the end of a line, by a clock that says how long its bodies take. */
function lineOf(bytesPerSecond: number): {environment: Environment; transport: Transport} {
  let passed = 0;
  return {
    environment: {...hereAndNow, now: () => hereAndNow.now() + passed},
    transport: (request) => {
      const {body} = request;
      if (request.method === 'PUT' && body instanceof Blob) passed += (body.size / bytesPerSecond) * 1000;
      return fetchTransport(request);
    },
  };
}

const operationsOf = async (key: string): Promise<string[]> =>
  (await requestsFor(key)).map(({operation}) => operation).filter((name) => name !== 'OptionsObject');
const inParts = [
  'InitiateMultipartUpload',
  'UploadPart',
  'UploadPart',
  'UploadPart',
  'CompleteMultipartUpload',
];

describe('A line', () => {
  afterEach(leave);

  it('that is known to be slow gets no body that takes long, and another visit goes on with its parts', async () => {
    const [first, second] = [freshKey('first'), freshKey('second')];
    const {environment, transport} = lineOf(125_000);
    const store = freshStore();
    const uploader = visit({...byDefault, store, environment, client: localClient({transport})});
    await uploader.add(makeFile(3 * MB, 'first', 1), {key: first}).settled();
    expect(await operationsOf(first), 'while the line is unknown').to.deep.equal(['PutObject']);

    await addFaults({match: {operation: 'UploadPart', key: second, partNumber: 3}, effect: {hang: true}});
    const photo = makeFile(3 * MB, 'second', 2);
    const task = uploader.add(photo, {key: second});
    await until(() => task.state.sent >= 2 * MB, 'two parts');
    expect(uploader.resumability(task)).to.equal('file');
    await leave();
    // The next visit knows nothing of the line.
    const next = visit({...byDefault, store, client: localClient({transport: fetchTransport})});
    const again = next.add(photo, {key: second});
    const result = await again.settled();
    expect(result).to.include({parts: 3, resumedBytes: 2 * MB});
    const parts = (await requestsFor(second)).filter(({status}) => status === 200);
    expect(parts.map(({operation}) => operation)).to.include.members(inParts);
  });

  it('gives bodies that share it more time, and a next try twice as much', async () => {
    const slots = new Slots(3);
    const {signal} = new AbortController();
    for (const order of [1, 2, 3]) await slots.acquire({order, held: 0}, signal);
    const link = {slots, stallTimeout: (bytes: number) => 100 + bytes};
    expect([1, 2, 3].map((attempt) => sharedLimit(link, 10, attempt))).to.deep.equal([130, 160, 220]);
  });

  it('that moves, however little, is no dead one', async () => {
    const environment = new FakeTime();
    let tell: ((sent: number) => void) | undefined;
    const transport: Transport = (request) => {
      if (request.method !== 'PUT') return fetchTransport(request);
      tell = request.onProgress;
      return new Promise(() => undefined);
    };
    const options = {client: localClient({transport}), environment, retries: 0, giveUpAfter: 0};
    const uploader = visit({...options, store: freshStore(), stallTimeout: () => 10_000});
    const task = uploader.add(makeFile(10), {key: freshKey()});
    await until(() => tell !== undefined, 'the request');
    await environment.pass(9000);
    tell!(1);
    await environment.pass(9000);
    expect(task.state.status).to.equal('uploading');
    await environment.pass(1000);
    await until(() => task.state.status === 'failed', 'its end');
  });

  it('that is fast takes files whole', async () => {
    const {environment, transport} = lineOf(50 * MB);
    const uploader = visit({
      ...byDefault,
      store: freshStore(),
      environment,
      client: localClient({transport}),
    });
    for (const seed of [3, 4]) {
      const key = freshKey();
      await uploader.add(makeFile(3 * MB, 'f', seed), {key}).settled();
      expect(await operationsOf(key)).to.deep.equal(['PutObject']);
    }
  });

  it('that is unknown gets five small bodies, or one large one until that has moved', async () => {
    const open: {size: number; onProgress: (sent: number) => void; answer: () => void}[] = [];
    const transport: Transport = async (request) => {
      const {body, onProgress} = request;
      if (request.method === 'PUT' && body)
        await new Promise<void>((resolve) => {
          const size = body instanceof Blob ? body.size : (body as ArrayBuffer).byteLength;
          open.push({size, onProgress: onProgress!, answer: resolve});
        });
      return fetchTransport(request);
    };
    const make = () =>
      visit({
        ...byDefault,
        store: freshStore(),
        environment: {...hereAndNow},
        client: localClient({transport}),
      });
    const add = async (count: number, size: number): Promise<void> => {
      const uploader = make();
      const prefix = freshKey('');
      for (let file = 0; file < count; file++)
        uploader.add(makeFile(size, 'f', file), {key: `${prefix}${file}`});
      await until(() => open.length > 0, 'a body');
      // All bodies that may leave do so while other things are asked and answered.
      for (let answers = 0; answers < 10; answers++) await requestsFor(prefix);
    };
    await add(8, 20_000);
    expect(open).to.have.length(5);
    open.length = 0;
    await add(8, 15 * MB);
    expect(open).to.have.length(1);
    open[0]!.onProgress(9 * MB);
    await until(() => open.length === 5, 'the others');
  });
});
