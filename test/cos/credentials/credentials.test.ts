import {expect} from 'chai';
import {askingFor} from '../../../src/cos/credentials/authorizer.js';
import {createClock} from '../../../src/cos/wire/clock.js';
import {createCredentialsCache, type CredentialsCache} from '../../../src/cos/credentials/credentials.js';
import {readCredentials} from '../../../src/cos/credentials/credentials-answer.js';
import {credentialsFromUrl} from '../../../src/cos/credentials/credentials-url.js';
import type {
  CredentialsScope,
  GetCredentials,
  TemporaryCredentials,
} from '../../../src/cos/credentials/credentials-types.js';
import {CredentialsError} from '../../../src/errors.js';
import {bucket, freshKey, localClient, region} from '../../support/cos.js';
import {PageTime} from '../../support/page-time.js';
import {rejection, thrownBy} from '../../support/thrown.js';

/** A cache over an endpoint that answers `lifetime` seconds from the given local time on. */
function caching(
  lifetime: number,
  {serverAhead = 0, get}: {serverAhead?: number; get?: GetCredentials} = {},
) {
  let now = Date.UTC(2026, 10, 22, 8);
  const scopes: CredentialsScope[] = [];
  const signals: AbortSignal[] = [];
  const clock = createClock(() => now);
  const cache = createCredentialsCache(
    async (scope, signal) => {
      scopes.push(scope);
      signals.push(signal);
      if (get) return get(scope, signal);
      await Promise.resolve();
      const startTime = Math.floor(now / 1000) + serverAhead;
      return {
        secretId: `id${scopes.length}`,
        secretKey: 'k',
        sessionToken: 't',
        startTime,
        expiredTime: startTime + lifetime,
      };
    },
    {bucket, region, clock},
  );
  return {cache, scopes, signals, clock, pass: (seconds: number) => (now += seconds * 1000)};
}

