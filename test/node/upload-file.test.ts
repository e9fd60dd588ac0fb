import assert from 'node:assert/strict';
import {test} from 'node:test';
import {startLocalCos} from '../../demo/local-cos/server.js';
import {createCosClient, uploadFile} from '../../src/index.js';

const MB = 2 ** 20;

void test('many parts, and many uploads under one signal, work in Node without a warning', async () => {
  const warnings: string[] = [];
  const listen = ({name, message}: Error): number => warnings.push(`${name}: ${message}`);
  process.on('warning', listen);
  const cos = await startLocalCos();
  try {
    const {bucket, region, origin} = cos;
    const client = createCosClient({bucket, region, endpoint: origin, credentialsUrl: `${origin}/-/sts`});
    const file = new Blob([new Uint8Array(20 * MB)]);
    const {signal} = new AbortController();
    const options = {key: 'node/parts', partSize: MB, multipartThreshold: MB, concurrency: 16, signal};
    const small = Array.from({length: 12}, (_, i) =>
      uploadFile(client, new Blob(['small']), {key: `node/${i.toString()}`, signal}),
    );
    assert.equal((await uploadFile(client, file, options)).parts, 20);
    assert.equal((await Promise.all(small)).length, 12);
    // Warnings come in a turn of their own.
    await new Promise((resolve) => setTimeout(resolve));
    assert.deepEqual(warnings, []);
  } finally {
    process.off('warning', listen);
    await cos.close();
  }
});
