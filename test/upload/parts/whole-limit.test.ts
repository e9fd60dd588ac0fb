import {expect} from 'chai';
import {MB} from '../../../src/upload/parts/layout.js';
import {wholeLimit} from '../../../src/upload/parts/whole-limit.js';

const kB = 1000;

describe('wholeLimit', () => {
  for (const [name, bytesPerSecond, bodies, bytes, because] of [
    ['an unknown line', undefined, 5, 20 * MB, 'the line is not known'],
    ['1 Mbit/s', 125 * kB, 2, MB, 'COS takes no smaller parts'],
    ['4 Mbit/s', 500 * kB, 2, 2_000_000, 'the line is slow'],
    ['4 Mbit/s for one body', 500 * kB, 1, 4_000_000, 'the line is slow'],
    ['8 Mbit/s', 1000 * kB, 2, 4_000_000, 'the line is slow'],
    ['40 Mbit/s', 5000 * kB, 5, 8_000_000, 'the line is slow'],
    ['100 Mbit/s', 12_500 * kB, 5, 20_000_000, 'the line is slow'],
    ['1 Gbit/s', 125_000 * kB, 6, 20 * MB, 'the line is fast'],
  ] as const)
    it(`${name}, shared by ${bodies}: whole up to ${(bytes / MB).toFixed(1)} MB, since ${because}`, () => {
      expect(wholeLimit({bytesPerSecond, bodies})).to.deep.equal({bytes, because});
      // What goes whole takes some 8 s at most, or COS's smallest part.
      if (bytesPerSecond && bytes > MB) expect(bytes / (bytesPerSecond / bodies)).to.be.at.most(8);
    });
});
