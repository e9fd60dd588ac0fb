import {expect} from 'chai';
import {compare} from '../../../src/upload/run/proof.js';
import {fetchTransport} from '../../../src/cos/wire/transport.js';
import {
  ChecksumError,
  type Checksum,
  type CosClient,
  CosError,
  createHasher,
  createMemoryStore,
  NetworkError,
  type Transport,
  type TransportResponse,
  uploadFile,
  Uploader,
  type UploadError,
} from '../../../src/index.js';
import {
  addFaults,
  clearFaults,
  download,
  freshKey,
  localClient,
  makeFile,
  requestsFor,
  sha256,
} from '../../support/cos.js';
import {FakeTime} from '../../support/fake-time.js';
import {rejection} from '../../support/thrown.js';
import {until} from '../../support/until.js';

const MB = 2 ** 20;

describe('what was hashed here and what the server says it holds', () => {
  const [md5, other] = ['0123456789abcdef0123456789abcdef', 'f'.repeat(32)];
  for (const [name, ours, stored, expected] of [
    ['the same MD5', {md5}, {etag: `"${md5}"`}, 'md5'],
    ['another MD5, which an encrypted object has too', {md5}, {etag: `"${other}"`}, undefined],
    ['an ETag of parts', {md5}, {etag: `"${md5}-2"`}, undefined],
    ['the same CRC64', {crc64: 7n, md5}, {etag: `"${other}"`, crc64: '7'}, 'crc64'],
    ['a CRC64 that is kept back', {crc64: 7n}, {etag: `"${md5}"`}, undefined],
  ] as const)
    it(`${name}: ${String(expected)}`, () =>
      expect(compare({key: 'k'}, 'object', ours, stored)).to.equal(expected));

  it('another CRC64 is a ChecksumError', () =>
    expect(() => compare({key: 'k'}, 'object', {crc64: 7n}, {etag: '', crc64: '8'})).to.throw(/8/));
});

