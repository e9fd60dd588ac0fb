/** What goes over the wire, and what may come back: for any value, not for those that somebody has thought of. */
import assert from 'node:assert/strict';
import {createHmac, createHash} from 'node:crypto';
import COS from 'cos-nodejs-sdk-v5';
import fc from 'fast-check';
import {readCredentials} from '../../src/cos/credentials/credentials-answer.js';
import {authorizationOf, signatureOf} from '../../src/cos/credentials/sign.js';
import {encodeDisposition} from '../../src/cos/operations/content-disposition.js';
import {metadataHeaders, readMetadata} from '../../src/cos/operations/metadata.js';
import {urlOf} from '../../src/cos/operations/request.js';
import {checkKey} from '../../src/cos/wire/key.js';
import {retryAfterOf} from '../../src/cos/wire/retry-after.js';
import {parseXml} from '../../src/cos/wire/xml-parser.js';
import {decodeEntities, escapeXml, readError, textOf} from '../../src/cos/wire/xml.js';
import {
  ConfigurationError,
  CosError,
  createCosClient,
  CredentialsError,
  UploadError,
} from '../../src/index.js';
import {fullJitter} from '../../src/upload/requests/retry.js';
import {anything, anyText, property, unicode} from '../support/property.js';

const keys = {secretId: 'AKIDEXAMPLE0123456789abcdefghijklmn', secretKey: 'ExampleSecretKey0123456789ABCDEF'};
const keyTime = '1700000000;1700003600';

/** Whether the key can be used at all; it is refused before anything is sent where it cannot. */
function isKey(key: string): boolean {
  try {
    checkKey(key);
    return true;
  } catch (error) {
    assert.ok(error instanceof ConfigurationError);
    return false;
  }
}

const usableKey = fc
  .oneof(
    unicode,
    fc.array(unicode).map((names) => names.join('/')),
  )
  .filter(isKey);
const token = fc.string({unit: fc.constantFrom(...Array.from('abcXYZ019-_.'))}).filter(Boolean);

property(
  'signatures are those of the official SDK',
  fc.record({
    method: fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'HEAD'),
    key: usableKey.filter((key) => !key.startsWith('/')),
    query: fc.dictionary(token, unicode, {maxKeys: 5, noNullPrototype: true}),
    // The SDK leaves out other headers, and empty ones.
    headers: fc.dictionary(
      fc.oneof(
        fc.constantFrom('Host', 'content-type', 'Content-MD5', 'content-length', 'x-cos-acl'),
        token.map((name) => `x-cos-meta-${name}`),
      ),
      unicode.filter(Boolean),
      {maxKeys: 5, noNullPrototype: true},
    ),
  }),
  ({method, key, query, headers}) => {
    // Two names that differ in case alone are one header, whichever of its values counts.
    fc.pre(
      [query, headers].every(
        (fields) =>
          new Set(Object.keys(fields).map((name) => name.toLowerCase())).size === Object.keys(fields).length,
      ),
    );
    const expected = (COS.getAuthorization as (options: object) => string)({
      SecretId: keys.secretId,
      SecretKey: keys.secretKey,
      KeyTime: keyTime,
      Method: method,
      Pathname: `/${key}`,
      Query: query,
      Headers: headers,
    });
    assert.equal(authorizationOf({method, key, query, headers}, keys, keyTime), expected);
  },
);

property(
  'a policy is signed as the documents say',
  fc.tuple(unicode, token, token),
  ([policy, secretKey, time]) => {
    const hmac = (key: string, text: string): string => createHmac('sha1', key).update(text).digest('hex');
    const expected = hmac(hmac(secretKey, time), createHash('sha1').update(policy).digest('hex'));
    assert.equal(signatureOf(policy, {secretId: 'x', secretKey}, time), expected);
  },
);

property(
  'a URL has the key and the query as they are signed, and browsers leave it so',
  fc.tuple(usableKey, fc.dictionary(unicode.filter(Boolean), unicode)),
  ([key, query]) => {
    const text = urlOf('https://bucket-1.cos.ap-x.myqcloud.com', key, query);
    const url = new URL(text);
    assert.equal(url.href, text);
    assert.equal(url.origin, 'https://bucket-1.cos.ap-x.myqcloud.com');
    assert.equal(decodeURIComponent(url.pathname.slice(1)), key);
    assert.deepEqual([...url.searchParams].sort(), Object.entries(query).sort());
    assert.equal(url.hash, '');
    assert.equal(new Request(text).url, text);
  },
);

const signing = client();

property('a presigned URL keeps its key', usableKey, async (key) => {
  const url = new URL(await signing.presign('GET', key));
  assert.equal(decodeURIComponent(url.pathname.slice(1)), key);
  assert.match(url.searchParams.get('q-signature')!, /^[\da-f]{40}$/);
});

