import {expect} from 'chai';
import {encodeDisposition} from '../../../src/cos/operations/content-disposition.js';
import {headersOf} from '../../../src/cos/operations/headers.js';
import {readMetadata} from '../../../src/cos/operations/metadata.js';
import type {ObjectOptions} from '../../../src/cos/operations/object-options.js';
import {ConfigurationError} from '../../../src/errors.js';
import {thrownBy} from '../../support/thrown.js';

const customerKey = {
  sseCustomerKey: 'MDEyMzQ1Njc4OUFCQ0RFRjAxMjM0NTY3ODlBQkNERUY=',
  sseCustomerKeyMD5: 'U5L61r7jcwdNvT7frmUG8g==',
};
const sse = 'x-cos-server-side-encryption';

describe('object headers', () => {
  const cases: [name: string, options: ObjectOptions, headers: Record<string, string>][] = [
    ['nothing', {}, {}],
    ['what is empty is not said', {acl: '', cacheControl: undefined, forbidOverwrite: false}, {}],
    ['acl', {acl: 'public-read'}, {'x-cos-acl': 'public-read'}],
    ['grantFullControl', {grantFullControl: 'id="1"'}, {'x-cos-grant-full-control': 'id="1"'}],
    ['grantRead', {grantRead: 'id="1",id="2"'}, {'x-cos-grant-read': 'id="1",id="2"'}],
    ['storageClass', {storageClass: 'DEEP_ARCHIVE'}, {'x-cos-storage-class': 'DEEP_ARCHIVE'}],
    ['expires', {expires: 'Sun, 22 Nov 2026 08:00:00 GMT'}, {expires: 'Sun, 22 Nov 2026 08:00:00 GMT'}],
    ['cacheControl', {cacheControl: ' max-age=600 '}, {'cache-control': 'max-age=600'}],
    ['contentType', {contentType: 'text/html; charset=utf-8'}, {'content-type': 'text/html; charset=utf-8'}],
    ['contentEncoding', {contentEncoding: 'gzip'}, {'content-encoding': 'gzip'}],
    ['contentLanguage', {contentLanguage: 'id'}, {'content-language': 'id'}],
    ['contentMD5', {contentMD5: 'XrY7u+Ae7tCTyyK7j1rNww=='}, {'content-md5': 'XrY7u+Ae7tCTyyK7j1rNww=='}],
    ['trafficLimit, lowest', {trafficLimit: 819_200}, {'x-cos-traffic-limit': '819200'}],
    ['trafficLimit, highest', {trafficLimit: 838_860_800}, {'x-cos-traffic-limit': '838860800'}],
    ['tagging', {tagging: 'a=1&b=%E4%B8%AD'}, {'x-cos-tagging': 'a=1&b=%E4%B8%AD'}],
    ['forbidOverwrite', {forbidOverwrite: true}, {'x-cos-forbid-overwrite': 'true'}],
    ['SSE-COS', {serverSideEncryption: 'AES256'}, {[sse]: 'AES256'}],
    [
      'SSE-KMS',
      {serverSideEncryption: 'cos/kms', sseKmsKeyId: 'k', sseKmsContext: 'e30='},
      {[sse]: 'cos/kms', [`${sse}-cos-kms-key-id`]: 'k', [`${sse}-context`]: 'e30='},
    ],
    [
      'SSE-C',
      customerKey,
      {
        [`${sse}-customer-algorithm`]: 'AES256',
        [`${sse}-customer-key`]: customerKey.sseCustomerKey,
        [`${sse}-customer-key-md5`]: customerKey.sseCustomerKeyMD5,
      },
    ],
    [
      'metadata, with and without the prefix',
      {metadata: {'x-cos-meta-Key1': 'value1', 'key-2': 'value 2'}},
      {'x-cos-meta-key1': 'value1', 'x-cos-meta-key-2': 'value 2'},
    ],
    [
      'metadata outside ASCII is percent-encoded, with its percent signs',
      {metadata: {a: '张三 100% & co', b: '100% ASCII %41'}},
      {'x-cos-meta-a': '%E5%BC%A0%E4%B8%89 100%25 & co', 'x-cos-meta-b': '100% ASCII %41'},
    ],
    [
      'metadata with the prefix elsewhere, and blanks that HTTP keeps',
      {metadata: {'my-x-cos-meta-a': ' \t\u3000a\u00a0 '}},
      {'x-cos-meta-my-x-cos-meta-a': '%E3%80%80a%C2%A0'},
    ],
    ['other headers', {headers: {'Pic-Operations': '{"a":1}'}}, {'pic-operations': '{"a":1}'}],
  ];
  for (const [name, options, headers] of cases) {
    it(name, () => expect(headersOf('object', options)).to.deep.equal(headers));
  }

  const refused: [attribute: string, options: ObjectOptions][] = [
    ['acl', {acl: 'public'}],
    ['storageClass', {storageClass: 'standard'}],
    ['expires', {expires: 'soon'}],
    ['contentMD5', {contentMD5: '5d41402abc4b2a76b9719d911017c592'}],
    ['trafficLimit', {trafficLimit: 819_199}],
    ['trafficLimit', {trafficLimit: 838_860_801}],
    ['trafficLimit', {trafficLimit: 1_000_000.5}],
    ['tagging', {tagging: 'novalue'}],
    ['tagging', {tagging: Array.from({length: 11}, (_, index) => `k${index}=v`).join('&')}],
    ['serverSideEncryption', {serverSideEncryption: 'AES128'}],
    ['sseCustomerKey', {...customerKey, sseCustomerKey: 'c2hvcnQ='}],
    ['sseCustomerKeyMD5', {sseCustomerKey: customerKey.sseCustomerKey}],
    ['cacheControl', {cacheControl: 'no-cache\r\nx-evil: 1'}],
    ['cacheControl', {cacheControl: '不'}],
    ['contentDisposition', {contentDisposition: 'attachment; filename="\ud800"'}],
    ['metadata', {metadata: {under_score: 'a'}}],
    ['metadata', {metadata: {'': 'a'}}],
    ['metadata', {metadata: {a: '\ud800'}}],
    ['metadata', {metadata: {a: 'x'.repeat(2048)}}],
    ['metadata', {metadata: {a: 'x'.repeat(1500), b: 'x'.repeat(1500), c: 'x'.repeat(1100)}}],
    ['metadata', {metadata: {a: '中'.repeat(300)}}],
    ['headers', {headers: {'Content-Length': '1'}}],
    ['headers', {headers: {Authorization: 'x'}}],
    ['headers', {headers: {'sec-fetch-mode': 'x'}}],
    ['headers', {headers: {'a b': 'x'}}],
    ['headers["x-a"]', {headers: {'x-a': 'é'}}],
    ['metadata', {metadata: null as never}],
    ['headers', {headers: null as never}],
    ['cacheControl', {cacheControl: {} as never}],
    ['cacheControl', {cacheControl: Object.create(null) as never}],
  ];
  for (const [attribute, options] of refused) {
    it(`refuses ${JSON.stringify(options).slice(0, 60)}`, () => {
      const error = thrownBy(() => headersOf('object', options));
      expect(error).to.be.instanceOf(ConfigurationError);
      expect(error).to.include({attribute});
    });
  }

  for (const options of [
    {...customerKey, sseCustomerKey: 'a-secret'},
    {...customerKey, sseCustomerKey: 'a-secret é'},
    {sseCustomerKey: 'a-secret'},
    {headers: {'x-app-token': 'a-secret é'}},
  ])
    it(`never quotes a key or a token: ${JSON.stringify(options)}`, () => {
      const error = thrownBy(() => headersOf('object', options));
      expect(error).to.be.instanceOf(ConfigurationError);
      expect(JSON.stringify([error.message, error])).not.to.include('a-secret');
    });
});

