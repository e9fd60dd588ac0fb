import {expect} from 'chai';
import {
  type Layout,
  limits,
  MB,
  nextPartSize,
  partAt,
  smallestPartSize,
  withRun,
} from '../../../src/upload/parts/layout.js';
import {createPlanner} from '../../../src/upload/parts/planner.js';

const GB = 1024 * MB;
const TB = 1024 * GB;

describe('partAt', () => {
  const layout: Layout = [
    {from: 1, size: MB},
    {from: 4, size: 2 * MB},
  ];
  for (const [partNumber, expected] of [
    [1, {partNumber: 1, offset: 0, size: MB}],
    [3, {partNumber: 3, offset: 2 * MB, size: MB}],
    [4, {partNumber: 4, offset: 3 * MB, size: 2 * MB}],
    [5, {partNumber: 5, offset: 5 * MB, size: MB / 2}],
    [6, undefined],
  ] as const) {
    it(`part ${partNumber} of 5.5 MB`, () => {
      expect(partAt(layout, 5.5 * MB, partNumber)).to.deep.equal(expected);
    });
  }
});

describe('withRun', () => {
  it('adds a run, replaces later ones, and keeps equal sizes together', () => {
    const one = withRun([], 1, MB);
    expect(withRun(one, 5, MB)).to.deep.equal([{from: 1, size: MB}]);
    const two = withRun(one, 5, 2 * MB);
    expect(two).to.deep.equal([
      {from: 1, size: MB},
      {from: 5, size: 2 * MB},
    ]);
    expect(withRun(two, 3, 4 * MB)).to.deep.equal([
      {from: 1, size: MB},
      {from: 3, size: 4 * MB},
    ]);
  });
});

describe('smallestPartSize', () => {
  for (const [rest, left, expected] of [
    [0, 10_000, MB],
    [10_000 * MB, 10_000, MB],
    [10_000 * MB + 1, 10_000, 2 * MB],
    [40 * GB, 10_000, 5 * MB],
    [limits.maxObjectSize, 10_000, 5120 * MB],
  ] as const) {
    it(`${rest} bytes in ${left} parts`, () => {
      expect(smallestPartSize(rest, left)).to.equal(expected);
    });
  }
});

describe('nextPartSize', () => {
  const base = {restBytes: 10 * GB, partsLeft: 9000, slots: 5, latency: 0};
  for (const [name, measured, expected] of [
    ['begins at 1 MB where 10,000 parts allow it', {size: 0, seconds: undefined}, 2 * MB],
    ['begins at 1 MB', {size: 0, seconds: undefined, restBytes: GB}, MB],
    ['stays while nothing has been measured', {size: 4 * MB, seconds: undefined}, 4 * MB],
    ['doubles when well under 2 s', {size: 4 * MB, seconds: 0.9}, 8 * MB],
    ['grows four-fold when far too quick', {size: 4 * MB, seconds: 0.2}, 16 * MB],
    ['grows eight-fold when it takes no time', {size: 4 * MB, seconds: 0.05}, 32 * MB],
    ['stays near the target', {size: 4 * MB, seconds: 1.5}, 4 * MB],
    ['halves when a part takes longer than 2 s', {size: 8 * MB, seconds: 3}, 4 * MB],
    ['never falls below 1 MB', {size: MB, seconds: 60, restBytes: GB}, MB],
    ['never grows over 64 MB', {size: 64 * MB, seconds: 0.1}, 64 * MB],
    ['but does where 10,000 parts demand it', {size: 64 * MB, seconds: 9, restBytes: TB}, 117 * MB],
    ['takes distance for what it is', {size: 2 * MB, seconds: 1.2, latency: 0.9}, 4 * MB],
    ['but no request for nothing but distance', {size: 8 * MB, seconds: 10, latency: 10}, 4 * MB],
    ['gets smaller towards the end', {size: 16 * MB, seconds: 0.5, restBytes: 100 * MB}, 8 * MB],
    ['but not below a quarter', {size: 16 * MB, largest: 64 * MB, seconds: 0.5, restBytes: 3 * MB}, 16 * MB],
    ['not where others have the slots', {size: 16 * MB, seconds: 1.5, restBytes: 40 * MB, slots: 1}, 16 * MB],
    ['ends at 1 MB', {size: 4 * MB, seconds: 0.5, restBytes: 3 * MB}, MB],
  ] as const) {
    it(name, () => {
      expect(nextPartSize({...base, largest: measured.size, ...measured})).to.equal(expected);
    });
  }

  it('cuts any file into at most 10,000 parts of 1 MB to 5 GB', () => {
    for (const fileSize of [MB, 20 * MB + 1, GB, 40 * GB, TB, 10 * TB, limits.maxObjectSize]) {
      for (const seconds of [0.01, 0.5, 1, 5]) {
        let parts = 0;
        let rest = fileSize;
        let size = 0;
        let largest = 0;
        while (rest > 0) {
          size = nextPartSize({
            size,
            seconds: size ? seconds : undefined,
            restBytes: rest,
            partsLeft: limits.maxParts - parts,
            slots: 5,
            latency: 0,
            largest,
          });
          largest = Math.max(largest, size);
          expect(size).to.be.within(limits.minPartSize, limits.maxPartSize);
          rest -= Math.min(size, rest);
          parts++;
        }
        expect(parts, `${fileSize} at ${seconds} s`).to.be.at.most(limits.maxParts);
      }
    }
  });
});

