import {expect} from 'chai';
import {Meter} from '../../../src/upload/tasks/meter.js';

const MB = 2 ** 20;

describe('Meter', () => {
  it('measures over the last seconds and promises nothing too soon', () => {
    const meter = new Meter();
    meter.record(1000, 0);
    meter.record(2000, 1000);
    expect(meter.bytesPerSecond(1000)).to.equal(1000);
    expect(meter.secondsLeft(5000, 1000), 'too soon').to.equal(undefined);
    for (let second = 2; second <= 20; second++) meter.record(2000 + (second - 1) * 500, second * 1000);
    expect(meter.bytesPerSecond(20_000)).to.be.closeTo(500, 1);
    expect(meter.secondsLeft(5000, 20_000)).to.equal(10);
  });

  for (const [name, samples, at, speed, left] of [
    ['before anything has moved', [[0, 0]], 5000, undefined, undefined],
    [
      'less than a second after',
      [
        [0, 0],
        [MB, 600],
        [2 * MB, 900],
      ],
      950,
      undefined,
      undefined,
    ],
    [
      'from what the kernel took at once',
      [
        [0, 0],
        [3 * MB, 40],
      ],
      6000,
      undefined,
      undefined,
    ],
    [
      'after what the kernel took at once',
      [
        [0, 0],
        [3 * MB, 40],
        [3.5 * MB, 4040],
      ],
      4040,
      131_072,
      48,
    ],
    [
      'of a few bytes while a large body is on its way',
      [
        [0, 0],
        [10_000, 8000],
      ],
      8000,
      1250,
      undefined,
    ],
    [
      'too small to be shown',
      [
        [0, 0],
        [90, 4000],
      ],
      4000,
      undefined,
      undefined,
    ],
    [
      'long after the last byte',
      [
        [0, 0],
        [MB, 1000],
      ],
      20_000_000,
      undefined,
      undefined,
    ],
    [
      'of more than a day',
      [
        [0, 0],
        [70_000, 4000],
      ],
      4000,
      17_500,
      86_400,
    ],
  ] as const)
    it(`tells ${String(speed)} bytes a second and ${String(left)} s ${name}`, () => {
      const meter = new Meter();
      for (const [bytes, time] of samples) meter.record(bytes, time);
      expect(meter.bytesPerSecond(at)).to.equal(speed);
      expect(meter.secondsLeft(left === 86_400 ? 1e12 : 6 * MB, at)).to.equal(left);
    });

  it('promises nothing absurd when only a few bytes were confirmed', () => {
    const meter = new Meter();
    meter.record(0, 0);
    meter.record(10, 8000);
    expect(meter.secondsLeft(87_000_000, 8000)).to.equal(undefined);
  });
  it('falls while nothing arrives', () => {
    const meter = new Meter();
    meter.record(0, 0);
    meter.record(10_000, 1000);
    expect(meter.bytesPerSecond(10_000)).to.equal(1000);
    expect(meter.bytesPerSecond(100_000)).to.equal(100);
  });
});
