import {expect} from 'chai';
import {MB} from '../../../src/upload/parts/layout.js';
import {isSmall, Line} from '../../../src/upload/requests/line.js';
import {simulate} from '../../support/simulated-line.js';

describe('Line', () => {
  it('begins with five small bodies, and with one large one', () => {
    const line = new Line();
    for (const [bytes, bodies, underWay, small, admitted] of [
      [5 * MB, 0, 0, 0, true],
      [200_000, 4, 800_000, 800_000, true],
      [200_000, 5, 0, 0, false],
      [300_000, 4, 800_000, 800_000, false],
      [5 * MB, 1, 5 * MB, 0, false],
      [20_000, 1, 5 * MB, 0, true],
      [20_000, 4, 6 * MB, 60_000, true],
      [20_000, 5, 6 * MB, 80_000, false],
      [200_000, 3, 6 * MB, 900_000, false],
    ] as const)
      expect(
        line.admits(bytes, {bodies, bytes: underWay, small}),
        `${bytes} beside ${bodies} of ${underWay}`,
      ).to.equal(admitted);
  });

  for (const [name, sent, bodies] of [
    ['is fast', [[8 * MB, 0.2]], 5],
    [
      'is fast, and the kernel keeps much back',
      [
        [6 * MB, 0.1],
        [7 * MB, 1],
        [12 * MB, 2],
      ],
      5,
    ],
    [
      'is slow',
      [
        [MB, 0.1],
        [1.1 * MB, 1.1],
        [1.3 * MB, 2.2],
      ],
      2,
    ],
    [
      'is far away',
      [
        [200_000, 1],
        [900_000, 2.1],
      ],
      5,
    ],
  ] as const)
    it(`hears from the first body that the line ${name}`, () => {
      const line = new Line();
      const latency = name === 'is far away' ? 0.6 : 0.05;
      const told = sent.map(([bytes, seconds]) => line.moved(bytes, seconds, latency));
      expect(told).to.deep.equal([...sent.slice(1).map(() => false), true]);
      expect(line.bodies).to.equal(bodies);
      expect(line.admits(5 * MB, {bodies: 1, bytes: 5 * MB, small: 0})).to.equal(true);
      expect(line.admits(5 * MB, {bodies, bytes: bodies * 5 * MB, small: 0})).to.equal(false);
    });

  it('begins anew when it may be another line', () => {
    const line = new Line();
    line.took({bytes: MB, seconds: 8, sharing: 1, latency: 0.1});
    expect([line.bodies, line.bytesPerSecond]).to.not.deep.equal([5, undefined]);
    line.forget();
    expect([line.bodies, line.bytesPerSecond]).to.deep.equal([5, undefined]);
  });

  it('goes beyond six only where the browser shares a connection', () => {
    const most = (limit: () => number): number => {
      const line = new Line(limit);
      // Each body takes as long as the way, however many there are.
      for (let count = 0; count < 500; count++)
        line.took({bytes: 20_000, seconds: 0.3, sharing: line.bodies, latency: 0.2});
      return line.bodies;
    };
    expect(most(() => 6)).to.equal(6);
    expect(most(() => 16)).to.equal(16);
  });

  /** How many bodies it gives after each judgement, where `seconds` is how long each of so many takes. */
  const judged = (judgements: number, seconds: (bodies: number) => number): number[] => {
    const line = new Line();
    return Array.from({length: judgements}, () => {
      const {bodies} = line;
      for (let body = 0; body < Math.max(3, bodies); body++)
        line.took({bytes: 40 * MB, seconds: seconds(bodies), sharing: bodies, latency: 0});
      return line.bodies;
    });
  };

  it('tries a step that has brought nothing again later and later', () => {
    const bodies = judged(103, (bodies) => bodies / 5);
    const tried = bodies.flatMap((count, index) => (count === 6 ? [index + 1] : []));
    expect(tried).to.deep.equal([1, 7, 17, 35, 69, 103]);
  });

  it('goes down, step by step, where bodies take long and fewer bring as much', () => {
    expect(judged(17, (bodies) => 2 * bodies)).to.deep.equal([
      6, 5, 5, 5, 5, 5, 4, 3, 2, 3, 2, 2, 2, 2, 2, 3, 2,
    ]);
    expect(
      judged(8, (bodies) => 0.4 * bodies),
      'two seconds are not long',
    ).to.deep.equal([6, 5, 5, 5, 5, 5, 6, 5]);
  });

  for (const [change, after] of [
    [1.03, 5],
    [1.05, 6],
  ] as const)
    it(`${after === 6 ? 'keeps' : 'takes back'} one body more that brings ${change} times as much`, () =>
      expect(judged(2, (bodies) => bodies / 5 / (bodies > 5 ? change : 1))).to.deep.equal([6, after]));

  for (const [change, after] of [
    [0.96, 5],
    [0.98, 3],
  ] as const)
    it(`${after === 3 ? 'goes on from' : 'takes back'} one body fewer that brings ${change} times as much`, () =>
      expect(judged(8, (bodies) => (2 * bodies) / (bodies < 5 ? change : 1)).slice(6)).to.deep.equal([
        4,
        after,
      ]));

  it('goes one up next where one body fewer has brought less', () =>
    expect(judged(17, (bodies) => (2 * bodies) / (bodies < 5 ? 0.96 : 1)).slice(6)).to.deep.equal([
      4, 5, 5, 5, 5, 5, 5, 5, 5, 5, 6,
    ]));

  it('calls a quarter of a megabyte large', () =>
    expect([MB / 4 - 1, MB / 4].map(isSmall)).to.deep.equal([true, false]));

  const photos = {files: 40, bytes: 4 * MB};
  const small = {files: 400, bytes: 20_000};
  for (const [name, bytesPerSecond, rttMs, loss, work, bodies, atLeast] of [
    ['1 Mbit/s', 125_000, 50, 0, photos, 2, 0.99],
    ['4 Mbit/s', 500_000, 50, 0, photos, 2, 0.99],
    ['8 Mbit/s', 1e6, 50, 0, photos, 2, 0.98],
    ['8 Mbit/s, far away', 1e6, 300, 0, photos, 4, 0.97],
    ['4 Mbit/s, far away, with loss', 500_000, 300, 0.005, photos, 6, 0.65],
    ['100 Mbit/s', 1.25e7, 50, 0, photos, undefined, 0.95],
    ['1 Gbit/s, far away', 1.25e8, 300, 0, photos, 6, 0.8],
    ['small files', 1.25e6, 50, 0, small, 6, 0.95],
    ['small files far away', 1.25e6, 300, 0, small, 6, 0.95],
  ] as const)
    it(`finds what suits ${name}`, () => {
      const way = {bytesPerSecond, rttMs, loss};
      const auto = simulate(way, work, 'auto');
      const best = Math.min(...[1, 3, 5, 6].map((count) => simulate(way, work, count).seconds));
      if (bodies !== undefined) expect(auto.bodies).to.equal(bodies);
      expect(best / auto.seconds).to.be.at.least(atLeast);
      // Files end one after another where the line is slow.
      if (auto.bodies === 2) expect(auto.meanEnd).to.be.below(simulate(way, work, 5).meanEnd);
    });
});
