/** The server's side of ticket-url: who may ask, what keys they get, and what those can do at most. */
import assert from 'node:assert/strict';
import {Readable} from 'node:stream';
import {after, before, describe, it} from 'node:test';
import {type LocalCos, startLocalCos} from '../../demo/local-cos/server.js';
import {authorizationOf} from '../../src/cos/credentials/sign.js';
import {type AuthorizeRequest, createCosClient} from '../../src/index.js';
import {forNode, type NodeRequest, ticketHandler, type TicketHandlerOptions} from '../../src/server.js';
import {askJson, localSts} from '../support/app-server.js';
import {listen} from '../support/listen.js';
import {attacks, attempt, own, prepare} from '../support/signer-attacks.js';

interface Ticket {
  key: string;
  bucket: string;
  region: string;
  credentials: {tmpSecretId: string; tmpSecretKey: string; sessionToken: string};
  startTime: number;
  expiredTime: number;
  objectOptions?: object;
  stored?: boolean;
}

const photo = {
  name: 'IMG 1.JPG',
  path: 'trip/IMG 1.JPG',
  size: 5,
  type: 'image/jpeg',
  lastModified: 1_700_000_000_000,
};

describe('ticketHandler', () => {
  let cos: LocalCos;
  let logged: string[];
  before(async () => (cos = await startLocalCos()));
  after(() => cos.close());

  const handler = (
    options: Partial<TicketHandlerOptions> = {},
  ): ((request: Request) => Promise<Response>) => {
    logged = [];
    return ticketHandler({
      bucket: cos.bucket,
      region: cos.region,
      sts: localSts(cos),
      key: () => own,
      log: (message) => logged.push(message),
      ...options,
    });
  };
  const ask = (file: object, options?: Partial<TicketHandlerOptions>): Promise<Response> =>
    handler(options)(askJson(file));
  const ticketFor = async (file: object, options?: Partial<TicketHandlerOptions>): Promise<Ticket> => {
    const response = await ask(file, options);
    assert.equal(response.status, 200, await response.clone().text());
    return (await response.json()) as Ticket;
  };
  const refusal = async (
    file: object,
    options?: Partial<TicketHandlerOptions>,
  ): Promise<[number, string]> => {
    const response = await ask(file, options);
    return [response.status, ((await response.json()) as {error: string}).error];
  };
  const clientOf = ({credentials, startTime, expiredTime}: Ticket): ReturnType<typeof createCosClient> =>
    createCosClient({
      bucket: cos.bucket,
      region: cos.region,
      endpoint: cos.origin,
      credentials: () => Promise.resolve({credentials, startTime, expiredTime}),
    });

  it('names an object in the folder of whoever asks, and hands out keys for it alone', async () => {
    const ticket = await ticketFor(photo);
    assert.match(ticket.key, /^users\/42\/[\da-f-]{36}\.jpg$/);
    assert.notEqual(ticket.key, (await ticketFor(photo)).key);
    assert.deepEqual([ticket.bucket, ticket.region], [cos.bucket, cos.region]);
    assert.equal(ticket.expiredTime - ticket.startTime, 1800);
    const client = clientOf(ticket);
    await client.putObject(ticket.key, 'hello');
    assert.equal((await client.headObject(ticket.key))?.size, 5);
    await assert.rejects(client.putObject(`${ticket.key}x`, 'hello'), {code: 'AccessDenied'});
    await assert.rejects(client.deleteObject(ticket.key), {code: 'AccessDenied'});
  });

  it('keeps nothing of a name but an ending of letters', async () => {
    for (const [name, ending] of [
      ['a.tar.gz', '.gz'],
      ['no ending', ''],
      ['a.j/../p', ''],
      ['a.*', ''],
      ['报告.文件', ''],
      ['.htaccess2', '.htaccess2'],
    ] as const)
      assert.match(
        (await ticketFor({...photo, name})).key,
        new RegExp(`^users/42/[\\da-f-]{36}${ending.replace('.', '\\.')}$`),
      );
  });

  it('knows an upload again that goes on, and nobody else does', async () => {
    const {key} = await ticketFor(photo);
    assert.equal((await ticketFor({...photo, key})).key, key);
    for (const other of [
      key.replace('42', '1'),
      own,
      `${own}a.jpg`,
      `${own}../1/${key.slice(own.length)}`,
      `${key}/x`,
      `${key}.html.b`,
    ])
      assert.equal((await refusal({...photo, key: other}))[0], 403, other);
    assert.equal((await refusal({...photo, key}, {key: () => 'users/1/'}))[0], 403);
    assert.equal((await refusal({...photo, key: 'b.jpg'}, {key: () => 'a.jpg'}))[0], 403);
    assert.equal((await ticketFor({...photo, key: 'a.jpg'}, {key: () => 'a.jpg'})).key, 'a.jpg');
  });

  it('refuses keys that a policy reads as patterns, or COS does not take', async () => {
    for (const key of ['a*', 'a?', 'a/${uin}', 'a/../b', '', 'x'.repeat(851)])
      assert.equal((await refusal(photo, {key: () => key}))[0], 400, key);
  });

  it('writes the policy of one object, each condition with the requests that it fits', async () => {
    const policies: object[] = [];
    await ticketFor(photo, {
      key: () => 'a.jpg',
      maxSize: 10,
      types: ['image/*', 'video/mp4'],
      seconds: 600,
      sts: (question) => {
        policies.push(question);
        return localSts(cos)(question);
      },
    });
    const resource = [`qcs::cos:ap-guangzhou:uid/1250000000:demo-1250000000/a.jpg`];
    const rights = {
      'cos:x-cos-acl': ['default', 'private'],
      'cos:x-cos-grant-read': ['none'],
      'cos:x-cos-grant-write': ['none'],
      'cos:x-cos-grant-read-acp': ['none'],
      'cos:x-cos-grant-write-acp': ['none'],
      'cos:x-cos-grant-full-control': ['none'],
    };
    const types = {'cos:content-type': ['image/*', 'video/mp4']};
    const name = (action: string): string => `name/cos:${action}`;
    assert.deepEqual(policies, [
      {
        seconds: 600,
        policy: {
          version: '2.0',
          statement: [
            {
              effect: 'allow',
              action: [name('PutObject')],
              resource,
              condition: {
                numeric_less_than_equal: {'cos:content-length': 10},
                string_like: types,
                string_equal_if_exist: rights,
              },
            },
            {
              effect: 'allow',
              action: [name('InitiateMultipartUpload')],
              resource,
              condition: {string_like: types, string_equal_if_exist: rights},
            },
            {
              effect: 'allow',
              action: [
                'HeadObject',
                'UploadPart',
                'ListParts',
                'CompleteMultipartUpload',
                'AbortMultipartUpload',
              ].map(name),
              resource,
            },
          ],
        },
      },
    ]);
  });

  it('holds files to the size and the types, and so does COS', async () => {
    const options = {maxSize: 10, types: ['image/*'], key: () => 'limited.jpg'};
    assert.equal((await refusal({...photo, size: 11}, options))[0], 413);
    assert.equal((await refusal({...photo, type: 'text/html'}, options))[0], 415);
    assert.equal((await refusal({...photo, type: ''}, options))[0], 415);
    const client = clientOf(await ticketFor({...photo, size: 10}, options));
    await client.putObject('limited.jpg', 'x'.repeat(10), {contentType: 'image/jpeg'});
    const denied = {code: 'AccessDenied'};
    await assert.rejects(
      client.putObject('limited.jpg', 'x'.repeat(11), {contentType: 'image/jpeg'}),
      denied,
    );
    await assert.rejects(client.putObject('limited.jpg', 'x', {contentType: 'text/html'}), denied);
    await assert.rejects(client.putObject('limited.jpg', 'x'), denied);
    await assert.rejects(client.createMultipartUpload('limited.jpg', {contentType: 'text/html'}), denied);
    const {uploadId} = await client.createMultipartUpload('limited.jpg', {contentType: 'image/png'});
    const part = await client.uploadPart('limited.jpg', uploadId, 1, 'hello');
    await client.completeMultipartUpload('limited.jpg', uploadId, [part]);
  });

  it('lets the application say what an object is created with, rights too', async () => {
    const objectOptions = {acl: 'public-read', storageClass: 'STANDARD_IA'};
    const ticket = await ticketFor(photo, {key: () => ({key: 'public.jpg', objectOptions})});
    assert.deepEqual(ticket.objectOptions, objectOptions);
    const client = clientOf(ticket);
    await client.putObject('public.jpg', 'hello', objectOptions);
    await assert.rejects(client.putObject('public.jpg', 'x', {acl: 'authenticated-read'}), {
      code: 'AccessDenied',
    });
  });

  it('hands out nothing for a file that is stored already', async () => {
    const options = {
      key: () => ({key: 'there.jpg', stored: true}),
      sts: () => Promise.reject(new Error('asked')),
    };
    const {bucket, region} = cos;
    assert.deepEqual(await ticketFor(photo, options), {key: 'there.jpg', bucket, region, stored: true});
  });

  it('hands out nothing where nobody has signed in', async () => {
    for (const key of [() => undefined, () => Promise.resolve(undefined), () => null as never])
      assert.deepEqual(await refusal(photo, {key}), [401, 'Nobody has signed in.']);
    assert.deepEqual(logged, []);
  });

  it('passes on what the application answers, and the request with its context', async () => {
    const refuse = (_file: unknown, request: Request): Response =>
      Response.json({login: request.headers.get('cookie')}, {status: 401});
    const response = await handler({key: refuse})(askJson(photo, {cookie: 'a=1'}));
    assert.deepEqual([response.status, await response.json()], [401, {login: 'a=1'}]);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    const folders = ticketHandler<{user: number}>({
      bucket: cos.bucket,
      region: cos.region,
      sts: localSts(cos),
      key: (_file, _request, {user}) => `users/${user}/`,
    });
    const {key} = (await (await folders(askJson(photo), {user: 7})).json()) as Ticket;
    assert.match(key, /^users\/7\//);
  });

  it('tells what went wrong to the log, and nothing of it to the page', async () => {
    const said = {
      Code: 'UnauthorizedOperation',
      Message: 'uin 100000 has no permission',
      RequestId: 'r-1',
      config: {secretId: 'AKID-x'},
    };
    for (const [options, message] of [
      [
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as qcloud-cos-sts does
        {sts: () => Promise.reject(said)},
        /UnauthorizedOperation: uin 100000 has no permission \(request r-1\)$/,
      ],
      [{sts: () => Promise.resolve({})}, /The credentials lack/],
      [{sts: undefined}, /secretId/],
      [{key: () => Promise.reject(new Error('no database'))}, /no database$/],
    ] as [Partial<TicketHandlerOptions>, RegExp][]) {
      assert.deepEqual(await refusal(photo, options), [500, 'The server has no answer; its log says why.']);
      assert.equal(logged.length, 1);
      assert.match(logged[0]!, message);
      assert.ok(!logged[0]!.includes('AKID-x'));
    }
  });

  it('answers POST with JSON of a page of its own origin', async () => {
    const body = JSON.stringify(photo);
    const json = {'content-type': 'application/json'};
    const status = async (
      headers: Record<string, string>,
      init: RequestInit = {},
      options: Partial<TicketHandlerOptions> = {},
    ): Promise<number> =>
      (
        await handler(options)(
          new Request('https://app.example.com/t', {method: 'POST', body, headers, ...init}),
        )
      ).status;
    const rows: [string, number, Promise<number>][] = [
      [
        'same origin',
        200,
        status({...json, 'sec-fetch-site': 'same-origin', origin: 'https://app.example.com'}),
      ],
      ['no browser', 200, status({'content-type': 'application/json; charset=utf-8'})],
      ['old browser', 200, status({...json, origin: 'https://app.example.com'})],
      [
        'behind a proxy',
        200,
        status({...json, origin: 'https://www.example.com', 'x-forwarded-host': 'www.example.com'}),
      ],
      [
        'another site',
        403,
        status({...json, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example'}),
      ],
      [
        'a sister host',
        403,
        status({...json, 'sec-fetch-site': 'same-site', origin: 'https://blog.example.com'}),
      ],
      ['another site, old browser', 403, status({...json, origin: 'https://evil.example'})],
      ['a sandboxed frame', 403, status({...json, origin: 'null'})],
      ['a form', 415, status({'content-type': 'text/plain'})],
      ['a form with a type that only begins alike', 415, status({'content-type': 'application/jsonp'})],
      ['nothing', 415, status({'content-type': ''})],
      ['GET', 405, status({}, {method: 'GET', body: null})],
      ['OPTIONS', 405, status({}, {method: 'OPTIONS', body: null})],
      ['no JSON', 400, status(json, {body: '{'})],
      ['a list', 400, status(json, {body: '[]'})],
      ['no file', 400, status(json, {body: '{}'})],
      ['a size that is none', 400, status(json, {body: JSON.stringify({...photo, size: -1})})],
      ['a name that is none', 400, status(json, {body: JSON.stringify({...photo, name: {}})})],
      ['a body without end', 413, status(json, {body: ' '.repeat(70_000)})],
      [
        'a named origin',
        200,
        status(
          {...json, 'sec-fetch-site': 'cross-site', origin: 'https://front.example'},
          {},
          {origins: ['https://front.example']},
        ),
      ],
      [
        'an origin not named',
        403,
        status(
          {...json, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example'},
          {},
          {origins: ['https://front.example']},
        ),
      ],
    ];
    for (const [name, expected, actual] of rows) assert.equal(await actual, expected, name);
  });

  it('lets pages of a named origin read the answer, and no others', async () => {
    const options = {origins: ['https://front.example']};
    const preflight = (origin: string): Promise<Response> =>
      handler(options)(new Request('https://api.example.com/t', {method: 'OPTIONS', headers: {origin}}));
    const allowed = await preflight('https://front.example');
    assert.equal(allowed.status, 204);
    assert.equal(allowed.headers.get('access-control-allow-origin'), 'https://front.example');
    assert.equal((await preflight('https://evil.example')).headers.get('access-control-allow-origin'), null);
    const response = await handler(options)(askJson(photo, {origin: 'https://front.example'}));
    assert.equal(response.headers.get('access-control-allow-origin'), 'https://front.example');
    assert.equal(response.headers.get('vary'), 'origin');
  });

  it('never lets an answer be kept', async () => {
    for (const response of [await ask(photo), await ask({}), await ask(photo, {sts: undefined})])
      assert.equal(response.headers.get('cache-control'), 'no-store');
  });

  it('tells at once what cannot work', () => {
    for (const [options, attribute] of [
      [{bucket: 'demo'}, 'bucket'],
      [{region: ''}, 'region'],
      [{maxSize: 0}, 'maxSize'],
      [{maxSize: '5GB' as never}, 'maxSize'],
      [{seconds: 10}, 'seconds'],
      [{types: ['.jpg']}, 'types'],
      [{types: ['*']}, 'types'],
      [{types: ['image/*, video/*']}, 'types'],
      [{types: []}, 'types'],
      [{secretId: 'AKID', secretKey: 'x'}, 'sts'],
    ] as [Partial<TicketHandlerOptions>, string][])
      assert.throws(() => handler(options), {name: 'ConfigurationError', attribute}, JSON.stringify(options));
  });

  it('is worth little to a thief: whatever is sent with the keys of a ticket, nothing but its object is written', async () => {
    const stage = await prepare(cos);
    const walked: string[] = [];
    for (const attack of await attacks(stage)) {
      const ticket = await ticketFor(photo, {key: () => attack.asks.key ?? `${own}x`}).catch(() => undefined);
      const {
        tmpSecretId: secretId,
        tmpSecretKey: secretKey,
        sessionToken,
      } = (ticket ?? (await ticketFor(photo))).credentials;
      const sign = (request: AuthorizeRequest): Promise<{authorization: string; securityToken: string}> => {
        const now = Math.floor(Date.now() / 1000);
        const authorization = authorizationOf(request, {secretId, secretKey}, `${now};${now + 60}`);
        return Promise.resolve({authorization, securityToken: sessionToken});
      };
      if (await attempt(stage, sign, attack)) walked.push(attack.name);
    }
    assert.deepEqual(walked, []);
  });
});

describe('forNode', () => {
  it('calls a handler as node:http and Express do', async () => {
    const handler = async (request: Request, {user}: NodeRequest & {user?: string}): Promise<Response> =>
      Response.json(
        {
          url: request.url,
          method: request.method,
          cookie: request.headers.get('cookie'),
          body: await request.text(),
          user,
        },
        {
          status: 201,
          headers: [
            ['x-a', 'b'],
            ['set-cookie', 'session=new; Path=/'],
            ['set-cookie', 'old=; Max-Age=0'],
          ],
        },
      );
    const server = await listen((request, response) => {
      const express = request.url?.startsWith('/express') ? {body: {parsed: true}} : {};
      void forNode(handler)(Object.assign(request, {user: 'ann', ...express}), response);
    });
    try {
      const {origin} = server;
      const response = await fetch(`${origin}/t?a=1`, {
        method: 'POST',
        body: 'x'.repeat(200_000),
        headers: {cookie: 'a=1'},
      });
      assert.deepEqual([response.status, response.headers.get('x-a')], [201, 'b']);
      assert.deepEqual(response.headers.getSetCookie(), ['session=new; Path=/', 'old=; Max-Age=0']);
      assert.deepEqual(await response.json(), {
        url: `${origin}/t?a=1`,
        method: 'POST',
        cookie: 'a=1',
        body: 'x'.repeat(200_000),
        user: 'ann',
      });
      const parsed = await fetch(`${origin}/express`, {method: 'POST', body: '{}'});
      assert.equal(((await parsed.json()) as {body: string}).body, '{"parsed":true}');
      assert.equal((await fetch(`${origin}/`)).status, 201);
    } finally {
      await server.close();
    }
  });

  it('answers for a handler that throws, and the process lives on', async (context) => {
    const logged = context.mock.method(console, 'error', () => undefined);
    const throwing = [
      () => Promise.reject(new Error('the database is away')),
      (): Promise<Response> => {
        throw new Error('the database is away');
      },
    ];
    for (const handler of throwing) {
      const written: number[] = [];
      const response = {writeHead: (status: number) => written.push(status), end: () => undefined};
      await forNode(handler)(Object.assign(Readable.from([]), {headers: {}}), response);
      assert.deepEqual(written, [500]);
    }
    assert.deepEqual(
      logged.mock.calls.map(({arguments: [said]}) => said as unknown),
      Array(2).fill('cos-uploader/server: the database is away'),
    );
  });
});
