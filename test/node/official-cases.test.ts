/**
 * What Tencent's own suites (`test/test.js` of cos-js-sdk-v5 and cos-nodejs-sdk-v5, run by them against the real COS) assert of uploads, in our
 * words: by the official Node SDK against the local COS, and by our client where it has the operation. Left out is what is no upload (policies,
 * websites, logging, inventories…) and what the SDK does by itself (its queue, its checks of parameters, its reports).
 */
import assert from 'node:assert/strict';
import {createHash, randomBytes} from 'node:crypto';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import COS from 'cos-nodejs-sdk-v5';
import {type LocalCos, startLocalCos} from '../../demo/local-cos/server.js';
import {type CosClient, createCosClient, type ObjectOptions, uploadFile} from '../../src/index.js';
import {temporaryKeys} from './local-cos-request.js';

const MB = 1_048_576;
const at = {Bucket: 'demo-1250000000', Region: 'ap-guangzhou'};
type Fields = Record<string, unknown>;

let server: LocalCos;
let folder: string;
let sdk: COS;
let client: CosClient;

before(async () => {
  server = await startLocalCos();
  folder = await mkdtemp(join(tmpdir(), 'official-cases-'));
  sdk = sdkWith();
  client = clientWith();
});
after(async () => {
  await server.close();
  await rm(folder, {recursive: true});
});

const sdkWith = (options: Fields = {}): COS =>
  new COS({
    SecretId: server.secretId,
    SecretKey: server.secretKey,
    Domain: `127.0.0.1:${server.port}`,
    Protocol: 'http:',
    ConfCwd: folder,
    ...options,
  });

const clientWith = (query = ''): CosClient =>
  createCosClient({
    bucket: at.Bucket,
    region: at.Region,
    endpoint: server.origin,
    credentialsUrl: `${server.origin}/-/sts${query}`,
  });

/** The statusCode and code of a refusal. */
async function refusal(call: Promise<unknown>): Promise<[status: number | undefined, code: string]> {
  const error = (await call.then(
    () => assert.fail('it went well'),
    (error: unknown) => error,
  )) as {statusCode?: number; status?: number; code: string};
  return [error.statusCode ?? error.status, error.code];
}

async function fileOf(bytes: Buffer): Promise<string> {
  const path = join(folder, randomBytes(8).toString('hex'));
  await writeFile(path, bytes);
  return path;
}

const quotedMd5 = (bytes: Buffer | string): string => `"${createHash('md5').update(bytes).digest('hex')}"`;

/** The same jobs by the SDK and by us; headers by their names on the wire. */
interface Way {
  put(key: string, body: Buffer, options?: ObjectOptions): Promise<string>;
  slice(key: string, body: Buffer, options?: ObjectOptions): Promise<unknown>;
  head(key: string): Promise<{type: string | undefined; cacheControl: string | undefined; size: number}>;
  get(key: string): Promise<Buffer>;
  remove(key: string): Promise<unknown>;
  append(key: string, position: number, text: string): Promise<unknown>;
  abort(key: string): Promise<unknown>;
}

const spelled = ({
  contentType,
  cacheControl,
  tagging,
  trafficLimit,
  headers,
}: ObjectOptions = {}): Fields => ({
  ...(contentType && {ContentType: contentType}),
  ...(cacheControl && {CacheControl: cacheControl}),
  Headers: {
    ...headers,
    ...(tagging && {'x-cos-tagging': tagging}),
    ...(trafficLimit && {'x-cos-traffic-limit': trafficLimit}),
  },
});

