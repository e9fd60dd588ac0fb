import {expect} from 'chai';
import {adviceOn, meantRegion, wholeOf} from '../../src/cos/advice.js';
import {CorsError, CosError, CredentialsError, NetworkError} from '../../src/errors.js';

const place = {bucket: 'b-1', region: 'ap-guangzhou', origin: 'https://b-1.example'};
const cos = (code: string, category: string): CosError =>
  new CosError(`said ${code}`, {code, category, status: 403} as never);

describe('What only the developer of a page can mend', () => {
  for (const [what, error, reached, kind, says] of [
    ['rules', new CorsError('x', {rule: '<rule>'}), true, 'cors', ['CORS rules of b-1', '<rule>']],
    ['keys', new CredentialsError('no keys', {code: 'refused'}), true, 'credentials refused', ['no keys']],
    ['a policy', new NetworkError('forbidden', {code: 'policy'}), true, 'policy', ['forbidden']],
    [
      'a redirect',
      new NetworkError('elsewhere', {code: 'redirected'}),
      true,
      'redirected',
      [place.origin, 'elsewhere'],
    ],
    ['silence from the beginning', new NetworkError('x'), false, 'network', [place.origin, 'connect-src']],
    ['silence', new NetworkError('x'), true, undefined, []],
    ['a request that has stalled', new NetworkError('x', {code: 'stalled'}), false, undefined, []],
    ['a bucket', cos('NoSuchBucket', 'object'), true, 'object NoSuchBucket', [place.origin, 'NoSuchBucket']],
    ['a permission', cos('AccessDenied', 'permission'), true, 'permission AccessDenied', ['AccessDenied']],
    ['an object', cos('NoSuchKey', 'object'), true, undefined, []],
    ['anything else', new Error('x'), false, undefined, []],
  ] as const)
    it(`${what} is ${kind === undefined ? 'nothing of it' : 'told'}`, () => {
      const advice = adviceOn(error, place, reached);
      expect(advice?.kind).to.equal(kind);
      for (const text of says) expect(advice?.text).to.include(text);
    });

  it('includes the region that is meant', () => {
    expect(meantRegion('ap-guangzhou')).to.equal('');
    expect(meantRegion('ap-guangzhuo')).to.include('did you mean ap-guangzhou?');
    expect(meantRegion('my-own')).to.equal('');
    const advice = adviceOn(new NetworkError('x'), {...place, region: 'ap-guangzhuo'}, false);
    expect(advice?.text).to.include('did you mean ap-guangzhou?');
  });

  for (const [cause, said] of [
    [undefined, 'x'],
    ['text', 'x'],
    [new Error('down'), 'x It says: down'],
    [
      new Error('GET https://me:secret@a.example/sts?token=1#2 is down'),
      'x It says: GET https://a.example/sts is down',
    ],
    [new Error('/sts?token=1 is down'), 'x It says: /sts is down'],
  ] as const)
    it(`is told with its cause, without what may be secret: ${String(cause)}`, () =>
      expect(wholeOf(new Error('x', {cause}))).to.equal(said));
});
