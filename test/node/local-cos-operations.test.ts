/** Rules of single operations that the official SDKs never break, so that they cannot judge them. */
import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, afterEach, before, describe, it} from 'node:test';
import COS from 'cos-nodejs-sdk-v5';
import {type LocalCos, type LocalCosOptions, startLocalCos} from '../../demo/local-cos/server.js';
import {until} from '../support/until.js';
import {keepsWaiting, type RawAnswer, type RawRequest, send} from './local-cos-request.js';

let server: LocalCos;
before(async () => {
  server = await startLocalCos({minPartSize: 4});
});
afterEach(() => fetch(`${server.origin}/-/everything`, {method: 'DELETE'}));
after(() => server.close());

const put = (key: string, body = 'hello', headers: Record<string, string> = {}): Promise<RawAnswer> =>
  send(server, {method: 'PUT', path: `/${key}`, body, headers});
const get = (
  key: string,
  headers: Record<string, string> = {},
  query: Record<string, string> = {},
): Promise<RawAnswer> => send(server, {path: `/${key}`, headers, query});

async function start(key: string, headers: Record<string, string> = {}): Promise<string> {
  const {text} = await send(server, {method: 'POST', path: `/${key}`, query: {uploads: ''}, headers});
  return /<UploadId>(.+)<\/UploadId>/.exec(text)?.[1] ?? '';
}
const part = (key: string, uploadId: string, partNumber: number | string, body: string): Promise<RawAnswer> =>
  send(server, {method: 'PUT', path: `/${key}`, query: {partNumber: String(partNumber), uploadId}, body});
const complete = (
  key: string,
  uploadId: string,
  xml: string,
  headers: Record<string, string> = {},
): Promise<RawAnswer> =>
  send(server, {method: 'POST', path: `/${key}`, query: {uploadId}, body: xml, headers});
const listed = (...parts: [number: number, etag: string][]): string =>
  `<CompleteMultipartUpload>${parts.map(([n, etag]) => `<Part><PartNumber>${n}</PartNumber><ETag>${etag}</ETag></Part>`).join('')}</CompleteMultipartUpload>`;

