import {expect} from 'chai';
import {uploadFile} from '../../src/index.js';
import {download, freshKey, localClient, makeFile, openUploads, requestsFor, sha256} from '../support/cos.js';

const MB = 2 ** 20;

describe('uploadFile', () => {
  for (const [name, size, parts] of [
    ['0 bytes', 0, 0],
    ['1 byte', 1, 0],
    ['20 MB', 20 * MB, 0],
    ['20 MB + 1', 20 * MB + 1, 1],
  ] as const) {
    it(`brings ${name} into the store`, async () => {
      const key = freshKey();
      const file = makeFile(size);
      const seen: number[] = [];
      const result = await uploadFile(localClient(), file, {key, onProgress: ({sent}) => seen.push(sent)});
      expect(result.size).to.equal(size);
      expect(result.key).to.equal(key);
      expect(result.parts > 0).to.equal(parts > 0);
      expect(result.crc64, 'proven').to.be.a('string');
      expect(await sha256((await download(key))!)).to.equal(await sha256(file));
      expect(seen.at(-1) ?? 0).to.equal(size);
      expect(seen, 'never falls').to.deep.equal([...seen].sort((a, b) => a - b));
      expect(await openUploads(key)).to.have.length(0);
    });
  }

  it('sends a file up to the threshold with one request', async () => {
    const key = freshKey();
    await uploadFile(localClient(), makeFile(1000), {key});
    const requests = await requestsFor(key);
    expect(requests.filter(({method}) => method !== 'OPTIONS').map(({operation}) => operation)).to.deep.equal(
      ['PutObject'],
    );
  });
});