const ways: Record<string, Way> = {
  'cos-nodejs-sdk-v5': {
    put: async (Key, Body, options) => (await sdk.putObject({...at, Key, Body, ...spelled(options)})).ETag,
    slice: async (Key, body, options) =>
      sdk.sliceUploadFile({
        ...at,
        Key,
        FilePath: await fileOf(body),
        ChunkSize: MB,
        ...spelled(options),
      }),
    head: async (Key) => {
      const {headers = {}} = await sdk.headObject({...at, Key});
      return {
        type: headers['content-type'] as string,
        cacheControl: headers['cache-control'] as string | undefined,
        size: Number(headers['content-length']),
      };
    },
    get: async (Key) => (await sdk.getObject({...at, Key})).Body,
    remove: (Key) => sdk.deleteObject({...at, Key}),
    append: (Key, Position, Body) => sdk.appendObject({...at, Key, Position, Body}),
    abort: async (Key) => {
      const {UploadId} = await sdk.multipartInit({...at, Key});
      await sdk.multipartAbort({...at, Key, UploadId});
      return sdk.multipartListPart({...at, Key, UploadId});
    },
  },
  'cos-uploader': {
    put: async (key, body, options) => (await client.putObject(key, new Uint8Array(body), options)).etag,
    slice: (key, body, objectOptions) =>
      uploadFile(client, new Blob([new Uint8Array(body)]), {
        key,
        partSize: MB,
        multipartThreshold: 0,
        objectOptions,
      }),
    head: async (key) => {
      const found = await client.headObject(key);
      return {type: found?.contentType, cacheControl: found?.cacheControl, size: found?.size ?? -1};
    },
    get: async (key) => Buffer.from(await (await fetch(await client.presign('GET', key))).arrayBuffer()),
    remove: (key) => client.deleteObject(key),
    append: (key, position, text) => client.appendObject(key, position, text),
    abort: async (key) => {
      const {uploadId} = await client.createMultipartUpload(key);
      await client.abortMultipartUpload(key, uploadId);
      return client.listParts(key, uploadId);
    },
  },
};

const everyByte = Buffer.from(Array.from({length: 256}, (_, byte) => byte));
const names = [
  '(!\'*) "#$%&+,-./0123456789:;<=>@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~',
  "中文→↓←→↖↗↙↘! $&'()+,-.0123456789=@ABCDEFGHIJKLMNOPQRSTUV？WXYZ[]^_`abcdefghijklmnopqrstuvwxyz{}~.jpg",
];

for (const [name, way] of Object.entries(ways)) {
  describe(`the official cases by ${name}`, () => {
    let count = 0;
    const fresh = (ending = ''): string => `${name}/${(count++).toString()}${ending}`;

    const contents: [what: string, body: Buffer][] = [
      ['a text', Buffer.from('hello')],
      ['an empty text', Buffer.alloc(0)],
      ['Chinese text', Buffer.from('中文')],
      ['every byte there is', everyByte],
    ];
    for (const [what, body] of contents)
      it(`putObject of ${what}: the ETag is its MD5 in quotes, and GET has the same bytes`, async () => {
        const key = fresh();
        assert.equal(await way.put(key, body), quotedMd5(body));
        assert.deepEqual(await way.get(key), body);
      });

    for (const key of names)
      it(`a key of any characters is stored, found and deleted: ${key.slice(0, 12)}`, async () => {
        await way.put(key, Buffer.from('x'));
        assert.equal((await way.head(key)).size, 1);
        await way.remove(key);
        await way.remove(key);
      });

    it('deleting what is not there succeeds', async () => {
      await way.remove(fresh('-never'));
    });

    const types: [file: string, said: string | undefined, expected: string][] = [
      ['1', undefined, 'application/octet-stream'],
      ['1.zip', undefined, 'application/zip'],
      ['2.zip', 'text/xml', 'text/xml'],
      ['3.zip', 'text/html', 'text/html'],
    ];
    for (const [file, said, expected] of types)
      for (const how of ['put', 'slice'] as const)
        it(`${how} of ${file} with ${said ?? 'no type'} has the Content-Type ${expected}`, async () => {
          const key = `${fresh()}/${file}`;
          await way[how](key, Buffer.from('a'), said === undefined ? {} : {contentType: said});
          assert.equal((await way.head(key)).type, expected);
        });

    for (const cacheControl of [undefined, 'max-age=7200', 'no-cache'])
      for (const how of ['put', 'slice'] as const)
        it(`${how} with Cache-Control ${cacheControl ?? 'unsaid'} keeps just that`, async () => {
          const key = fresh();
          await way[how](key, Buffer.from('a'), {cacheControl});
          assert.equal((await way.head(key)).cacheControl, cacheControl);
        });

    it('putObject with tags: HEAD counts them, and they are there in order', async () => {
      const Key = fresh();
      await way.put(Key, Buffer.from('hello!'), {tagging: 'k1=v1&k2=v2'});
      assert.equal((await sdk.headObject({...at, Key})).headers?.['x-cos-tagging-count'], '2');
      assert.deepEqual((await sdk.getObjectTagging({...at, Key})).Tags, [
        {Key: 'k1', Value: 'v1'},
        {Key: 'k2', Value: 'v2'},
      ]);
    });

    for (const size of [0, 1, 3 * MB, 3 * MB + 17])
      it(`an upload in parts of ${size.toString()} bytes, with a traffic limit and other headers, is whole`, async () => {
        const key = fresh();
        const body = randomBytes(size);
        const headers = {'x-cos-test': 'test', 'x-cos-meta-test': 'meta'};
        await way.slice(key, body, {headers, trafficLimit: 838_860_800});
        assert.deepEqual(await way.get(key), body);
      });

    it('two uploads in parts of one file at once both succeed', async () => {
      const key = fresh();
      const body = randomBytes(4 * MB);
      await Promise.all([way.slice(key, body), way.slice(key, body)]);
      assert.deepEqual(await way.get(key), body);
    });

    it('a first part that is there already does no harm', async () => {
      const Key = fresh();
      const body = randomBytes(3 * MB);
      const {UploadId} = await sdk.multipartInit({...at, Key});
      await sdk.multipartUpload({...at, Key, UploadId, PartNumber: 1, Body: body.subarray(0, MB)});
      await way.slice(Key, body);
      assert.deepEqual(await way.get(Key), body);
    });

    it('parts of an upload that was aborted cannot be listed', async () =>
      assert.deepEqual(await refusal(way.abort(fresh())), [404, 'NoSuchUpload']));

    it('appendObject goes on where HEAD says that the object ends, also where versioning is suspended', async () => {
      const key = fresh();
      await way.remove(key);
      await way.append(key, 0, '123');
      await way.append(key, (await way.head(key)).size, '456');
      assert.equal((await way.get(key)).toString(), '123456');
      server.settings.versioning = 'Suspended';
      try {
        const other = fresh();
        await way.append(other, 0, '123');
        await way.append(other, 3, '4');
        assert.equal((await way.get(other)).toString(), '1234');
      } finally {
        server.settings.versioning = 'Off';
      }
    });
  });
}