describe('Complete', () => {
  const etag = (text: string): string => `"${createHash('md5').update(text).digest('hex')}"`;
  const [one, two, three] = ['part one', 'part two', '3'].map(etag) as [string, string, string];

  const cases: [name: string, xml: string, code: string][] = [
    ['all parts, with quotes', listed([1, one], [2, two], [3, three]), ''],
    ['a prefix of the parts', listed([1, one]), ''],
    ['quotes as entities', listed([1, one.replaceAll('"', '&quot;')]), ''],
    ['no quotes', listed([1, one.replaceAll('"', '')]), ''],
    ['a gap', listed([1, one], [3, three]), 'InvalidPart'],
    ['not from the first', listed([2, two]), 'InvalidPart'],
    ['a wrong ETag', listed([1, two]), 'InvalidPart'],
    ['a part that is not there', listed([1, one], [2, two], [3, three], [4, one]), 'InvalidPart'],
    ['not ascending', listed([1, one], [3, three], [2, two]), 'InvalidPartOrder'],
    ['the same twice', listed([1, one], [1, one]), 'InvalidPartOrder'],
    ['no part', listed(), 'MalformedXML'],
    ['another root', '<Complete/>', 'MalformedXML'],
    ['no XML', 'parts: 1', 'MalformedXML'],
    ['no body', '', 'MissingRequestBodyError'],
  ];
  for (const [name, xml, code] of cases) {
    it(name, async () => {
      const uploadId = await start('a');
      await part('a', uploadId, 2, 'part two');
      await part('a', uploadId, 1, 'part one');
      await part('a', uploadId, 3, '3');
      const answer = await complete('a', uploadId, xml);
      assert.equal(answer.code, code);
      assert.equal(answer.status, code === '' ? 200 : 400);
      assert.equal((await get('a')).status, code === '' ? 200 : 404);
    });
  }

  it('a part that is too small, unless it is the last', async () => {
    const uploadId = await start('a');
    await part('a', uploadId, 1, '3');
    await part('a', uploadId, 2, 'part two');
    const xml = listed([1, three], [2, two]);
    assert.equal((await complete('a', uploadId, xml)).code, 'EntityTooSmall');
    server.settings.minPartSize = 0;
    assert.equal((await complete('a', uploadId, xml)).status, 200);
    assert.equal((await get('a')).text, '3part two');
  });

  it('a replaced part counts with its new bytes; an old ETag no more', async () => {
    const uploadId = await start('a');
    await part('a', uploadId, 1, 'part one');
    await part('a', uploadId, 1, 'part two');
    assert.equal((await complete('a', uploadId, listed([1, one]))).code, 'InvalidPart');
    assert.equal((await complete('a', uploadId, listed([1, two]))).status, 200);
    assert.equal((await get('a')).text, 'part two');
  });

  it('answers at once and keeps the connection with spaces', async () => {
    Object.assign(server.settings, {completeSpaces: 3, completeSpaceEveryMs: 10});
    const uploadId = await start('a');
    await part('a', uploadId, 1, 'part one');
    const {text, headers} = await complete('a', uploadId, listed([1, one]));
    assert.match(text, /^ {3}<\?xml[^]*<ETag>&quot;[\da-f]{32}-1&quot;<\/ETag>/);
    assert.equal(headers['transfer-encoding'], 'chunked');
  });

  it('a wrong Content-MD5', async () => {
    const uploadId = await start('a');
    await part('a', uploadId, 1, 'part one');
    const md5 = createHash('md5').update('other').digest('base64');
    assert.equal((await complete('a', uploadId, listed([1, one]), {'Content-MD5': md5})).code, 'BadDigest');
  });

  it('a second time: unknown, or the same answer where that is set', async () => {
    for (const [setting, status] of [
      ['NoSuchUpload', 404],
      ['same answer', 200],
    ] as const) {
      server.settings.repeatedComplete = setting;
      const uploadId = await start('a');
      await part('a', uploadId, 1, 'part one');
      await complete('a', uploadId, listed([1, one]));
      assert.equal((await complete('a', uploadId, listed([1, one]))).status, status);
    }
  });
});

describe('parts', () => {
  it('numbers from 1 to 10000', async () => {
    const uploadId = await start('a');
    for (const number of [0, 10_001, 'x', -1, '']) {
      assert.equal((await part('a', uploadId, number, 'x')).code, 'InvalidArgument', String(number));
    }
    for (const number of [1, 10_000]) assert.equal((await part('a', uploadId, number, 'x')).status, 200);
  });

  it('of another key, or of no upload', async () => {
    const uploadId = await start('a');
    assert.equal((await part('b', uploadId, 1, 'x')).code, 'NoSuchUpload');
    assert.equal((await part('a', 'nothing', 1, 'x')).code, 'NoSuchUpload');
    assert.equal((await get('a', {}, {uploadId: ''})).code, 'ListPartUploadIdIsEmpty');
  });

  it('in flight while the upload is aborted', async () => {
    const uploadId = await start('a');
    const body = 'x'.repeat(40_000);
    const headers = {'x-cos-traffic-limit': '819200'};
    const path = '/a';
    const running = send(server, {method: 'PUT', path, query: {partNumber: '1', uploadId}, body, headers});
    await until(() => server.log.some(({operation}) => operation === 'UploadPart'), 'the part');
    assert.equal((await send(server, {method: 'DELETE', path, query: {uploadId}})).status, 204);
    assert.equal((await running).code, 'NoSuchUpload');
  });

  it('an upload that has outlived its time', async () => {
    const uploadId = await start('a');
    Object.assign(server.settings, {uploadLifetimeSeconds: 60, clockOffsetMs: 61_000});
    assert.equal((await part('a', uploadId, 1, 'x')).code, 'NoSuchUpload');
  });
});

