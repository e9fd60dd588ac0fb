/** Each effect of the fault desk does what it says, to the requests it names and to no others. */
import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {after, afterEach, before, describe, it} from 'node:test';
import type {FaultEffect, FaultRule} from '../../demo/local-cos/faults.js';
import {type LocalCos, startLocalCos} from '../../demo/local-cos/server.js';
import {until} from '../support/until.js';
import {keepsWaiting, type RawRequest, send, temporaryKeys} from './local-cos-request.js';

let server: LocalCos;
before(async () => {
  server = await startLocalCos();
});
afterEach(() => desk('DELETE', 'everything'));
after(() => server.close());

async function desk(method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`${server.origin}/-/${path}`, {
    method,
    ...(body !== undefined && {body: JSON.stringify(body)}),
  });
  assert.equal(answer.status, 200);
  return answer.json();
}

const plan = (effect: FaultEffect, rule: Omit<FaultRule, 'effect'> = {}): Promise<unknown> =>
  desk('POST', 'faults', [{...rule, effect}]);
const put = (key = 'a', body = 'hello', headers: Record<string, string> = {}): ReturnType<typeof send> =>
  send(server, {method: 'PUT', path: `/${key}`, body, headers});
const exists = async (key = 'a'): Promise<boolean> =>
  ((await desk('GET', 'objects')) as {key: string}[]).some((object) => object.key === key);
const cut = {code: 'ECONNRESET'};
const big = 'x'.repeat(3_000_000);

describe('effects', () => {
  it('a status, with code, message and Retry-After; the work is not done', async () => {
    await plan({status: 503, code: 'SlowDown', message: 'Please wait.', retryAfter: 7});
    const answer = await put();
    assert.deepEqual([answer.status, answer.code, answer.message], [503, 'SlowDown', 'Please wait.']);
    assert.equal(answer.headers['retry-after'], '7');
    assert.equal(await exists(), false);
  });

  it('an error document under status 200', async () => {
    await plan({status: 200, code: 'InternalError'});
    const answer = await put();
    assert.deepEqual([answer.status, answer.code], [200, 'InternalError']);
  });

  it('a delay', async () => {
    await plan({delay: 60_000}, {match: {key: 'a'}});
    assert.ok(await keepsWaiting(server, {method: 'PUT', path: '/a', body: 'hello'}, () => put('b')));
    assert.deepEqual([await exists('a'), await exists('b')], [false, true]);
    await plan({delay: 1}, {match: {key: 'c'}});
    assert.equal((await put('c')).status, 200);
  });

  it('a reset before anything is read', async () => {
    await plan({reset: 'before'});
    await assert.rejects(put('a', big), cut);
    assert.notEqual(server.log[0]?.bytesIn, big.length);
    assert.equal(await exists(), false);
  });

  it('a reset in the middle of the body', async () => {
    await plan({reset: 'mid-body'});
    await assert.rejects(put('a', big), cut);
    const {bytesIn = 0, aborted, status} = server.log[0] ?? {};
    assert.ok(bytesIn >= big.length / 2 && bytesIn < big.length, String(bytesIn));
    assert.deepEqual([aborted, status], [true, 0]);
    assert.equal(await exists(), false);
  });

  it('a reset after the body, with nothing done', async () => {
    await plan({reset: 'after'});
    await assert.rejects(put(), cut);
    assert.equal(server.log[0]?.bytesIn, 5);
    assert.equal(await exists(), false);
  });

  it('an answer that is lost after all was done', async () => {
    await plan({dropAnswer: true});
    await assert.rejects(put(), cut);
    assert.equal(await exists(), true);
  });

  it('no answer ever', async () => {
    await plan({hang: true}, {match: {key: 'a'}});
    assert.ok(await keepsWaiting(server, {method: 'PUT', path: '/a', body: 'hello'}, () => put('b')));
    assert.deepEqual([await exists('a'), await exists('b')], [false, true]);
  });

  it('a flipped byte, with the checksums of what was stored', async () => {
    await plan({flipByte: true}, {times: 1});
    const flipped = await put();
    const whole = await put('b');
    assert.equal(whole.headers['etag'], '"5d41402abc4b2a76b9719d911017c592"');
    const {text} = await send(server, {path: '/a'});
    assert.equal(text, 'iello');
    assert.equal(flipped.headers['etag'], `"${createHash('md5').update('iello').digest('hex')}"`);
    assert.notEqual(flipped.headers['x-cos-hash-crc64ecma'], whole.headers['x-cos-hash-crc64ecma']);
    await plan({flipByte: true}, {times: 1});
    assert.equal((await put('c', 'hello', {'Content-MD5': 'XUFAKrxLKna5cZ2REBfFkg=='})).code, 'BadDigest');
  });

  it('hidden headers', async () => {
    await plan({hideHeaders: ['ETag', 'X-Cos-Request-Id']});
    const {headers} = await put('a', 'hello', {Origin: 'https://page.example'});
    assert.deepEqual([headers['etag'], headers['x-cos-request-id']], [undefined, undefined]);
    assert.doesNotMatch(headers['access-control-expose-headers'] ?? '', /etag|request-id/i);
    assert.match(headers['access-control-expose-headers'] ?? '', /x-cos-hash-crc64ecma/);
  });

  it('an expired token', async () => {
    await plan({expiredToken: true});
    const {status, code} = await put();
    assert.deepEqual([status, code], [400, 'ExpiredToken']);
  });

  it('a skewed clock, ahead and behind', async () => {
    await plan({clockSkew: 3 * 3_600_000}, {times: 1});
    const late = await put();
    assert.deepEqual([late.status, late.message], [403, 'Request has expired']);
    const skew = Date.parse(late.headers['date'] ?? '') - Date.now();
    assert.equal(Math.round(skew / 3_600_000), 3);
    await plan({clockSkew: -3 * 3_600_000}, {times: 1});
    assert.equal((await put()).code, 'RequestTimeTooSkewed');
    assert.equal((await put()).status, 200);
  });

  it('on the temporary keys', async () => {
    await plan({status: 500}, {match: {operation: 'sts'}, times: 1});
    assert.equal((await fetch(`${server.origin}/-/sts`)).status, 500);
    assert.match((await temporaryKeys(server)).secretId, /^AKID/);
    assert.deepEqual(
      server.log.map(({operation, status}) => [operation, status]),
      [
        ['sts', 500],
        ['sts', 200],
      ],
    );
  });
});

