import {expect} from 'chai';
import {
  createCosClient,
  createMemoryStore,
  type Digests,
  type Hasher,
  type Transport,
  Uploader,
} from '../../../src/index.js';
import {fetchTransport, type TransportRequest} from '../../../src/cos/wire/transport.js';
import {withResolvers} from '../../../src/upload/tasks/with-resolvers.js';
import {bucket, freshKey, localClient, makeFile, region, requestsFor} from '../../support/cos.js';
import {FakeStore, crcOfZeros} from '../../support/fake-store.js';
import {FakeTime} from '../../support/fake-time.js';
import {freshStore, leave, MB, visit} from './visits.js';
import {until} from '../../support/until.js';

/** The number of the part that a request sends; undefined for any other request. */
const partOf = ({method, url}: TransportRequest): number | undefined => {
  const number = method === 'PUT' && new URL(url).searchParams.get('partNumber');
  return number ? Number(number) : undefined;
};

/** What a server says that has waited too long for a body: a sign of life, and the part is sent again. */
const tooLate: Awaited<ReturnType<Transport>> = {
  status: 400,
  header: () => null,
  headers: () => [],
  text: () => Promise.resolve('<Error><Code>RequestTimeout</Code></Error>'),
};

describe('Sending parts', () => {
  afterEach(leave);

  it('hands the browser no two Blobs in one task', async () => {
    let [inTask, blobs, most] = [0, 0, 0];
    const transport: Transport = async (request) => {
      if (request.body instanceof Blob) {
        blobs++;
        most = Math.max(most, ++inTask);
        // All that goes on in this task comes before the end of so many microtasks.
        for (let i = 0; i < 1000; i++) await Promise.resolve();
        inTask--;
      }
      return fetchTransport(request);
    };
    const uploader = visit({client: localClient({transport}), store: createMemoryStore(), concurrency: 6});
    const large = uploader.add(makeFile(6 * MB), {key: freshKey()});
    const small = [1, 2, 3].map((size) => uploader.add(makeFile((size * MB) / 4), {key: freshKey()}));
    await until(() => [large, ...small].every(({state}) => state.status === 'done'), 'all');
    expect(blobs, 'six parts, three files, the list of the parts').to.equal(10);
    expect(most).to.equal(1);
  });

  it('counts no byte of a part that has failed', async () => {
    const failed = withResolvers<undefined>();
    const transport: Transport = async (request) => {
      const part = partOf(request);
      if (part === 1) await failed.promise;
      if (part === 2) {
        request.onProgress?.(MB / 2);
        return tooLate;
      }
      if (part === 3) return new Promise(() => undefined);
      return fetchTransport(request);
    };
    const uploader = visit({
      client: localClient({transport}),
      store: createMemoryStore(),
      // The next try of part 2 comes later than the test is looked at.
      retry: () => (failed.resolve(undefined), 3_600_000),
    });
    const told: {sent: number; inFlight: number}[] = [];
    uploader.addEventListener('change', ({action}) => {
      if (action.type === 'progress') told.push({sent: action.sent, inFlight: action.inFlight});
    });
    const task = uploader.add(makeFile(3 * MB), {key: freshKey()});
    await until(() => task.state.sent >= MB, 'part 1');
    expect(told.at(-1), 'part 1 is there, part 3 is under way').to.deep.equal({sent: MB, inFlight: MB});
  });

  for (const [what, size] of [
    ['a part', 2 * MB],
    ['a whole file', 300_000],
  ] as const)
    it(`counts the last bytes of ${what} as sent when they are answered, not when they have left`, async () => {
      const left = withResolvers<number>();
      const answer = withResolvers<undefined>();
      const transport: Transport = async (request) => {
        if (request.method !== 'PUT') return fetchTransport(request);
        const {size: bytes} = request.body as Blob;
        request.onProgress?.(bytes);
        left.resolve(bytes);
        await answer.promise;
        return fetchTransport({...request, onProgress: undefined});
      };
      const environment = new FakeTime();
      const options = {store: createMemoryStore(), environment, concurrency: 1, stallTimeout: () => 60_000};
      const uploader = visit({client: localClient({transport}), ...options});
      const task = uploader.add(makeFile(size), {key: freshKey()});
      const bytes = await left.promise;
      await environment.pass(3000);
      expect(task.state).to.deep.equal({status: 'uploading', sent: 0, inFlight: bytes});
      answer.resolve(undefined);
      await task.settled();
    });

  it('begins only when the journal knows the upload, so that a crash leaves nothing that no visit finds', async () => {
    const key = freshKey();
    const order: string[] = [];
    const real = freshStore();
    const put: typeof real.put = async (...records) => {
      // A slow disk: longer than it takes to send a part.
      if (records.some(({uploadId}) => uploadId)) {
        for (let answers = 0; answers < 10; answers++) await requestsFor(key);
        order.push('known');
      }
      return real.put(...records);
    };
    const transport: Transport = (request) => {
      if (partOf(request)) order.push('sent');
      return fetchTransport(request);
    };
    const uploader = visit({client: localClient({transport}), store: {...real, put}});
    await uploader.add(makeFile(3 * MB), {key}).settled();
    expect(order.filter((step) => step === 'sent')).to.have.length(3);
    expect(order[0]).to.equal('known');
  });

  it('goes no further than a few parts ahead of their checksums', async () => {
    const store = new FakeStore();
    const client = createCosClient({
      bucket,
      region,
      fallbackEndpoint: 'none',
      credentials: () =>
        Promise.resolve({secretId: 'i', secretKey: 'k', sessionToken: 't', startTime: 1, expiredTime: 9e9}),
      transport: store.transport,
    });
    const waiting: (() => void)[] = [];
    const hasher: Hasher = {
      path: undefined,
      close: () => undefined,
      hash: (blob) =>
        new Promise<Digests>((resolve) => waiting.push(() => resolve({crc64: crcOfZeros(blob.size)}))),
    };
    const concurrency = 2;
    const uploader = new Uploader({
      client,
      hasher,
      concurrency,
      partSize: MB,
      multipartThreshold: MB,
      store: createMemoryStore(),
    });
    const task = uploader.add(new Blob([new Uint8Array(20 * MB)]), {key: 'k'});
    let answered = 0;
    /** Many more than all parts would need. */
    const turns = async (): Promise<void> => {
      for (let turn = 0; turn < 300; turn++) {
        for (const pending of [...store.pending]) {
          if (partOf(pending.request)) answered++;
          pending.answer();
        }
        await new Promise((resolve) => setTimeout(resolve));
      }
    };
    await turns();
    expect(answered, 'sent, and not hashed yet').to.equal(2 * concurrency + 2);
    for (const hashed of waiting.splice(0)) hashed();
    await turns();
    expect(answered, 'as many again, and those that were hashed ahead').to.be.within(12, 14);
    const end = task.settled();
    const pump = setInterval(() => {
      for (const pending of [...store.pending]) pending.answer();
      for (const hashed of waiting.splice(0)) hashed();
    });
    expect(await end.finally(() => clearInterval(pump))).to.include({parts: 20, proof: 'crc64'});
    uploader.close();
  });
});