describe('listings of uploads', () => {
  const list = (query: Record<string, string>): Promise<RawAnswer> =>
    send(server, {path: '/', query: {uploads: '', ...query}});
  const keys = (text: string): string[] =>
    [...text.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key = '']) => key);
  const field = (text: string, name: string): string =>
    new RegExp(`<${name}>(.*?)</${name}>`).exec(text)?.[1] ?? '';

  it('go on where a page ended, also among the uploads of one key', async () => {
    for (const key of ['b', 'a', 'b', 'b']) await start(key);
    const seen: string[] = [];
    let query: Record<string, string> = {};
    do {
      const {text} = await list({...query, 'max-uploads': '1'});
      seen.push(...keys(text));
      query = {
        'key-marker': field(text, 'NextKeyMarker'),
        'upload-id-marker': field(text, 'NextUploadIdMarker'),
      };
    } while (query['key-marker'] !== '' && seen.length < 10);
    assert.deepEqual(seen, ['a', 'b', 'b', 'b']);
    assert.deepEqual(keys((await list({'key-marker': 'a'})).text), ['b', 'b', 'b']);
  });

  it('fold by delimiter, and encode when asked', async () => {
    for (const key of ['d/%C3%A9', 'd/x%26y', 'e']) await start(key);
    const {text} = await list({delimiter: '/'});
    assert.deepEqual(keys(text), ['e']);
    assert.match(text, /<CommonPrefixes><Prefix>d\/<\/Prefix><\/CommonPrefixes>/);
    assert.deepEqual(keys((await list({prefix: 'd/', 'encoding-type': 'url'})).text), [
      'd/x%26y',
      'd/%C3%A9',
    ]);
    assert.deepEqual(keys((await list({prefix: 'd/x'})).text), ['d/x&amp;y']);
  });

  for (const query of [
    {'max-uploads': '0'},
    {'max-uploads': '1001'},
    {'max-uploads': 'x'},
    {'encoding-type': 'hex'},
  ]) {
    it(`refuse ${JSON.stringify(query)}`, async () =>
      assert.equal((await list(query as Record<string, string>)).code, 'InvalidArgument'));
  }
});

