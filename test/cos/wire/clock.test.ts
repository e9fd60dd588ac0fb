import {expect} from 'chai';
import {createClock} from '../../../src/cos/wire/clock.js';

describe('The clock of the server', () => {
  for (const [heard, offset] of [
    [[undefined], 0],
    [[1_029_999], 0],
    [[970_001], 0],
    [[1_030_000], 30_000],
    [[970_000], -30_000],
    // By what is known then, not by this device's clock.
    [[4_600_000, 4_610_000, undefined], 3_600_000],
    [[4_600_000, 1_000_000], 0],
  ] as const)
    it(`that has said ${heard.map(String).join(', ')} is ${offset} ms off`, () => {
      const clock = createClock(() => 1_000_000);
      for (const time of heard) clock.correct(time);
      expect([clock.offset(), clock.now()]).to.deep.equal([offset, 1_000_000 + offset]);
    });
});
