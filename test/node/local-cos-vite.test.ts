/** `vite` brings the local COS and its temporary keys up, and takes them down again. */
import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {createServer, type ViteDevServer} from 'vite';
import {type CosDemo, localCos} from '../../demo/local-cos/vite-plugin.js';
import type {LocalCos} from '../../demo/local-cos/server.js';
import {send} from './local-cos-request.js';

let root: string;
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'local-cos-vite-'));
});
after(() => rm(root, {recursive: true}));

async function serve(): Promise<{vite: ViteDevServer; page: string; demo: CosDemo}> {
  const vite = await createServer({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [localCos()],
    server: {port: 0},
  });
  await vite.listen();
  const {port} = vite.httpServer?.address() as AddressInfo;
  const demo = JSON.parse(String(vite.config.define?.['__COS_DEMO__'])) as CosDemo;
  return {vite, page: `http://localhost:${port}`, demo};
}

describe('vite', () => {
  it('with the local COS: keys for one prefix, from the page itself', async () => {
    const {vite, page, demo} = await serve();
    try {
      const {credentials} = (await (await fetch(page + demo.credentialsUrl)).json()) as {
        credentials: {tmpSecretId: string; tmpSecretKey: string; sessionToken: string};
      };
      const {tmpSecretId: secretId, tmpSecretKey: secretKey, sessionToken: token} = credentials;
      const server = {port: Number(new URL(demo.endpoint).port)} as LocalCos;
      const put = async (path: string): Promise<number> =>
        (await send(server, {method: 'PUT', path, body: 'hello', sign: {secretId, secretKey, token}})).status;
      assert.equal(await put(`/${demo.keyPrefix}a`), 200);
      assert.equal(await put('/elsewhere'), 403);
      assert.equal((await fetch(`${demo.controlUrl}objects`)).status, 200);
      // The page reads the settings from here.
      assert.match(await (await fetch(`${page}/@vite/env`)).text(), /__COS_DEMO__/);
    } finally {
      await vite.close();
    }
    await assert.rejects(fetch(demo.endpoint));
  });

  it('with keys in the environment: the real COS, and no key in what the page gets', async () => {
    const keys = {
      COS_SECRET_ID: 'AKIDnobody',
      COS_SECRET_KEY: 'nokey',
      COS_BUCKET: 'mine-1250000000',
      COS_REGION: 'ap-nowhere',
    };
    // A proxy that is not there: nothing leaves this machine.
    Object.assign(process.env, keys, {HTTPS_PROXY: 'http://127.0.0.1:1'});
    const {vite, page, demo} = await serve();
    try {
      assert.equal(demo.endpoint, 'https://mine-1250000000.cos.ap-nowhere.myqcloud.com');
      assert.equal(demo.controlUrl, undefined);
      // No such account, or no network: either way an answer that says so and gives nothing away.
      const answer = await fetch(page + demo.credentialsUrl);
      const text = (await answer.text()) + JSON.stringify(demo);
      assert.equal(answer.status, 502);
      assert.doesNotMatch(text, /AKIDnobody|nokey/);
    } finally {
      for (const name of [...Object.keys(keys), 'HTTPS_PROXY']) Reflect.deleteProperty(process.env, name);
      await vite.close();
    }
  });
});
