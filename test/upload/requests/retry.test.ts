import {expect} from 'chai';
import {ChecksumError, CosError, NetworkError} from '../../../src/errors.js';
import {fullJitter} from '../../../src/upload/requests/retry.js';

describe('fullJitter', () => {
  const busy = new CosError('busy', {
    code: 'SlowDown',
    status: 503,
    category: 'busy',
    retryable: true,
    retryAfter: 7000,
  });
  const denied = new CosError('no', {code: 'AccessDenied', status: 403, category: 'permission'});
  it('stays under a cap that doubles', () => {
    for (let attempt = 1; attempt < 20; attempt++) {
      const delay = fullJitter(new NetworkError('cut'), attempt);
      expect(delay).to.be.within(0, Math.min(30_000, 400 * 2 ** attempt));
    }
  });
  it('waits at least as long as the server asks', () => {
    expect(fullJitter(busy, 1)).to.be.within(7000, 8000);
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
