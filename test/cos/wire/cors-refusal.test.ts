import {expect} from 'chai';
import {corsRefusal, isHeadRefused} from '../../../src/cos/wire/cors-refusal.js';
import {addFault, clientWith, freshKey, rejection, requestsFor} from '../client-under-test.js';

const client = clientWith();

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
    await addFault({match: {key, method: 'OPTIONS'}, effect: {status: 403}});
    expect(await rejection(client.putObject(key, 'x'))).to.include({name: 'NetworkError'});
    const error = await corsRefusal(client, key);
    expect(error).to.include({name: 'CorsError', code: 'cors', header: undefined, key, retryable: false});
    expect(error?.rule).to.include(`<AllowedOrigin>${location.origin}</AllowedOrigin>`);
    expect(error?.message).to.include('PUT').and.not.include('proxy');
  });

  it('names what may stand on the way where the same method alone fails', async () => {
    const key = freshKey();
    await addFault({match: {key, method: 'PUT'}, effect: {reset: 'before'}});
    const error = await corsRefusal(client, key);
    expect(error).to.include({name: 'CorsError', key});
    expect(error?.message).to.include('PUT').and.include('a proxy').and.not.include('no such bucket');
  });

  it('takes one lost answer for what it is', async () => {
    const key = freshKey();
    await addFault({match: {key, method: 'PUT'}, times: 1, effect: {reset: 'before'}});
    expect(await corsRefusal(client, key)).to.equal(undefined);
  });

  it('does not blame the rules of a server that does not answer at all', async () =>
    expect(await corsRefusal(clientWith({endpoint: 'http://127.0.0.1:1'}), 'a')).to.equal(undefined));

  for (const method of ['GET', 'PUT'])
    it(`tells nothing of a server that keeps silent at ${method}, and does not wait for ever`, async () => {
      const key = freshKey();
      await addFault({match: {key, method}, effect: {hang: true}});
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
    ['nothing is wrong', [], false],
    ['HEAD alone fails', [{method: 'HEAD', effect: {reset: 'before'}}], true],
    ['no preflight is answered', [{method: 'OPTIONS', effect: {status: 502}}], false],
    ['HEAD is kept waiting', [{method: 'HEAD', effect: {hang: true}}], false],
  ] as const;
  for (const [when, faults, expected] of table)
    it(`is ${expected.toString()} when ${when}`, async function () {
      this.timeout(10_000);
      const key = freshKey();
      for (const {method, effect} of faults) await addFault({match: {key, method}, effect});
      expect(await isHeadRefused(client, key, signal)).to.equal(expected);
    });
});
