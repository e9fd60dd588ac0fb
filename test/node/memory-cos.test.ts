/** memoryCos() answers as the local COS does: one table of stories runs over both, and what came over the line is compared. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {type FaultRule, type LocalCos, startLocalCos} from '../../demo/local-cos/index.js';
import type {CosError} from '../../src/index.js';
import {createCosClient, type CosClient, Uploader, uploadFile} from '../../src/index.js';
import {type MemoryCos, memoryCos} from '../../src/testing.js';
import {fetchTransport, type Transport} from '../../src/cos/wire/transport.js';
import {until} from '../support/until.js';

const MB = 2 ** 20;
const bytes = (size: number, seed = 1): Blob =>
  new Blob([Uint8Array.from({length: size}, (_, index) => (index * 31 + (index >> 8) * seed) & 255)]);

/** One answer, without what is random or a moment. */
interface Seen {
  asked: string;
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Headers that say what an operation did; the others are those of the connection, of HTTP or of CORS. */
const telling =
  /^(etag|x-cos-(?!request-id|trace-id|version)|content-(type|length)|cache-control|last-modified|retry-after|accept-ranges|location)/;

const plain = (text: string): string =>
  text
    .replace(/\b\d{10}[\da-f]{64}\b|(?<=uploadId=)\w+/g, 'UPLOAD-ID')
    .replace(/[\da-f]{32}-\d/g, 'COMPOSITE')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, 'TIME')
    .replace(/<(RequestId|TraceId)>[^<]*/g, '<$1>…')
    .replace(/127\.0\.0\.1:\d+|demo-1250000000\.cos\.ap-guangzhou\.myqcloud\.com/g, 'HOST');

const seeing =
  (transport: Transport, seen: Seen[]): Transport =>
  async (request) => {
    const path = request.url.replace(/^https?:\/\/[^/]+/, '');
    const asked = plain(`${request.method} ${path}`);
    const response = await transport(request).catch((error: unknown) => {
      seen.push({asked, status: 0, headers: {}, body: (error as Error).name});
      throw error;
    });
    const text = await response.text();
    const headers = [...response.headers()]
      .filter(([name]) => telling.test(name))
      // An answer with a body has the length of it, which is not COS's to say.
      .filter(([name]) => (request.method === 'HEAD' && response.status === 200) || name !== 'content-length')
      .map(([name, value]) => [name, name === 'last-modified' ? 'TIME' : plain(value)] as const)
      .sort();
    const body = plain(text);
    seen.push({
      asked,
      status: response.status,
      headers: Object.fromEntries(headers),
      body,
    });
    return {...response, text: () => Promise.resolve(text)};
  };

interface Stage {
  client: CosClient;
  fault: (rule: FaultRule) => void;
  content: (key: string) => Promise<string | undefined>;
}

/** What a story answers besides, such as the code of an error. */
type Story = (stage: Stage) => Promise<unknown>;

const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise;
    return 'nothing thrown';
  } catch (error) {
    const {name, code, message} = error as CosError;
    return `${name} ${code}: ${plain(message).replace(/\(request .*?\)/g, '')}`;
  }
};

const begun = async (
  {client}: Stage,
  key: string,
  ...sizes: number[]
): Promise<{uploadId: string; parts: {partNumber: number; etag: string}[]}> => {
  const {uploadId} = await client.createMultipartUpload(key);
  const parts = [];
  for (const [index, size] of sizes.entries())
    parts.push(await client.uploadPart(key, uploadId, index + 1, bytes(size, index)));
  return {uploadId, parts};
};