describe('what a PUT may say', () => {
  const key = 'C'.repeat(851);
  const sseC = (bytes: string): Record<string, string> => {
    const name = 'x-cos-server-side-encryption-customer';
    return {
      [`${name}-algorithm`]: 'AES256',
      [`${name}-key`]: Buffer.from(bytes).toString('base64'),
      [`${name}-key-MD5`]: createHash('md5').update(bytes).digest('base64'),
    };
  };
  const cases: [headers: Record<string, string>, code: string][] = [
    [{'Content-MD5': 'XUFAKrxLKna5cZ2REBfFkg=='}, ''],
    [{'Content-MD5': 'XrY7u+Ae7tCTyyK7j1rNww=='}, 'BadDigest'],
    [{'Content-MD5': 'not base64 of 16 bytes'}, 'InvalidDigest'],
    [{'x-cos-storage-class': 'DEEP_ARCHIVE'}, ''],
    [{'x-cos-storage-class': 'GOLD'}, 'NotSupportedStorageClass'],
    [{'x-cos-acl': 'public-read'}, ''],
    [{'x-cos-acl': 'everybody'}, 'InvalidArgument'],
    [{'x-cos-grant-read': 'id="100000000001",id="100000000002"'}, ''],
    [{'x-cos-grant-read': 'everybody'}, 'InvalidArgument'],
    [{'x-cos-grant-fly': 'id="1"'}, 'InvalidArgument'],
    [{'x-cos-traffic-limit': '819200'}, ''],
    [{'x-cos-traffic-limit': '819199'}, 'InvalidArgument'],
    [{'x-cos-traffic-limit': '838860801'}, 'InvalidArgument'],
    [{'x-cos-meta-a': 'x'.repeat(2000), 'x-cos-meta-b': 'x'.repeat(2000)}, ''],
    [{'x-cos-meta-a': 'x'.repeat(2048)}, 'InvalidArgument'],
    [
      {'x-cos-meta-a': 'x'.repeat(2000), 'x-cos-meta-b': 'x'.repeat(2000), 'x-cos-meta-c': 'x'.repeat(100)},
      'InvalidArgument',
    ],
    [{'x-cos-meta-a_b': 'x'}, 'InvalidArgument'],
    [{'x-cos-tagging': 'a=1&b=%20'}, ''],
    [{'x-cos-tagging': 'a=1&a=2'}, 'InvalidTag'],
    [{'x-cos-tagging': Array.from({length: 11}, (_, n) => `k${n}=v`).join('&')}, 'InvalidTag'],
    [{'x-cos-server-side-encryption': 'AES256'}, ''],
    [{'x-cos-server-side-encryption': 'DES'}, 'SSEHeaderNotAllowed'],
    [sseC('0123456789ABCDEF0123456789ABCDEF'), ''],
    [sseC('too short'), 'SSEHeaderNotAllowed'],
  ];
  for (const [headers, code] of cases) {
    it(`${JSON.stringify(headers).slice(0, 90)} → ${code || 'fine'}`, async () => {
      const answer = await put('a', 'hello', headers);
      assert.equal(answer.code, code);
      assert.equal(
        (await fetch(`${server.origin}/-/objects`).then((list) => list.text())) === '[]',
        code !== '',
      );
    });
  }

  it('a key of 850 bytes, not of 851', async () => {
    assert.equal((await put(key.slice(1))).status, 200);
    assert.equal((await put(key)).code, 'KeyTooLong');
    assert.equal((await put('%5Ca')).code, 'InvalidObjectName');
  });

  it('a key that begins with slashes', async () => {
    for (const key of ['/a', '//a//b', 'a//', '/demo-1250000000/a']) {
      assert.equal((await put(key, key)).code, '');
      assert.equal((await get(key)).text, key);
    }
    const {text} = await send(server, {path: '/'});
    assert.match(text, /<Key>\/a<\/Key>/);
  });

  it('that an object has tags, which HEAD counts', async () => {
    await put('a', 'hello', {'x-cos-tagging': 'a=1&b=2'});
    assert.equal((await get('a')).headers['x-cos-tagging-count'], '2');
    await put('a', 'hello');
    assert.equal((await get('a')).headers['x-cos-tagging-count'], undefined);
  });

  it('not to overwrite', async () => {
    const headers = {'x-cos-forbid-overwrite': 'true'};
    assert.equal((await put('a', 'hello', headers)).status, 200);
    const answer = await put('a', 'other', headers);
    assert.deepEqual([answer.status, answer.code], [409, 'FileAlreadyExists']);
    assert.equal((await get('a')).text, 'hello');
    server.settings.versioning = 'Enabled';
    assert.equal((await put('a', 'other', headers)).status, 200);
  });

  it('empty Cache-Control and Content-Type say nothing', async () => {
    await put('a.png', 'hello', {'Cache-Control': '', 'Content-Type': ''});
    const {headers} = await get('a.png');
    assert.deepEqual([headers['cache-control'], headers['content-type']], [undefined, 'image/png']);
  });

  it('an SSE-C object is only read with its key', async () => {
    const headers = sseC('0123456789ABCDEF0123456789ABCDEF');
    const {headers: echoed} = await put('a', 'hello', headers);
    assert.notEqual(echoed['etag'], '"5d41402abc4b2a76b9719d911017c592"');
    assert.equal(echoed['x-cos-server-side-encryption-customer-algorithm'], 'AES256');
    assert.equal((await get('a')).code, 'SsecDecryptHeaderInvalid');
    assert.equal((await get('a', sseC('0123456789ABCDEF0123456789abcdef'))).code, 'SsecDecryptHeaderInvalid');
    assert.equal((await get('a', headers)).text, 'hello');
    const uploadId = await start('b', headers);
    assert.equal((await part('b', uploadId, 1, 'x')).code, 'SsecDecryptHeaderInvalid');
  });

  it('a traffic limit really limits', async () => {
    const body = 'x'.repeat(3_000_000);
    const limited = {method: 'PUT', path: '/a', body, headers: {'x-cos-traffic-limit': '819200'}};
    assert.ok(await keepsWaiting(server, limited, () => put('b', body)));
  });
});

