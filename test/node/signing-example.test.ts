/** The signing server of docs/embedding.md, as it stands there. */
import assert from 'node:assert/strict';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {pathToFileURL} from 'node:url';
import {type LocalCos, startLocalCos} from '../../demo/local-cos/server.js';
import {
  type Authorization,
  type AuthorizeRequest,
  createCosClient,
  createMemoryStore,
  Uploader,
} from '../../src/index.js';

describe('the signing server of the manual', () => {
  let cos: LocalCos;
  let folder: string;
  let sign: (request: AuthorizeRequest, prefix: string) => Authorization | undefined;

  before(async () => {
    cos = await startLocalCos();
    Object.assign(process.env, {
      COS_SECRET_ID: cos.secretId,
      COS_SECRET_KEY: cos.secretKey,
      COS_HOST: new URL(cos.origin).host,
    });
    const manual = await readFile('docs/embedding.md', 'utf8');
    const [, code = ''] = /```js\n(import \{createHash[^]*?)```/.exec(manual) ?? [];
    folder = await mkdtemp(join(tmpdir(), 'cos-uploader-sign-'));
    await writeFile(join(folder, 'sign.mjs'), code);
    ({sign} = (await import(pathToFileURL(join(folder, 'sign.mjs')).href)) as {sign: typeof sign});
  });
  after(async () => {
    await cos.close();
    await rm(folder, {recursive: true});
  });

  it('lets files of every size through, and the search for lost journals', async () => {
    const refused: AuthorizeRequest[] = [];
    const client = createCosClient({
      bucket: cos.bucket,
      region: cos.region,
      endpoint: cos.origin,
      authorize: (request) => {
        const answer = sign(request, 'users/42/');
        if (!answer) refused.push(request);
        return answer ? Promise.resolve(answer) : Promise.reject(new Error('/sign answered 403'));
      },
    });
    const uploader = new Uploader({
      client,
      keyPrefix: 'users/42/',
      store: createMemoryStore(),
      multipartThreshold: '1MB',
      skipExisting: true,
    });
    uploader.add(new Blob(['small']), {path: "it's (small)*!.txt"});
    uploader.add(new Blob([new Uint8Array(3 * 2 ** 20)]), {path: '大.bin'});
    const {done} = await uploader.settled();
    assert.equal(done.length, 2);
    const canceled = uploader.add(new Blob([new Uint8Array(9 * 2 ** 20)]), {path: 'canceled.bin'});
    uploader.addEventListener('change', ({task, action}) => {
      if (task === canceled && action.type === 'part') task.cancel();
    });
    await uploader.settled();
    await uploader.abortOrphans();
    uploader.close();
    assert.deepEqual(refused, []);
  });

  const host = (): string => new URL(cos.origin).host;
  const request = (change: Partial<AuthorizeRequest>): AuthorizeRequest => ({
    method: 'PUT',
    key: 'users/42/a',
    query: {},
    headers: {host: host()},
    ...change,
  });

  it('signs a plain PUT', () => assert.ok(sign(request({}), 'users/42/')));

  for (const [name, change] of [
    ["another person's key", {key: 'users/43/a'}],
    ['another bucket', {headers: {host: 'other-1250000000.cos.ap-guangzhou.myqcloud.com'}}],
    ['any bucket', {headers: {}}],
    ['reading an object', {method: 'GET'}],
    ['reading its rights', {method: 'GET', query: {acl: '', uploadId: 'x'}}],
    ['deleting an object', {method: 'DELETE'}],
    ['changing rights', {query: {acl: ''}}],
  ] as [string, Partial<AuthorizeRequest>][])
    it(`refuses ${name}`, () => assert.equal(sign(request(change), 'users/42/'), undefined));

  it('refuses headers that give rights or copy other objects', () => {
    for (const name of ['x-cos-acl', 'x-cos-grant-read', 'x-cos-copy-source'])
      assert.equal(sign(request({headers: {host: host(), [name]: 'x'}}), 'users/42/'), undefined, name);
  });

  it('refuses to list uploads of others', () => {
    const list = {method: 'GET', key: ''};
    assert.equal(sign(request({...list, query: {uploads: '', prefix: 'users/4'}}), 'users/42/'), undefined);
    assert.equal(sign(request({...list, query: {uploads: ''}}), 'users/42/'), undefined);
    assert.ok(sign(request({...list, query: {uploads: '', prefix: 'users/42/'}}), 'users/42/'));
  });
});