describe('proof of every byte', () => {
  afterEach(clearFaults);

  for (const where of ['Complete', 'HEAD'])
    it(`an object of parts that differs by the word of ${where} is never a success`, async () => {
      const key = freshKey();
      // What a store that had joined other bytes would answer.
      const transport: Transport = async (request) => {
        const response = await fetchTransport(request);
        const complete = request.method === 'POST' && request.url.includes('uploadId');
        if (!complete && request.method !== 'HEAD') return response;
        const wrong = complete && where === 'HEAD' ? null : '42';
        return {
          ...response,
          header: (name) => (name === 'x-cos-hash-crc64ecma' ? wrong : response.header(name)),
        };
      };
      const options = {key, multipartThreshold: MB, partSize: MB, store: createMemoryStore()};
      const error = await rejection(uploadFile(localClient({transport}), makeFile(3 * MB), options));
      expect(error).to.be.instanceOf(ChecksumError).and.include({scope: 'object', actual: '42', key});
    });

  it('a part that the server has lost is sent again before the object is made', async () => {
    const key = freshKey();
    const file = makeFile(3 * MB);
    let lost = false;
    const transport: Transport = async (request) => {
      if (!lost && request.method === 'POST' && request.url.includes('uploadId')) {
        lost = true;
        const uploadId = new URL(request.url).searchParams.get('uploadId')!;
        // Other bytes under its number: the ETag that the upload knows is there no more.
        await localClient().uploadPart(key, uploadId, 2, file.slice(0, MB + 1));
      }
      return fetchTransport(request);
    };
    const options = {key, multipartThreshold: MB, partSize: MB};
    const {crc64} = await uploadFile(localClient({transport}), file, options);
    expect(crc64).to.be.a('string');
    const codes = (await requestsFor(key)).map(({errorCode}) => errorCode);
    expect(codes).to.include('InvalidPart');
    expect(await sha256((await download(key))!)).to.equal(await sha256(file));
  });

  it('an object of another that is there when Complete was not heard is not taken for ours', async () => {
    const key = freshKey();
    const file = makeFile(3 * MB);
    let lost = 0;
    const transport: Transport = async (request) => {
      const complete = request.method === 'POST' && request.url.includes('uploadId');
      if (!complete || lost === 2) return fetchTransport(request);
      lost++;
      // As large and as new as ours would be, and whole.
      await localClient().putObject(key, makeFile(3 * MB, 'other', 2));
      throw new NetworkError('never arrived');
    };
    const options = {key, multipartThreshold: MB, partSize: MB, retry: () => 0};
    const result = await uploadFile(localClient({transport}), file, options);
    expect(result).to.include({proof: 'crc64', parts: 3});
    expect(await sha256((await download(key))!)).to.equal(await sha256(file));
  });

  for (const checksum of ['crc64', 'md5', 'crc64 md5'] as const) {
    for (const [kind, operation, size] of [
      ['a few bytes', 'PutObject', 100_000],
      ['an object', 'PutObject', 300_000],
      ['a part', 'UploadPart', 3 * MB],
    ] as const) {
      it(`${checksum}: a byte flipped on the way of ${kind} is caught and sent again`, async () => {
        const key = freshKey();
        const file = makeFile(size);
        await addFaults({match: {operation, key}, times: 1, effect: {flipByte: true}});
        await uploadFile(localClient(), file, {key, checksum, multipartThreshold: MB, partSize: MB});
        expect(await sha256((await download(key))!)).to.equal(await sha256(file));
      });

      it(`${checksum}: ${kind} that always arrives damaged is never a success`, async () => {
        const key = freshKey();
        await addFaults({match: {operation, key}, effect: {flipByte: true}});
        const error = await rejection(
          uploadFile(localClient(), makeFile(size), {
            key,
            checksum,
            multipartThreshold: MB,
            partSize: MB,
            retries: 2,
          }),
        );
        // With Content-MD5 the server sees it first.
        if (checksum === 'crc64') {
          expect(error).to.be.instanceOf(ChecksumError);
          expect(error).to.include({scope: 'part', code: 'checksum'});
        } else
          expect(error).to.satisfy((it: unknown) => it instanceof ChecksumError || it instanceof CosError);
        const requests = await requestsFor(key);
        expect(requests.filter(({operation}) => operation === 'CompleteMultipartUpload')).to.have.length(0);
      });
    }
  }

  for (const checksum of ['crc64', 'md5', 'crc64 md5', 'none'] as Checksum[]) {
    it(`${checksum}: says what was proven, and sends Content-MD5 only when asked`, async () => {
      for (const size of [1000, 3 * MB]) {
        const key = freshKey();
        const result = await uploadFile(localClient(), makeFile(size), {
          key,
          checksum,
          multipartThreshold: MB,
          partSize: MB,
        });
        expect(result.crc64 !== undefined).to.equal(checksum.includes('crc64'));
        const bodies = (await requestsFor(key)).filter(
          ({method, operation}) => method === 'PUT' && operation !== 'Preflight',
        );
        expect(bodies.every(({headers}) => 'content-md5' in headers)).to.equal(checksum.includes('md5'));
      }
    });
  }

  it('a few bytes are not worth a thread', async () => {
    const hasher = {
      hash: () => Promise.reject(new Error('A thread was asked.')),
      path: undefined,
      close: () => undefined,
    };
    const result = await uploadFile(localClient(), new Blob(['hello']), {key: freshKey(), hasher});
    expect(result.crc64).to.equal('11177612005948864433');
  });

  it('without a readable checksum header uploads succeed, unproven', async () => {
    for (const size of [1000, 3 * MB]) {
      const key = freshKey();
      await addFaults({match: {key}, effect: {hideHeaders: ['x-cos-hash-crc64ecma']}});
      const result = await uploadFile(localClient(), makeFile(size), {
        key,
        multipartThreshold: MB,
        partSize: MB,
      });
      expect(result.crc64).to.equal(undefined);
      await clearFaults();
    }
  });

  for (const hideHeaders of [['x-cos-hash-crc64ecma'], ['x-cos-hash-crc64ecma', 'etag']])
    it(`without a readable ${hideHeaders.join(' and ')} the console says once what to do`, async () => {
      const {warn} = console;
      const told: unknown[] = [];
      console.warn = (word) => told.push(word);
      const [keyPrefix, uploads] = [freshKey(''), ['a', 'b']];
      try {
        await addFaults(...uploads.map((name) => ({match: {key: keyPrefix + name}, effect: {hideHeaders}})));
        const uploader = new Uploader({client: localClient(), store: createMemoryStore(), keyPrefix});
        uploader.addAll(uploads.map((name) => makeFile(10, name)));
        await uploader.settled();
        uploader.close();
      } finally {
        console.warn = warn;
        await clearFaults();
      }
      expect(told).to.have.length(1);
      expect(told[0]).to.include('<ExposeHeader>x-cos-hash-crc64ecma</ExposeHeader>');
    });

  for (const [what, bytes] of [
    ['has no object', 0],
    ['has an object of another size', 5],
  ] as const)
    it(`a success that nobody has signed is none where the store ${what}`, async () => {
      const key = freshKey();
      if (bytes > 0) await localClient().putObject(key, makeFile(bytes));
      const swallowed = {status: 200, header: () => null, headers: () => [], text: () => Promise.resolve('')};
      const transport: Transport = (request) =>
        request.method === 'PUT' ? Promise.resolve(swallowed) : fetchTransport(request);
      const upload = uploadFile(localClient({transport}), makeFile(1000), {key, retries: 0});
      expect(await rejection(upload)).to.include({code: 'intercepted', key});
    });

  it('when Complete hides its checksum, HEAD proves the object', async () => {
    const key = freshKey();
    await addFaults({
      match: {key, operation: 'CompleteMultipartUpload'},
      effect: {hideHeaders: ['x-cos-hash-crc64ecma']},
    });
    const result = await uploadFile(localClient(), makeFile(3 * MB), {
      key,
      multipartThreshold: MB,
      partSize: MB,
    });
    expect(result.crc64).to.be.a('string');
    expect((await requestsFor(key)).filter(({operation}) => operation === 'HeadObject')).to.have.length(1);
  });
});

