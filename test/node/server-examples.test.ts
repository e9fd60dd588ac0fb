/**
 * The signing server of docs/embedding.md and the endpoints of docs/credentials.md, word for word, in an application that has installed the
 * package. Needs `npm run build`.
 */
import assert from 'node:assert/strict';
import type {RequestListener} from 'node:http';
import {createRequire} from 'node:module';
import {after, before, describe, it, mock} from 'node:test';
import {type LocalCos, startLocalCos} from '../../demo/local-cos/server.js';
import {type Authorization, createCosClient, type StsAnswer} from '../../src/index.js';
import {forNode, type Policy} from '../../src/server.js';
import {askJson, localSts, playSts} from '../support/app-server.js';
import {listen} from '../support/listen.js';
import {listenerOfManual, moduleOfManual} from '../support/manual.js';
import {type App, installPacked} from '../support/packed.js';
import {exactly} from '../support/signer-attacks.js';

let app: App;
let cos: LocalCos;
const host = 'demo-1250000000.cos.ap-guangzhou.myqcloud.com';

before(async () => {
  [app, cos] = await Promise.all([installPacked(), startLocalCos()]);
  Object.assign(process.env, {COS_SECRET_ID: 'AKIDexample', COS_SECRET_KEY: 'key'});
  playSts(cos);
});
after(async () => {
  mock.restoreAll();
  await cos.close();
  await app.remove();
});

async function listening(listener: RequestListener, run: (origin: string) => Promise<void>): Promise<void> {
  const server = await listen(listener);
  await run(server.origin).finally(() => server.close());
}

const folderOf = (request: Request): string | undefined =>
  /user=(\d+)/.exec(request.headers.get('cookie') ?? '')?.[1]?.replace(/.+/, 'users/$&/');
const application = {folderOf, saveUpload: () => undefined};

it('the server that signs', async () => {
  const listener = await listenerOfManual(app, 'sign.js', application);
  await listening(listener, async (origin) => {
    const sign = async (key: string, cookie = 'user=42'): Promise<Response> => {
      const asked = {method: 'PUT', key, query: {}, headers: {host, 'content-length': '5'}};
      const {headers} = askJson({}, {cookie, origin});
      return fetch(`${origin}/sign`, {method: 'POST', headers, body: JSON.stringify(asked)});
    };
    const {authorization, securityToken = ''} = (await (await sign('users/42/a')).json()) as Authorization;
    const stage = {host: new URL(cos.origin).host};
    const {status} = await exactly(stage, {
      method: 'PUT',
      path: '/users/42/a',
      headers: {host, authorization, 'x-cos-security-token': securityToken},
      body: 'hello',
    });
    assert.equal(status, 200);
    assert.equal((await sign('users/1/a')).status, 403);
    assert.equal((await sign('users/42/a', '')).status, 401);
  });
});

/** Lets the official STS SDK ask the local COS instead of Tencent's STS. */
function playOfficialSts(): void {
  const axios = createRequire(createRequire(import.meta.url).resolve('qcloud-cos-sts'))('axios') as {
    defaults: {adapter: unknown};
  };
  axios.defaults.adapter = async (config: {data: string}) => {
    const asked = new URLSearchParams(config.data);
    const policy = JSON.parse(decodeURIComponent(asked.get('Policy')!)) as Policy;
    const answer = await localSts(cos)({policy, seconds: Number(asked.get('DurationSeconds'))});
    const {credentials, expiredTime} = answer as {credentials: Record<string, string>; expiredTime: number};
    const {tmpSecretId: TmpSecretId, tmpSecretKey: TmpSecretKey, sessionToken: Token} = credentials;
    const data = {Response: {Credentials: {TmpSecretId, TmpSecretKey, Token}, ExpiredTime: expiredTime}};
    return {data, status: 200, headers: {}, config};
  };
}

type Fetch = (request: Request) => Response | Promise<Response>;

function listenerOf(answer: Fetch): RequestListener {
  const listener = forNode(async (request) => answer(request));
  return (request, response) => void listener(request, response);
}

/** The endpoints of the manual; each answers GET. */
const endpoints: Record<string, () => Promise<RequestListener>> = {
  'node:http': () => listenerOfManual(app, 'sts.js', application),
  'a route handler of Next': async () => {
    const {GET} = (await moduleOfManual(app, 'app/sts/route.js', application)) as {GET: Fetch};
    return listenerOf(GET);
  },
  Hono: async () => {
    const {default: server} = (await moduleOfManual(app, 'hono.js', application)) as {
      default: {fetch: Fetch};
    };
    return listenerOf((request) => server.fetch(request));
  },
};

describe('keys for a folder, by qcloud-cos-sts', () => {
  before(async () => {
    for (const name of ['qcloud-cos-sts', 'hono']) await app.link(name);
    playOfficialSts();
  });

  for (const [name, serve] of Object.entries(endpoints))
    it(name, async () => {
      await listening(await serve(), async (origin) => {
        assert.equal((await fetch(`${origin}/sts`)).status, 401);
        const response = await fetch(`${origin}/sts`, {headers: {cookie: 'user=42'}});
        assert.equal(response.headers.get('cache-control'), 'no-store');
        const keys = (await response.json()) as StsAnswer;
        const place = {bucket: 'demo-1250000000', region: 'ap-guangzhou', endpoint: cos.origin};
        const client = createCosClient({...place, credentials: () => Promise.resolve(keys)});
        const body = new Blob(['x'.repeat(2 ** 20), 'y']);

        await client.putObject('users/42/a', body);
        assert.equal((await client.headObject('users/42/a'))?.size, body.size);
        const {uploadId} = await client.createMultipartUpload('users/42/b');
        const part = await client.uploadPart('users/42/b', uploadId, 1, body);
        assert.equal((await client.listParts('users/42/b', uploadId)).parts.length, 1);
        await client.completeMultipartUpload('users/42/b', uploadId, [part]);
        const other = await client.createMultipartUpload('users/42/c');
        await client.abortMultipartUpload('users/42/c', other.uploadId);
        await client.listMultipartUploads({prefix: 'users/42/'});

        for (const refused of [
          () => client.putObject('users/43/a', body),
          () => client.deleteObject('users/42/a'),
          () => client.listMultipartUploads({prefix: 'users/'}),
        ])
          await assert.rejects(refused, {code: 'AccessDenied'});
      });
    });
});