describe('the official cases of keys and rights', () => {
  for (const [what, key, allowed] of [
    ['inside its prefix', 'mine/a', true],
    ['outside', 'theirs/a', false],
  ] as const)
    it(`temporary keys write ${what}: ${allowed ? 'yes' : 'no'}, whole and in parts`, async () => {
      const {secretId, secretKey, token} = await temporaryKeys(server, {prefix: 'mine/'});
      const narrow = sdkWith({SecretId: secretId, SecretKey: secretKey, SecurityToken: token});
      const ours = clientWith('?prefix=mine/');
      const FilePath = await fileOf(randomBytes(2 * MB));
      for (const call of [
        () => narrow.putObject({...at, Key: key, Body: '12345'}),
        () => narrow.sliceUploadFile({...at, Key: key, FilePath, ChunkSize: MB}),
        () => ours.putObject(key, '12345'),
        () => ours.createMultipartUpload(key),
      ])
        if (allowed) await call();
        else assert.deepEqual(await refusal(call()), [403, 'AccessDenied']);
    });

  it('a wrong secret key is refused', async () => {
    const wrong = sdkWith({SecretKey: `${server.secretKey}x`});
    assert.deepEqual(await refusal(wrong.putObject({...at, Key: 'a', Body: ''})), [
      403,
      'SignatureDoesNotMatch',
    ]);
  });

  it('without the Host among the signed headers the signature is good as well (ForceSignHost: false)', async () => {
    const loose = sdkWith({ForceSignHost: false});
    await loose.putObject({...at, Key: 'loose', Body: 'hello'});
    const request = server.log.at(-1);
    assert.match(request?.headers['authorization'] ?? '', /q-header-list=(?!.*\bhost\b)/);
    await loose.sliceUploadFile({
      ...at,
      Key: 'loose',
      FilePath: await fileOf(randomBytes(2 * MB)),
      ChunkSize: MB,
    });
  });

  it('an endpoint may have a path, which is not signed', async () => {
    const path = sdkWith({Domain: `http://127.0.0.1:${server.port}/{Bucket}`});
    await path.putObject({...at, Key: 'by path/ä', Body: 'hello'});
    assert.equal((await sdk.getObject({...at, Key: 'by path/ä'})).Body.toString(), 'hello');
    await path.sliceUploadFile({
      ...at,
      Key: 'by path/b',
      FilePath: await fileOf(randomBytes(2 * MB)),
      ChunkSize: MB,
    });
    assert.deepEqual(
      (await path.getBucket({...at, Prefix: 'by path/'})).Contents.map(({Key}) => Key),
      ['by path/b', 'by path/ä'],
    );
  });
});

