/** A signing server that cannot be walked around: each attack of signer-attacks.ts succeeds against one that signs with the account's own keys. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {type LocalCos, startLocalCos} from '../../demo/local-cos/server.js';
import {
  type AuthorizeRequest,
  createCosClient,
  createMemoryStore,
  type Authorization,
  Uploader,
} from '../../src/index.js';
import {signHandler, type SignHandlerOptions} from '../../src/server.js';
import {
  type Attack,
  attacks,
  attempt,
  exactly,
  own,
  prepare,
  type Stage,
  victim,
} from '../support/signer-attacks.js';
import {askJson, localSts} from '../support/app-server.js';

const strictRules = {
  actions: ['*'],
  headers: ['host', 'content-type', 'content-length', 'content-md5', 'x-cos-*'],
  parameters: ['all'],
};

for (const [name, strictSignature] of [
  ['a bucket', []],
  ['a bucket in strict-signature mode', [strictRules]],
] as const)
  describe(`signing for ${name}`, () => {
    let cos: LocalCos;
    let stage: Stage;
    let all: Attack[];
    let policies: object[];
    const handler = (options: Partial<SignHandlerOptions> = {}): ((request: Request) => Promise<Response>) =>
      signHandler({
        bucket: cos.bucket,
        region: cos.region,
        endpoint: cos.origin,
        sts: (question) => {
          policies.push(question.policy);
          return localSts(cos)(question);
        },
        key: () => own,
        log: () => undefined,
        ...options,
      });
    const ask = (body: unknown, options?: Partial<SignHandlerOptions>): Promise<Response> =>
      handler(options)(askJson(body));
    const sign = async (
      request: AuthorizeRequest,
      options?: Partial<SignHandlerOptions>,
    ): Promise<Authorization | undefined> => {
      const response = await ask(request, options);
      return response.ok ? ((await response.json()) as Authorization) : undefined;
    };

    before(async () => {
      cos = await startLocalCos({strictSignature: [...strictSignature]});
      policies = [];
      stage = await prepare(cos);
      all = await attacks(stage);
    });
    after(() => cos.close());

    it('lets files of every size through, the search for lost journals and an abort', async () => {
      const refused: AuthorizeRequest[] = [];
      const signing = handler();
      const client = createCosClient({
        bucket: cos.bucket,
        region: cos.region,
        endpoint: cos.origin,
        authorize: async (request) => {
          const response = await signing(askJson(request));
          if (!response.ok) refused.push(request);
          return (await response.json()) as Authorization;
        },
      });
      const uploader = new Uploader({
        client,
        keyPrefix: own,
        store: createMemoryStore(),
        multipartThreshold: '1MB',
        skipExisting: true,
      });
      uploader.add(new File(['small'], 'a.txt', {type: 'text/plain'}), {
        path: "it's (small)!.txt",
        objectOptions: {
          metadata: {author: '张三'},
          storageClass: 'STANDARD_IA',
          cacheControl: 'no-cache',
          tagging: 'a=1',
          enableMD5: true,
        },
      });
      uploader.add(new Blob([new Uint8Array(3 * 2 ** 20)]), {path: '大.bin'});
      const {done} = await uploader.settled();
      assert.equal(done.length, 2);
      const canceled = uploader.add(new Blob([new Uint8Array(9 * 2 ** 20)]), {path: 'canceled.bin'});
      uploader.addEventListener('change', ({task, action}) => {
        if (task === canceled && action.type === 'part') task.cancel();
      });
      await uploader.settled();
      await uploader.abortOrphans();
      uploader.close();
      assert.deepEqual(refused, []);
    });

    it('is not walked around by a request that says more than was signed', async () => {
      const walked: string[] = [];
      for (const attack of all) if (await attempt(stage, sign, attack)) walked.push(attack.name);
      assert.deepEqual(walked, []);
      assert.ok(all.length > 10);
      const anonymous = await exactly(stage, {method: 'GET', path: `/${own}x`});
      assert.notEqual(anonymous.status, 200);
      assert.ok(!anonymous.text.includes('PASSPORT'));
    });

    it('signs what it says: a longer body, another type or another method is refused', async () => {
      const headers = {host: stage.host, 'content-length': '5', 'content-type': 'image/png'};
      const asked = {method: 'PUT', key: `${own}pixel`, query: {}, headers};
      const signed = await sign(asked);
      assert.ok(signed);
      const send = async (change: {
        method?: string;
        headers?: Record<string, string>;
        body?: string;
        path?: string;
      }): Promise<number> => {
        const {authorization, securityToken = ''} = signed;
        const sent = {
          'content-type': 'image/png',
          authorization,
          'x-cos-security-token': securityToken,
          ...change.headers,
        };
        return (
          await exactly(stage, {method: 'PUT', path: `/${own}pixel`, body: 'hello', ...change, headers: sent})
        ).status;
      };
      assert.equal(await send({body: 'hello and more'}), 403);
      assert.equal(await send({headers: {'content-type': 'text/html'}}), 403);
      assert.equal(await send({method: 'DELETE'}), 403);
      assert.equal(await send({path: `/${own}other`}), 403);
      assert.equal(await send({path: '/users/42/../1/pixel'}), 403);
      assert.equal(await send({}), 200);
    });

    it('uses keys that can do this one operation on this one object', async () => {
      policies = [];
      const headers = {host: stage.host, 'content-length': '5'};
      const signing = handler({maxSize: 10});
      for (let count = 0; count < 3; count++)
        assert.ok((await signing(askJson({method: 'PUT', key: `${own}one`, query: {}, headers}))).ok);
      const appId = cos.bucket.split('-')[1]!;
      assert.deepEqual(JSON.parse(JSON.stringify(policies)), [
        {
          version: '2.0',
          statement: [
            {
              effect: 'allow',
              action: ['name/cos:PutObject'],
              resource: [`qcs::cos:${cos.region}:uid/${appId}:${cos.bucket}/${own}one`],
              condition: {
                numeric_less_than_equal: {'cos:content-length': 10},
                string_equal_if_exist: {
                  'cos:x-cos-acl': ['default', 'private'],
                  'cos:x-cos-grant-read': ['none'],
                  'cos:x-cos-grant-write': ['none'],
                  'cos:x-cos-grant-read-acp': ['none'],
                  'cos:x-cos-grant-write-acp': ['none'],
                  'cos:x-cos-grant-full-control': ['none'],
                },
              },
            },
          ],
        },
      ]);
    });

    const put = (change: object = {}): object => ({
      method: 'PUT',
      key: `${own}a`,
      query: {},
      headers: {host: stage.host, 'content-length': '1'},
      ...change,
    });
    const withHeaders = (headers: Record<string, unknown>): object =>
      put({headers: {host: stage.host, 'content-length': '1', ...headers}});

    it('signs the request that all refusals below differ from', async () =>
      assert.equal((await ask(put())).status, 200));

    const refusals: [string, number, () => object][] = [
      ["another person's object", 403, () => put({key: victim})],
      ['a folder that only begins alike', 403, () => put({key: 'users/420/a'})],
      ['the folder itself', 403, () => put({key: own})],
      ['a key with ..', 400, () => put({key: `${own}../1/x`})],
      ['a key with *', 400, () => put({key: `${own}*`})],
      ['a key with a variable of policies', 400, () => put({key: `${own}\${uin}`})],
      ['another bucket', 403, () => withHeaders({host: 'other-1250000000.cos.ap-guangzhou.myqcloud.com'})],
      ['any bucket', 403, () => put({headers: {'content-length': '1'}})],
      ['a second spelling of the host', 403, () => withHeaders({HOST: 'evil.example.com'})],
      ['rights', 403, () => withHeaders({'x-cos-acl': 'public-read'})],
      ['rights, spelled otherwise', 403, () => withHeaders({'X-Cos-Acl': 'public-read'})],
      ['grants', 403, () => withHeaders({'x-cos-grant-read': 'id="1"'})],
      ['a copy', 403, () => withHeaders({'x-cos-copy-source': 'x'})],
      ['a callback', 403, () => withHeaders({'x-cos-callback': 'x'})],
      ['a header nobody knows', 403, () => withHeaders({'x-cos-new': 'x'})],
      [
        'a header with a second line',
        400,
        () => withHeaders({'content-type': 'a/b\r\nx-cos-acl: public-read'}),
      ],
      ['a header that is no text', 400, () => withHeaders({'content-type': ['a']})],
      ['a body of unknown length', 403, () => put({headers: {host: stage.host}})],
      ['a length that is no number', 403, () => withHeaders({'content-length': '1 '})],
      ['reading an object', 403, () => put({method: 'GET'})],
      ['deleting an object', 403, () => put({method: 'DELETE'})],
      ['appending', 403, () => put({method: 'POST', query: {append: '', position: '0'}})],
      ['deleting many', 403, () => put({method: 'POST', key: '', query: {delete: ''}})],
      ['changing rights', 403, () => put({query: {acl: ''}})],
      ['changing tags', 403, () => put({query: {tagging: ''}})],
      [
        'another sub-resource with an upload',
        403,
        () => put({query: {acl: '', partNumber: '1', uploadId: 'x'}}),
      ],
      ['parts in other letters', 403, () => put({query: {PartNumber: '1', uploadId: 'x'}})],
      ['a method in other letters', 403, () => put({method: 'put'})],
      ['listing all uploads', 403, () => put({method: 'GET', key: '', query: {uploads: ''}})],
      [
        'listing those of others',
        403,
        () => put({method: 'GET', key: '', query: {uploads: '', prefix: 'users/4'}}),
      ],
      [
        'listing by a pattern',
        400,
        () => put({method: 'GET', key: '', query: {uploads: '', prefix: `${own}*`}}),
      ],
      [
        'a listing with a value',
        403,
        () => put({method: 'GET', key: '', query: {uploads: '1', prefix: own}}),
      ],
      ['nothing', 400, () => ({})],
      ['a key that is no text', 400, () => put({key: 5})],
      ['no query', 400, () => put({query: null})],
    ];
    for (const [what, status, question] of refusals)
      it(`refuses ${what}`, async () => {
        const asked = policies.length;
        const response = await ask(question());
        assert.equal(response.status, status);
        assert.equal(typeof ((await response.json()) as {error: string}).error, 'string');
        assert.equal(policies.length, asked, 'STS was asked');
      });

    it('holds to the size and the types that the server names', async () => {
      const options = {maxSize: 10, types: ['image/*', 'application/pdf']};
      const status = async (headers: object, query = {}): Promise<number> =>
        (await ask(withHeaders({...headers, ...query}), options)).status;
      assert.equal(await status({'content-type': 'image/png', 'content-length': '10'}), 200);
      assert.equal(await status({'content-type': 'application/pdf'}), 200);
      assert.equal(await status({'content-type': 'image/png', 'content-length': '11'}), 413);
      assert.equal(await status({'content-type': 'text/html'}), 415);
      assert.equal(await status({'content-type': 'imagex/png'}), 415);
      assert.equal(await status({}), 415);
    });

    it('lets one key be all that somebody may write', async () => {
      const options = {key: () => `${own}a`};
      assert.equal((await ask(put(), options)).status, 200);
      assert.equal((await ask(put({key: `${own}ab`}), options)).status, 403);
      const listing = {method: 'GET', key: '', query: {uploads: '', prefix: `${own}a`}};
      assert.equal((await ask(put(listing), options)).status, 403);
    });
  });
