/** The signing server of docs/embedding.md, word for word, in an application that has installed the package. Needs `npm run build`. */
import assert from 'node:assert/strict';
import type {RequestListener} from 'node:http';
import {after, before, it, mock} from 'node:test';
import {type LocalCos, startLocalCos} from '../../demo/local-cos/server.js';
import type {Authorization} from '../../src/index.js';
import {askJson, playSts} from '../support/app-server.js';
import {listen} from '../support/listen.js';
import {listenerOfManual} from '../support/manual.js';
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

it('the server that signs', async () => {
  const folderOf = (request: Request): string | undefined =>
    /user=(\d+)/.exec(request.headers.get('cookie') ?? '')?.[1]?.replace(/.+/, 'users/$&/');
  const listener = await listenerOfManual(app, 'sign.js', {folderOf, saveUpload: () => undefined});
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
