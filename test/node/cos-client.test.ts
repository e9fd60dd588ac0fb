import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {type LocalCos, startLocalCos} from '../../demo/local-cos/server.js';
import {createCosClient, type CosClient} from '../../src/cos/client.js';
import {cosErrorOf} from '../../src/cos/wire/cos-error.js';

let cos: LocalCos;
let client: CosClient;

before(async () => {
  cos = await startLocalCos();
  client = createCosClient({
    bucket: cos.bucket,
    region: cos.region,
    endpoint: cos.origin,
    credentialsUrl: `${cos.origin}/-/sts`,
  });
});
after(() => cos.close());

void test('a time of the server without a zone is UTC, wherever the page is', async () => {
  const {TZ} = process.env;
  process.env['TZ'] = 'Asia/Shanghai';
  try {
    const body =
      '<Error><Code>RequestTimeTooSkewed</Code><ServerTime>2026-11-22T08:00:00</ServerTime></Error>';
    const response = {status: 403, header: () => null, headers: () => [], text: () => Promise.resolve(body)};
    const error = await cosErrorOf(response, {operation: 'PutObject', key: 'a'});
    assert.equal(error.serverTime, Date.UTC(2026, 10, 22, 8));
  } finally {
    process.env['TZ'] = TZ ?? '';
  }
});

void test('the client works in Node: put, head, multipart, list, delete', async () => {
  const put = await client.putObject('node/a b.txt', 'hello', {metadata: {author: '张三'}});
  assert.equal(put.etag, '"5d41402abc4b2a76b9719d911017c592"');
  assert.equal(put.crc64, '11177612005948864433');
  const head = await client.headObject('node/a b.txt');
  assert.equal(head?.size, 5);
  assert.deepEqual(head.metadata, {author: '张三'});

  const {uploadId} = await client.createMultipartUpload('node/big');
  const part = await client.uploadPart('node/big', uploadId, 1, new Uint8Array(3));
  const page = await client.listParts('node/big', uploadId);
  assert.deepEqual(
    page.parts.map(({partNumber, etag, size}) => ({partNumber, etag, size})),
    [{partNumber: 1, etag: part.etag, size: 3}],
  );
  const done = await client.completeMultipartUpload('node/big', uploadId, [part]);
  assert.match(done.etag, /^"[\da-f]{32}-1"$/);
  await client.deleteObject('node/big');
  assert.equal(await client.headObject('node/big'), undefined);
});
