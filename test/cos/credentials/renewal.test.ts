import {expect} from 'chai';
import type {CosClient} from '../../../src/cos/client.js';
import type {
  AuthorizeRequest,
  CredentialsScope,
  StsAnswer,
} from '../../../src/cos/credentials/credentials-types.js';
import {authorizationOf} from '../../../src/cos/credentials/sign.js';
import {until} from '../../support/until.js';
import {addFaults, freshKey, localClient, requestsFor} from '../../support/cos.js';
import {rejection} from '../../support/thrown.js';

const fromSts = async (query = ''): Promise<StsAnswer> =>
  (await (await fetch(`${cosOrigin}/-/sts?${query}`)).json()) as StsAnswer;

/** A client that counts how often it asked. */
function counting(answers: (time: number) => Promise<StsAnswer>): {
  client: CosClient;
  scopes: CredentialsScope[];
} {
  const scopes: CredentialsScope[] = [];
  const client = localClient({
    credentials: (scope) => {
      scopes.push(scope);
      return answers(scopes.length);
    },
  });
  return {client, scopes};
}

const statuses = async (key: string): Promise<number[]> =>
  (await requestsFor(key)).filter(({method}) => method !== 'OPTIONS').map(({status}) => status);

/** Keys that no longer hold, though their times say otherwise. */
const unknown = async (): Promise<StsAnswer> => {
  const answer = await fromSts();
  return {...answer, credentials: {...answer.credentials, tmpSecretId: 'AKIDgone'}};
};

describe('credentials that COS refuses', () => {
  it('are renewed once, out of sight', async () => {
    const {client, scopes} = counting((time) => (time === 1 ? unknown() : fromSts()));
    const key = freshKey();
    await client.putObject(key, 'hello');
    expect(scopes).to.have.length(2);
    expect(await statuses(key)).to.deep.equal([403, 200]);
    await client.headObject(key);
    expect(scopes, 'and kept then').to.have.length(2);
  });

  it('are renewed once for all the requests that met them', async () => {
    const {client, scopes} = counting((time) => (time === 1 ? unknown() : fromSts()));
    await Promise.all(Array.from({length: 8}, () => client.putObject(freshKey(), 'x')));
    expect(scopes).to.have.length(2);
  });

  it('for a second time are the error', async () => {
    const {client, scopes} = counting(unknown);
    const key = freshKey();
    expect(await rejection(client.putObject(key, 'x'))).to.include({
      name: 'CosError',
      code: 'InvalidAccessKeyId',
      category: 'credentials',
      retryable: false,
    });
    expect(scopes).to.have.length(2);
    expect(await statuses(key)).to.deep.equal([403, 403]);
  });

  it('for their age too: ExpiredToken', async () => {
    const {client, scopes} = counting(() => fromSts());
    const key = freshKey();
    await addFaults({match: {key, method: 'PUT'}, times: 1, effect: {expiredToken: true}});
    await client.putObject(key, 'x');
    expect(await statuses(key)).to.deep.equal([400, 200]);
    expect(scopes).to.have.length(2);
  });

  it('for lack of permission are not renewed', async () => {
    const {client, scopes} = counting(() => fromSts('actions=HeadObject'));
    const error = await rejection(client.putObject(freshKey(), 'x'));
    expect(error).to.include({code: 'AccessDenied', category: 'permission', status: 403, retryable: false});
    expect(error.message).to.include('policy');
    expect(scopes).to.have.length(1);
  });

  it('for lack of permission are not used again, once: somebody else may have signed in', async () => {
    const {client, scopes} = counting((time) => fromSts(time === 1 ? 'actions=HeadObject' : ''));
    await rejection(client.putObject(freshKey(), 'x'));
    await client.putObject(freshKey(), 'x');
    expect(scopes, 'and new ones are').to.have.length(2);
    const other = counting(() => fromSts('actions=HeadObject'));
    for (let i = 0; i < 4; i++) await rejection(other.client.putObject(freshKey(), 'x'));
    expect(other.scopes, 'what new ones do not allow either is not asked for again').to.have.length(2);
  });

  it('or that are to be forgotten, also on their way, are not kept', async () => {
    let letGo: (() => void) | undefined;
    const {client, scopes} = counting(async (time) => {
      if (time === 2) await new Promise<void>((resolve) => (letGo = resolve));
      return fromSts();
    });
    await client.headObject(freshKey());
    client.forgetCredentials();
    const second = client.headObject(freshKey());
    await until(() => letGo !== undefined, 'the second question');
    client.forgetCredentials();
    const third = client.headObject(freshKey());
    letGo!();
    await Promise.all([second, third]);
    await client.headObject(freshKey());
    expect(scopes).to.have.length(3);
  });

  it('on HEAD, whose answer says nothing, are renewed when its Date says that their time is over', async () => {
    const {client, scopes} = counting(() => fromSts());
    const key = freshKey();
    await client.putObject(key, 'x');
    await addFaults({match: {key, method: 'HEAD'}, times: 1, effect: {clockSkew: 7_200_000}});
    expect((await client.headObject(key))?.size).to.equal(1);
    expect(await statuses(key)).to.deep.equal([200, 400, 200]);
    expect(scopes).to.have.length(2);
  });

  it('on HEAD before their claimed end, with a bare 400, are renewed once', async () => {
    const {client, scopes} = counting(() => fromSts());
    const key = freshKey();
    await client.putObject(key, 'x');
    await addFaults({match: {key, method: 'HEAD'}, times: 1, effect: {expiredToken: true}});
    expect((await client.headObject(key))?.size).to.equal(1);
    expect(await statuses(key)).to.deep.equal([200, 400, 200]);
    expect(scopes).to.have.length(2);
  });

  it('on HEAD for lack of permission are not', async () => {
    const {client, scopes} = counting(() => fromSts('actions=PutObject'));
    expect(await rejection(client.headObject(freshKey()))).to.include({code: 'AccessDenied', status: 403});
    expect(scopes).to.have.length(1);
  });

  it('secrets are in no error', async () => {
    const answer = await unknown();
    const {client} = counting(() => Promise.resolve(answer));
    const error = await rejection(client.putObject(freshKey(), 'x'));
    const text = `${error.message} ${error.stack ?? ''} ${JSON.stringify(error)}`;
    const {tmpSecretId, tmpSecretKey, sessionToken} = answer.credentials;
    for (const secret of [tmpSecretId, tmpSecretKey, sessionToken]) expect(text).not.to.include(secret);
  });
});