describe('GET', () => {
  const cases: [name: string, headers: Record<string, string>, status: number, text: string | RegExp][] = [
    ['a range', {Range: 'bytes=1-3'}, 206, 'ell'],
    ['an open range', {Range: 'bytes=3-'}, 206, 'lo'],
    ['the last bytes', {Range: 'bytes=-2'}, 206, 'lo'],
    ['a range beyond the end', {Range: 'bytes=3-100'}, 206, 'lo'],
    ['a range outside', {Range: 'bytes=5-9'}, 416, /InvalidRange/],
    ['a condition that fails', {'If-Match': '"x"'}, 412, /PreconditionFailed.*Precondition not match\./],
    ['what has not changed', {'If-None-Match': '"5d41402abc4b2a76b9719d911017c592"'}, 304, ''],
  ];
  for (const [name, headers, status, text] of cases) {
    it(name, async () => {
      await put('a');
      const answer = await get('a', headers);
      assert.equal(answer.status, status);
      if (typeof text === 'string') assert.equal(answer.text, text);
      else assert.match(answer.text, text);
    });
  }

  it('a range over the parts of an object', async () => {
    const uploadId = await start('a');
    const etags = await Promise.all(['abcd', 'efgh', 'i'].map((text, n) => part('a', uploadId, n + 1, text)));
    await complete(
      'a',
      uploadId,
      listed(...etags.map(({headers}, n) => [n + 1, headers['etag'] ?? ''] as [number, string])),
    );
    assert.equal((await get('a', {Range: 'bytes=2-8'})).text, 'cdefghi');
  });

  it('of an archived object is refused, HEAD is not', async () => {
    await put('a', 'hello', {'x-cos-storage-class': 'ARCHIVE'});
    assert.equal((await get('a')).code, 'InvalidObjectState');
    assert.equal(
      (await send(server, {method: 'HEAD', path: '/a'})).headers['x-cos-storage-class'],
      'ARCHIVE',
    );
  });
});

describe('errors', () => {
  it('have the shape of 436/7730', async () => {
    const {status, headers, text} = await get('nothing/%C3%A9');
    assert.equal(status, 404);
    assert.equal(headers['content-type'], 'application/xml');
    const [, requestId, traceId] = /<RequestId>(.+)<\/RequestId><TraceId>(.+)<\/TraceId>/.exec(text) ?? [];
    assert.deepEqual([requestId, traceId], [headers['x-cos-request-id'], headers['x-cos-trace-id']]);
    const start = `<?xml version='1.0' encoding='utf-8' ?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Resource>127.0.0.1:${server.port}/nothing/é</Resource>`;
    assert.equal(text.slice(0, start.length), start);
  });

  it('of HEAD have no body', async () => {
    const {status, text, headers} = await send(server, {method: 'HEAD', path: '/nothing'});
    assert.deepEqual([status, text, typeof headers['x-cos-request-id']], [404, '', 'string']);
  });

  it('of an unknown method', async () =>
    assert.equal((await send(server, {method: 'POST', path: '/a'})).status, 405));

  it('carry CORS headers, like answers', async () => {
    const headers = {Origin: 'https://page.example'};
    await put('a', 'hello', {'x-cos-meta-who': 'me'});
    for (const key of ['a', 'nothing']) {
      const answer = await get(key, headers);
      assert.equal(answer.headers['access-control-allow-origin'], '*');
      assert.match(answer.headers['access-control-expose-headers'] ?? '', /^ETag,/);
    }
    assert.match(
      (await get('a', headers)).headers['access-control-expose-headers'] ?? '',
      /,x-cos-meta-who$/,
    );
    assert.equal((await get('a')).headers['access-control-allow-origin'], undefined);
  });
});