const stories: Record<string, Story> = {
  'PUT, HEAD, PUT again, DELETE': async ({client, content}) => {
    await client.putObject('a b/ü&.txt', 'hello', {
      contentType: 'text/plain',
      cacheControl: 'no-cache',
      metadata: {who: 'me'},
      enableMD5: true,
    });
    await client.headObject('a b/ü&.txt');
    await client.putObject('a b/ü&.txt', 'hello again', {storageClass: 'STANDARD_IA'});
    const head = await client.headObject('a b/ü&.txt');
    const text = await content('a b/ü&.txt');
    await client.deleteObject('a b/ü&.txt');
    return [head?.size, text, await client.headObject('a b/ü&.txt')];
  },
  'a directory, and an empty object': async ({client}) => {
    await client.putObject('folder/', '');
    return (await client.headObject('folder/'))?.size;
  },
  'a PUT that may not replace': async ({client}) => {
    await client.putObject('once', '1', {forbidOverwrite: true});
    return codeOf(client.putObject('once', '2', {forbidOverwrite: true}));
  },
  'a body that is not what its Content-MD5 says': async ({client}) => [
    await codeOf(client.putObject('a', 'hello', {contentMD5: '1B2M2Y8AsgTpgAmY7PhCfg=='})),
    await client.headObject('a'),
  ],
  'a form': async ({client}) => {
    await client.postObject('a/form.txt', 'hello', {contentType: 'text/plain', metadata: {who: 'me'}});
    return (await client.headObject('a/form.txt'))?.metadata;
  },
  'parts: sent, listed in pages, one replaced, completed': async (stage) => {
    const {client} = stage;
    const {uploadId, parts} = await begun(stage, 'film.mp4', MB, MB, 5);
    parts[1] = await client.uploadPart('film.mp4', uploadId, 2, bytes(MB + 7, 9), {enableMD5: true});
    await client.listParts('film.mp4', uploadId, {maxParts: 2});
    await client.listParts('film.mp4', uploadId, {maxParts: 2, partNumberMarker: 2, encodingType: 'url'});
    const {crc64, etag} = await client.completeMultipartUpload('film.mp4', uploadId, parts);
    const head = await client.headObject('film.mp4');
    return [crc64, etag === head?.etag, await codeOf(client.listParts('film.mp4', uploadId))];
  },
  'uploads: listed with prefix, delimiter and in pages, aborted': async ({client}) => {
    const keys = ['b/1', 'b/2', 'c/x/1', 'c/x/2', 'd', '𝄞', '\uffee'];
    const uploads = [];
    for (const key of keys) uploads.push(await client.createMultipartUpload(key));
    await client.listMultipartUploads();
    await client.listMultipartUploads({delimiter: '/'});
    await client.listMultipartUploads({prefix: 'c/', delimiter: '/', encodingType: 'url'});
    const page = await client.listMultipartUploads({maxUploads: 2});
    await client.listMultipartUploads({
      maxUploads: 2,
      keyMarker: page.nextKeyMarker!,
      uploadIdMarker: page.nextUploadIdMarker!,
    });
    for (const {key, uploadId} of uploads) await client.abortMultipartUpload(key, uploadId);
    return codeOf(client.abortMultipartUpload('d', uploads[4]!.uploadId));
  },
  'a part that is wrong': async (stage) => {
    const {client} = stage;
    const {uploadId, parts} = await begun(stage, 'a', MB, MB);
    const complete = (named: {partNumber: number; etag: string}[]): Promise<string> =>
      codeOf(client.completeMultipartUpload('a', uploadId, named));
    return [
      await complete([parts[0]!, {partNumber: 2, etag: parts[0]!.etag}]),
      await complete([parts[0]!, {partNumber: 3, etag: parts[1]!.etag}]),
      await codeOf(client.uploadPart('a', 'nothing', 1, 'x')),
      await codeOf(client.uploadPart('b', uploadId, 1, 'x')),
      await codeOf(client.uploadPart('a', uploadId, 1, 'x', {contentMD5: '1B2M2Y8AsgTpgAmY7PhCfg=='})),
    ];
  },
  'a part that is too small': async (stage) => {
    const {uploadId, parts} = await begun(stage, 'a', 10, 10);
    return codeOf(stage.client.completeMultipartUpload('a', uploadId, parts));
  },
  'a key too long': async ({client}) => {
    const key = 'ü'.repeat(425);
    await client.putObject(key, 'x');
    return (await client.headObject(key))?.size;
  },
  appended: async ({client, content}) => {
    const {nextAppendPosition} = await client.appendObject('log', 0, 'one ');
    const {crc64} = await client.appendObject('log', nextAppendPosition, 'two');
    await client.putObject('plain', 'x');
    return [
      crc64,
      await content('log'),
      await codeOf(client.appendObject('log', 1, 'three')),
      await codeOf(client.appendObject('plain', 1, 'three')),
    ];
  },
  'a part copied': async (stage) => {
    const {client} = stage;
    const source = {bucket: 'demo-1250000000', region: 'ap-guangzhou', key: 'source ü'};
    await client.putObject(source.key, bytes(MB * 2));
    const {uploadId} = await client.createMultipartUpload('copy');
    const one = await client.uploadPartCopy('copy', uploadId, 1, source);
    const two = await client.uploadPartCopy('copy', uploadId, 2, source, {copySourceRange: 'bytes=10-19'});
    await client.completeMultipartUpload('copy', uploadId, [
      {partNumber: 1, etag: one.etag},
      {partNumber: 2, etag: two.etag},
    ]);
    return (await client.headObject('copy'))?.size;
  },
  'a planned status': async ({client, fault}) => {
    fault({match: {operation: 'PutObject'}, times: 1, effect: {status: 503, retryAfter: 1}});
    fault({match: {operation: 'HeadObject'}, effect: {status: 500, code: 'Odd', message: 'Odd & planned'}});
    return [
      await codeOf(client.putObject('a', 'x')),
      await client.putObject('a', 'y').then(() => 'then it goes'),
    ];
  },
  'keys that have ended': async ({client, fault}) => {
    fault({match: {key: 'a'}, effect: {expiredToken: true}});
    return codeOf(client.putObject('a', 'x'));
  },
  'a byte that flips': async ({client, fault, content}) => {
    fault({match: {partNumber: 1}, effect: {flipByte: true}});
    fault({match: {operation: 'PutObject'}, effect: {flipByte: true}});
    await client.putObject('a', 'hello');
    return [await content('a'), await codeOf(client.putObject('b', 'hello', {enableMD5: true}))];
  },
  'connections that are cut': async ({client, fault}) => {
    for (const reset of ['before', 'mid-body', 'after'] as const)
      fault({match: {key: reset}, effect: {reset}});
    const answers = [];
    for (const key of ['before', 'mid-body', 'after']) {
      answers.push(await codeOf(client.putObject(key, bytes(100_000))));
    }
    return answers;
  },
  'an answer that is lost after the work': async (stage) => {
    const {client, fault} = stage;
    fault({match: {operation: 'CompleteMultipartUpload'}, effect: {dropAnswer: true}});
    const {uploadId, parts} = await begun(stage, 'a', 10);
    return [
      await codeOf(client.completeMultipartUpload('a', uploadId, parts)),
      (await client.headObject('a'))?.size,
    ];
  },
  'headers that are hidden': async ({client, fault}) => {
    fault({match: {operation: 'PutObject'}, effect: {hideHeaders: ['ETag', 'x-cos-hash-crc64ecma']}});
    const {crc64} = await client.putObject('a', 'x');
    return crc64;
  },
  'something on the way that answers': async ({client, fault}) => {
    fault({match: {operation: 'PutObject'}, effect: {intercepted: true}});
    return [await codeOf(client.putObject('a', 'x')), await client.headObject('a')];
  },
  'a whole upload by the engine, with a part that fails twice and a lost answer': async ({client, fault}) => {
    fault({match: {operation: 'UploadPart', partNumber: 2}, times: 2, effect: {status: 503}});
    fault({match: {operation: 'CompleteMultipartUpload'}, times: 1, effect: {dropAnswer: true}});
    const retry = (): number => 0;
    const {crc64, parts, proof} = await uploadFile(client, bytes(3 * MB + 5), {
      key: 'up',
      partSize: '1MB',
      multipartThreshold: '1MB',
      concurrency: 1,
      retry,
    });
    return [crc64, parts, proof];
  },
};

