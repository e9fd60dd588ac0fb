import {expect} from 'chai';
import {createMemoryStore, type Hasher, type UploaderOptions} from '../../../src/index.js';
import {addFaults, freshKey, makeFile, requestsFor} from '../../support/cos.js';
import {leave, MB, visit} from '../run/visits.js';

describe('The error that ends an upload names its key and says what to do', () => {
  afterEach(leave);

  const brokenHasher: Hasher = {
    path: undefined,
    hash: () => Promise.reject(new Error('no memory left.')),
    close: () => undefined,
  };
  const refused = {status: 404, code: 'NoSuchUpload'};
  const cases: [
    code: string,
    effect: Record<string, unknown> | undefined,
    options: Partial<UploaderOptions>,
    advice: string,
  ][] = [
    ['stalled', {hang: true}, {retries: 0, stallTimeout: () => 500}, 'within 1 s'],
    ['checksum', {flipByte: true}, {retries: 0}, 'look for a proxy'],
    ['vanished', refused, {}, 'lifecycle rule'],
    ['unexpected', undefined, {hasher: brokenHasher}, 'failed: no memory left. This'],
  ];
  for (const [code, effect, options, advice] of cases)
    it(code, async () => {
      const key = freshKey();
      if (effect) await addFaults({match: {operation: 'UploadPart', key}, effect});
      const uploader = visit({store: createMemoryStore(), ...options});
      const error = await uploader
        .add(makeFile(2 * MB), {key})
        .settled()
        .catch((error: unknown) => error as Error);
      expect(error).to.include({code, key});
      expect((error as Error).message)
        .to.include(`"${key}"`)
        .and.include(advice);
    });

  it('vanished, after three uploads that the server has lost', async () => {
    const key = freshKey();
    const lost = ['UploadPart', 'ListParts'];
    await addFaults(...lost.map((operation) => ({match: {operation, key}, effect: refused})));
    const task = visit({store: createMemoryStore()}).add(makeFile(2 * MB), {key});
    await task.settled().catch(() => undefined);
    const operations = (await requestsFor(key)).map(({operation}) => operation);
    expect(operations.filter((name) => name === 'InitiateMultipartUpload')).to.have.length(3);
  });
});
