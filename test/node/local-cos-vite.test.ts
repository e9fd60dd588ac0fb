/** `vite` brings the local COS and its temporary keys up, and takes them down again. */
import assert from 'node:assert/strict';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {createServer, type ViteDevServer} from 'vite';
import {localCos} from '../../demo/local-cos/vite-plugin.js';
import type {LocalCos} from '../../demo/local-cos/server.js';
import {send} from './local-cos-request.js';

let root: string;
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'local-cos-vite-'));
  await writeFile(join(root, 'index.html'), '<cos-uploader bucket="%VITE_COS_BUCKET%"></cos-uploader>');
  await writeFile(join(root, 'main.js'), 'console.log(import.meta.env);');
});
after(() => rm(root, {recursive: true}));

interface Told {
  BUCKET: string;
  ENDPOINT: string;
  CREDENTIALS_URL: string;
  KEY_PREFIX: string;
  DESK_URL?: string;
}

async function serve(): Promise<{vite: ViteDevServer; page: string; told: Told}> {
  const vite = await createServer({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [localCos({prefix: 'mine/'})],
    server: {port: 0},
  });
  await vite.listen();
  const {port} = vite.httpServer?.address() as AddressInfo;
  const page = `http://localhost:${port}`;
  // As a page of the application sees it.
  const [, env = ''] =
    /import\.meta\.env = (\{.*?\});/.exec(await (await fetch(`${page}/main.js`)).text()) ?? [];
  const told = Object.entries(JSON.parse(env) as Record<string, string>).map(([name, value]) => [
    name.replace('VITE_COS_', ''),
    value,
  ]);
  return {vite, page, told: Object.fromEntries(told) as Told};
}

describe('vite', () => {
  it('with the local COS: keys for one prefix, from the page itself', async () => {
    const {vite, page, told} = await serve();
    try {
      const {credentials} = (await (await fetch(page + told.CREDENTIALS_URL)).json()) as {
        credentials: {tmpSecretId: string; tmpSecretKey: string; sessionToken: string};
      };
      const {tmpSecretId: secretId, tmpSecretKey: secretKey, sessionToken: token} = credentials;
      const server = {port: Number(new URL(told.ENDPOINT).port)} as LocalCos;
      const put = async (path: string): Promise<number> =>
        (await send(server, {method: 'PUT', path, body: 'hello', sign: {secretId, secretKey, token}})).status;
      assert.equal(await put(`/${told.KEY_PREFIX}a`), 200);
      assert.equal(await put('/elsewhere'), 403);
      assert.equal((await fetch(`${told.DESK_URL}objects`)).status, 200);
      const html = await (await fetch(`${page}/`)).text();
      assert.match(html, /<cos-uploader bucket="demo-1250000000">/);
    } finally {
      await vite.close();
    }
    await assert.rejects(fetch(told.ENDPOINT));
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
    const {vite, page, told} = await serve();
    try {
      assert.equal(told.ENDPOINT, 'https://mine-1250000000.cos.ap-nowhere.myqcloud.com');
      assert.equal(told.DESK_URL, undefined);
      // No such account, or no network: either way an answer that says so and gives nothing away.
      const answer = await fetch(page + told.CREDENTIALS_URL);
      const text = (await answer.text()) + JSON.stringify(told);
      assert.equal(answer.status, 502);
      assert.doesNotMatch(text, /AKIDnobody|nokey/);
    } finally {
      for (const name of [...Object.keys(keys), 'HTTPS_PROXY']) Reflect.deleteProperty(process.env, name);
      await vite.close();
    }
  });
});
