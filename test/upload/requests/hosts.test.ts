import {expect} from 'chai';
import {hostOf} from '../../../src/upload/requests/hosts.js';
import {FakeTime} from '../../support/fake-time.js';

describe('What uploaders of a page share', () => {
  it('is of one host, at one time', () => {
    const [here, there] = [new FakeTime(), new FakeTime()];
    const host = hostOf(here, 'https://a.example');
    expect(hostOf(here, 'https://a.example')).to.equal(host);
    expect(hostOf(here, 'https://b.example')).to.not.equal(host);
    expect(hostOf(there, 'https://a.example')).to.not.equal(host);
  });

  afterEach(() => Reflect.deleteProperty(performance, 'getEntriesByType'));

  for (const [name, nextHopProtocol, most] of [
    ['https://a.example/k', 'h2', 16],
    ['https://a.example/k', 'h3', 16],
    ['https://a.example/k', 'http/1.1', 6],
    ['https://a.example.evil/k', 'h2', 6],
    ['https://b.example/k', 'h2', 6],
  ] as const)
    it(`takes ${most} bodies at most after ${nextHopProtocol} of ${name}`, () => {
      performance.getEntriesByType = () => [{name, nextHopProtocol}] as PerformanceResourceTiming[];
      const {line} = hostOf(new FakeTime(), 'https://a.example').slots;
      // Each body takes as long as the way, however many there are.
      for (let count = 0; count < 500; count++)
        line.took({bytes: 20_000, seconds: 0.3, sharing: line.bodies, latency: 0.2});
      expect(line.bodies).to.equal(most);
    });
});