describe('rules', () => {
  it('match operation, key, part number and method', async () => {
    const rules: [FaultRule['match'], boolean][] = [
      [{operation: 'PutObject'}, true],
      [{operation: 'UploadPart'}, false],
      [{key: 'a'}, true],
      [{key: 'b'}, false],
      [{method: 'PUT'}, true],
      [{partNumber: 1}, false],
      [{operation: 'PutObject', key: 'b'}, false],
    ];
    for (const [match, struck] of rules) {
      await plan({status: 500}, {match: match ?? {}});
      assert.equal((await put()).status, struck ? 500 : 200, JSON.stringify(match));
      await desk('DELETE', 'faults');
    }
  });

  it('leave preflights and temporary keys alone, unless they name them', async () => {
    const preflight = async (): Promise<number> => {
      const headers = {Origin: 'https://page.example', 'Access-Control-Request-Method': 'PUT'};
      return (await send(server, {method: 'OPTIONS', path: '/a', headers, signed: false})).status;
    };
    await plan({status: 500}, {match: {key: 'a'}});
    await plan({status: 500});
    assert.equal(await preflight(), 200);
    assert.equal((await fetch(`${server.origin}/-/sts`)).status, 200);
    await plan({status: 503}, {match: {operation: 'OptionsObject'}});
    assert.equal(await preflight(), 503);
  });

  it('strike as often as they say, and count', async () => {
    await plan({status: 500}, {times: 2});
    const statuses: number[] = [];
    for (let n = 0; n < 4; n++) statuses.push((await put()).status);
    assert.deepEqual(statuses, [500, 500, 200, 200]);
    assert.equal(((await desk('GET', 'faults')) as {hits: number}[])[0]?.hits, 2);
  });

  it('strike with a probability that a seed makes repeatable', async () => {
    const run = async (seed: number): Promise<string> => {
      await plan({status: 500}, {probability: 0.3, seed});
      let pattern = '';
      for (let n = 0; n < 40; n++) pattern += (await put()).status === 500 ? 'x' : '.';
      await desk('DELETE', 'faults');
      return pattern;
    };
    const [first, again, other] = [await run(1), await run(1), await run(2)];
    assert.equal(first, again);
    assert.notEqual(first, other);
    const struck = first.replaceAll('.', '').length;
    assert.ok(struck > 4 && struck < 20, first);
  });

  it('are removed one by one', async () => {
    const {ids} = (await desk('POST', 'faults', [{effect: {status: 500}}, {effect: {delay: 1}}])) as {
      ids: number[];
    };
    await desk('DELETE', `faults?id=${ids[0]}`);
    assert.deepEqual(
      ((await desk('GET', 'faults')) as {id: number}[]).map(({id}) => id),
      [ids[1]],
    );
    assert.equal((await put()).status, 200);
  });
});