describe('a bucket that encrypts by KMS, so that no ETag is an MD5', () => {
  afterEach(clearFaults);
  const kms = 'kms-1250000000';
  /** Every answer that told of an object or a part. */
  const answers: TransportResponse[] = [];
  const client = (): CosClient =>
    localClient({
      bucket: kms,
      credentialsUrl: `${cosOrigin}/-/sts?bucket=${kms}`,
      endpoint: `http://{bucket}.cos.{region}.localhost:${new URL(cosOrigin).port}`,
      transport: async (request) => {
        const answer = await fetchTransport(request);
        if (request.method === 'PUT') answers.push(answer);
        return answer;
      },
    });

  const hidden = ['x-cos-hash-crc64ecma'];
  for (const [checksum, hideHeaders, proofs] of [
    ['crc64', [], ['crc64', 'crc64']],
    ['crc64 md5', [], ['crc64', 'crc64']],
    ['md5', [], ['md5', 'md5']],
    // COS has compared the Content-MD5 of each body.
    ['crc64 md5', hidden, ['md5', 'md5']],
    ['md5', hidden, ['md5', 'md5']],
    ['crc64', hidden, ['size', 'size']],
    ['none', hidden, ['none', 'none']],
  ] as const)
    for (const [index, [what, size]] of (
      [
        ['whole', 1000],
        ['in parts', 3 * MB],
      ] as const
    ).entries())
      it(`takes a file ${what} with ${checksum}${hideHeaders.length > 0 ? ', the CRC64 hidden' : ''}: ${proofs[index]!}`, async () => {
        const key = freshKey();
        await addFaults({match: {key}, effect: {hideHeaders: [...hideHeaders]}});
        answers.length = 0;
        const file = makeFile(size);
        const options = {key, checksum, multipartThreshold: MB, partSize: MB, retries: 0};
        const result = await uploadFile(client(), file, options);
        expect(result).to.include({proof: proofs[index], size});
        expect(answers).to.have.length(Math.ceil(size / MB));
        const {md5} = await createHasher({workers: 0}).hash(file.slice(0, MB), {md5: true});
        expect(answers[0]!.header('etag'), 'no MD5')
          .to.match(/^"[0-9a-f]{32}"$/)
          .and.not.include(md5);
        const stored = await fetch(await client().presign('GET', key), {cache: 'no-store'});
        expect(await sha256(await stored.blob())).to.equal(await sha256(file));
      });

  it('goes on with parts whose ETags are no MD5', async () => {
    const key = freshKey();
    const store = createMemoryStore();
    await addFaults({
      match: {key, operation: 'UploadPart', partNumber: 3},
      effect: {status: 403, code: 'AccessDenied'},
    });
    const options = {
      key,
      checksum: 'crc64 md5',
      multipartThreshold: MB,
      partSize: MB,
      retries: 0,
      concurrency: 1,
      store,
    } as const;
    const file = makeFile(3 * MB);
    expect(await rejection(uploadFile(client(), file, options))).to.include({code: 'AccessDenied'});
    await clearFaults();
    answers.length = 0;
    expect(await uploadFile(client(), file, options)).to.include({proof: 'crc64', resumedBytes: 2 * MB});
    expect(answers).to.have.length(1);
  });
});