describe('hosts', () => {
  const other = 'other-1250000000';
  const Host = (region = 'ap-guangzhou'): Record<string, string> => ({
    Host: `${other}.cos.${region}.localhost:${server.port}`,
  });

  it('name their bucket: made, filled, copied from, emptied, removed', async () => {
    const ask = (raw: RawRequest): Promise<RawAnswer> =>
      send(server, {...raw, headers: {...raw.headers, ...Host()}});
    assert.equal((await ask({path: '/'})).code, 'NoSuchBucket');
    assert.equal((await ask({method: 'PUT', path: '/'})).status, 200);
    assert.equal((await ask({method: 'PUT', path: '/'})).code, 'BucketAlreadyExists');
    assert.equal((await ask({method: 'PUT', path: '/a', body: 'hello'})).status, 200);
    assert.equal((await get('a')).status, 404);

    const source = {'x-cos-copy-source': `${other}.cos.ap-guangzhou.myqcloud.com/a`};
    assert.equal((await put('copied', '', source)).status, 200);
    assert.equal((await get('copied')).text, 'hello');
    const elsewhere = {'x-cos-copy-source': `${other}.cos.ap-beijing.myqcloud.com/a`};
    assert.equal((await put('copied', '', elsewhere)).code, 'NoSuchCopySource');
    assert.equal((await put('copied', '', {'x-cos-copy-source': 'a'})).code, 'InvalidCopySource');

    assert.equal((await ask({method: 'DELETE', path: '/'})).code, 'BucketNotEmpty');
    assert.equal((await ask({method: 'DELETE', path: '/a'})).status, 204);
    assert.equal((await ask({method: 'DELETE', path: '/'})).status, 204);
  });

  it('of another region know no such bucket', async () => {
    await send(server, {method: 'PUT', path: '/', headers: Host()});
    assert.equal((await send(server, {path: '/', headers: Host('ap-beijing')})).code, 'NoSuchBucket');
    assert.equal((await send(server, {path: '/', headers: Host('accelerate')})).status, 200);
  });
});

describe('settings for what no document confirms', () => {
  const cases: [change: LocalCosOptions, request: RawRequest, expected: string][] = [
    [{deleteMissing: 404}, {method: 'DELETE', path: '/a'}, '404 NoSuchKey'],
    [{deleteMissing: 204}, {method: 'DELETE', path: '/a'}, '204 '],
    [{countEncodedKey: true}, {method: 'PUT', path: `/${'%C3%A9'.repeat(200)}`}, '400 KeyTooLong'],
    [{countEncodedKey: false}, {method: 'PUT', path: `/${'%C3%A9'.repeat(200)}`}, '200 '],
    [
      {trafficLimitCode: 'Odd'},
      {method: 'PUT', path: '/a', headers: {'x-cos-traffic-limit': '1'}},
      '400 Odd',
    ],
    [
      {metadataTooLongCode: 'Odd'},
      {method: 'PUT', path: '/a', headers: {'x-cos-meta-a': 'x'.repeat(3000)}},
      '400 Odd',
    ],
    [
      {partNumberCode: 'Odd'},
      {method: 'PUT', path: '/a', query: {partNumber: '0', uploadId: 'x'}},
      '400 Odd',
    ],
    [
      {configNeedsMd5: true},
      {method: 'PUT', path: '/', query: {versioning: ''}, body: '<VersioningConfiguration/>'},
      '400 InvalidDigest',
    ],
    [
      {xmlSizeLimit: 3},
      {method: 'PUT', path: '/', query: {versioning: ''}, body: '<VersioningConfiguration/>'},
      '400 XMLSizeLimit',
    ],
    [
      {verifyContentSha1: true},
      {method: 'PUT', path: '/a', headers: {'x-cos-content-sha1': '0'.repeat(40)}},
      '400 InvalidSHA1Digest',
    ],
    [
      {verifyContentSha1: false},
      {method: 'PUT', path: '/a', headers: {'x-cos-content-sha1': '0'.repeat(40)}},
      '200 ',
    ],
    [{verifySignature: false}, {method: 'PUT', path: '/a', signed: false}, '200 '],
  ];
  for (const [change, request, expected] of cases) {
    it(JSON.stringify(change), async () => {
      Object.assign(server.settings, change);
      const {status, code} = await send(server, request);
      assert.equal(`${status} ${code}`, expected);
    });
  }

  it('are set and read at the desk, and go back', async () => {
    const desk = `${server.origin}/-/settings`;
    const set = (change: object): Promise<Response> =>
      fetch(desk, {method: 'PUT', body: JSON.stringify(change)});
    assert.equal((await set({crcOnAppend: false, link: {rttMs: 1}})).status, 200);
    assert.deepEqual(
      [server.settings.crcOnAppend, server.settings.link],
      [false, {bytesPerSecond: 0, rttMs: 1}],
    );
    assert.equal((await set({nonsense: 1})).status, 400);
    assert.equal((await set({crcOnAppend: 'no'})).status, 400);
    const append = {method: 'POST', path: '/a', query: {append: '', position: '0'}, body: 'hello'};
    assert.equal((await send(server, append)).headers['x-cos-hash-crc64ecma'], undefined);
    await fetch(`${server.origin}/-/everything`, {method: 'DELETE'});
    assert.deepEqual([server.settings.crcOnAppend, server.settings.minPartSize], [true, 4]);
  });
});

