/** POST Object (436/14690), as a form that a browser submits. */
import assert from 'node:assert/strict';
import {createHash, createHmac} from 'node:crypto';
import {after, afterEach, before, describe, it} from 'node:test';
import {type LocalCos, startLocalCos} from '../../demo/local-cos/server.js';

let server: LocalCos;
before(async () => {
  server = await startLocalCos();
});
afterEach(() => fetch(`${server.origin}/-/everything`, {method: 'DELETE'}));
after(() => server.close());

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');
const hmac = (key: string, text: string): string => createHmac('sha1', key).update(text).digest('hex');
const now = Math.floor(Date.now() / 1000);
const keyTime = `${now - 60};${now + 600}`;

interface Signing {
  expires?: number;
  conditions?: unknown[];
  /** Left out of the policy. */
  without?: string;
  secretKey?: string;
}

/** The signed fields of a form, as 436/14690 describes them. */
function signed({expires = now + 600, conditions = [], without, secretKey}: Signing = {}): Record<
  string,
  string
> {
  const {secretId} = server;
  const own = [{'q-sign-algorithm': 'sha1'}, {'q-ak': secretId}, {'q-sign-time': keyTime}];
  const policy = JSON.stringify({
    expiration: new Date(expires * 1000).toISOString(),
    conditions: [...own.filter((condition) => !(without! in condition)), ...conditions],
  });
  return {
    policy: Buffer.from(policy).toString('base64'),
    'q-sign-algorithm': 'sha1',
    'q-ak': secretId,
    'q-key-time': keyTime,
    'q-signature': hmac(hmac(secretKey ?? server.secretKey, keyTime), sha1(policy)),
  };
}

interface Answer {
  status: number;
  code: string;
  message: string;
  headers: Headers;
  text: string;
}

async function submit(fields: Record<string, string>, files = ['hello']): Promise<Answer> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const text of files) form.append('file', new Blob([text], {type: 'image/png'}), 'a b.txt');
  const response = await fetch(server.origin, {method: 'POST', body: form, redirect: 'manual'});
  const text = await response.text();
  const tag = (name: string): string => new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(text)?.[1] ?? '';
  return {
    status: response.status,
    code: tag('Code'),
    message: tag('Message'),
    headers: response.headers,
    text,
  };
}

const stored = async (): Promise<{key: string; size: number}[]> =>
  (await (await fetch(`${server.origin}/-/objects`)).json()) as {key: string; size: number}[];

