import {expect} from 'chai';
import type {CredentialsScope, Ticket, TicketFile} from '../../../src/index.js';
import {createCosClient, type CosClientOptions} from '../../../src/index.js';
import {bucket, download, freshKey, localClient, region} from '../../support/cos.js';
import {application, keysFor} from '../../support/tickets.js';
import {rejection, thrownBy} from '../../support/thrown.js';

const file: TicketFile = {name: 'a.txt', path: 'a.txt', size: 5, type: 'text/plain', lastModified: 1};
const never = new AbortController().signal;

const clientWith = (options: object): ReturnType<typeof createCosClient> =>
  createCosClient({bucket, region, endpoint: cosOrigin, ...options} as CosClientOptions);

describe('tickets', () => {
  it('name the object of a file, and sign what is sent about it', async () => {
    const {asked, ticket} = application((given) => ({...given, objectOptions: {acl: 'private'}}));
    const client = clientWith({ticket});
    const taken = await client.tickets!.take(file, never);
    expect(taken.objectOptions).to.deep.equal({acl: 'private'});
    await client.putObject(taken.key, 'hello');
    expect(await (await download(taken.key))?.text()).to.equal('hello');
    expect(asked).to.deep.equal([file]);
  });

  it('are kept per key: those of one object do not sign for another, and each is asked for once', async () => {
    const {asked, ticket} = application();
    const client = clientWith({ticket});
    const keys = await Promise.all(
      ['a', 'b', 'c'].map(async (name) => (await client.tickets!.take({...file, name}, never)).key),
    );
    await Promise.all(keys.flatMap((key) => [client.putObject(key, key), client.headObject(key)]));
    for (const key of keys) expect(await (await download(key))?.text()).to.equal(key);
    expect(asked).to.have.length(3);
  });

  it('are asked for again with the key, and what is known of the file', async () => {
    const {asked, ticket} = application();
    const client = clientWith({ticket});
    const {key} = await client.tickets!.take(file, never);
    const fresh = clientWith({ticket});
    await Promise.all([fresh.headObject(key), fresh.headObject(key)]);
    const known = clientWith({ticket});
    await known.tickets!.know(key, file);
    await known.headObject(key);
    const name = key.split('/').at(-1);
    expect(asked.slice(1)).to.deep.equal([
      {name, path: key, size: 0, type: '', lastModified: 0, key},
      {...file, key},
    ]);
  });

  it('are asked for by what is known of a thousand files, the newest', async () => {
    const {asked, ticket} = application();
    const client = clientWith({ticket});
    const know = (key: string): Promise<void> => client.tickets!.know(key, file);
    const keys = ['again', 'first', 'second'].map(freshKey);
    const [again, first, second] = keys as [string, string, string];
    for (const key of keys) await know(key);
    for (let more = 0; more < 997; more++) await know(freshKey());
    await know(again);
    await know(freshKey());
    for (const key of [again, first, second]) await client.headObject(key);
    expect(asked.map(({size}) => size)).to.deep.equal([file.size, 0, file.size]);
  });

  it('are asked for again when COS finds them too old', async () => {
    const {asked, ticket} = application();
    const client = clientWith({ticket});
    const {key} = await client.tickets!.take(file, never);
    await fetch(`${cosOrigin}/-/faults`, {
      method: 'POST',
      body: JSON.stringify([{match: {key}, times: 1, effect: {expiredToken: true}}]),
    });
    await client.putObject(key, 'hello');
    expect(asked.map(({key}) => key)).to.deep.equal([undefined, key]);
  });

  it('are not for listing the bucket', async () => {
    const {asked, ticket} = application();
    expect(await rejection(clientWith({ticket}).listMultipartUploads())).to.include({
      name: 'CredentialsError',
      code: 'refused',
      retryable: false,
    });
    expect(asked).to.deep.equal([]);
  });

  it('of a file that is stored need no keys', async () => {
    const client = clientWith({ticket: () => Promise.resolve({key: 'there', stored: true})});
    expect(await client.tickets!.take(file, never)).to.include({key: 'there', stored: true});
  });

  for (const [name, change] of [
    ['nothing', () => undefined],
    ['no key', (ticket: Ticket) => ({...ticket, key: undefined})],
    ['no credentials', ({key}: Ticket) => ({key})],
    ['another bucket', (ticket: Ticket) => ({...ticket, bucket: 'other-1250000000'})],
    ['another region', (ticket: Ticket) => ({...ticket, region: 'ap-beijing'})],
  ] as [string, (ticket: Ticket) => object][])
    it(`that say ${name} are malformed`, async () => {
      const {ticket} = application(change);
      expect(await rejection(clientWith({ticket}).tickets!.take(file, never))).to.include({
        name: 'CredentialsError',
        code: 'malformed',
        retryable: false,
      });
    });

  it('that name another object than the one that goes on are refused', async () => {
    const {ticket} = application((given, {key}) => ({...given, key: key ? `${key}2` : given.key}));
    const client = clientWith({ticket});
    const {key} = await client.tickets!.take(file, never);
    const error = await rejection(client.tickets!.take({...file, key}, never));
    expect(error).to.include({name: 'CredentialsError', code: 'malformed'});
    expect(await rejection(clientWith({ticket}).headObject(key))).to.include({code: 'malformed'});
  });

  it('come from ticketUrl by POST of JSON', async () => {
    const key = freshKey();
    const {fetch} = globalThis;
    const questions: {url: string; init: RequestInit}[] = [];
    globalThis.fetch = async (url, init = {}) => {
      if (url !== '/tickets') return fetch(url, init);
      questions.push({url, init});
      return Response.json({...(await keysFor(key)), key});
    };
    try {
      const client = clientWith({ticketUrl: '/tickets'});
      await client.tickets!.take(file, never);
      await client.putObject(key, 'x');
    } finally {
      globalThis.fetch = fetch;
    }
    expect(questions).to.have.length(1);
    const {init} = questions[0]!;
    expect(init).to.include({method: 'POST', body: JSON.stringify(file)});
    expect(init.headers).to.include({'content-type': 'application/json'});
    expect(init.credentials).to.equal(undefined);
  });

  for (const [status, code, retryable] of [
    [413, 'unavailable', false],
    [415, 'unavailable', false],
    [403, 'refused', false],
    [503, 'unavailable', true],
  ] as const)
    it(`are not given by a server that answers ${status}: ${code}`, async () => {
      const {fetch} = globalThis;
      globalThis.fetch = (url, init) =>
        url === '/tickets' ? Promise.resolve(Response.json({error: 'no'}, {status})) : fetch(url, init);
      try {
        const taking = clientWith({ticketUrl: '/tickets'}).tickets!.take(file, never);
        expect(await rejection(taking)).to.include({name: 'CredentialsError', code, retryable});
      } finally {
        globalThis.fetch = fetch;
      }
    });

  it('are not given by a server that says under status 200 that nobody is signed in', async () => {
    const ticket = (): Promise<Ticket> => Promise.resolve({code: 401} as never);
    const taking = clientWith({ticket}).tickets!.take(file, never);
    expect(await rejection(taking)).to.include({code: 'refused', retryable: false});
  });

  it('are one of the ways to be authorized, and the only one', () => {
    const ticket = (): Promise<Ticket> => Promise.reject(new Error());
    for (const options of [
      {ticket, credentialsUrl: '/sts'},
      {ticket, ticketUrl: '/t'},
      {ticket: '/t'},
      {ticketUrl: ticket},
    ])
      expect(thrownBy(() => clientWith(options))).to.include({name: 'ConfigurationError'});
  });
});

