import {expect} from 'chai';
import {ChecksumError, CosError, CredentialsError, NetworkError} from '../../../src/errors.js';
import {defaultStallTimeout, fullJitter} from '../../../src/upload/requests/retry.js';

describe('fullJitter', () => {
  const busy = new CosError('busy', {
    code: 'SlowDown',
    status: 503,
    category: 'busy',
    retryable: true,
    retryAfter: 7000,
  });
  const denied = new CosError('no', {code: 'AccessDenied', status: 403, category: 'permission'});
  const {random} = Math;
  afterEach(() => (Math.random = random));
  const drawing = (share: number): void => void (Math.random = () => share);

  it('draws a pause under a cap that doubles', () => {
    const cut = new NetworkError('cut');
    const delays = (): (number | undefined)[] => [1, 2, 6, 7, 19].map((attempt) => fullJitter(cut, attempt));
    drawing(1);
    expect(delays()).to.deep.equal([800, 1600, 25_600, 30_000, 30_000]);
    drawing(0.5);
    expect(delays()).to.deep.equal([400, 800, 12_800, 15_000, 15_000]);
  });
  it('waits at least as long as the server asks, up to a quarter of an hour', () => {
    drawing(1);
    expect(fullJitter(busy, 1)).to.equal(7000);
    expect(fullJitter(busy, 5)).to.equal(12_800);
    const away = {code: 'unavailable', retryable: true, retryAfter: 3_600_000};
    expect(fullJitter(new CredentialsError('down', away), 1)).to.equal(900_000);
  });
  it('gives up on what cannot get better', () => {
    expect(fullJitter(denied, 1)).to.equal(undefined);
  });
  it('sends a damaged part again once', () => {
    const damaged = new ChecksumError('bad', {expected: '1', actual: '2', scope: 'part'});
    expect(fullJitter(damaged, 1)).to.equal(0);
    expect(fullJitter(damaged, 2)).to.equal(undefined);
    expect(fullJitter(new ChecksumError('bad', {expected: '1', actual: '2', scope: 'object'}), 1)).to.equal(
      undefined,
    );
  });
});

it('a request has half a minute, and the time of its bytes at 10 kB/s', () => {
  expect([0, 10_000, 2 ** 20].map(defaultStallTimeout)).to.deep.equal([30_000, 31_000, 134_857.6]);
});