/** Until what goes on in the background has come to rest. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

const put = (cache: CredentialsCache, signal?: AbortSignal): Promise<TemporaryCredentials> =>
  cache.get('a', ['PutObject'], signal);

describe('credentials of one object each', () => {
  it('are kept for a hundred objects; those that were used last stay', async () => {
    const asked: string[] = [];
    const clock = createClock();
    const startTime = Math.floor(Date.now() / 1000);
    const keys = {secretId: 'i', secretKey: 'k', sessionToken: 't', startTime, expiredTime: startTime + 1800};
    const cache = createCredentialsCache(
      ({key}) => {
        asked.push(key);
        return Promise.resolve(keys);
      },
      {bucket, region, clock, perObject: true},
    );
    const use = (key: number): Promise<unknown> => cache.get(String(key), ['PutObject']);
    for (let key = 1; key <= 100; key++) await use(key);
    await use(1);
    expect(asked).to.have.length(100);
    await use(101);
    asked.length = 0;
    await use(1);
    await use(2);
    expect(asked).to.deep.equal(['2']);
  });
});

describe('the shape of credentials', () => {
  const flat = {
    secretId: 'i',
    secretKey: 'k',
    sessionToken: 't',
    startTime: 1_763_801_800,
    expiredTime: 1_763_803_600,
  };
  const {startTime, expiredTime} = flat;
  const credentials = {tmpSecretId: 'i', tmpSecretKey: 'k', sessionToken: 't'};

  const capital = {TmpSecretId: 'i', TmpSecretKey: 'k'};
  const times = {StartTime: startTime, ExpiredTime: expiredTime};
  const spellings: [sdk: string, answer: unknown][] = [
    ['our own type', flat],
    ['qcloud-cos-sts (Node)', {requestId: 'x', expiration: 'y', credentials, startTime, expiredTime}],
    [
      'qcloud-python-sts, cos-sts_java',
      {credentials, requestId: 'x', expiredTime, startTime, expiration: 'y'},
    ],
    ['sts/php', {credentials, startTime: String(startTime), expiredTime: String(expiredTime)}],
    ['qcloud-cos-sts-sdk/go, .NET', {Credentials: {...capital, Token: 't'}, ...times, Expiration: 'y'}],
    [
      'the API, 3.0',
      {Response: {Credentials: {...capital, Token: 't'}, ExpiredTime: expiredTime, RequestId: 'x'}},
    ],
    [
      'tencentcloud-sdk-nodejs',
      {Credentials: {...capital, Token: 't'}, ExpiredTime: expiredTime, Expiration: 'y'},
    ],
    ['getAuthorization of cos-js-sdk-v5', {...capital, SecurityToken: 't', ...times, ScopeLimit: true}],
    ['the same, older', {...capital, XCosSecurityToken: 't', ...times}],
    ['getSTS of cos-js-sdk-v5', {SecretId: 'i', SecretKey: 'k', XCosSecurityToken: 't', ...times}],
    [
      '/getKeyAndCredentials of cos-js-sdk-v5',
      {...capital, SessionToken: 't', ...times, Bucket: 'b-1', Key: 'a'},
    ],
    [
      "an application's own wrapper",
      {data: {credentials: {...credentials}, startTime, expiredTime}, code: 0},
    ],
    [
      'a server that hands the API on',
      {code: 0, data: {Response: {Credentials: {...capital, Token: 't'}, ...times}}},
    ],
  ];
  for (const [sdk, answer] of spellings) {
    it(`understands ${sdk}`, () => {
      const read = readCredentials(answer as never, startTime * 1000 + 60_000);
      expect(read).to.deep.equal(flat);
    });
  }

  it('are good for a minute already where nothing says since when, and never after their end', () => {
    const {startTime: _, ...rest} = flat;
    const since = (now: number): number => readCredentials(rest as never, now * 1000).startTime;
    expect(since(startTime)).to.equal(startTime - 60);
    expect(since(expiredTime + 9999)).to.equal(expiredTime - 60);
  });

  it('says why permanent keys are refused', () => {
    for (const answer of [
      {...flat, sessionToken: undefined},
      {SecretId: 'i', SecretKey: 'k'},
      {credentials: {tmpSecretId: 'i', tmpSecretKey: 'k'}, startTime, expiredTime},
    ])
      expect(() => readCredentials(answer as never)).to.throw(
        CredentialsError,
        /sessionToken\. Keys without one are permanent keys: whoever reads this page owns the account/,
      );
  });

  const faults: [name: string, answer: unknown, says: string][] = [
    ['nothing', undefined, 'not an object'],
    ['a string', 'key', 'not an object'],
    ['an error answer of STS', {Response: {Error: {Code: 'x'}}}, 'lack tmpSecretId'],
    ['no key', {...flat, secretKey: ''}, 'lack tmpSecretKey'],
    [
      'no nested id',
      {credentials: {...credentials, tmpSecretId: undefined}, startTime, expiredTime},
      'lack credentials.tmpSecretId',
    ],
    ['a permanent key', {...flat, sessionToken: undefined}, 'lack sessionToken'],
    ['a token with a line break', {...flat, sessionToken: 'a\nb'}, 'sessionToken'],
    ['null within', {credentials: null, startTime, expiredTime}, '"credentials" that is not an object'],
    ['no end', {...flat, expiredTime: undefined}, 'lack expiredTime'],
    ['an end in text', {...flat, expiredTime: '2026-11-22T08:00:00Z'}, 'expiredTime'],
    ['milliseconds', {...flat, startTime: startTime * 1000}, 'startTime'],
    ['an end before the start', {...flat, startTime: expiredTime}, 'end'],
  ];
  for (const [name, answer, says] of faults) {
    it(`refuses ${name}, naming the field`, () => {
      const error = thrownBy(() => readCredentials(answer as never));
      expect(error).to.be.instanceOf(CredentialsError);
      expect(error).to.include({code: 'malformed', retryable: false});
      expect(error.message).to.include(says);
    });
  }
});

describe('credentials kept', () => {
  it('are asked for once, however many wait', async () => {
    const {cache, scopes} = caching(1800);
    const all = await Promise.all(Array.from({length: 50}, () => put(cache)));
    expect(new Set(all)).to.have.property('size', 1);
    expect(scopes).to.have.length(1);
    expect(scopes[0]).to.include({bucket, region, key: 'a'});
    expect(scopes[0]?.actions).to.include.members(['name/cos:PutObject', 'name/cos:UploadPart']);
    expect(scopes[0]?.actions).not.to.include('name/cos:DeleteObject');
  });

  it('are asked for again when an action is wanted that they were not asked for', async () => {
    const {cache, scopes} = caching(1800);
    await put(cache);
    await Promise.all([cache.get('a', ['DeleteObject']), put(cache), cache.get('a', ['DeleteObject'])]);
    await cache.get('a', ['DeleteObject', 'PutObject']);
    expect(scopes).to.have.length(2);
    expect(scopes[1]?.actions).to.include.members(['name/cos:PutObject', 'name/cos:DeleteObject']);
  });

  it('outlive a refusal of what goes beyond an upload, and are not replaced by the keys of a listing', async () => {
    let down = false;
    const startTime = Date.UTC(2026, 10, 22, 8) / 1000;
    const {cache, scopes, pass} = caching(1800, {
      get: ({key, actions}) =>
        down || actions.includes('name/cos:DeleteObject')
          ? Promise.reject(new Error('refused'))
          : Promise.resolve({
              secretId: `id-${key}`,
              secretKey: 'k',
              sessionToken: 't',
              startTime,
              expiredTime: startTime + 1800,
            }),
    });
    const kept = await put(cache);
    await rejection(cache.get('b', ['DeleteObject']));
    expect((await cache.get('', ['ListMultipartUploads'])).secretId).to.equal('id-');
    expect(await put(cache), 'after the others').to.equal(kept);
    pass(1500);
    await put(cache);
    expect(scopes.at(-1)?.actions).to.deep.equal(scopes[0]?.actions);
    down = true;
    pass(200);
    expect((await put(cache)).secretId, 'while the endpoint is down').to.equal('id-a');
  });

  it('that are wanted for more do not keep others waiting, who need less', async () => {
    const {cache} = caching(1800, {
      get: ({actions}) =>
        actions.includes('name/cos:DeleteObject')
          ? Promise.reject(new Error('refused'))
          : Promise.resolve({
              secretId: 'i',
              secretKey: 'k',
              sessionToken: 't',
              startTime: 1_790_000_000,
              expiredTime: 1_790_001_800,
            }),
    });
    const refused = rejection(cache.get('a', ['DeleteObject']));
    expect((await put(cache)).secretId).to.equal('i');
    expect(await refused).to.include({name: 'CredentialsError'});
  });

  const refreshes: [lifetime: number, kept: number, renewed: number][] = [
    [1800, 1439, 1441], // a fifth: 360 s
    [200, 139, 141], // 60 s
    [60, 29, 31], // half of what is left
  ];
  for (const [lifetime, kept, renewed] of refreshes) {
    it(`of ${lifetime} s are renewed after ${renewed} s`, async () => {
      const {cache, scopes, pass} = caching(lifetime);
      await put(cache);
      pass(kept);
      expect((await put(cache)).secretId).to.equal('id1');
      expect(scopes).to.have.length(1);
      pass(renewed - kept);
      expect((await put(cache)).secretId, 'as long as they are good').to.equal('id1');
      await settled();
      expect((await put(cache)).secretId).to.equal('id2');
      expect(scopes).to.have.length(2);
    });
  }

  const waits: [lifetime: number, left: number][] = [
    [1800, 60],
    [200, 30],
    [60, 15],
  ];
  for (const [lifetime, left] of waits) {
    it(`of ${lifetime} s are waited for when less than ${left} s are left`, async () => {
      const {cache, pass} = caching(lifetime);
      await put(cache);
      pass(lifetime - left + 1);
      expect((await put(cache)).secretId).to.equal('id2');
    });
  }

  it('that are good hold up nobody while the endpoint hangs, and its late answer counts', async () => {
    let answer: (keys: TemporaryCredentials) => void = () => undefined;
    const startTime = Date.UTC(2026, 10, 22, 8) / 1000;
    const keys = {secretKey: 'k', sessionToken: 't', startTime, expiredTime: startTime + 1800};
    let hang = false;
    const {cache, scopes, signals, pass} = caching(1800, {
      get: () =>
        hang ? new Promise((resolve) => (answer = resolve)) : Promise.resolve({...keys, secretId: 'old'}),
    });
    await put(cache);
    hang = true;
    pass(1500);
    const controller = new AbortController();
    expect(await Promise.all([put(cache), put(cache, controller.signal)])).to.have.length(2);
    controller.abort();
    expect((await put(cache)).secretId).to.equal('old');
    expect(scopes, 'asked once').to.have.length(2);
    expect(signals[1]?.aborted).to.equal(false);
    answer({...keys, secretId: 'new', startTime: startTime + 1500, expiredTime: startTime + 3300});
    await settled();
    expect((await put(cache)).secretId).to.equal('new');
    expect(scopes).to.have.length(2);
  });

  for (const serverAhead of [-86_400, -3600, 3600, 86_400]) {
    it(`are kept for their life though the local clock is ${-serverAhead} s off`, async () => {
      const {cache, scopes, pass} = caching(1800, {serverAhead});
      await put(cache);
      pass(1400);
      await put(cache);
      expect(scopes).to.have.length(1);
      pass(100);
      await put(cache);
      expect(scopes).to.have.length(2);
    });
  }

  it('are not used again once dropped, and newer ones are not dropped by a late answer', async () => {
    const {cache, scopes} = caching(1800);
    const first = await put(cache);
    cache.drop(first);
    const second = await put(cache);
    expect(second).not.to.equal(first);
    cache.drop(first);
    expect(await put(cache)).to.equal(second);
    expect(scopes).to.have.length(2);
  });

  it('carry on while the endpoint is down, until they end', async () => {
    let down = false;
    const {cache, scopes, pass} = caching(1800, {
      get: () => {
        if (down) return Promise.reject(new TypeError('down'));
        const startTime = Date.UTC(2026, 10, 22, 8) / 1000;
        return Promise.resolve({
          secretId: 'i',
          secretKey: 'k',
          sessionToken: 't',
          startTime,
          expiredTime: startTime + 1800,
        });
      },
    });
    const first = await put(cache);
    down = true;
    pass(1500);
    expect(await put(cache)).to.equal(first);
    expect(await put(cache)).to.equal(first);
    expect(scopes, 'not asked for every request').to.have.length(2);
    await settled();
    pass(250);
    expect(await put(cache)).to.equal(first);
    expect(await put(cache)).to.equal(first);
    expect(scopes, 'nor near the end').to.have.length(3);
    pass(51);
    expect(await rejection(put(cache))).to.include({name: 'CredentialsError', retryable: true});
  });

  it('a failure reaches all who wait, and the next request asks anew', async () => {
    let calls = 0;
    const {cache} = caching(1800, {get: () => Promise.reject(new Error(`no ${++calls}`))});
    const errors = await Promise.all([rejection(put(cache)), rejection(put(cache))]);
    expect(errors[0]).to.equal(errors[1]);
    expect(errors[0]).to.include({name: 'CredentialsError', code: 'unavailable', retryable: true});
    await rejection(put(cache));
    expect(calls).to.equal(2);
  });

  it('a failure for what goes beyond an upload is most likely a refusal, unless nothing answered', async () => {
    let failure = new Error('403');
    const {cache} = caching(1800, {get: () => Promise.reject(failure)});
    const listing = (): Promise<unknown> => rejection(cache.get('', ['ListMultipartUploads']));
    expect(await listing()).to.include({code: 'unavailable', retryable: false});
    failure = new TypeError('Failed to fetch');
    expect(await listing()).to.include({code: 'unavailable', retryable: true});
  });

  it('a failure is as final as an error of ours says', async () => {
    const refused = new CredentialsError('Sign in again.', {code: 'refused'});
    const {cache} = caching(1800, {get: () => Promise.reject(refused)});
    expect(await rejection(put(cache))).to.equal(refused);
  });
});

describe('giving up while credentials are under way', () => {
  const pending = (): {get: GetCredentials; answer: () => void} => {
    let answer = (): void => undefined;
    const startTime = Date.UTC(2026, 10, 22, 8) / 1000;
    return {
      get: () =>
        new Promise((resolve) => {
          answer = () =>
            resolve({
              secretId: 'i',
              secretKey: 'k',
              sessionToken: 't',
              startTime,
              expiredTime: startTime + 1800,
            });
        }),
      answer: () => answer(),
    };
  };

  it('rejects with the reason of the one, and the others get theirs', async () => {
    const {get, answer} = pending();
    const {cache, scopes, signals} = caching(1800, {get});
    const controller = new AbortController();
    const given = rejection(put(cache, controller.signal));
    const kept = put(cache);
    controller.abort();
    expect(await given).to.equal(controller.signal.reason);
    expect(signals[0]?.aborted).to.equal(false);
    answer();
    expect((await kept).secretId).to.equal('i');
    expect(scopes).to.have.length(1);
  });

  it('aborts the request when nobody waits any more, and the next one starts anew', async () => {
    const {get, answer} = pending();
    const {cache, scopes, signals} = caching(1800, {get});
    const controller = new AbortController();
    const waiting = [rejection(put(cache, controller.signal)), rejection(put(cache, controller.signal))];
    controller.abort();
    await Promise.all(waiting);
    expect(signals[0]?.aborted).to.equal(true);
    const next = put(cache);
    answer();
    await next;
    expect(scopes).to.have.length(2);
  });

  it('does not even begin for an aborted signal', async () => {
    const {cache, scopes} = caching(1800);
    await rejection(put(cache, AbortSignal.abort()));
    expect(scopes).to.have.length(0);
  });
});

describe('a server that says under status 200 that nobody is signed in', () => {
  for (const said of [
    {code: 401, msg: 'not logged in'},
    {code: '401'},
    {code: 403, data: null},
    {status: 401, data: {}},
    {status: 'error', statusCode: 403},
  ])
    it(`${JSON.stringify(said)}: the session has ended`, async () => {
      const ended = {name: 'CredentialsError', code: 'refused', retryable: false};
      const answer = (): Promise<never> => Promise.resolve(said as never);
      expect(await rejection(localClient({credentials: answer}).putObject('a', 'x'))).to.include(ended);
      expect(await rejection(localClient({authorize: answer}).putObject('a', 'x'))).to.include(ended);
      const url = `/said?${encodeURIComponent(JSON.stringify({status: 200, type: 'application/json', body: JSON.stringify(said)}))}`;
      expect(await rejection(localClient({credentialsUrl: url}).putObject('a', 'x'))).to.include(ended);
    });
});

describe('credentials from a URL', () => {
  const ask = (path: string): Promise<unknown> =>
    credentialsFromUrl(path)({bucket, region, key: 'a', actions: []}, new AbortController().signal);

  it('are the JSON it answers', async () => {
    expect(readCredentials((await ask(`${cosOrigin}/-/sts?seconds=900`)) as never).sessionToken).to.be.a(
      'string',
    );
  });

  it('of a dead server may be asked for again', async () =>
    expect(await rejection(ask('http://127.0.0.1:1/sts?token=secret'))).to.include({
      code: 'unavailable',
      retryable: true,
    }));

  it('of a missing page may be asked for again, for a deploy may be under way; the URL is named without its query', async () => {
    const error = await rejection(ask(`${cosOrigin}/-/nothing?token=secret`));
    expect(error).to.include({name: 'CredentialsError', code: 'missing', retryable: true});
    expect(error.message).to.include('/-/nothing answered 404').and.not.include('secret');
  });

  const page = '<!doctype html><title>Sign in</title>';
  const ends: [what: string, status: number, type: string, body: string, code: string, retryable: boolean][] =
    [
      ['a login page', 200, 'text/html', page, 'refused', false],
      ['a login page without its type', 200, 'text/plain', page, 'refused', false],
      ['401', 401, 'application/json', '{}', 'refused', false],
      ['403', 403, 'text/html', page, 'refused', false],
      ["a gateway's page", 502, 'text/html', page, 'unavailable', true],
      ['400', 400, 'application/json', '{}', 'unavailable', true],
      ['429', 429, 'application/json', '{}', 'unavailable', true],
      ['no JSON', 200, 'application/json', 'ok', 'malformed', false],
    ];
  for (const [what, status, type, body, code, retryable] of ends)
    it(`${what}: ${code}`, async () => {
      const said = encodeURIComponent(JSON.stringify({status, type, body}));
      expect(await rejection(ask(`/said?${said}`))).to.include({name: 'CredentialsError', code, retryable});
    });

  it('of an address that leads to a login elsewhere: the session has ended', async () => {
    const said = encodeURIComponent(JSON.stringify({status: 302, location: 'http://127.0.0.1:1/login'}));
    expect(await rejection(ask(`/said?${said}`))).to.include({code: 'refused', retryable: false});
  });

  it('of a URL that fetch refuses are not to be had, and nothing of it but host and path is quoted', async () => {
    const error = await rejection(ask('https://user:secret@127.0.0.1:1/sts?token=secret'));
    expect(error).to.include({code: 'unavailable'});
    expect(error.message).to.include('https://127.0.0.1:1/sts');
    expect(error.message + String(error.cause)).not.to.include('secret');
  });

  it('that are not JSON are malformed, and not quoted', async () => {
    const error = await rejection(ask(URL.createObjectURL(new Blob(['secret']))));
    expect(error).to.include({code: 'malformed', retryable: false});
    expect(error.message + String(error.cause)).not.to.include('secret');
  });
});

describe('exactly one way to be authorized', () => {
  const authorize = () => Promise.resolve({authorization: 'q-signature=x'});
  const credentials = () => Promise.reject(new Error());

  it('none and two are refused', () => {
    expect(thrownBy(() => localClient({authorize, credentialsUrl: '/sts'} as never))).to.include({
      attribute: 'credentials',
    });
    expect(thrownBy(() => localClient({credentials, authorize} as never)).message).to.include(
      'credentials and authorize',
    );
    expect(thrownBy(() => localClient({credentialsUrl: undefined})).message).to.include('none of them');
  });

  it('what is null is not given', async () => {
    expect(thrownBy(() => localClient({authorize: null, credentialsUrl: null} as never)).message).to.include(
      'none of them',
    );
    const token = {authorization: 'q-signature=x', securityToken: null} as never;
    const client = localClient({
      authorize: () => Promise.resolve(token),
      credentials: null,
      credentialsUrl: null,
    } as never);
    expect(await rejection(client.headObject(freshKey()))).to.include({name: 'CosError', status: 403});
    const asking = localClient({
      credentials: () => fetch(`${cosOrigin}/-/sts`).then((response) => response.json()),
      credentialsUrl: null,
      authorize: null,
    } as never);
    expect(await asking.headObject(freshKey())).to.equal(undefined);
  });

  it('what is neither a function nor a URL is refused, and not shown', () => {
    const keys = {tmpSecretId: 'a-secret'};
    for (const [attribute, value] of [
      ['credentials', keys],
      ['credentials', '/sts'],
      ['authorize', keys],
      ['credentialsUrl', credentials],
    ] as const) {
      const error = thrownBy(() => localClient({credentialsUrl: undefined, [attribute]: value}));
      expect(error).to.include({name: 'ConfigurationError', attribute});
      expect(error.message + JSON.stringify(error)).not.to.include('a-secret');
    }
  });

  it('an answer of authorize that is no signature is malformed', async () => {
    for (const answer of [
      undefined,
      null,
      {},
      {authorization: ''},
      {authorization: 'Bearer x'},
      {authorization: 'q-signature=\n'},
      {authorization: 'q-signature=x', securityToken: 1},
    ]) {
      const client = localClient({authorize: () => Promise.resolve(answer as never)});
      expect(await rejection(client.headObject(freshKey()))).to.include({
        name: 'CredentialsError',
        code: 'malformed',
      });
    }
  });
});

describe('a function of the app that never answers', () => {
  let time: PageTime;
  beforeEach(() => (time = new PageTime()));
  afterEach(() => time.end());
  const hanging = (): {signals: AbortSignal[]; hang: (_: unknown, signal: AbortSignal) => Promise<never>} => {
    const signals: AbortSignal[] = [];
    return {signals, hang: (_, signal) => (signals.push(signal), new Promise(() => undefined))};
  };

  it('credentials: is given up after 20 seconds, and asked again by the next request', async () => {
    const {signals, hang} = hanging();
    const clock = createClock();
    const cache = createCredentialsCache(hang, {bucket: 'b-1', region: 'r', clock});
    for (let times = 1; times <= 2; times++) {
      const waiting = rejection(cache.get('k', ['PutObject']));
      await time.pass(19_999);
      expect(signals.at(-1)).to.include({aborted: false});
      await time.pass(1);
      const error = await waiting;
      expect(error.message).to.include('within 20 s');
      expect(error).to.include({name: 'CredentialsError', code: 'unavailable', retryable: true});
      expect(signals).to.have.length(times);
      expect(signals.at(-1)).to.include({aborted: true});
    }
  });

  const request = {method: 'PUT', key: 'k', query: {}, headers: {}, actions: []};

  it('authorize: is given up', async () => {
    const {signals, hang} = hanging();
    const waiting = rejection(askingFor(hang)(request));
    await time.pass(20_000);
    expect(await waiting).to.include({
      name: 'CredentialsError',
      code: 'unavailable',
      retryable: true,
      key: 'k',
    });
    expect(signals[0]).to.include({aborted: true});
  });

  it('authorize: is not waited for after an abort', async () => {
    const {hang} = hanging();
    const controller = new AbortController();
    const waiting = rejection(askingFor(hang)(request, controller.signal));
    controller.abort();
    expect(await waiting).to.equal(controller.signal.reason);
  });
});