describe('the disk', () => {
  it('holds each body once, and nothing that is no longer needed', async (test) => {
    const root = mkdtempSync(join(tmpdir(), 'local-cos-root-'));
    const local = await startLocalCos({data: root, verifySignature: false});
    test.after(async () => {
      await local.close();
      rmSync(root, {recursive: true});
    });
    const [folder = ''] = readdirSync(root);
    const files = (): number => readdirSync(join(root, folder)).length;
    const ask = (method: string, path: string, headers: Record<string, string> = {}): Promise<Response> =>
      fetch(local.origin + path, {method, headers, ...(method === 'PUT' && {body: 'hello'})});
    const settled = (expected: number): Promise<void> =>
      until(() => files() === expected, `${expected} files`);
    await ask('PUT', '/a');
    await ask('PUT', '/a');
    await settled(1);
    await fetch(`${local.origin}/b`, {
      method: 'PUT',
      headers: {'x-cos-copy-source': 'demo-1250000000.cos.ap-guangzhou.myqcloud.com/a'},
    });
    await settled(1);
    await ask('DELETE', '/a');
    await settled(1);
    assert.equal(await (await ask('GET', '/b')).text(), 'hello');
    await ask('DELETE', '/b');
    await settled(0);
    await ask('PUT', '/c', {'Content-MD5': 'XrY7u+Ae7tCTyyK7j1rNww=='});
    await settled(0);
    await local.close();
    assert.deepEqual(readdirSync(root), []);
  });
});

