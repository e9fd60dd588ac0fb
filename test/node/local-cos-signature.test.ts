/** What the local COS refuses, and with which code; signed by the official SDK's function, not by our own. */
import assert from 'node:assert/strict';
import {after, afterEach, before, describe, it} from 'node:test';
import {checkSignature, readAuthorization} from '../../demo/local-cos/signature.js';
import {type LocalCos, startLocalCos} from '../../demo/local-cos/server.js';
import {type RawRequest, send, signedHeaders, temporaryKeys} from './local-cos-request.js';

let server: LocalCos;
before(async () => {
  server = await startLocalCos();
});
afterEach(() => fetch(`${server.origin}/-/everything`, {method: 'DELETE'}));
after(() => server.close());

const seconds = (offset: number): number => Math.floor(Date.now() / 1000) + offset;
const HOUR = 3600;
const put: RawRequest = {method: 'PUT', path: '/a%20b/%E4%B8%8A.txt', body: 'hello'};

describe('refused signatures', () => {
  const cases: [name: string, request: RawRequest, status: number, code: string, message?: string][] = [
    ['a wrong key', {...put, sign: {secretKey: 'wrong'}}, 403, 'SignatureDoesNotMatch'],
    ['an unknown key id', {...put, sign: {secretId: 'AKIDnobody'}}, 403, 'InvalidAccessKeyId'],
    ['an altered path', {...put, sign: {pathname: '/a b/other.txt'}}, 403, 'SignatureDoesNotMatch'],
    [
      'the encoded path signed instead of the key',
      {...put, sign: {pathname: put.path}},
      403,
      'SignatureDoesNotMatch',
    ],
    [
      'an expired one',
      {...put, sign: {keyTime: `${seconds(-HOUR)};${seconds(-10)}`}},
      403,
      'AccessDenied',
      'Request has expired',
    ],
    [
      'one that is not yet valid',
      {...put, sign: {keyTime: `${seconds(HOUR)};${seconds(2 * HOUR)}`}},
      403,
      'RequestTimeTooSkewed',
    ],
    ['times that are none', {...put, sign: {keyTime: '1;2'}}, 403, 'AccessDenied'],
    ['no signature', {...put, signed: false}, 403, 'AccessDenied', 'Access Denied.'],
    [
      'a Date an hour off',
      {...put, headers: {Date: new Date(Date.now() + 3_600_000).toUTCString()}},
      403,
      'RequestTimeTooSkewed',
    ],
  ];
  for (const [name, request, status, code, message] of cases) {
    it(name, async () => {
      const answer = await send(server, request);
      assert.deepEqual([answer.status, answer.code], [status, code]);
      if (message !== undefined) assert.equal(answer.message, message);
      assert.deepEqual(await (await fetch(`${server.origin}/-/objects`)).json(), []);
    });
  }

  it('says what it signed itself', async () => {
    const {text} = await send(server, {
      ...put,
      sign: {secretKey: 'wrong'},
      headers: {'x-cos-acl': 'private'},
    });
    const [, formatString = ''] = /<FormatString>([^]*?)<\/FormatString>/.exec(text) ?? [];
    const host = `127.0.0.1%3A${server.port}`;
    assert.equal(
      formatString,
      `put\n/a b/上.txt\n\ncontent-length=5&amp;host=${host}&amp;x-cos-acl=private\n`,
    );
    assert.match(text, /<StringToSign>sha1\n\d{10};\d{10}\n[\da-f]{40}\n<\/StringToSign>/);
    assert.match(text, /<Resource>127\.0\.0\.1:\d+\/a b\/上\.txt<\/Resource>/);
  });

  it('ServerTime stands in time errors, unless switched off', async () => {
    const late = {...put, sign: {keyTime: `${seconds(-HOUR)};${seconds(-10)}`}};
    assert.match((await send(server, late)).text, /<ServerTime>\d{4}-\d\d-\d\dT[\d:.]+Z<\/ServerTime>/);
    server.settings.serverTimeInErrors = false;
    assert.doesNotMatch((await send(server, late)).text, /ServerTime/);
  });

  it('a header or parameter that is listed and changed', async () => {
    const meta = {...put, headers: {'x-cos-meta-a': '1'}};
    assert.equal((await send(server, meta)).status, 200);
    const headers = signedHeaders(server, meta);
    const changed = await send(server, {...put, signed: false, headers: {...headers, 'x-cos-meta-a': '2'}});
    assert.equal(changed.code, 'SignatureDoesNotMatch');
    const {'x-cos-meta-a': _, ...without} = headers;
    assert.equal(
      (await send(server, {...put, signed: false, headers: without})).code,
      'SignatureDoesNotMatch',
    );
    // What is not listed is free.
    const extra = await send(server, {...put, signed: false, headers: {...headers, 'x-cos-meta-b': '2'}});
    assert.equal(extra.status, 200);
  });
});

