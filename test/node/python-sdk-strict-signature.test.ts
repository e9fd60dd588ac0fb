/** A bucket in strict signature mode (436/53892) refuses whatever is sent and not signed; our client signs it. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {type LocalCos, startLocalCos} from '../../demo/local-cos/server.js';
import {createCosClient, type CosClient} from '../../src/cos/client.js';
import {fetchTransport} from '../../src/cos/wire/transport.js';

const everything = {
  actions: ['*'],
  headers: ['content-length', 'content-type', 'content-md5', 'x-cos-*', 'host'],
  parameters: ['all'],
};

let server: LocalCos;
let client: CosClient;
before(async () => {
  server = await startLocalCos({strictSignature: [everything]});
  client = clientOf(server);
});
after(() => server.close());

const clientOf = (
  {bucket, region, origin}: LocalCos,
  options: {transport?: typeof fetchTransport} = {},
): CosClient =>
  createCosClient({bucket, region, endpoint: origin, credentialsUrl: `${origin}/-/sts`, ...options});

/** Says every kind of header that may be said. */
const options = {
  acl: 'private',
  grantRead: 'id="1"',
  storageClass: 'STANDARD_IA',
  cacheControl: 'max-age=60',
  contentType: 'text/plain',
  contentDisposition: 'attachment; filename="报告.pdf"',
  metadata: {author: '张三'},
  tagging: 'a=1&b=2',
  trafficLimit: 838_860_800,
  enableMD5: true,
};

describe('strict signature', () => {
  const key = "strict/图 !'()*.txt";
  const upload = async (run: (uploadId: string) => Promise<unknown>): Promise<void> => {
    await run((await client.createMultipartUpload(key, options)).uploadId);
  };
  const operations: Record<string, () => Promise<unknown>> = {
    putObject: () => client.putObject(key, 'hello', options),
    appendObject: () => client.appendObject('strict/log', 0, 'hello', options),
    headObject: () => client.headObject(key),
    createMultipartUpload: () => client.createMultipartUpload(key, options),
    uploadPart: () =>
      upload((id) => client.uploadPart(key, id, 1, 'x', {enableMD5: true, trafficLimit: 819_200})),
    uploadPartCopy: async () => {
      await client.putObject('strict/source', 'hello');
      const {bucket, region} = client;
      await upload((id) =>
        client.uploadPartCopy(
          key,
          id,
          1,
          {bucket, region, key: 'strict/source'},
          {copySourceRange: 'bytes=0-1'},
        ),
      );
    },
    listParts: () =>
      upload((id) => client.listParts(key, id, {maxParts: 1, partNumberMarker: 0, encodingType: 'url'})),
    listMultipartUploads: () =>
      client.listMultipartUploads({
        prefix: 'strict/',
        delimiter: '/',
        keyMarker: 'strict/a',
        uploadIdMarker: '17',
        maxUploads: 1,
        encodingType: 'url',
      }),
    completeMultipartUpload: () =>
      upload(async (id) =>
        client.completeMultipartUpload(key, id, [await client.uploadPart(key, id, 1, 'x')]),
      ),
    abortMultipartUpload: () => upload((id) => client.abortMultipartUpload(key, id)),
    deleteObject: () => client.deleteObject(key),
  };
  for (const [name, call] of Object.entries(operations)) it(name, async () => assert.doesNotReject(call));

  it('presign, whose body nobody knows', async () => {
    const {strictSignature} = server.settings;
    const headers = strictSignature[0]!.headers.filter((name) => name !== 'content-length');
    server.settings.strictSignature = [{...strictSignature[0]!, headers}];
    try {
      const headers = {'content-type': 'text/plain', 'x-cos-acl': 'private'};
      const url = await client.presign('PUT', key, {headers, query: {a: 'b'}});
      assert.equal((await fetch(url, {method: 'PUT', body: 'hello', headers})).status, 200);
    } finally {
      server.settings.strictSignature = strictSignature;
    }
  });

  it('is really on: a header that was added on the way is refused', async () => {
    const meddling = clientOf(server, {
      transport: (request) =>
        fetchTransport({...request, headers: {...request.headers, 'x-cos-meta-extra': '1'}}),
    });
    await assert.rejects(meddling.putObject(key, 'hello'), {code: 'AccessDenied', status: 403});
  });
});
