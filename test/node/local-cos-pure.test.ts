/** The pure parts of the local COS, as tables. */
import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {describe, it} from 'node:test';
import {checkConditions} from '../../demo/local-cos/conditions.js';
import {type CorsRule, preflightHeaders} from '../../demo/local-cos/cors.js';
import {combineCrc64, createCrc64} from '../../demo/local-cos/crc64.js';
import {isAllowed} from '../../demo/local-cos/policy.js';
import {slicePieces} from '../../demo/local-cos/pieces.js';
import {operationName} from '../../demo/local-cos/operation-name.js';
import {parseTarget} from '../../demo/local-cos/target.js';
import {createThrottle} from '../../demo/local-cos/throttle.js';
import {parseXml, writeXml} from '../../demo/local-cos/xml.js';

const crcOf = (...chunks: Uint8Array[]): bigint => {
  const crc64 = createCrc64();
  for (const chunk of chunks) crc64.update(chunk);
  return crc64.digest();
};

describe('A throttle', () => {
  let now = 0;
  const waits: number[] = [];
  const wait = (ms: number): Promise<void> => {
    waits.push(ms);
    return Promise.resolve();
  };
  const cases: [name: string, rate: number, takes: [at: number, bytes: number][], waits: number[]][] = [
    [
      'shares a rate among all who come at once',
      400_000,
      new Array<[number, number]>(4).fill([0, 40_000]),
      [100, 200, 300, 400],
    ],
    [
      'saves nothing up while nobody comes',
      1000,
      [
        [5000, 100],
        [9000, 100],
      ],
      [100, 100],
    ],
    [
      'carries a short wait over to the next',
      1000,
      [
        [0, 1],
        [0, 1],
      ],
      [2],
    ],
    ['holds nobody up without a rate', 0, [[0, 1e9]], []],
  ];
  for (const [name, rate, takes, expected] of cases)
    it(name, async () => {
      waits.length = 0;
      const throttle = createThrottle(() => rate, {now: () => now, wait});
      for (const [at, bytes] of takes) {
        now = at;
        await throttle.take(bytes);
      }
      assert.deepEqual(waits, expected);
    });
});

describe('CRC64', () => {
  const vectors: [name: string, bytes: Buffer, crc: bigint][] = [
    ['nothing', Buffer.alloc(0), 0n],
    ['a', Buffer.from('a'), 3675645893302102789n],
    ['hello', Buffer.from('hello'), 11177612005948864433n],
    ['123456789', Buffer.from('123456789'), 11051210869376104954n],
    ['[Object Content]', Buffer.from('[Object Content]'), 16749565679157681890n],
    ['[Object Part]', Buffer.from('[Object Part]'), 4510578591875220731n],
    ['1 MiB of a', Buffer.alloc(1_048_576, 'a'), 6701094182323390671n],
    ['1 MiB of zeros', Buffer.alloc(1_048_576), 6947770692288575170n],
  ];
  for (const [name, bytes, crc] of vectors) it(name, () => assert.equal(crcOf(bytes), crc));

  it('combined from parts', () => {
    assert.equal(combineCrc64(14865968487149912872n, 7598038797645275211n, 5), 11051210869376104954n);
    assert.equal(combineCrc64(6701094182323390671n, 3145872921148347381n, 5), 10392388713008557896n);
  });

  it('of any split, at any alignment, equals the whole', () => {
    const bytes = randomBytes(4099);
    const whole = crcOf(bytes);
    for (const at of [0, 1, 2, 15, 16, 17, 63, 1000, 4098, 4099]) {
      const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)];
      assert.equal(crcOf(head, tail), whole);
      assert.equal(combineCrc64(crcOf(head), crcOf(tail), tail.length), whole);
    }
  });
});

describe('request target', () => {
  const cases: [url: string, path: string, query: string][] = [
    ['/', '/', ''],
    ['//two', '//two', ''],
    ['/a/../b/./c', '/a/../b/./c', ''],
    ['/a%2Fb%20c+d', '/a/b c+d', ''],
    ['/%E4%B8%8A?uploads&prefix=a%2Fb&x=1+2', '/上', 'uploads= prefix=a/b x=1+2'],
    ['http://host:1/key?a=b=c', '/key', 'a=b=c'],
  ];
  for (const [url, path, query] of cases) {
    it(url, () => {
      const target = parseTarget(url);
      assert.equal(target.path, path);
      assert.equal(target.query.map(({name, value}) => `${name}=${value}`).join(' '), query);
    });
  }
  it('broken escapes', () => {
    assert.equal(parseTarget('/%zz').broken, true);
    assert.equal(parseTarget('/%ff').broken, true);
  });
});

