import {expect} from 'chai';
import {originOf} from '../../../src/cos/wire/endpoint.js';
import {checkKey, encodeKey} from '../../../src/cos/wire/key.js';
import {ConfigurationError} from '../../../src/errors.js';
import {bucket, region} from '../../support/cos.js';
import {thrownBy} from '../../support/thrown.js';

describe('originOf', () => {
  const origins: [name: string, options: Partial<Parameters<typeof originOf>[0]>, origin: string][] = [
    ['the default host', {}, 'https://demo-1250000000.cos.ap-guangzhou.myqcloud.com'],
    ['global acceleration', {accelerate: true}, 'https://demo-1250000000.cos.accelerate.myqcloud.com'],
    [
      'an old region, without the cos label',
      {region: 'cn-east'},
      'https://demo-1250000000.cn-east.myqcloud.com',
    ],
    [
      'a template',
      {endpoint: 'https://{bucket}.cos.{region}.tencentcos.cn'},
      'https://demo-1250000000.cos.ap-guangzhou.tencentcos.cn',
    ],
    [
      'a template in any case',
      {endpoint: 'https://{Bucket}.{REGION}.example.com/'},
      'https://demo-1250000000.ap-guangzhou.example.com',
    ],
    ['a custom domain', {endpoint: 'https://Files.Example.com'}, 'https://files.example.com'],
    ['a local server', {endpoint: 'http://127.0.0.1:9000'}, 'http://127.0.0.1:9000'],
    [
      'a default port, which browsers leave out of Host',
      {endpoint: 'https://a.example.com:443'},
      'https://a.example.com',
    ],
  ];
  for (const [name, options, origin] of origins) {
    it(name, () => expect(originOf({bucket, region, ...options})).to.equal(origin));
  }

  const refused: [attribute: string, value: unknown][] = [
    ['bucket', ''],
    ['bucket', 'demo'],
    ['bucket', 'Demo-1250000000'],
    ['bucket', '-demo-1250000000'],
    ['bucket', 'demo-1250000000/x'],
    ['bucket', ['demo-1250000000']],
    ['region', ''],
    ['region', 'cos.ap-guangzhou'],
    ['region', 'ap_guangzhou'],
    ['region', ['ap-guangzhou']],
    ['endpoint', ''],
    ['endpoint', 9000],
    ['endpoint', 'cos.example.com'],
    ['endpoint', 'ftp://cos.example.com'],
    ['endpoint', 'https://cos.example.com/{bucket}'],
    ['endpoint', 'https://cos.example.com?x'],
    ['endpoint', 'https://user@cos.example.com'],
    ['endpoint', 'https://{appid}.example.com'],
    ['endpoint', 'https://'],
  ];
  for (const [attribute, value] of refused) {
    it(`refuses the ${attribute} ${JSON.stringify(value)}`, () => {
      const error = thrownBy(() => originOf({bucket, region, [attribute]: value}));
      expect(error).to.be.instanceOf(ConfigurationError);
      expect(error).to.include({attribute, value, code: 'configuration', retryable: false});
      expect(error.message).to.include(attribute).and.include(String(value)).and.include('Allowed: ');
    });
  }

  it('refuses acceleration together with an endpoint', () =>
    expect(
      thrownBy(() => originOf({bucket, region, endpoint: 'https://a.example', accelerate: true})),
    ).to.include({
      attribute: 'accelerate',
    }));
});

describe('keys', () => {
  const good = [
    'a',
    'a/b',
    'a//b',
    'dir/',
    '.hidden',
    'a..b',
    '...',
    'a/...',
    '\u0001',
    '%2e%2e/x',
    'é'.repeat(425),
    '😀',
    '/a',
  ];
  for (const key of good) it(`takes ${JSON.stringify(key.slice(0, 20))}`, () => checkKey(key));

  const bad = [
    '',
    '\\a',
    '.',
    '..',
    'a/../b',
    'a/.',
    './a',
    'a\u0018',
    'a\u001bb',
    '\ud800',
    'é'.repeat(425) + 'a',
  ];
  for (const key of bad) {
    it(`refuses ${JSON.stringify(key.slice(0, 20))}`, () => {
      const error = thrownBy(() => checkKey(key));
      expect(error).to.be.instanceOf(ConfigurationError);
      expect(error).to.include({attribute: 'key', key, value: key});
    });
  }

  it('escapes what the SDKs escape', () =>
    expect(encodeKey("上传/my photo !'()*+&=~@#$.txt")).to.equal(
      '%E4%B8%8A%E4%BC%A0/my%20photo%20%21%27%28%29%2A%2B%26%3D~%40%23%24.txt',
    ));

  it('survives the URL parser unchanged', () => {
    for (const key of ['a//b', '%2e%2e/x', 'a\\b', 'a?b#c', '.hidden/...', ' a ']) {
      expect(new URL(`http://x/${encodeKey(key)}`).pathname).to.equal(`/${encodeKey(key)}`);
    }
  });
});