property('a wait that a server asks for is a time or none', anyText, (said) => {
  for (const value of [said, '9'.repeat(said.length)]) {
    const wait = retryAfterOf(value, 0);
    assert.ok(wait === undefined || wait >= 0, String(wait));
    const error = new CosError('busy', {
      code: 'x',
      status: 503,
      category: 'busy',
      retryable: true,
      retryAfter: wait,
    });
    const pause = fullJitter(error, 3)!;
    assert.ok(pause >= 0 && pause <= 900_000, String(pause));
  }
});

const isEncoded = (text: string): boolean => {
  try {
    return decodeURIComponent(text) !== text;
  } catch {
    return false;
  }
};

property(
  'metadata comes back as it was given, in headers that a browser sends',
  // A text that is percent-encoded already is sent as it is, so it comes back decoded.
  fc.dictionary(
    fc.string({unit: fc.constantFrom(...Array.from('abcXYZ019-'))}).filter(Boolean),
    unicode.filter((text) => !isEncoded(text)),
    {maxKeys: 4},
  ),
  (metadata) => {
    const names = Object.keys(metadata).map((name) => name.toLowerCase());
    fc.pre(new Set(names).size === names.length && names.every((name) => !name.startsWith('x-cos-meta-')));
    let headers;
    try {
      headers = metadataHeaders(metadata);
    } catch (error) {
      assert.ok(error instanceof ConfigurationError);
      return;
    }
    const sent = new Headers(headers);
    assert.deepEqual(
      readMetadata(sent.entries()),
      Object.fromEntries(
        Object.entries(metadata).map(([name, text]) => [
          name.toLowerCase(),
          text.replace(/^[ \t]+|[ \t]+$/g, ''),
        ]),
      ),
    );
  },
);

const quoted = (name: string): string => `attachment; filename="${name.replace(/["\\]/g, '\\$&')}"`;

property('a file name in a Content-Disposition arrives whole, in ASCII', unicode, (name) => {
  fc.pre(/[^\x20-\x7e]/.test(name));
  const sent = encodeDisposition(quoted(name));
  assert.match(sent, /^[\x20-\x7e]*$/);
  assert.equal(decodeURIComponent(/filename\*=UTF-8''([^;]*)$/.exec(sent)![1]!), name);
  assert.match(sent, /^attachment; filename="(?:[^"\\]|\\["\\])*"; filename\*=/);
  assert.equal(encodeDisposition(sent), sent);
});

property('a Content-Disposition in any words is sent or refused', anyText, (value) => {
  try {
    encodeDisposition(value);
  } catch (error) {
    assert.ok(error instanceof ConfigurationError);
  }
});

// Any name, those of Object.prototype too.
const nameOfElement = fc.constantFrom(
  'Part',
  'Key',
  'ETag',
  '__proto__',
  'constructor',
  'toString',
  'a-b',
  'x.y',
);

property('XML reads what was written', fc.tuple(nameOfElement, unicode), ([name, text]) => {
  fc.pre(name !== '__proto__');
  const written = escapeXml(text);
  assert.equal(decodeEntities(written), text);
  // XML reads a carriage return as a line feed, so it is written as a number.
  const document = `<${name}>${written.replaceAll('\r', '&#13;')}</${name}>`;
  assert.equal(textOf(parseXml(document), name), text === '' ? undefined : text);
});

const rubbish = fc.oneof(
  anyText,
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '<',
          '>',
          '</',
          '/>',
          '<!--',
          '-->',
          '<![CDATA[',
          ']]>',
          '<?',
          '?>',
          '<!DOCTYPE a [',
          '&#',
          ';',
          '&amp;',
          '<Error>',
          '</Error>',
          '<Code>',
        ),
        nameOfElement,
        anyText,
      ),
    )
    .map((pieces) => pieces.join('')),
);

property('XML rubbish is no document, and never more than that', rubbish, (text) => {
  const document = parseXml(text);
  assert.ok(document === undefined || typeof document === 'object');
  for (const [name, said] of Object.entries(readError(text))) assert.equal(typeof said, 'string', name);
  assert.equal(typeof decodeEntities(text), 'string');
  assert.equal(({} as Record<string, unknown>)['Part'], undefined);
});

const parts = `<?xml version="1.0" encoding="UTF-8"?><ListPartsResult><Bucket>b-1</Bucket><Key>k</Key><UploadId>u</UploadId><Owner><ID>1</ID></Owner>
<PartNumberMarker>0</PartNumberMarker><NextPartNumberMarker>2</NextPartNumberMarker><MaxParts>1000</MaxParts><IsTruncated>true</IsTruncated>
<Part><PartNumber>1</PartNumber><LastModified>2026-11-29T00:00:00.000Z</LastModified><ETag>"a"</ETag><Size>1048576</Size></Part>
<Part><PartNumber>2</PartNumber><ETag>"b"</ETag><Size>7</Size></Part></ListPartsResult>`;