describe('headers of the other requests', () => {
  const everything: ObjectOptions = {
    acl: 'private',
    storageClass: 'STANDARD',
    metadata: {a: '1'},
    contentType: 'text/plain',
    trafficLimit: 819_200,
    contentMD5: 'XrY7u+Ae7tCTyyK7j1rNww==',
    forbidOverwrite: true,
    serverSideEncryption: 'AES256',
    ...customerKey,
  };

  it('a part says its checksum, the traffic limit and the encryption key, and no more', () =>
    expect(Object.keys(headersOf('part', everything)).sort()).to.deep.equal([
      'content-md5',
      `${sse}-customer-algorithm`,
      `${sse}-customer-key`,
      `${sse}-customer-key-md5`,
      'x-cos-traffic-limit',
    ]));

  it('Complete says only whether it may overwrite', () =>
    expect(headersOf('complete', everything)).to.deep.equal({'x-cos-forbid-overwrite': 'true'}));
});

describe('metadata read back', () => {
  const values: [stored: string, text: string][] = [
    ['plain', 'plain'],
    ['%E5%BC%A0%E4%B8%89 100%25', '张三 100%'],
    ['100% ASCII %41', '100% ASCII %41'],
    ['%41', '%41'],
    ['%E5%BC', '%E5%BC'],
  ];
  for (const [stored, text] of values) {
    it(`${stored} is ${text}`, () =>
      expect(
        readMetadata([
          ['x-cos-meta-a', stored],
          ['etag', 'x'],
        ]),
      ).to.deep.equal({a: text}));
  }
});

describe('Content-Disposition', () => {
  const cases: [given: string, sent: string][] = [
    ['inline', 'inline'],
    ['attachment; filename="a b.txt"', 'attachment; filename="a b.txt"'],
    [
      'attachment; filename="报告 1.pdf"',
      `attachment; filename="__ 1.pdf"; filename*=UTF-8''%E6%8A%A5%E5%91%8A%201.pdf`,
    ],
    [
      'attachment; filename=报告.pdf',
      `attachment; filename="__.pdf"; filename*=UTF-8''%E6%8A%A5%E5%91%8A.pdf`,
    ],
    [
      'attachment; filename="é\\"(1).txt"; x=1',
      `attachment; filename="_\\"(1).txt"; filename*=UTF-8''%C3%A9%22%281%29.txt; x=1`,
    ],
    [
      'attachment; filename="é"; filename*=UTF-8\'\'%C3%A9',
      `attachment; filename="_"; filename*=UTF-8''%C3%A9`,
    ],
  ];
  for (const [given, sent] of cases) it(given, () => expect(encodeDisposition(given)).to.equal(sent));
});