describe('accepted signatures', () => {
  it('a host signed without its port, as the Python SDK does', async () => {
    const Host = '127.0.0.1';
    const headers = signedHeaders(server, {...put, headers: {Host}});
    assert.equal(
      (await send(server, {...put, signed: false, headers: {...headers, Host: `${Host}:${server.port}`}}))
        .status,
      200,
    );
  });

  it('in the query, with raw or escaped semicolons, or as one `sign` parameter', async () => {
    const path = '/presigned';
    const fields = String(
      signedHeaders(server, {path, method: 'PUT', sign: {only: ['Host']}})['Authorization'],
    );
    for (const query of [fields, fields.replaceAll(';', '%3B'), `sign=${encodeURIComponent(fields)}`]) {
      const answer = await fetch(`${server.origin}${path}?${query}`, {method: 'PUT', body: 'hello'});
      assert.equal(answer.status, 200, query);
    }
  });

  it('every special character in a parameter and a header', async () => {
    const odd = "上传/my photo !'()*+&=~@#$";
    const query = {prefix: odd, uploads: '', 'encoding-type': 'url'};
    const headers = {'Content-Disposition': `inline; filename="!'()*+&=~@#$"`};
    assert.equal((await send(server, {path: '/', query, headers})).status, 200);
  });

  it('a key with dots and double slashes, as it arrived', async () => {
    for (const path of ['/a/../b//c/./d', '/x//y']) {
      assert.equal((await send(server, {...put, path})).status, 200);
    }
    const objects = (await (await fetch(`${server.origin}/-/objects`)).json()) as {key: string}[];
    assert.deepEqual(
      objects.map(({key}) => key),
      ['a/../b//c/./d', 'x//y'],
    );
  });
});

describe('temporary keys', () => {
  it('need their token, and end', async () => {
    const keys = await temporaryKeys(server, {seconds: '60'});
    assert.equal((await send(server, {...put, sign: keys})).status, 200);
    assert.equal((await send(server, {...put, sign: {...keys, token: 'other'}})).code, 'InvalidAccessKeyId');
    server.settings.clockOffsetMs = 61_000;
    const answer = await send(server, {...put, sign: keys});
    assert.deepEqual([answer.status, answer.code], [400, 'ExpiredToken']);
  });

  it('answer as qcloud-cos-sts does', async () => {
    const answer = (await (await fetch(`${server.origin}/-/sts?seconds=900`)).json()) as Record<
      string,
      number
    >;
    assert.deepEqual(Object.keys(answer), [
      'expiredTime',
      'expiration',
      'credentials',
      'requestId',
      'startTime',
    ]);
    assert.equal(Number(answer['expiredTime']) - Number(answer['startTime']), 900);
  });

  it('reach only what their policy names', async () => {
    const keys = await temporaryKeys(server, {prefix: 'mine/', actions: 'PutObject,ListMultipartUploads'});
    const status = async (request: RawRequest): Promise<number> =>
      (await send(server, {...request, sign: keys})).status;
    assert.equal(await status({...put, path: '/mine/a'}), 200);
    assert.equal(await status({...put, path: '/yours/a'}), 403);
    assert.equal(await status({method: 'GET', path: '/mine/a'}), 403);
    assert.equal(await status({path: '/', query: {uploads: '', prefix: 'mine/a'}}), 200);
    assert.equal(await status({path: '/', query: {uploads: '', prefix: ''}}), 403);
  });

  it('obey conditions on length and type', async () => {
    const policy = JSON.stringify({
      version: '2.0',
      statement: {
        effect: 'allow',
        action: ['name/cos:PutObject'],
        resource: ['qcs::cos:ap-guangzhou:uid/1250000000:prefix//1250000000/demo/*'],
        condition: {
          numeric_less_than_equal: {'cos:content-length': 5},
          string_like: {'cos:content-type': 'image/*'},
        },
      },
    });
    const keys = await temporaryKeys(server, {policy});
    const status = async (body: string, type: string): Promise<number> =>
      (await send(server, {...put, body, headers: {'Content-Type': type}, sign: keys})).status;
    assert.deepEqual(
      await Promise.all([
        status('hello', 'image/png'),
        status('hello!', 'image/png'),
        status('hello', 'text/plain'),
      ]),
      [200, 403, 403],
    );
  });
});