/** A page of parts where something was cut out and something else was put there. */
const spoilt = fc
  .tuple(fc.nat(parts.length), fc.nat(60), fc.oneof(fc.constant(''), rubbish, fc.integer().map(String)))
  .map(([at, length, text]) => parts.slice(0, at) + text + parts.slice(at + length));

/** A client whose every request is answered so. */
function client(text = '', status = 200, headers: Record<string, string> = {}) {
  return createCosClient({
    bucket: 'b-1',
    region: 'ap-x',
    credentials: () =>
      Promise.resolve({secretId: 'i', secretKey: 'k', sessionToken: 't', startTime: 1, expiredTime: 9e9}),
    transport: () =>
      Promise.resolve({
        status,
        header: (name) => headers[name] ?? null,
        headers: () => Object.entries(headers),
        text: () => Promise.resolve(text),
      }),
  });
}

property(
  'a spoilt list is a list of numbers and texts, or an error that can be tried again',
  spoilt,
  async (text) => {
    try {
      const page = await client(text).listParts('k', 'u');
      const {maxParts, partNumberMarker, nextPartNumberMarker = 1} = page;
      for (const {partNumber, size, etag} of page.parts) {
        assert.ok(Number.isSafeInteger(partNumber) && Number.isSafeInteger(size) && size >= 0);
        assert.equal(typeof etag, 'string');
      }
      assert.ok([maxParts, partNumberMarker, nextPartNumberMarker].every(Number.isSafeInteger));
      assert.ok(!page.isTruncated || nextPartNumberMarker > 0);
    } catch (error) {
      assert.ok(error instanceof UploadError, String(error));
      assert.equal(error.retryable, true, error.message);
    }
  },
);

property(
  'whatever answers, a refusal is an UploadError of some hundred characters',
  fc.record({
    text: fc.oneof(
      rubbish,
      rubbish.map((inner) => `<Error><Code>${inner}</Code><Message>${inner.repeat(50)}</Message></Error>`),
    ),
    status: fc.integer({min: 200, max: 599}),
    headers: fc.dictionary(
      fc.constantFrom('retry-after', 'date', 'content-type', 'x-cos-request-id', 'location'),
      anyText,
    ),
  }),
  async ({text, status, headers}) => {
    const sent = client(text, status, headers).putObject('k', 'body');
    await sent.then(
      ({etag}) => {
        assert.equal(status, 200);
        assert.equal(typeof etag, 'string');
      },
      (error: unknown) => {
        assert.ok(error instanceof UploadError, String(error));
        assert.ok(error.message.length < 2000, String(error.message.length));
        assert.ok(error.retryAfter === undefined || error.retryAfter >= 0);
      },
    );
  },
);

const secret = 'SECRET-that-must-not-be-seen';
const word = fc.oneof({weight: 3, arbitrary: fc.constant(secret)}, anything);
const time = fc.oneof({weight: 3, arbitrary: fc.integer({min: 1, max: 2e9})}, anything);
const spoken = (fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<object> =>
  fc.record(fields, {requiredKeys: []});
const inner = spoken({
  tmpSecretId: word,
  TmpSecretKey: word,
  tmpSecretKey: word,
  sessionToken: word,
  Token: word,
  expiredTime: time,
});
const answer = fc.oneof(
  anything,
  inner,
  spoken({
    credentials: fc.oneof({weight: 4, arbitrary: inner}, anything),
    startTime: time,
    expiredTime: time,
    ExpiredTime: time,
  }),
  spoken({
    data: fc.oneof(inner, anything),
    Response: fc.oneof(spoken({Credentials: inner, ExpiredTime: time}), anything),
  }),
);

property('keys are whole, or an error that does not show them', answer, (value) => {
  try {
    const {startTime, expiredTime, ...texts} = readCredentials(value as never, 1e12);
    for (const text of Object.values(texts)) assert.match(text, /^[\x21-\x7e]+$/);
    assert.ok(
      Number.isSafeInteger(startTime) && Number.isSafeInteger(expiredTime) && startTime < expiredTime,
    );
  } catch (error) {
    assert.ok(error instanceof CredentialsError, String(error));
    assert.ok(!error.message.includes(secret) && error.cause === undefined);
  }
});

property(
  'a ticket is for an object that can be, or an error that does not show its keys',
  answer,
  async (value) => {
    const ticket: unknown =
      typeof value === 'object' && value !== null && !Array.isArray(value) && !('key' in value)
        ? {key: 'users/1/a', ...value}
        : value;
    const {tickets} = createCosClient({bucket: 'b-1', region: 'ap-x', ticket: () => ticket as never});
    const file = {name: 'a', path: 'a', size: 1, type: '', lastModified: 0};
    try {
      const {key, stored} = await tickets!.take(file, new AbortController().signal);
      assert.equal(typeof key, 'string');
      assert.equal(typeof stored, 'boolean');
    } catch (error) {
      assert.ok(error instanceof UploadError, String(error));
      assert.ok(!error.message.includes(secret));
    }
  },
);