let local: LocalCos;
before(async () => (local = await startLocalCos()));
after(() => local.close());

const played = async (
  story: Story,
  stage: Omit<Stage, 'client'>,
  options: object,
  transport: Transport,
): Promise<{seen: Seen[]; answer: unknown}> => {
  const seen: Seen[] = [];
  const place = {bucket: 'demo-1250000000', region: 'ap-guangzhou'};
  const client = createCosClient({...place, ...options, transport: seeing(transport, seen)} as never);
  const answer = await story({...stage, client});
  // What runs at the same time ends in any order.
  return {answer, seen: seen.sort((a, b) => (a.asked < b.asked ? -1 : a.asked > b.asked ? 1 : 0))};
};

for (const [name, story] of Object.entries(stories)) {
  it(name, async () => {
    local.reset();
    const here = memoryCos();
    const there = await played(
      story,
      {
        fault: (rule) => void local.faults.add(rule),
        content: async (key) => {
          const options = {
            bucket: local.bucket,
            region: local.region,
            endpoint: local.origin,
            credentialsUrl: local.credentialsUrl,
          };
          return (await fetch(await createCosClient(options).presign('GET', key))).text();
        },
      },
      {endpoint: local.origin, credentialsUrl: `${local.credentialsUrl}?actions=*`},
      fetchTransport,
    );
    const inMemory = await played(
      story,
      {
        fault: (rule) => void here.fault(rule),
        content: async (key) => here.objects.get(key)?.blob.text(),
      },
      {credentials: here.credentials},
      here.transport,
    );
    assert.ok(there.seen.length > 0);
    assert.deepEqual(inMemory, there);
  });
}

