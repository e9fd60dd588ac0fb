import {expect} from 'chai';
import {corsRefusal, isHeadRefused} from '../../../src/cos/wire/cors-refusal.js';
import {addFaults, freshKey, localClient, requestsFor} from '../../support/cos.js';
import {rejection} from '../../support/thrown.js';

const client = localClient();

/** Whether the line loses the answer to the nth question of a kind: a method, or `no-cors`. */
type Lost = (kind: string, nth: number) => boolean;

/** What `ask` answers on a line that loses answers of the local COS, in a browser that reports nothing of what it keeps back. */
async function onLine<T>(lost: Lost, ask: () => Promise<T>): Promise<T> {
  const {fetch, ReportingObserver} = globalThis;
  const asked = new Map<string, number>();
  globalThis.fetch = (url, init = {}) => {
    const kind = init.mode ?? init.method ?? 'GET';
    asked.set(kind, (asked.get(kind) ?? 0) + 1);
    return lost(kind, asked.get(kind)!) ? Promise.reject(new TypeError('lost')) : fetch(url, init);
  };
  Reflect.deleteProperty(globalThis, 'ReportingObserver');
  try {
    return await ask();
  } finally {
    Object.assign(globalThis, {fetch, ReportingObserver});
  }
}

describe('corsRefusal', () => {
  it('finds nothing where the rules allow the page, and writes nothing', async () => {
    const key = freshKey();
    expect(await corsRefusal(client, key)).to.equal(undefined);
    for (const {method, status} of await requestsFor(key))
      if (method !== 'OPTIONS') expect(status).to.be.within(400, 499);
    expect(await client.headObject(key)).to.equal(undefined);
  });

  it('is a CorsError with the rule to paste where a preflight is refused', async () => {
    const key = freshKey();
    await addFaults({match: {key, method: 'OPTIONS'}, effect: {status: 403}});
    expect(await rejection(client.putObject(key, 'x'))).to.include({name: 'NetworkError'});
    const error = await corsRefusal(client, key);
    expect(error).to.include({name: 'CorsError', code: 'cors', header: undefined, key, retryable: false});
    expect(error?.rule).to.include(`<AllowedOrigin>${location.origin}</AllowedOrigin>`);
    expect(error?.message).to.include('PUT').and.not.include('proxy');
  });

  it('names what may stand on the way where the same method alone fails', async () => {
    const key = freshKey();
    await addFaults({match: {key, method: 'PUT'}, effect: {reset: 'before'}});
    const error = await corsRefusal(client, key);
    expect(error).to.include({name: 'CorsError', key});
    expect(error?.message).to.include('PUT').and.include('a proxy').and.not.include('no such bucket');
  });

  for (const [what, lost] of [
    ['three lost answers in a row', (kind, nth) => kind === 'PUT' && nth <= 3],
    ['three lost answers of the other method', (kind, nth) => kind === 'POST' && nth <= 3],
    [
      'a line that has died after its first answer',
      (kind, nth) => kind === 'PUT' || (kind === 'no-cors' && nth > 1),
    ],
  ] satisfies [string, Lost][])
    it(`takes ${what} for what it is`, async () => {
      expect(await onLine(lost, () => corsRefusal(client, freshKey()))).to.equal(undefined);
    });

  it('does not blame the rules of a server that does not answer at all', async () =>
    expect(await corsRefusal(localClient({endpoint: 'http://127.0.0.1:1'}), 'a')).to.equal(undefined));

  for (const method of ['GET', 'PUT'])
    it(`tells nothing of a server that keeps silent at ${method}, and does not wait for ever`, async () => {
      const key = freshKey();
      await addFaults({match: {key, method}, effect: {hang: true}});
      expect(await corsRefusal(client, key, undefined, 500)).to.equal(undefined);
    });

  it("rejects with the signal's reason", async () => {
    const reason = new Error('mine');
    expect(await rejection(corsRefusal(client, freshKey(), AbortSignal.abort(reason)))).to.equal(reason);
  });
});

describe('isHeadRefused', () => {
  const {signal} = new AbortController();
  const table = [
    ['nothing is wrong', [], false, 60_000],
    ['HEAD alone fails', [{method: 'HEAD', effect: {reset: 'before'}}], true, 60_000],
    ['no preflight is answered', [{method: 'OPTIONS', effect: {status: 502}}], false, 60_000],
    ['HEAD is kept waiting', [{method: 'HEAD', effect: {hang: true}}], false, 1000],
  ] as const;
  for (const [when, faults, expected, ms] of table)
    it(`is ${expected.toString()} when ${when}`, async () => {
      const key = freshKey();
      for (const {method, effect} of faults) await addFaults({match: {key, method}, effect});
      expect(await isHeadRefused(client, key, signal, ms)).to.equal(expected);
    });

  it('is false when the line has lost three answers', async () => {
    const lost: Lost = (kind, nth) => kind === 'HEAD' && nth <= 3;
    expect(await onLine(lost, () => isHeadRefused(client, freshKey(), signal))).to.equal(false);
  });
});