describe('createPlanner', () => {
  for (const size of [0, -1, 0.5, Number.NaN, Infinity])
    it(`comes to an end where a part is to have ${size} bytes`, () => {
      const planner = createPlanner(
        MB,
        [],
        new Set(),
        () => size,
        () => undefined,
      );
      expect(() => planner.next()).to.throw(RangeError);
    });

  it('tells how many part numbers are left, and has none after 10,000', () => {
    const left: number[] = [];
    const planner = createPlanner(
      10_001 * MB,
      [],
      new Set(),
      (_rest, partsLeft) => (left.push(partsLeft), MB),
      () => undefined,
    );
    for (let number = 1; number <= 10_000; number++) expect(planner.next()?.partNumber).to.equal(number);
    expect([left[0], left.at(-1)]).to.deep.equal([10_000, 1]);
    expect(() => planner.next()).to.throw(RangeError, '10001');
  });

  it('tells of a layout when it has changed, and not again', () => {
    const layouts: Layout[] = [];
    const planner = createPlanner(
      6 * MB,
      [{from: 1, size: MB}],
      new Set(),
      () => 2 * MB,
      (layout) => layouts.push(layout),
    );
    while (planner.next());
    expect(layouts).to.deep.equal([[{from: 1, size: 2 * MB}]]);
  });

  it('hands out what an earlier run left open, then new parts under the same layout', () => {
    const layouts: Layout[] = [];
    const planner = createPlanner(
      10 * MB,
      [{from: 1, size: MB}],
      new Set([1, 3]),
      (_rest, _left, size) => size * 2,
      (layout) => layouts.push(layout),
    );
    const parts = [];
    for (let part = planner.next(); part; part = planner.next()) parts.push(part);
    expect(parts.map(({partNumber, offset, size}) => [partNumber, offset / MB, size / MB])).to.deep.equal([
      [2, 1, 1],
      [4, 3, 2],
      [5, 5, 4],
      [6, 9, 1],
    ]);
    expect(layouts.at(-1)).to.deep.equal([
      {from: 1, size: MB},
      {from: 4, size: 2 * MB},
      {from: 5, size: 4 * MB},
      {from: 6, size: 8 * MB},
    ]);
    for (const {partNumber, offset, size} of parts) {
      expect(partAt(planner.layout, 10 * MB, partNumber)).to.deep.equal({partNumber, offset, size});
    }
  });
});