describe('strict signature mode (436/53892)', () => {
  it('wants signed what is present', async () => {
    server.settings.strictSignature = [
      {actions: ['Put*'], headers: ['Content-Type', 'x-cos-*'], parameters: ['all']},
    ];
    const typed = {...put, headers: {'Content-Type': 'a/b'}};
    assert.equal((await send(server, typed)).status, 200);
    const header = await send(server, {...typed, sign: {only: ['Host']}});
    assert.equal(header.message, 'Strict signature missing header that must be signed');
    const query = '?x-cos-traffic-limit=819200';
    const headers = signedHeaders(server, put);
    const parameter = await send(server, {...put, path: put.path + query, signed: false, headers});
    assert.equal(parameter.message, 'Strict signature missing param that must be signed');
  });
});

describe('documented vectors (436/7778)', () => {
  const secretKey = 'BQYIM75p8x0iWVFSIgqEKwFprpRSVHlz';
  const host = 'examplebucket-1250000000.cos.ap-beijing.myqcloud.com';
  const cases = [
    {
      method: 'PUT',
      query: [],
      headers: {
        'content-length': '13',
        'content-md5': 'mQ/fVh815F3k6TAUm8m0eg==',
        'content-type': 'text/plain',
        date: 'Thu, 16 May 2019 06:45:51 GMT',
        host,
        'x-cos-acl': 'private',
        'x-cos-grant-read': 'uin="100000000011"',
      },
      time: '1557989151;1557996351',
      signature: '3b8851a11a569213c17ba8fa7dcf2abec6935172',
    },
    {
      method: 'GET',
      query: [
        {name: 'response-content-type', value: 'application/octet-stream'},
        {name: 'response-cache-control', value: 'max-age=600'},
      ],
      headers: {date: 'Thu, 16 May 2019 06:55:53 GMT', host},
      time: '1557989753;1557996953',
      signature: '01681b8c9d798a678e43b685a9f1bba0f6c0e012',
    },
  ];
  for (const {method, query, headers, time, signature} of cases) {
    it(method, () => {
      const path = '/exampleobject(腾讯云)';
      const lists = `q-url-param-list=${query
        .map(({name}) => name)
        .sort()
        .join(';')}&q-header-list=${Object.keys(headers).join(';')}`;
      const fields = `q-sign-algorithm=sha1&q-ak=AKID&q-sign-time=${time}&q-key-time=${time}&${lists}`;
      const check = (given: string): void => {
        const request = {
          method,
          path,
          query,
          headers: {...headers, authorization: `${fields}&q-signature=${given}`},
        };
        const authorization = readAuthorization(request);
        assert.ok(authorization, 'no Authorization was found');
        checkSignature(request, authorization, secretKey);
      };
      check(signature);
      assert.throws(() => check(signature.replace(/.$/, 'x')), {code: 'SignatureDoesNotMatch'});
    });
  }
});
