import {expect} from 'chai';
import {unlessForbidden} from '../../../src/cos/wire/page-policy.js';

describe("What the page's own policy forbids", () => {
  const origin = 'http://store.example:80';
  const failing = async (
    blockedURI: string,
    effectiveDirective = 'connect-src',
    disposition: SecurityPolicyViolationEventDisposition = 'enforce',
  ): Promise<unknown> => {
    const ask = (): Promise<never> => {
      dispatchEvent(
        new SecurityPolicyViolationEvent('securitypolicyviolation', {
          blockedURI,
          documentURI: location.href,
          disposition,
          effectiveDirective,
          originalPolicy: 'connect-src none',
          statusCode: 0,
          violatedDirective: effectiveDirective,
        }),
      );
      return Promise.reject(new TypeError('Failed to fetch'));
    };
    return unlessForbidden(`${origin}/key?partNumber=1`, ask).catch((error: unknown) => error);
  };

  for (const [blocked, what] of [
    ['http://store.example/key', 'a URL of the store'],
    ['http://store.example', 'its origin alone'],
  ] as const)
    it(`is told by a report of ${what}`, async () => {
      expect(await failing(blocked)).to.include({name: 'NetworkError', code: 'policy'});
    });

  for (const blocked of [
    'http://store.example.net/beacon',
    'http://store.example:8080/key',
    'https://store.example/key',
    'inline',
    '',
  ])
    it(`is not told by a report of "${blocked}"`, async () => {
      expect(await failing(blocked)).to.be.instanceOf(TypeError);
    });

  it('is not told by a report of what is forbidden otherwise, or not forbidden', async () => {
    expect(await failing(origin, 'img-src')).to.be.instanceOf(TypeError);
    expect(await failing(origin, 'connect-src', 'report')).to.be.instanceOf(TypeError);
  });
});
