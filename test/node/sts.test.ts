/** Our question to STS is the one that qcloud-cos-sts asks: same parameters, signed by the same rule. No STS is needed. */
import assert from 'node:assert/strict';
import {createHmac} from 'node:crypto';
import {createRequire} from 'node:module';
import {afterEach, it, mock} from 'node:test';
import sts from 'qcloud-cos-sts';
import {ticketHandler} from '../../src/server.js';
import {askJson} from '../support/app-server.js';

const secretId = 'AKIDexample';
const secretKey = 'example-secret-key';
const raw = {
  Response: {
    Credentials: {Token: 'token', TmpSecretId: 'id', TmpSecretKey: 'key'},
    ExpiredTime: 1_800_000_000,
    Expiration: '2027-01-15T08:00:00Z',
    RequestId: 'r-1',
  },
};

/** By qcloud-cos-sts: over the sorted parameters as they are, before they are encoded as a form. */
function isSigned(url: string, body: string): boolean {
  const {Signature, ...parameters} = Object.fromEntries(new URLSearchParams(body));
  const text = Object.keys(parameters)
    .sort()
    .map((name) => `${name}=${parameters[name]!}`)
    .join('&');
  const expected = createHmac('sha1', secretKey)
    .update(`POST${new URL(url).host}/?${text}`)
    .digest('base64');
  return Signature === expected;
}

/** What the official SDK sends. */
async function officialRequest(policy: object): Promise<{url: string; body: string}> {
  const axios = createRequire(createRequire(import.meta.url).resolve('qcloud-cos-sts'))('axios') as {
    defaults: {adapter: unknown};
  };
  let sent: {url: string; data: string} | undefined;
  axios.defaults.adapter = (config: {url: string; data: string}) => {
    sent = config;
    return Promise.resolve({data: raw, status: 200, headers: {}, config});
  };
  await sts.getCredential({secretId, secretKey, policy, durationSeconds: 900});
  return {url: sent!.url, body: sent!.data};
}

const photo = {name: 'a.jpg', size: 5, type: 'image/jpeg', lastModified: 1};
const tickets = (log?: (message: string) => void): ((request: Request) => Promise<Response>) =>
  ticketHandler({
    bucket: 'demo-1250000000',
    region: 'ap-guangzhou',
    secretId,
    secretKey,
    seconds: 900,
    key: () => "users/42/it's a 图&x=1.jpg",
    log,
  });

afterEach(() => mock.restoreAll());

it('asks STS as qcloud-cos-sts does', async () => {
  let ours: {url: string; body: string} | undefined;
  mock.method(globalThis, 'fetch', (url: string, init: RequestInit) => {
    ours = {url, body: String(init.body as URLSearchParams)};
    return Promise.resolve(Response.json(raw));
  });
  const answer = (await (await tickets()(askJson(photo))).json()) as Record<string, unknown>;
  assert.deepEqual(answer['credentials'], {tmpSecretId: 'id', tmpSecretKey: 'key', sessionToken: 'token'});
  assert.deepEqual([answer['startTime'], answer['expiredTime']], [1_800_000_000 - 900, 1_800_000_000]);

  const sent = new URLSearchParams(ours!.body);
  const policy = JSON.parse(decodeURIComponent(sent.get('Policy')!)) as {statement: {resource: string[]}[]};
  assert.match(policy.statement[0]!.resource[0]!, /:demo-1250000000\/users\/42\/it's a 图&x=1\.jpg$/);
  const official = await officialRequest(policy);
  assert.equal(ours!.url, official.url);
  assert.ok(isSigned(official.url, official.body), 'the rule of this test is not the SDK’s');
  assert.ok(isSigned(ours!.url, ours!.body));
  const theirs = new URLSearchParams(official.body);
  assert.deepEqual([...sent.keys()].sort(), [...theirs.keys()].sort());
  for (const name of ['Action', 'DurationSeconds', 'Policy', 'Region', 'SecretId', 'Version'])
    assert.equal(sent.get(name), theirs.get(name), name);
});

it('tells the log what STS says', async () => {
  const Error = {Code: 'AuthFailure.SecretIdNotFound', Message: 'The SecretId is not found.'};
  mock.method(globalThis, 'fetch', () =>
    Promise.resolve(Response.json({Response: {Error, RequestId: 'r-2'}})),
  );
  const logged: string[] = [];
  const response = await tickets((message) => logged.push(message))(askJson(photo));
  assert.equal(response.status, 500);
  assert.ok(!(await response.text()).includes('SecretId'));
  assert.match(logged[0]!, /AuthFailure\.SecretIdNotFound: The SecretId is not found/);
});