describe('operation', () => {
  const cases: [request: string, name: string | undefined][] = [
    ['PUT key', 'PutObject'],
    ['PUT key?partNumber=1&uploadId=x', 'UploadPart'],
    ['POST key?uploads', 'InitiateMultipartUpload'],
    ['POST key?uploadId=x', 'CompleteMultipartUpload'],
    ['GET ?uploads', 'ListMultipartUploads'],
    ['GET key?uploadId=x', 'ListParts'],
    ['DELETE key?uploadId=x', 'AbortMultipartUpload'],
    ['POST key?append&position=0', 'AppendObject'],
    ['POST ?delete', 'DeleteMultipleObjects'],
    ['GET ?versioning', 'GetBucketVersioning'],
    ['GET ', 'GetBucket'],
    ['POST key', undefined],
  ];
  for (const [request, name] of cases) {
    it(request, () => {
      const [method = '', rest = ''] = request.split(' ');
      const {path, query} = parseTarget(`/${rest}`);
      assert.equal(operationName(method, path.slice(1), query, false), name);
    });
  }
  it('copies', () => {
    assert.equal(operationName('PUT', 'key', [], true), 'PutObjectCopy');
    assert.equal(
      operationName('PUT', 'key', parseTarget('/?partNumber=1&uploadId=x').query, true),
      'UploadPartCopy',
    );
  });
});

describe('XML', () => {
  it('is written with the named entities only, empty elements short, lists repeated', () => {
    assert.equal(
      writeXml('R', {A: '<&>"', B: '', C: undefined, D: [{E: 1}, {E: 2}], F: ['x', 'y'], G: false}),
      '<?xml version="1.0" encoding="UTF-8"?>\n<R><A>&lt;&amp;&gt;&quot;</A><B/><D><E>1</E></D><D><E>2</E></D><F>x</F><F>y</F><G>false</G></R>',
    );
  });
  it('is read back', () => {
    const text = `<?xml version='1.0'?><!-- no --><R a="b"> <A>1&lt;&#x4e2d;</A><B/></R>`;
    const root = parseXml(text);
    assert.deepEqual(
      root?.children.map(({name, text}) => [name, text]),
      [
        ['A', '1<中'],
        ['B', ''],
      ],
    );
  });
  for (const broken of ['', 'text', '<R>', '<R></S>', '<R/><S/>', '<R></R>tail', '<R><A></R></A>', '<R']) {
    it(`is refused: ${broken}`, () => assert.equal(parseXml(broken), undefined));
  }
});

describe('CORS', () => {
  const rule = (change: Partial<CorsRule>): CorsRule => ({
    allowedOrigins: ['*'],
    allowedMethods: ['PUT'],
    allowedHeaders: ['*'],
    exposeHeaders: ['ETag'],
    ...change,
  });
  const options = {responseVary: false, allowHeadersUnasked: false};
  const ask = (rules: CorsRule[], headers = ''): Record<string, string> | undefined =>
    preflightHeaders(rules, {origin: 'https://a.example.com', method: 'PUT', headers}, options);

  it('any origin is answered with a star, a named one with itself and credentials', () => {
    assert.deepEqual(ask([rule({})]), {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Methods': 'PUT',
      'Access-Control-Expose-Headers': 'ETag',
    });
    const named = ask([rule({allowedOrigins: ['https://*.example.com'], maxAgeSeconds: 5})], 'X-A, x-b');
    assert.deepEqual(named, {
      'Access-Control-Allow-Origin': 'https://a.example.com',
      'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Allow-Methods': 'PUT',
      'Access-Control-Allow-Headers': 'x-a,x-b',
      'Access-Control-Expose-Headers': 'ETag',
      'Access-Control-Max-Age': '5',
    });
  });
  it('the first rule that fits decides', () => {
    const rules = [rule({allowedMethods: ['GET']}), rule({exposeHeaders: []}), rule({})];
    assert.equal(ask(rules)?.['Access-Control-Expose-Headers'], undefined);
  });
  it('no rule, no permission', () => {
    assert.equal(ask([]), undefined);
    assert.equal(ask([rule({allowedOrigins: ['https://b.example.com']})]), undefined);
    assert.equal(ask([rule({allowedHeaders: ['content-type']})], 'authorization'), undefined);
  });
});