describe('a wrong clock', () => {
  for (const hours of [-20, 20]) {
    it(`of ${hours} h does not matter to requests`, async () => {
      const client = localClient({now: () => Date.now() + hours * 3_600_000});
      const key = freshKey();
      await client.putObject(key, 'x');
      expect((await client.headObject(key))?.size).to.equal(1);
      expect(await statuses(key)).to.deep.equal([200, 200]);
    });
  }

  it('is corrected by the first error that tells the time, so that URLs are right', async () => {
    const key = freshKey();
    const client = localClient({now: () => Date.now() - 3_600_000});
    await client.putObject(key, 'x');
    expect((await fetch(await client.presign('GET', key))).status).to.equal(403);
    await client.headObject(freshKey('missing'));
    expect((await fetch(await client.presign('GET', key))).status).to.equal(200);
  });

  it('of the server, once RequestTimeTooSkewed, is met with one more try', async () => {
    const key = freshKey();
    await addFaults({match: {key, method: 'PUT'}, times: 1, effect: {clockSkew: -7_200_000}});
    await localClient().putObject(key, 'x');
    expect(await statuses(key)).to.deep.equal([403, 200]);
  });
});

describe('authorize', () => {
  const signing = (requests: AuthorizeRequest[] = []): CosClient =>
    localClient({
      authorize: async (request) => {
        requests.push(request);
        const {credentials, startTime, expiredTime} = await fromSts();
        const keys = {secretId: credentials.tmpSecretId, secretKey: credentials.tmpSecretKey};
        return {
          authorization: authorizationOf(request, keys, `${startTime};${expiredTime}`),
          securityToken: credentials.sessionToken,
        };
      },
    });

  it('signs every request, of which it is told all that is signed', async () => {
    const requests: AuthorizeRequest[] = [];
    const client = signing(requests);
    const key = freshKey('文 件');
    const {uploadId} = await client.createMultipartUpload(key, {acl: 'private', cacheControl: 'no-cache'});
    await client.completeMultipartUpload(key, uploadId, [await client.uploadPart(key, uploadId, 1, 'x')]);
    const {host} = new URL(cosOrigin);
    expect(requests).to.deep.equal([
      {
        method: 'POST',
        key,
        query: {uploads: ''},
        headers: {host, 'x-cos-acl': 'private', 'content-length': '0'},
      },
      {method: 'PUT', key, query: {partNumber: '1', uploadId}, headers: {host, 'content-length': '1'}},
      {
        method: 'POST',
        key,
        query: {uploadId},
        headers: {host, 'content-type': 'application/xml', 'content-length': '147'},
      },
    ]);
  });

  it('is asked once more when COS finds its answer too old', async () => {
    const requests: AuthorizeRequest[] = [];
    const key = freshKey();
    await addFaults({match: {key, method: 'PUT'}, times: 1, effect: {clockSkew: 7_200_000}});
    await signing(requests).putObject(key, 'x');
    expect(requests).to.have.length(2);
  });

  it('also signs URLs', async () => {
    const key = freshKey();
    await signing().putObject(key, 'hello');
    expect(await (await fetch(await signing().presign('GET', key))).text()).to.equal('hello');
  });

  for (const cause of [new TypeError('Failed to fetch'), new Error('the server answered 502')])
    it(`that fails with a ${cause.name} is a CredentialsError with its cause, and may be asked again`, async () => {
      const client = localClient({authorize: () => Promise.reject(cause)});
      expect(await rejection(client.putObject(freshKey(), 'x'))).to.include({
        name: 'CredentialsError',
        retryable: true,
        cause,
      });
    });

  it('that will not sign a listing is taken at its word', async () => {
    const client = localClient({authorize: () => Promise.reject(new Error('not allowed'))});
    expect(await rejection(client.listMultipartUploads())).to.include({
      name: 'CredentialsError',
      retryable: false,
    });
  });
});

describe('a bucket in strict-signature mode', () => {
  it('finds every header and parameter signed', async () => {
    const key = freshKey();
    const client = localClient();
    await client.putObject(key, new Blob(['x'], {type: 'text/plain'}), {acl: 'private'});
    const {headers = {}} = (await requestsFor(key)).find(({method}) => method === 'PUT') ?? {};
    const signed = /q-header-list=([^&]*)/.exec(headers['authorization'] ?? '')?.[1]?.split(';') ?? [];
    for (const name of Object.keys(headers).filter((name) =>
      /^(host|content-(type|md5|length)|x-cos-)/.test(name),
    )) {
      expect(signed).to.include(name);
    }
  });
});
