import {expect} from 'chai';
import {createMemoryStore, type UploadRecord} from '../../../src/index.js';
import {Journal} from '../../../src/upload/journal/journal.js';
import {PageTime} from '../../support/page-time.js';

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

describe('The silence of a store', () => {
  let time: PageTime;
  let broken: number;
  beforeEach(() => {
    time = new PageTime();
    broken = 0;
  });
  afterEach(() => time.end());

  /** Of a store that answers a question for `3000` after so many milliseconds, and one for `never` not at all. */
  const journal = (): Journal =>
    new Journal(
      {
        ...createMemoryStore(),
        get: (id) =>
          new Promise((resolve) => {
            if (id !== 'never') setTimeout(() => resolve(undefined), Number(id));
          }),
      },
      () => broken++,
    );
  const asked = async (of: Journal, ...ids: string[]): Promise<void> => {
    const answers = Promise.all(ids.map((id) => of.get(id)));
    await time.pass(Math.max(...ids.map(Number)));
    await answers;
  };

  it('is counted from its last answer, so it may have much to do', async () => {
    const of = journal();
    await asked(of, ...Array.from({length: 45}, (_, index) => String(150 * index)));
    await asked(of, '2500', '6900');
    expect(broken).to.equal(0);
  });

  it('is none while nothing is asked', async () => {
    const of = journal();
    await asked(of, '10');
    await time.pass(20_000);
    await asked(of, '4500');
    expect(broken).to.equal(0);
  });

  it('does not count the time in which the page could not hear it', async () => {
    const answer = journal().get('5500');
    await time.freeze(5400);
    await time.pass(100);
    await answer;
    expect(broken).to.equal(0);
  });

  it('makes the page do without it after five seconds', async () => {
    const of = journal();
    await asked(of, '10');
    const answers = [of.get('never'), of.get('0')];
    await time.pass(4999);
    expect(broken).to.equal(0);
    await time.pass(1);
    expect(await Promise.all(answers)).to.deep.equal([undefined, undefined]);
    expect([broken, of.lasting]).to.deep.equal([1, false]);
  });
});
