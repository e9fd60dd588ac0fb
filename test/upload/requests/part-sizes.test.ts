import {expect} from 'chai';
import {MB} from '../../../src/upload/parts/layout.js';
import {PartSizes} from '../../../src/upload/requests/part-sizes.js';
import {Slots} from '../../../src/upload/requests/slots.js';
import {FakeTime} from '../../support/fake-time.js';

type Cutting = ConstructorParameters<typeof PartSizes>[0];

const bytes = 100 * MB;
const cutting = (time: FakeTime, more: Partial<Cutting> = {}): Cutting => ({
  contact: {made: true, latency: 0, part: undefined},
  environment: time,
  slots: new Slots(1),
  stallTimeout: (size) => 1000 + size,
  file: {size: bytes} as Blob,
  objectOptions: {},
  owner: {order: 0, held: 0},
  settings: {partSize: 'auto'},
  ...more,
});
const first = {restBytes: bytes, partsLeft: 10_000, current: 0, layout: []};

describe('PartSizes', () => {
  for (const [ms, size] of [
    [29_999, 8 * MB],
    [30_000, MB],
  ] as const)
    it(`${size > MB ? 'begins' : 'does not begin'} with the size of a part that was sent ${ms} ms ago`, async () => {
      const time = new FakeTime();
      const run = cutting(time);
      new PartSizes(run).sent({partNumber: 1, offset: 0, size: 8 * MB}, 1.5);
      await time.pass(ms);
      expect(new PartSizes(run).choose(first)).to.equal(size);
    });

  it('learns nothing for the next file from the bytes that were left over', () => {
    const run = cutting(new FakeTime());
    new PartSizes(run).sent({partNumber: 2, offset: bytes - 8 * MB, size: 8 * MB}, 1.5);
    expect(run.contact.part).to.equal(undefined);
  });

  for (const [sizeLimit, size] of [
    [{}, MB],
    [{minPartSize: 5 * MB}, 5 * MB],
    [{maxPartSize: 2 * MB}, MB],
    [{maxParts: 10}, 10 * MB],
    [{maxParts: 10, maxPartSize: 2 * MB}, 10 * MB],
  ] as const)
    it(`keeps what was promised: ${JSON.stringify(sizeLimit)}`, () => {
      const run = cutting(new FakeTime(), {objectOptions: {sizeLimit}});
      expect(new PartSizes(run).choose(first)).to.equal(size);
    });

  it('takes the size that the page says, within what was promised', () => {
    const run = cutting(new FakeTime(), {
      settings: {partSize: 8 * MB},
      objectOptions: {sizeLimit: {maxPartSize: 2 * MB}},
    });
    expect(new PartSizes(run).choose(first)).to.equal(2 * MB);
  });

  it('gives a part ten times what the one before took, and twice as much with each try', () => {
    const sizes = new PartSizes(cutting(new FakeTime()));
    expect([1, 2, 3].map((attempt) => sizes.limit(MB, attempt))).to.deep.equal([
      1000 + MB,
      1000 + 2 * MB,
      1000 + 4 * MB,
    ]);
    sizes.sent({partNumber: 1, offset: 0, size: MB}, 0.1);
    expect([1, 2, 3].map((attempt) => sizes.limit(2 * MB, attempt))).to.deep.equal([3000, 6000, 12_000]);
    sizes.sent({partNumber: 2, offset: MB, size: MB}, 1000);
    expect(sizes.limit(MB, 1), 'never more than any request').to.equal(1000 + MB);
  });
});