describe("credentialsScope: 'object'", () => {
  it('asks for each key, once', async () => {
    const asked: string[] = [];
    const client = clientWith({
      credentialsScope: 'object',
      credentials: (scope: CredentialsScope) => {
        asked.push(scope.key);
        return keysFor(scope.key);
      },
    });
    const keys = [freshKey(), freshKey()];
    for (let round = 0; round < 2; round++) await Promise.all(keys.map((key) => client.putObject(key, 'x')));
    expect(asked.sort()).to.deep.equal(keys.sort());
  });

  it('tells credentialsUrl the key', async () => {
    const {fetch} = globalThis;
    const asked: string[] = [];
    globalThis.fetch = (url, init) => {
      if (typeof url !== 'string' || !url.startsWith('/keys')) return fetch(url, init);
      asked.push(url);
      return keysFor('a b&c').then((keys) => Response.json(keys));
    };
    try {
      for (const credentialsUrl of ['/keys', '/keys?user=1#x'])
        await clientWith({credentialsUrl, credentialsScope: 'object'}).putObject('a b&c', 'x');
    } finally {
      globalThis.fetch = fetch;
    }
    expect(asked).to.deep.equal(['/keys?key=a%20b%26c', '/keys?user=1&key=a%20b%26c#x']);
  });

  it('is client or object', () =>
    expect(thrownBy(() => localClient({credentialsScope: 'key'} as never))).to.include({
      attribute: 'credentials-scope',
    }));
});
