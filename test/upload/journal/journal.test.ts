import {expect} from 'chai';
import {createMemoryStore, type UploadRecord} from '../../../src/index.js';
import {Journal} from '../../../src/upload/journal/journal.js';

const record = (uploadId: string): UploadRecord => ({
  version: 1,
  id: 'a',
  origin: 'https://here.example',
  key: 'a',
  name: 'a',
  path: 'a',
  size: 2,
  type: '',
  lastModified: 1,
  layout: [],
  created: Date.now(),
  uploadId,
});

describe('The journal', () => {
  for (const [where, store] of [
    ['in a store', createMemoryStore()],
    ['of the page alone', undefined],
  ] as const)
    it(`${where}: parts of an earlier upload of the same file count for nothing`, async () => {
      const journal = new Journal(store, () => undefined);
      const part = {partNumber: 1, size: 1, etag: '"e"'};
      await journal.put(record('old'));
      await journal.putPart('a', {...part, uploadId: 'old'});
      await journal.putPart('a', {...part, uploadId: 'old', partNumber: 2});
      await journal.put(record('new'));
      await journal.putPart('a', {...part, uploadId: 'new'});
      expect((await journal.get('a'))?.parts).to.deep.equal([{...part, uploadId: 'new'}]);
    });
});
