import {expect} from 'chai';
import {createCosClient} from '../../src/cos/client.js';
import {diagnose} from '../../src/cos/diagnose.js';
import type {DiagnoseLine} from '../../src/cos/diagnose-types.js';
import {fetchTransport} from '../../src/cos/wire/transport.js';
import {addFaults, bucket, freshKey, localClient, region} from '../support/cos.js';
import {rejection} from '../support/thrown.js';

const faults = (lines: DiagnoseLine[]): Record<string, string> =>
  Object.fromEntries(lines.filter(({ok}) => !ok).map(({check, fix}) => [check, fix ?? '']));

const allChecks = [
  ...['network', 'credentials', 'cors', 'signature', 'clock'],
  ...['ListParts', 'HeadObject', 'PutObject', 'InitiateMultipartUpload', 'UploadPart'].map(
    (name) => `name/cos:${name}`,
  ),
  ...['CompleteMultipartUpload', 'AbortMultipartUpload'].map((name) => `name/cos:${name}`),
  'name/cos:ListMultipartUploads',
  'multipart',
  ...['ETag', 'x-cos-hash-crc64ecma', 'x-cos-request-id', 'Date'].map((name) => `expose ${name}`),
];

describe('diagnose', () => {
  it('finds nothing wrong, and leaves nothing behind', async () => {
    const keyPrefix = freshKey('diagnose/');
    const lines = await diagnose(localClient(), {keyPrefix});
    expect(faults(lines)).to.deep.equal({});
    expect(lines.map(({check}) => check)).to.deep.equal(allChecks);
    expect(lines.find(({check}) => check === 'credentials')?.detail).to.equal('valid for 30 minutes more');
    const left = async (what: string): Promise<{key: string}[]> =>
      ((await (await fetch(`${cosOrigin}/-/${what}`)).json()) as {key: string}[]).filter(({key}) =>
        key.startsWith(keyPrefix),
      );
    expect(await left('objects')).to.deep.equal([]);
    expect(await left('uploads')).to.deep.equal([]);
  });

  it('names the action that the policy lacks', async () => {
    const actions = 'PutObject,HeadObject,InitiateMultipartUpload,ListParts,AbortMultipartUpload';
    const lines = await diagnose(localClient({credentialsUrl: `${cosOrigin}/-/sts?actions=${actions}`}));
    expect(faults(lines)['name/cos:UploadPart']).to.include('"name/cos:UploadPart"');
    expect(Object.keys(faults(lines))).to.include.members([
      'name/cos:UploadPart',
      'name/cos:CompleteMultipartUpload',
      'multipart',
    ]);
    expect(faults(lines)).not.to.have.any.keys(
      'name/cos:PutObject',
      'name/cos:ListParts',
      'cors',
      'signature',
    );
  });

  it('tries forms where whole files go as forms, and leaves nothing of them', async () => {
    const posting = {form: true, keyPrefix: 'forms/'};
    expect(faults(await diagnose(localClient(), posting))).to.have.all.keys('name/cos:PostObject');
    const lines = await diagnose(localClient({credentialsUrl: `${cosOrigin}/-/sts?actions=*`}), posting);
    expect(lines.find(({check}) => check === 'name/cos:PostObject')).to.include({ok: true});
    expect(faults(lines)).to.deep.equal({});
    const objects = (await (await fetch(`${cosOrigin}/-/objects`)).json()) as {key: string}[];
    expect(objects.filter(({key}) => key.startsWith('forms/'))).to.deep.equal([]);
  });

  it('needs a key where the credentials may write', async () => {
    const credentialsUrl = `${cosOrigin}/-/sts?prefix=user42/`;
    expect(faults(await diagnose(localClient({credentialsUrl}), {keyPrefix: 'user42/'}))).to.deep.equal({});
    expect(faults(await diagnose(localClient({credentialsUrl})))).to.include.keys('name/cos:PutObject');
  });

  it('an application that gives no ticket is told with what it says, and no more is asked', async () => {
    const ticket = (): Promise<never> => Promise.reject(new Error('no database'));
    const lines = await diagnose(createCosClient({bucket, region, endpoint: cosOrigin, ticket}));
    expect(lines.map(({check}) => check)).to.deep.equal(['network', 'credentials']);
    expect(lines[1]).to.include({ok: false});
    expect(lines[1]?.detail).to.include('no database');
  });

  it('a server that does not answer is no matter of CORS', async () => {
    const lines = await diagnose(localClient({endpoint: 'http://127.0.0.1:1'}));
    expect(Object.keys(faults(lines))).to.deep.equal(['network']);
  });

  it('a refused preflight is, and the rule is there to paste', async () => {
    const keyPrefix = freshKey('refused/');
    const {random} = Math;
    Math.random = () => 0.5;
    try {
      // 0.5 in base 36 is 0.i
      await addFaults({
        match: {method: 'OPTIONS', key: `${keyPrefix}cos-uploader-probe-i`},
        effect: {status: 403},
      });
      const lines = await diagnose(localClient(), {keyPrefix});
      expect(Object.keys(faults(lines))).to.deep.equal(['cors', 'signature', 'clock']);
      expect(faults(lines)['cors'])
        .to.include('<CORSRule>')
        .and.include(`<AllowedOrigin>${location.origin}</AllowedOrigin>`);
    } finally {
      Math.random = random;
    }
  });

  it('names a header that is not exposed', async () => {
    const lines = await diagnose(
      localClient({
        transport: async (request) => {
          const response = await fetchTransport(request);
          return {
            ...response,
            header: (name) => (/^(etag|date)$/i.test(name) ? null : response.header(name)),
          };
        },
      }),
    );
    expect(Object.keys(faults(lines))).to.deep.equal(['clock', 'expose ETag', 'expose Date']);
    expect(faults(lines)['expose ETag']).to.include('<ExposeHeader>ETag</ExposeHeader>');
  });

  it('says what is wrong with the credentials, and shows none', async () => {
    const lines = await diagnose(
      localClient({credentials: () => Promise.resolve({secretId: 'a-secret'} as never)}),
    );
    expect(Object.keys(faults(lines))).to.deep.equal(['credentials']);
    expect(lines[1]?.detail).to.include('lack tmpSecretKey');
    expect(JSON.stringify(lines)).not.to.include('a-secret');
  });

  for (const ahead of [0, 7_200_000])
    it(`tells keys that have ended, on a clock ${ahead} ms ahead too`, async () => {
      const client = localClient({
        now: () => Date.now() + ahead,
        credentials: async () => {
          const answer = (await (await fetch(`${cosOrigin}/-/sts`)).json()) as {startTime: number};
          const startTime = answer.startTime - 7200;
          return {...answer, startTime, expiredTime: startTime + 3600} as never;
        },
      });
      const lines = await diagnose(client);
      expect(Object.keys(faults(lines))).to.include.members(['credentials', 'signature']);
      expect(lines[1]?.detail).to.equal('ended 60 minutes ago');
      expect(faults(lines)['credentials']).to.include('fresh');
    });

  it('does not take good keys for ended ones on a clock that is wrong', async () => {
    const lines = await diagnose(localClient({now: () => Date.now() + 7_200_000}));
    expect(Object.keys(faults(lines))).to.deep.equal(['clock']);
    expect(lines[1]?.detail).to.equal('valid for 30 minutes more');
    expect(lines.find(({check}) => check === 'clock')?.detail).to.match(
      / 7(199|200|201) s ahead of the server/,
    );
  });

  it('says what goes without the permission to list uploads, which is no fault', async () => {
    const credentials = async ({actions}: {actions: readonly string[]}): Promise<never> => {
      if (actions.includes('name/cos:ListMultipartUploads')) throw new Error('not allowed');
      return (await (await fetch(`${cosOrigin}/-/sts`)).json()) as never;
    };
    const lines = await diagnose(localClient({credentials}));
    expect(faults(lines)).to.deep.equal({});
    expect(lines.find(({check}) => check === 'name/cos:ListMultipartUploads')?.detail).to.include(
      'uploads work without',
    );
  });

  it('tells a wrong secret key from a missing permission', async () => {
    const client = localClient({
      credentials: async () => {
        const answer = (await (await fetch(`${cosOrigin}/-/sts`)).json()) as {credentials: object};
        return {...answer, credentials: {...answer.credentials, tmpSecretKey: 'wrong'}} as never;
      },
    });
    expect(Object.keys(faults(await diagnose(client)))).to.deep.equal(['signature']);
  });

  it('finds a clock that is wrong', async () => {
    const lines = await diagnose(localClient({now: () => Date.now() - 7_200_000}));
    expect(Object.keys(faults(lines))).to.deep.equal(['clock']);
    expect(lines.find(({check}) => check === 'clock')?.detail).to.match(/ 7(199|200|201) s behind/);
  });

  it('works where a server signs', async () => {
    const authorize = () => Promise.reject(new TypeError('Failed to fetch'));
    expect(Object.keys(faults(await diagnose(localClient({authorize}))))).to.deep.equal(['credentials']);
  });

  it('rejects when the caller gives up', async () => {
    const controller = new AbortController();
    controller.abort();
    expect(await rejection(diagnose(localClient(), {signal: controller.signal}))).to.include({
      name: 'AbortError',
    });
  });
});