describe('as the official SDKs expect it', () => {
  const owner = (path: string, query: Record<string, string> = {}): Promise<RawAnswer> =>
    send(server, {path, query});

  it('header names are written as COS writes them', async () => {
    await put('a', 'hello', {'Content-Type': 'text/x', 'Cache-Control': 'max-age=1', 'x-cos-meta-a': '1'});
    for (const method of ['GET', 'HEAD']) {
      const {names} = await send(server, {method, path: '/a'});
      for (const name of [
        'Content-Length',
        'Content-Type',
        'Cache-Control',
        'ETag',
        'Last-Modified',
        'x-cos-meta-a',
      ])
        assert.ok(names.includes(name), `${name} among ${names.join(', ')}`);
    }
  });

  for (const [name, query] of [
    ['objects', {delimiter: '//'}],
    ['uploads', {uploads: '', delimiter: 'ab'}],
  ] as const)
    it(`a delimiter of two characters is refused by the list of ${name}`, async () => {
      assert.equal((await owner('/', query)).code, 'InvalidDelimiter');
      assert.equal((await owner('/', {...query, delimiter: '中'})).code, '');
    });

  it('a GET of slashes and dots is one of the bucket, signed for something else', async () => {
    for (const path of ['///////', '/./', '//.//'])
      assert.deepEqual(await owner(path).then(({status, code}) => [status, code]), [
        403,
        'SignatureDoesNotMatch',
      ]);
    await put('abc/../', 'dots');
    assert.equal((await owner('/abc/../')).text, 'dots');
  });

  it('an object of an archive class is not appended to, nor is one of a versioned bucket, until that is suspended', async () => {
    const append = async (headers: Record<string, string> = {}): Promise<string> => {
      const {code} = await send(server, {
        method: 'POST',
        path: '/log',
        query: {append: '', position: '0'},
        body: 'a',
        headers,
      });
      return code;
    };
    assert.equal(await append({'x-cos-storage-class': 'ARCHIVE'}), 'ObjectNotAppendable');
    server.settings.versioning = 'Enabled';
    assert.equal(await append(), 'ObjectNotAppendable');
    server.settings.versioning = 'Suspended';
    assert.equal(await append(), '');
  });

  it('the classes of one zone and of several do not mix', async () => {
    const host = `zones-1250000000.cos.ap-guangzhou.localhost:${server.port}`;
    const inBucket = async (
      path: string,
      headers: Record<string, string> = {},
      body = '',
    ): Promise<string> => {
      const {code} = await send(server, {method: 'PUT', path, headers: {...headers, Host: host}, body});
      return code;
    };
    const xml = '<CreateBucketConfiguration><BucketAZConfig>MAZ</BucketAZConfig></CreateBucketConfiguration>';
    assert.equal(await inBucket('/', {}, xml), '');
    assert.equal(await inBucket('/a'), '');
    assert.equal(await inBucket('/a', {'x-cos-storage-class': 'MAZ_STANDARD_IA'}), '');
    assert.equal(
      await inBucket('/a', {'x-cos-storage-class': 'STANDARD_IA'}),
      'OAZOperationNotSupportOnMAZBucket',
    );
    const {code} = await put('a', 'hello', {'x-cos-storage-class': 'MAZ_STANDARD'});
    assert.equal(code, 'MAZOperationNotSupportOnOAZBucket');
    assert.equal((await put('a', 'hello', {'x-cos-storage-class': 'COLD'})).code, 'NotSupportedStorageClass');
  });

  for (const [host, status] of [
    ['none-1250000000.cos.ap-guangzhou', 403],
    ['demo-1250000000.cos.ap-nowhere', 403],
    ['demo-1250000000.cos.ap-guangzhou', 200],
  ] as const)
    it(`a preflight at ${host}: ${status}`, async () => {
      const headers = {
        Host: `${host}.localhost:${server.port}`,
        Origin: 'https://app.example',
        'Access-Control-Request-Method': 'PUT',
      };
      const answer = await send(server, {method: 'OPTIONS', path: '/a', headers, signed: false});
      assert.equal(answer.status, status);
      assert.equal(answer.headers['access-control-allow-origin'], status === 200 ? '*' : undefined);
    });

  it('parameters may have any name, and their list may be escaped', async () => {
    await put('a');
    const strange = ',./;\'[]\\-=`~!@#$%^&*()_+{}|":>?<';
    const authorization = COS.getAuthorization({
      SecretId: server.secretId,
      SecretKey: server.secretKey,
      Method: 'get',
      Pathname: '/a',
      Query: {[strange]: strange, x: 'y'},
    } as unknown as Parameters<typeof COS.getAuthorization>[0]);
    const strangely = `${encodeURIComponent(strange)}=${encodeURIComponent(strange)}&x=y`;
    for (const [form, signature] of [
      ['in the query', authorization],
      ['as one parameter', `sign=${encodeURIComponent(authorization)}`],
    ])
      assert.equal((await fetch(`${server.origin}/a?${strangely}&${signature ?? ''}`)).status, 200, form);
    const plain = COS.getAuthorization({
      SecretId: server.secretId,
      SecretKey: server.secretKey,
      Method: 'get',
      Pathname: '/a',
      Query: {b: '1', a: '2'},
    } as unknown as Parameters<typeof COS.getAuthorization>[0]);
    assert.match(plain, /q-url-param-list=a;b/);
    const escaped = plain.replace('a;b', 'a%3bb');
    assert.equal((await fetch(`${server.origin}/a?b=1&a=2&${escaped}`)).status, 200);
  });
});