describe('the link', () => {
  it('is shared by all bodies, and holds up nothing else', async (test) => {
    const server = await startLocalCos({link: {bytesPerSecond: 1000, rttMs: 0}});
    test.after(() => server.close());
    const body = (path: string, bytes: number): RawRequest => ({
      method: 'PUT',
      path,
      body: 'x'.repeat(bytes),
    });
    const question = (): Promise<unknown> => send(server, {path: '/nothing'});
    const other = (): Promise<void> =>
      until(() => keepsWaiting(server, body('/b', 1), question), 'a body of one byte to wait');
    assert.ok(await keepsWaiting(server, body('/a', 60_000), other));
  });

  it('has a latency', async () => {
    server.settings.link.rttMs = 60_000;
    const other = (): Promise<unknown> => {
      server.settings.link.rttMs = 1;
      return put('b');
    };
    assert.ok(await keepsWaiting(server, {path: '/a'}, other));
  });
});

describe('the log', () => {
  it('tells what came, in order, and no secret', async () => {
    const keys = await temporaryKeys(server);
    await send(server, {method: 'PUT', path: '/dir/%C3%A9', body: 'hello', sign: keys});
    await send(server, {path: '/nothing', query: {versionId: 'x'}});
    const text = JSON.stringify(await desk('GET', 'log'));
    const [, first, second] = JSON.parse(text) as Record<string, unknown>[];
    const {operation, path, key, status, bytesIn, aborted} = first ?? {};
    assert.deepEqual(
      [operation, path, key, status, bytesIn, aborted],
      ['PutObject', '/dir/%C3%A9', 'dir/é', 200, 5, false],
    );
    assert.deepEqual([second?.['errorCode'], second?.['query']], ['NoSuchVersion', {versionId: 'x'}]);
    for (const secret of [keys.secretId, keys.secretKey, keys.token, server.secretId, 'q-signature=0']) {
      assert.equal(text.includes(secret), false, 'a secret is in the log');
    }
    assert.match(text, /q-signature=…/);
    const id = Number(first?.['id']);
    assert.equal(((await desk('GET', `log?since=${id}`)) as unknown[]).length, 1);
    await desk('DELETE', 'log');
    assert.deepEqual(await desk('GET', 'log'), []);
  });

  it('sees a client that gives up', async () => {
    // More than the kernel takes in, else the request would be complete before anybody could notice.
    server.settings.link = {bytesPerSecond: 10_000_000, rttMs: 0};
    const controller = new AbortController();
    const {signal} = controller;
    const put = fetch(`${server.origin}/a`, {method: 'PUT', body: big.repeat(10), signal});
    const rejected = assert.rejects(put);
    await until(() => server.log.length > 0, 'the request');
    controller.abort();
    await rejected;
    await until(() => server.log[0]?.aborted === true, 'the end of the request');
    assert.equal(await exists(), false);
  });
});

describe('bench mode', () => {
  it('keeps no bytes and computes no MD5, but the CRC64', async (test) => {
    const bench = await startLocalCos({bench: true, verifySignature: false});
    test.after(() => bench.close());
    const answer = await fetch(`${bench.origin}/a`, {method: 'PUT', body: 'hello'});
    assert.equal(answer.headers.get('x-cos-hash-crc64ecma'), '11177612005948864433');
    assert.match(answer.headers.get('etag') ?? '', /^"[\da-f]{32}"$/);
    assert.notEqual(answer.headers.get('etag'), '"5d41402abc4b2a76b9719d911017c592"');
    assert.equal((await fetch(`${bench.origin}/a`, {method: 'HEAD'})).headers.get('content-length'), '5');
  });
});