describe('skipExisting', () => {
  it('skips the same bytes, and replaces others of the same size', async () => {
    const key = freshKey();
    const client = localClient();
    await uploadFile(client, makeFile(50_000), {key});
    const again = await uploadFile(client, makeFile(50_000), {key, skipExisting: true});
    expect(again).to.include({skipped: true, size: 50_000});
    const other = makeFile(50_000, 'file.bin', 9);
    const replaced = await uploadFile(client, other, {key, skipExisting: true});
    expect(replaced.skipped).to.equal(false);
    expect(await sha256((await download(key))!)).to.equal(await sha256(other));
  });

  it('by MD5 where the store tells no CRC64', async () => {
    const key = freshKey();
    const client = localClient();
    await uploadFile(client, makeFile(50_000), {key});
    await addFaults({match: {key, operation: 'HeadObject'}, effect: {hideHeaders: ['x-cos-hash-crc64ecma']}});
    expect((await uploadFile(client, makeFile(50_000), {key, skipExisting: true})).skipped).to.equal(true);
    expect(
      (await uploadFile(client, makeFile(50_000, 'file.bin', 4), {key, skipExisting: true})).skipped,
    ).to.equal(false);
    await clearFaults();
  });

  it('waits five seconds at most to know what is there', async () => {
    const key = freshKey();
    await addFaults({match: {operation: 'HeadObject', key}, effect: {hang: true}});
    const environment = new FakeTime();
    const options = {environment, store: createMemoryStore(), stallTimeout: () => 1e9};
    const uploader = new Uploader({client: localClient(), skipExisting: true, ...options});
    const task = uploader.add(makeFile(1000), {key});
    const asked = async (): Promise<boolean> =>
      (await requestsFor(key)).some(({operation}) => operation === 'HeadObject');
    await until(asked, 'the question');
    await environment.pass(4999);
    expect(task.state.status).to.equal('preparing');
    await environment.pass(1);
    expect((await task.settled()).skipped).to.equal(false);
    uploader.close();
    await clearFaults();
  });

  it('reports how far the comparison is', async () => {
    const key = freshKey();
    const client = localClient();
    const file = makeFile(12 * MB);
    await uploadFile(client, file, {key});
    const uploader = new Uploader({client, skipExisting: true});
    const compared: number[] = [];
    uploader.addEventListener('change', ({action}) => {
      if (action.type === 'compare') compared.push(action.compared);
    });
    const result = await uploader.add(file, {key}).settled();
    expect(result.skipped).to.equal(true);
    expect(compared.at(-1)).to.equal(file.size);
    uploader.close();
  });
});

describe('an object that must not be overwritten, and a lost answer', () => {
  afterEach(clearFaults);
  const objectOptions = {forbidOverwrite: true};
  const retry = (error: UploadError): number | undefined => (error.retryable ? 10 : undefined);

  it('is done when it was this very file that was stored', async () => {
    const key = freshKey();
    await addFaults({match: {operation: 'PutObject', key}, times: 1, effect: {dropAnswer: true}});
    const result = await uploadFile(localClient(), makeFile(1000), {key, objectOptions, retry});
    expect(result).to.include({key, size: 1000, skipped: false}).and.have.property('crc64');
    const codes = (await requestsFor(key)).map(({errorCode}) => errorCode);
    expect(codes).to.include('FileAlreadyExists');
  });

  it('fails when another file has the key', async () => {
    const key = freshKey();
    await localClient().putObject(key, makeFile(1000, 'f', 2));
    await addFaults({match: {operation: 'PutObject', key}, times: 1, effect: {reset: 'before'}});
    expect(
      await rejection(uploadFile(localClient(), makeFile(1000), {key, objectOptions, retry})),
    ).to.include({
      code: 'FileAlreadyExists',
    });
  });

  it('is done when its parts were joined, also where COS looks at the key first', async () => {
    let completes = 0;
    const transport: Transport = async (request) => {
      if (request.method !== 'POST' || !request.url.includes('uploadId')) return fetchTransport(request);
      if (completes++ === 0) {
        await (await fetchTransport(request)).text();
        throw new NetworkError('lost');
      }
      const response = await fetchTransport(request);
      return {
        ...response,
        status: 409,
        text: () => Promise.resolve('<Error><Code>FileAlreadyExists</Code></Error>'),
      };
    };
    const options = {key: freshKey(), objectOptions, retry, multipartThreshold: MB};
    const result = await uploadFile(localClient({transport}), makeFile(2 * MB), options);
    expect(result).to.include({size: 2 * MB, skipped: false});
    expect(completes).to.equal(2);
  });
});
