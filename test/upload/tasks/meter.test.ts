import {expect} from 'chai';
import {Meter} from '../../../src/upload/tasks/meter.js';

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