describe('the official cases of strange keys', () => {
  it('with UseRawKey a leading slash is part of the key, without it the SDK takes it off', async () => {
    await sdkWith({UseRawKey: true}).putObject({...at, Key: '/1m.zip', Body: 'raw'});
    await sdk.putObject({...at, Key: '/1m.zip', Body: 'plain'});
    assert.deepEqual(
      (await sdk.getBucket({...at, Prefix: '/1m'})).Contents.map(({Key}) => Key),
      ['/1m.zip'],
    );
    assert.equal((await client.headObject('/1m.zip'))?.size, 3);
    assert.equal((await client.headObject('1m.zip'))?.size, 5);
  });

  it('a GET of slashes and dots alone fails, other keys with dots in them are kept literally', async () => {
    const loose = sdkWith({ObjectKeySimplifyCheck: false});
    for (const Key of ['///////', '/./']) await refusal(loose.getObject({...at, Key}));
    for (const Key of ['/abc/../', '///abc/.//def//../../', '/././///abc/.//def//../../']) {
      await loose.putObject({...at, Key, Body: Key});
      assert.equal((await loose.getObject({...at, Key})).Body.toString(), Key);
    }
  });
});

describe('the official cases of what is missing', () => {
  const calls: [name: string, expected: [number, string], call: () => Promise<unknown>][] = [
    ['GET of an object', [404, 'NoSuchKey'], () => sdk.getObject({...at, Key: 'never'})],
    ['HEAD of an object', [404, '404'], () => sdk.headObject({...at, Key: 'never'})],
    ['tags of an object', [404, 'NoSuchKey'], () => sdk.getObjectTagging({...at, Key: 'never'})],
    [
      'a copy of an object',
      [404, 'NoSuchKey'],
      () =>
        sdk.putObjectCopy({...at, Key: 'b', CopySource: `${at.Bucket}.cos.${at.Region}.myqcloud.com/never`}),
    ],
  ];
  for (const [name, expected, call] of calls)
    it(`${name} that is not there`, async () => assert.deepEqual(await refusal(call()), expected));

  it('optionsObject: 200 where a rule allows it, 403 where there is none', async () => {
    const asked = {
      ...at,
      Key: '1.jpg',
      Origin: 'https://qq.com',
      AccessControlRequestMethod: 'PUT' as const,
      AccessControlRequestHeaders: 'Authorization,x-cos-security-token',
    };
    const ask = async (): Promise<number | undefined> =>
      sdk.optionsObject(asked as unknown as COS.OptionsObjectParams).then(
        ({statusCode}) => statusCode,
        (error: unknown) => (error as {statusCode?: number}).statusCode,
      );
    assert.equal(await ask(), 200);
    await sdk.deleteBucketCors(at);
    assert.equal(await ask(), 403);
  });
});

describe('the official cases of unfinished uploads', () => {
  for (const Level of ['task', 'file', 'bucket'] as const)
    it(`abortUploadTask of the level "${Level}" names what it has removed`, async () => {
      const Key = `unfinished/${Level}`;
      const {UploadId} = await sdk.multipartInit({...at, Key});
      const named = Level === 'task' ? {Key, UploadId} : Level === 'file' ? {Key} : {};
      const {successList} = (await sdk.abortUploadTask({
        ...at,
        ...named,
        Level,
      } as COS.AbortUploadTaskParams)) as unknown as {successList: {Key: string}[]};
      assert.ok(successList.some((item) => item.Key === Key));
      assert.deepEqual((await client.listMultipartUploads({prefix: 'unfinished/'})).uploads, []);
    });

  it('an upload in parts that is paused and started again succeeds', async () => {
    const body = randomBytes(10 * MB);
    let paused = false;
    let id = '';
    server.settings.link.bytesPerSecond = 10 * MB;
    await sdk.sliceUploadFile({
      ...at,
      Key: 'paused',
      FilePath: await fileOf(body),
      ChunkSize: MB,
      onTaskReady: (taskId) => void (id = taskId),
      onProgress: ({percent}) => {
        if (paused || percent < 0.3) return;
        paused = true;
        sdk.pauseTask(id);
        setTimeout(() => sdk.restartTask(id), 10);
      },
    });
    server.settings.link.bytesPerSecond = 0;
    assert.ok(paused);
    assert.deepEqual((await sdk.getObject({...at, Key: 'paused'})).Body, body);
  });
});
