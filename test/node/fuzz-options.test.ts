/** Options as a page without types may write them: they work, or one ConfigurationError names the one at fault before anything is sent. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  ConfigurationError,
  type CosClientOptions,
  createCosClient,
  isAbortError,
  Uploader,
  UploadError,
  type UploaderOptions,
} from '../../src/index.js';
import {limits} from '../../src/upload/parts/layout.js';
import {resolveSettings} from '../../src/upload/options/settings.js';
import {keyOf} from '../../src/upload/options/object-key.js';
import {describeFile} from '../../src/upload/tasks/describe-file.js';
import {checkKey} from '../../src/cos/wire/key.js';
import {anything, anyText, property, unicode} from '../support/property.js';

const likely = (...values: unknown[]): fc.Arbitrary<unknown> =>
  fc.oneof({weight: 8, arbitrary: fc.constantFrom(undefined, ...values)}, anything, anyText);

const objectOptions = fc.record(
  {
    acl: likely('private', 'public-read'),
    storageClass: likely('STANDARD_IA'),
    expires: likely('Sun, 22 Nov 2026 08:00:00 GMT'),
    cacheControl: likely('no-cache'),
    contentType: likely('text/plain'),
    contentDisposition: likely('attachment; filename="é.txt"'),
    metadata: likely({author: 'é'}, null),
    tagging: likely('a=b'),
    trafficLimit: likely(819_200, '819200', 5),
    sseCustomerKey: likely('x'),
    headers: likely({'x-a': 'b'}, null, {host: 'x'}),
    sizeLimit: likely({minPartSize: 1}, {maxParts: 0}, null),
    callback: likely({url: 'http://a', body: 'b'}, null, {url: 1}),
    returnBody: likely({a: 'b'}, 'text'),
    picOperations: likely({rules: []}, {rules: [null]}),
  },
  {requiredKeys: []},
);

const options = fc.record(
  {
    partSize: likely('auto', '8MB', 1, '5GB'),
    multipartThreshold: likely('auto', '8MB', 0, '6GB'),
    concurrency: likely('auto', 1, 32, 33, '5'),
    retries: likely(0, 5, -1, '5'),
    giveUpAfter: likely(0, 900),
    checksum: likely('crc64', 'md5', 'crc64 md5', 'none', ' md5 '),
    resume: likely('auto', 'ask', 'off'),
    conflict: likely('replace', 'rename', 'skip', 'fail'),
    smallUpload: likely('put', 'form'),
    keyForm: likely('nfc', 'as-is'),
    key: likely(() => 'a', null),
    keyPrefix: likely('', 'users/42/', '/a', 'a//b', '..'),
    keyTemplate: likely('{path}', 'a/{uuid}{ext}', '{nobody}', '{'),
    scope: likely('', '42'),
    trafficLimit: likely(819_200, 1),
    commit: likely(() => 1, null),
    commitUrl: likely('/a', ''),
    objectOptions: fc.oneof(
      objectOptions,
      likely({}, () => ({}), null),
    ),
    persistBlobs: likely(0, '10MB'),
    workerUrl: likely('/w.js', ''),
    retry: likely(() => 1, null),
    stallTimeout: likely(() => 1, 1),
    skipExisting: likely(true, 'yes'),
  },
  {requiredKeys: []},
);

/** What `make` answers; undefined where it throws a ConfigurationError that says what is wrong. */
function unlessRefused<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    assert.ok(error instanceof ConfigurationError, `${String(error)}\n${(error as Error).stack ?? ''}`);
    assert.ok(error.attribute.length > 0 && error.allowed.length > 0);
    assert.ok(error.message.length < 3000, String(error.message.length));
    return undefined;
  }
}

