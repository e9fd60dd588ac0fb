/** cos-uploader-local as people get it: the command, its slips, tickets, who may use it, the fixture. */
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {after, before, describe, it} from 'node:test';
import {cosFixtures, type LocalCos, startLocalCos, thisMachine} from '../../demo/local-cos/index.js';
import {createCosClient, Uploader} from '../../src/index.js';

async function run(
  ...args: string[]
): Promise<{said: string; code: number | null; endsBy: (signal: NodeJS.Signals) => Promise<number | null>}> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'demo/local-cos/cli.ts', ...args]);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
  const ended = once(child, 'close') as Promise<[number | null]>;
  const up = new Promise<void>((resolve) => {
    child.stdout.on('data', () => {
      if (said.includes('Ctrl-C stops it')) resolve();
    });
  });
  await Promise.race([up, ended]);
  return {
    said,
    code: child.exitCode,
    async endsBy(signal) {
      child.kill(signal);
      return (await ended)[0];
    },
  };
}

describe('the command', () => {
  it('brings a COS up, says what to paste, lets nobody else have the port, and stops on Ctrl-C', async () => {
    const {said, endsBy} = await run(
      '--port',
      '0',
      '--bucket',
      'mine-1250000001',
      '--region',
      'eu-frankfurt',
    );
    try {
      assert.match(
        said,
        /<cos-uploader bucket="mine-1250000001" region="eu-frankfurt" endpoint="http:\/\/127\.0\.0\.1:\d+"/,
      );
      const [, endpoint = '', port = ''] = /endpoint="(http:\/\/127\.0\.0\.1:(\d+))"/.exec(said) ?? [];
      const [, credentialsUrl = ''] = /credentials-url="([^"]+)"/.exec(said) ?? [];
      const client = createCosClient({
        bucket: 'mine-1250000001',
        region: 'eu-frankfurt',
        endpoint,
        credentialsUrl,
      });
      await client.putObject('any/prefix/a.txt', 'hello');
      const second = await run('--port', port);
      assert.equal(second.code, 1);
      assert.match(second.said, new RegExp(`^cos-uploader-local: Port ${port} of 127.0.0.1 is taken`));
    } finally {
      assert.equal(await endsBy('SIGINT'), 0);
    }
  });

  for (const [args, expected] of [
    [['--help'], /--port PORT[^]*--data DIR[^]*Ctrl-C/],
    [['--prot', '9000'], /Unknown option '--prot'[^]*--help/],
    [['--port', '70000'], /--port 70000 is no port: 0 to 65535/],
    [['--bucket', 'photos'], /--bucket photos is no bucket/],
    [['--region', 'Guangzhou'], /--region Guangzhou is no region/],
    [['--origin', 'app.test'], /--origin app.test is no origin/],
    [['--port', '0', '--data', '/nowhere/at/all'], /There is no folder for \/nowhere\/at\/all/],
  ] as const) {
    it(args.join(' '), async () => {
      const {said, code} = await run(...args);
      assert.match(said, expected);
      assert.doesNotMatch(said, /\n {4}at /);
      assert.equal(code, args[0] === '--help' ? 0 : 1);
    });
  }
});

describe('tickets', () => {
  let cos: LocalCos;
  before(async () => (cos = await startLocalCos()));
  after(() => cos.close());

  it('upload to a key of their own, and to no other', async () => {
    const {bucket, region, origin: endpoint, ticketUrl} = cos;
    const uploader = new Uploader({
      client: createCosClient({bucket, region, endpoint, ticketUrl: `${ticketUrl}?prefix=users/42/`}),
    });
    const results = await Promise.all(
      ['photo.JPG', 'photo.JPG'].map((name) => uploader.add(new File([name], name)).settled()),
    );
    const keys = results.map(({key}) => key);
    for (const key of keys) assert.match(key, /^users\/42\/[\da-f-]{36}\.jpg$/);
    assert.deepEqual((await cos.objects('users/42/')).map(({key}) => key).sort(), [...keys].sort());
    uploader.close();
  });

  it('name the same object again, and stay under their prefix', async () => {
    const ask = (body: object): Promise<Response> =>
      fetch(`${cos.ticketUrl}?prefix=users/42/`, {method: 'POST', body: JSON.stringify(body)});
    const ticket = (await (await ask({name: 'a.txt', key: 'users/42/a.txt'})).json()) as {key: string};
    assert.equal(ticket.key, 'users/42/a.txt');
    assert.equal((await ask({name: 'a.txt', key: 'users/43/a.txt'})).status, 400);
  });

  it('fail by rules that name them alone', async () => {
    cos.faults.add({times: 1, effect: {status: 500}});
    cos.faults.add({match: {operation: 'ticket'}, times: 1, effect: {status: 503}});
    const status = async (): Promise<number> =>
      (await fetch(cos.ticketUrl, {method: 'POST', body: '{}'})).status;
    assert.deepEqual([await status(), await status()], [503, 200]);
  });
});

it('pages of this machine may use it, others not: neither the store nor the desk', async () => {
  const cos = await startLocalCos({origins: [...thisMachine, 'https://app.test']});
  try {
    for (const [origin, may] of [
      ['http://localhost:5173', true],
      ['http://127.0.0.1', true],
      ['http://[::1]:3000', true],
      ['https://app.test', true],
      ['https://evil.example', false],
      ['http://localhost.evil.example', false],
      ['null', false],
    ] as const) {
      const ask = (path: string, method: string, headers: Record<string, string> = {}): Promise<Response> =>
        fetch(cos.origin + path, {method, headers: {origin, ...headers}});
      const desk = await ask('/-/sts', 'GET');
      assert.equal(desk.status, may ? 200 : 403, origin);
      assert.equal(desk.headers.get('access-control-allow-origin'), may ? origin : null);
      const preflight = await ask('/a.txt', 'OPTIONS', {'access-control-request-method': 'PUT'});
      assert.equal(preflight.status, may ? 200 : 403, origin);
    }
    assert.equal((await fetch(cos.credentialsUrl)).status, 200, 'a program');
  } finally {
    await cos.close();
  }
});

it('the fixture gives a COS for a test, and ends it also when the test fails', async () => {
  const {cos: fixture} = cosFixtures({bucket: 'mine-1250000001'});
  let origin = '';
  const failing = fixture({}, async (cos) => {
    ({origin} = cos);
    assert.equal(cos.bucket, 'mine-1250000001');
    assert.deepEqual(await cos.objects(), []);
    assert.equal((await fetch(cos.credentialsUrl)).status, 200);
    throw new Error('the test has failed');
  });
  await assert.rejects(failing, /the test has failed/);
  await assert.rejects(fetch(origin));
  // Both runners refuse a fixture whose first parameter is not written as a pattern.
  assert.match(String(fixture), /^async\s*\(\{\s*\},\s*use\)/);
});
