import {expect} from 'chai';
import {ProgressReporter} from '../../../src/upload/tasks/progress-reporter.js';
import {FakeTime} from '../../support/fake-time.js';

describe('ProgressReporter', () => {
  /** What is told, with its time: `[ms, sent, inFlight]`. */
  const reporting = (resumed = 0) => {
    const time = new FakeTime();
    const told: [ms: number, sent: number, inFlight: number][] = [];
    const reporter = new ProgressReporter(time, 10_000, resumed, ({sent, inFlight}) =>
      told.push([time.now(), sent, inFlight]),
    );
    return {time, told, reporter};
  };

  it('tells at most ten times a second, and once a second while bytes are under way', async () => {
    const {time, told, reporter} = reporting();
    reporter.begin(1, 1000);
    reporter.begin(1, 1000, 100);
    await time.pass(2150);
    reporter.begin(1, 1000, 400);
    await time.pass(100);
    reporter.confirm(1, 1000);
    await time.pass(60_000);
    expect(told).to.deep.equal([
      [100, 100, 900],
      [1100, 100, 900],
      [2100, 100, 900],
      [2200, 400, 600],
      [2300, 1000, 0],
    ]);
  });

  it('tells at once what comes after a rest', async () => {
    const {time, told, reporter} = reporting(500);
    await time.pass(1000);
    reporter.begin(2, 1000);
    expect(told).to.deep.equal([[1000, 500, 1000]]);
  });

  it('counts nothing of a request that has failed, and is silent when it is stopped', async () => {
    const {time, told, reporter} = reporting();
    reporter.begin(1, 1000, 700);
    reporter.begin(2, 1000, 200);
    reporter.drop(1);
    await time.pass(100);
    expect(told).to.deep.equal([[100, 200, 800]]);
    reporter.stop();
    await time.pass(60_000);
    expect(told).to.have.length(1);
  });
});
