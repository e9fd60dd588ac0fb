import {expect} from 'chai';
import {MB} from '../../../src/upload/parts/layout.js';
import {layoutOf} from '../../../src/upload/run/foreign-uploads.js';

describe('layoutOf', () => {
  const listed = (...sizes: [number, number][]) =>
    sizes.map(([partNumber, size]) => ({partNumber, size, etag: '"x"', lastModified: undefined}));
  for (const [name, parts, fileSize, expected] of [
    ['equal parts with a gap', listed([1, MB], [3, MB]), 5 * MB, [{from: 1, size: MB}]],
    ['a smaller last part', listed([1, 2 * MB], [3, MB]), 5 * MB, [{from: 1, size: 2 * MB}]],
    ['one part that is the file', listed([1, 1000]), 1000, [{from: 1, size: 1000}]],
    [
      'growing parts without a gap',
      listed([1, MB], [2, MB], [3, 2 * MB]),
      9 * MB,
      [
        {from: 1, size: MB},
        {from: 3, size: 2 * MB},
      ],
    ],
    ['no parts', listed(), 9 * MB, undefined],
    ['no first part', listed([2, MB]), 9 * MB, undefined],
    ['a part too small to be followed', listed([1, 1000]), 9 * MB, undefined],
    ['more bytes than the file has', listed([1, 3 * MB], [2, 5 * MB]), 6 * MB, undefined],
  ] as const) {
    it(name, () => {
      expect(layoutOf(parts, fileSize)).to.deep.equal(expected);
    });
  }
});