describe('policy', () => {
  const resource = 'qcs::cos:ap-guangzhou:uid/1250000000:demo-1250000000/mine/*';
  const old = 'qcs::cos:ap-guangzhou:uid/1250000000:prefix//1250000000/demo/mine/*';
  const allow = (statement: object): object => ({
    effect: 'allow',
    action: ['name/cos:PutObject'],
    resource,
    ...statement,
  });
  const cases: [name: string, statements: object[], expected: boolean][] = [
    ['nothing said', [], false],
    ['this action under this prefix', [allow({})], true],
    ['the older form of resources', [allow({resource: [old]})], true],
    ['everything', [allow({resource: '*', action: '*'})], true],
    ['another prefix', [allow({resource: resource.replace('mine', 'yours')})], false],
    ['an action with a star', [allow({action: 'name/cos:Put*'})], true],
    ['case matters', [allow({action: 'name/cos:putObject'})], false],
    ['a deny wins', [allow({}), allow({effect: 'deny', resource: '*'})], false],
    [
      'a condition that holds',
      [allow({condition: {numeric_less_than_equal: {'cos:content-length': 9}}})],
      true,
    ],
    ['one that fails', [allow({condition: {numeric_less_than_equal: {'cos:content-length': 8}}})], false],
    ['one on what the request lacks', [allow({condition: {string_like: {'cos:content-type': '*'}}})], false],
    ['the same, if it exists', [allow({condition: {string_like_if_exist: {'cos:content-type': 'a'}}})], true],
  ];
  for (const [name, statement, expected] of cases) {
    it(name, () => {
      const question = {
        action: 'PutObject',
        bucket: 'demo-1250000000',
        region: 'ap-guangzhou',
        key: 'mine/a.txt',
        context: {'cos:content-length': '9'},
      };
      assert.equal(isAllowed({version: '2.0', statement: statement as never}, question), expected);
    });
  }
});

describe('conditional headers', () => {
  const subject = {etag: '"abc"', lastModified: Date.parse('2026-11-22T08:00:00.500Z')};
  const [earlier, same, later] = [7, 8, 9].map((hour) => `Sun, 22 Nov 2026 0${hour}:00:00 GMT`);
  const cases: [headers: Record<string, string | undefined>, verdict: string][] = [
    [{}, 'ok'],
    [{'if-match': '"abc"'}, 'ok'],
    [{'if-match': 'abc, def'}, 'ok'],
    [{'if-match': '"def"'}, 'failed'],
    [{'if-match': '"abc"', 'if-unmodified-since': earlier}, 'ok'],
    [{'if-unmodified-since': earlier}, 'failed'],
    [{'if-unmodified-since': same}, 'ok'],
    [{'if-none-match': '"abc"'}, 'not modified'],
    [{'if-none-match': '"def"', 'if-modified-since': later}, 'ok'],
    [{'if-modified-since': same}, 'not modified'],
    [{'if-modified-since': earlier}, 'ok'],
  ];
  for (const [headers, verdict] of cases) {
    it(JSON.stringify(headers), () =>
      assert.equal(checkConditions(headers as Record<string, string>, subject), verdict),
    );
  }
});

describe('pieces', () => {
  const pieces = [
    {file: 'a', offset: 0, length: 10},
    {file: 'b', offset: 5, length: 10},
  ];
  const cases: [start: number, end: number, expected: string][] = [
    [0, 20, 'a 0+10, b 5+10'],
    [3, 7, 'a 3+4'],
    [8, 12, 'a 8+2, b 5+2'],
    [10, 20, 'b 5+10'],
    [19, 20, 'b 14+1'],
    [5, 5, ''],
  ];
  for (const [start, end, expected] of cases) {
    it(`${start} to ${end}`, () => {
      const slice = slicePieces(pieces, start, end);
      assert.equal(slice.map(({file, offset, length}) => `${file} ${offset}+${length}`).join(', '), expected);
    });
  }
});
