/** The servers of docs/embedding.md, word for word, in an application that has installed the package. Needs `npm run build`. */
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {createServer, type RequestListener, type Server} from 'node:http';
import {join} from 'node:path';
import {after, before, it, mock} from 'node:test';
import {pathToFileURL} from 'node:url';
import {type LocalCos, startLocalCos} from '../../demo/local-cos/server.js';
import {type Authorization, createCosClient, type StsAnswer} from '../../src/index.js';
import {askJson, localSts} from '../support/app-server.js';
import {type App, installPacked} from '../support/packed.js';
import {exactly} from '../support/signer-attacks.js';

let app: App;
let cos: LocalCos;
const host = 'demo-1250000000.cos.ap-guangzhou.myqcloud.com';

before(async () => {
  [app, cos] = await Promise.all([installPacked(), startLocalCos()]);
  Object.assign(process.env, {COS_SECRET_ID: 'AKIDexample', COS_SECRET_KEY: 'key'});
  const {fetch} = globalThis;
  mock.method(globalThis, 'fetch', async (url: string, init: RequestInit) => {
    if (url !== 'https://sts.tencentcloudapi.com/') return fetch(url, init);
    const asked = new URLSearchParams(String(init.body as URLSearchParams));
    const policy = JSON.parse(decodeURIComponent(asked.get('Policy')!)) as never;
    const answer = (await localSts(cos)({policy, seconds: Number(asked.get('DurationSeconds'))})) as {
      credentials: {tmpSecretId: string; tmpSecretKey: string; sessionToken: string};
      expiredTime: number;
    };
    const {tmpSecretId: TmpSecretId, tmpSecretKey: TmpSecretKey, sessionToken: Token} = answer.credentials;
    return Response.json({
      Response: {Credentials: {TmpSecretId, TmpSecretKey, Token}, ExpiredTime: answer.expiredTime},
    });
  });
});
after(async () => {
  mock.restoreAll();
  await cos.close();
  await app.remove();
});

/** Runs the block of the manual that holds `part`, and answers what it listens with. */
async function listenerOf(part: string): Promise<RequestListener> {
  const manual = await readFile('docs/embedding.md', 'utf8');
  const code = [...manual.matchAll(/```js\n([^]*?)```/g)]
    .map(([, block = '']) => block)
    .find((block) => block.includes(part));
  assert.ok(code, `no block with ${part}`);
  let listener: RequestListener | undefined;
  Object.assign(globalThis, {
    userOf: (request: Request) => request.headers.get('cookie')?.slice('user='.length),
    serve: (given: RequestListener) => {
      listener = given;
      return {listen: () => undefined};
    },
  });
  // It listens where the test wants it to.
  const [importing, listening] = ["import {createServer} from 'node:http';", 'createServer('];
  assert.ok(code.includes(importing));
  await app.write('server.mjs', code.replace(importing, '').replace(listening, 'serve('));
  await import(`${pathToFileURL(join(app.folder, 'server.mjs')).href}?${encodeURIComponent(part)}`);
  return listener!;
}

async function listening(listener: RequestListener, run: (origin: string) => Promise<void>): Promise<void> {
  const server: Server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  assert.ok(typeof address === 'object' && address);
  await run(`http://127.0.0.1:${address.port}`);
  server.close();
  server.closeAllConnections();
}

it('the server that signs', async () => {
  const listener = await listenerOf('signHandler({');
  await listening(listener, async (origin) => {
    const sign = async (key: string): Promise<Response> => {
      const asked = {method: 'PUT', key, query: {}, headers: {host, 'content-length': '5'}};
      const {headers} = askJson({}, {cookie: 'user=42', origin});
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
  });
});

it('the server of tickets', async () => {
  const listener = await listenerOf('ticketHandler({');
  await listening(listener, async (origin) => {
    const ask = (file: object): Promise<Response> => {
      const {headers} = askJson({}, {cookie: 'user=42', origin});
      const facts = {name: 'a.jpg', path: 'a.jpg', size: 5, type: 'image/jpeg', lastModified: 1};
      return fetch(`${origin}/tickets`, {method: 'POST', headers, body: JSON.stringify({...facts, ...file})});
    };
    const {key, ...sts} = (await (await ask({})).json()) as StsAnswer & {key: string};
    assert.match(key, /^users\/42\/[\da-f-]{36}\.jpg$/);
    const {bucket, region, origin: endpoint} = cos;
    const client = createCosClient({bucket, region, endpoint, credentials: () => Promise.resolve(sts)});
    await client.putObject(key, 'hello');
    await assert.rejects(client.putObject('users/42/other', 'hello'), {code: 'AccessDenied'});
    assert.equal((await ask({key})).status, 200);
    assert.equal((await ask({key: 'users/1/a.jpg'})).status, 403);
    assert.equal((await ask({size: 6 * 2 ** 30})).status, 413);
  });
});