describe('POST Object', () => {
  it('stores the file under its key, and says so as it is asked', async () => {
    const answers: [fields: Record<string, string>, status: number][] = [
      [{}, 204],
      [{success_action_status: '200'}, 200],
      [{success_action_status: '201'}, 201],
      [{success_action_status: '302'}, 204],
      [{success_action_redirect: 'https://a.example/done'}, 303],
    ];
    for (const [fields, status] of answers) {
      const answer = await submit({key: 'dir/${filename}', ...fields, ...signed()});
      assert.equal(answer.status, status, JSON.stringify(fields));
      assert.equal(answer.headers.get('etag'), `"${createHash('md5').update('hello').digest('hex')}"`);
      assert.ok(answer.headers.get('x-cos-hash-crc64ecma'));
      const location = answer.headers.get('location') ?? '';
      if (status === 303)
        assert.match(location, /^https:\/\/a\.example\/done\?bucket=demo-1250000000&key=dir%2Fa/);
      else assert.match(location, /\/dir\/a%20b\.txt$/);
      if (status === 201) assert.match(answer.text, /<PostResponse>.*<Key>dir\/a b\.txt<\/Key>/s);
      assert.deepEqual(
        (await stored()).map(({key, size}) => [key, size]),
        [['dir/a b.txt', 5]],
      );
    }
  });

  it("takes the object's options from fields, and not the type of the file's own part", async () => {
    const fields = {
      'Content-Type': 'text/x-own',
      'x-cos-meta-who': 'me',
      acl: 'public-read',
      'Cache-Control': 'no-cache',
    };
    await submit({key: 'a', ...fields, ...signed()});
    const response = await fetch(`${server.origin}/a`);
    assert.equal(response.headers.get('content-type'), 'text/x-own');
    assert.equal(response.headers.get('x-cos-meta-who'), 'me');
    assert.equal(response.headers.get('cache-control'), 'no-cache');
  });

  const refusals: [name: string, signing: Signing, fields: Record<string, string>, expected: RegExp][] = [
    [
      'another key than allowed',
      {conditions: [['starts-with', '$key', 'users/42/']]},
      {key: 'users/43/a'},
      /^403 AccessDenied Condition key key doesn't match the value users\/42\/$/,
    ],
    [
      'a field that is said and not sent',
      {conditions: [{acl: 'private'}]},
      {key: 'a'},
      /^403 AccessDenied Condition key acl/,
    ],
    [
      'a policy that has ended',
      {expires: now - 5},
      {key: 'a'},
      /^403 AccessDenied You post object request has been expired/,
    ],
    [
      'a policy that does not say whose it is',
      {without: 'q-ak'},
      {key: 'a'},
      /^403 AccessDenied Condition key q-ak/,
    ],
    ['another secret', {secretKey: 'x'}, {key: 'a'}, /^403 SignatureDoesNotMatch/],
    [
      'too many bytes',
      {conditions: [['content-length-range', 0, 4]]},
      {key: 'a'},
      /^400 EntityTooLarge Condition key content-length-range/,
    ],
    [
      'too few bytes',
      {conditions: [['content-length-range', 6, 9]]},
      {key: 'a'},
      /^400 EntityTooSmall Condition key content-length-range/,
    ],
    ['a MD5 of other bytes', {}, {key: 'a', 'Content-MD5': 'kAFQmDzST7DWlj99KOF/cg=='}, /^400 BadDigest/],
    ['no key', {}, {}, /^400 InvalidArgument/],
  ];
  for (const [name, signing, fields, expected] of refusals) {
    it(`refuses ${name}, and stores nothing`, async () => {
      const {status, code, message} = await submit({...fields, ...signed(signing)});
      assert.match(`${status} ${code} ${message}`, expected);
      assert.deepEqual(await stored(), []);
    });
  }

  it('refuses a policy without conditions, two files, none, and what is no form', async () => {
    const empty = Buffer.from('{}').toString('base64');
    const signature = hmac(hmac(server.secretKey, keyTime), sha1('{}'));
    assert.equal(
      (await submit({key: 'a', ...signed(), policy: empty, 'q-signature': signature})).code,
      'InvalidPolicyDocument',
    );
    assert.equal(
      (await submit({key: 'a', ...signed()}, ['1', '2'])).code,
      'IncorrectNumberOfFilesInPostRequest',
    );
    assert.equal((await submit({key: 'a', ...signed()}, [])).code, 'IncorrectNumberOfFilesInPostRequest');
    const plain = await fetch(server.origin, {method: 'POST', body: 'key=a'});
    assert.match(await plain.text(), /MalformedPOSTRequest/);
    assert.deepEqual(await stored(), []);
  });

  it('asks the policy of temporary keys for PostObject', async () => {
    for (const [action, status] of [
      ['PutObject', 403],
      ['PostObject', 204],
    ] as const) {
      const keys = (await (
        await fetch(`${server.origin}/-/sts?prefix=users/42/&actions=${action}`)
      ).json()) as {
        credentials: {tmpSecretId: string; tmpSecretKey: string; sessionToken: string};
      };
      const {tmpSecretId, tmpSecretKey, sessionToken} = keys.credentials;
      const policy = JSON.stringify({
        expiration: new Date(Date.now() + 60_000).toISOString(),
        conditions: [{'q-sign-algorithm': 'sha1'}, {'q-ak': tmpSecretId}, {'q-sign-time': keyTime}],
      });
      const answer = await submit({
        key: 'users/42/a',
        policy: Buffer.from(policy).toString('base64'),
        'q-sign-algorithm': 'sha1',
        'q-ak': tmpSecretId,
        'q-key-time': keyTime,
        'q-signature': hmac(hmac(tmpSecretKey, keyTime), sha1(policy)),
        'x-cos-security-token': sessionToken,
      });
      assert.equal(answer.status, status);
    }
  });
});