describe('what a test sees of it', () => {
  const uploaderOf = (cos: MemoryCos): Uploader => new Uploader({client: createCosClient(cos)});

  it('objects, the log without secrets, and faults with their hits', async () => {
    const cos = memoryCos();
    const fault = cos.fault({
      match: {operation: 'PutObject'},
      times: 1,
      effect: {status: 503, retryAfter: 0},
    });
    const uploader = uploaderOf(cos);
    const {etag, crc64} = await uploader.add(new File(['hello'], 'a.txt', {type: 'text/plain'})).settled();
    uploader.close();
    const object = cos.objects.get('a.txt')!;
    assert.deepEqual([await object.blob.text(), object.etag, object.crc64], ['hello', etag, crc64]);
    assert.equal(object.headers['content-type'], 'text/plain');
    assert.deepEqual(
      cos.log.map(({operation, status, bytes: sent}) => [operation, status, sent]),
      [
        ['PutObject', 503, 5],
        ['PutObject', 200, 5],
      ],
    );
    assert.equal(fault.hits, 1);
    assert.doesNotMatch(JSON.stringify(cos.log), /AKIDmemory|q-signature|"memory"/);
    cos.reset();
    assert.deepEqual([cos.objects.size, cos.log.length], [0, 0]);
  });

  it('an unsigned request is refused', async () => {
    const answer = await memoryCos().transport({
      method: 'PUT',
      url: 'https://a.example/key',
      headers: {},
      body: 'x',
    });
    assert.equal(answer.status, 403);
    assert.match(await answer.text(), /<Code>AccessDenied</);
  });

  it('a line with a speed: bytes are seen moving, and an abort ends them', async () => {
    const cos = memoryCos({bytesPerSecond: 2_000_000});
    const client = createCosClient(cos);
    const seen: number[] = [];
    await client.putObject('a', bytes(600_000), {onProgress: ({sent}) => seen.push(sent)});
    assert.deepEqual(seen, [200_000, 400_000, 600_000]);
    const aborting = new AbortController();
    const onProgress = (): void => aborting.abort();
    await assert.rejects(client.putObject('b', bytes(600_000), {onProgress, signal: aborting.signal}), {
      name: 'AbortError',
    });
    assert.equal(cos.objects.has('b'), false);
  });

  it('a request that is never answered ends with its signal', async () => {
    const cos = memoryCos();
    cos.fault({effect: {hang: true}});
    const aborting = new AbortController();
    const put = createCosClient(cos).putObject('a', 'x', {signal: aborting.signal});
    put.catch(() => undefined);
    await until(() => cos.log.length > 0, 'the request');
    aborting.abort();
    await assert.rejects(put, {name: 'AbortError'});
    assert.equal(cos.log[0]?.status, 0);
  });
});