property('the options of an uploader', options, (options) => {
  const settings = unlessRefused(() => resolveSettings(options as UploaderOptions));
  if (!settings) return;
  const {partSize, multipartThreshold, concurrency, retries, giveUpAfter} = settings;
  assert.ok(partSize === 'auto' || (partSize >= limits.minPartSize && partSize <= limits.maxPartSize));
  assert.ok(
    multipartThreshold === 'auto' || (multipartThreshold >= 0 && multipartThreshold <= limits.maxPartSize),
  );
  assert.ok(
    concurrency === 'auto' || (Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= 32),
  );
  assert.ok(Number.isInteger(retries) && retries >= 0 && Number.isInteger(giveUpAfter) && giveUpAfter >= 0);
  for (const flag of ['md5', 'crc64', 'skipExisting', 'discover'] as const)
    assert.equal(typeof settings[flag], 'boolean', flag);
  assert.ok(['replace', 'rename', 'skip', 'fail'].includes(settings.conflict));
});

property(
  'the key of a file, by any prefix, template or function',
  fc.tuple(options, unicode),
  async ([given, path]) => {
    const {keyPrefix, keyTemplate, key, keyForm} = given as UploaderOptions;
    const options = {keyPrefix, keyTemplate, key, keyForm};
    if (!unlessRefused(() => resolveSettings(options as UploaderOptions))) return;
    try {
      const made: unknown = await keyOf(options, describeFile(new Blob(), {path}));
      assert.equal(typeof made, 'string');
    } catch (error) {
      assert.ok(error instanceof UploadError, String(error));
    }
  },
);

const place = {
  bucket: likely('demo-1250000000', 'demo'),
  region: likely('ap-guangzhou', 'cos.ap-guangzhou'),
  endpoint: likely('http://127.0.0.1:1', 'https://{bucket}.example.com', 'https://h/path', '//h'),
  fallbackEndpoint: likely('none', 'https://{bucket}.b.example.com'),
  accelerate: likely(true, 'yes'),
  transport: likely('auto', 'fetch', 'xhr'),
  credentialsScope: likely('client', 'object'),
};

property(
  'the options of a client',
  fc.record(
    {
      ...place,
      credentials: likely(() => ({})),
      credentialsUrl: likely('/sts'),
      authorize: likely(() => ''),
      ticketUrl: likely('/t'),
      ticket: likely(() => ''),
    },
    {requiredKeys: ['bucket', 'region']},
  ),
  (options) => {
    const client = unlessRefused(() => createCosClient(options as unknown as CosClientOptions));
    if (client) assert.match(client.origin, /^https?:\/\/[^/]+$/);
  },
);

const client = createCosClient({
  bucket: 'demo-1250000000',
  region: 'ap-guangzhou',
  credentials: () =>
    Promise.resolve({secretId: 'i', secretKey: 'k', sessionToken: 't', startTime: 1, expiredTime: 9e9}),
  transport: ({headers}) => {
    // A page's headers come through the browser, which refuses what is none.
    new Headers(headers);
    return Promise.resolve({
      status: 200,
      header: (name) => ({etag: '"e"', 'x-cos-request-id': 'r'})[name] ?? null,
      headers: () => [],
      text: () => Promise.resolve(''),
    });
  },
});

property(
  'the options of an object reach the wire as headers that a browser sends',
  fc.tuple(unicode, objectOptions),
  async ([key, options]) => {
    try {
      const {etag} = await client.putObject(key, 'body', options as object);
      assert.equal(etag, '"e"');
      checkKey(key);
    } catch (error) {
      assert.ok(error instanceof ConfigurationError, `${String(error)}\n${(error as Error).stack ?? ''}`);
    }
  },
);

property(
  'what is added to an uploader',
  fc.record(
    {
      path: likely('a/b.txt'),
      key: likely('a', 'b'),
      objectOptions: fc.oneof(objectOptions, anything),
      persist: likely(true),
    },
    {requiredKeys: []},
  ),
  (options) => {
    const uploader = new Uploader({client, manual: true});
    const task = unlessRefused(() => uploader.add(new File(['x'], 'x.txt'), options as object));
    if (task) {
      assert.equal(typeof task.key, 'string');
      assert.equal(typeof task.name, 'string');
    }
    uploader.close();
  },
);

property('an error can be made of any value', fc.tuple(unicode, anything), ([name, value]) => {
  const {message} = new ConfigurationError(name || 'x', value, 'something else');
  assert.ok(message.startsWith(name || 'x'));
  assert.equal(isAbortError(value), false);
});
