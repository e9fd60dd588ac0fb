/**
 * What somebody who may have uploads signed tries: the request that the signer is asked about, and the one that is sent with its
 * signature. COS checks only what a signature lists (436/7778), unless the bucket is in strict mode (436/53892).
 */
import {request as send} from 'node:http';
import type {LocalCos} from '../../demo/local-cos/server.js';
import {createCosClient, type Authorization, type AuthorizeRequest, type CosClient} from '../../src/index.js';

export type Signer = (request: AuthorizeRequest) => Promise<Authorization | undefined>;

/** The folder of whoever attacks; the signer is to keep them in it. */
export const own = 'users/42/';
export const victim = 'users/1/passport.txt';

export interface Stage {
  cos: LocalCos;
  host: string;
  /** Signs with keys that may do anything in the bucket. */
  owner: CosClient;
}

export async function prepare(cos: LocalCos): Promise<Stage> {
  const {bucket, region, origin: endpoint} = cos;
  const owner = createCosClient({bucket, region, endpoint, credentialsUrl: `${endpoint}/-/sts?actions=*`});
  await owner.putObject(victim, 'PASSPORT');
  await owner.putObject(`${own}mine`, 'mine', {tagging: 'a=1'});
  return {cos, host: new URL(cos.origin).host, owner};
}

interface Sent {
  method?: string;
  /** With its query, as it stands in the request line. */
  path?: string;
  headers?: Record<string, string>;
  body?: string;
  /** The authorization goes into the query, as in a presigned URL. */
  inUrl?: boolean;
}

export interface Attack {
  name: string;
  asks: Partial<AuthorizeRequest>;
  sends: Sent;
}

/** An answer of the store, to a request exactly as it is given: no client tidies it up. */
export const exactly = (
  {host}: Pick<Stage, 'host'>,
  {method, path, headers = {}, body = ''}: Required<Pick<Sent, 'method' | 'path'>> & Sent,
): Promise<{status: number; text: string}> =>
  new Promise((resolve, reject) => {
    const [hostname, port] = host.split(':');
    const length =
      method === 'GET' || method === 'HEAD' ? {} : {'content-length': String(Buffer.byteLength(body))};
    const request = send(
      {hostname, port, method, path, headers: {host, ...length, ...headers}},
      (response) => {
        response.setEncoding('utf8');
        let text = '';
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({status: response.statusCode ?? 0, text}));
      },
    );
    request.on('error', reject).end(body);
  });

/** Asks, sends, and tells whether the store did it; undefined where the signer would not sign. */
export async function attempt(
  stage: Stage,
  sign: Signer,
  {asks, sends}: Attack,
): Promise<boolean | undefined> {
  const put = asks.method === undefined || /^P/.test(asks.method);
  const headers = {host: stage.host, ...(put && {'content-length': '0'}), ...asks.headers};
  const asked = {method: 'PUT', key: `${own}x`, query: {}, ...asks, headers};
  const signed = await sign(asked);
  if (!signed) return undefined;
  const query = Object.entries(asked.query).map(([name, value]) =>
    value ? `${name}=${encodeURIComponent(value)}` : name,
  );
  const token = signed.securityToken ? {'x-cos-security-token': signed.securityToken} : {};
  const fields = new URLSearchParams(signed.authorization).toString();
  const path = `/${asked.key}${query.length > 0 ? `?${query.join('&')}` : ''}`;
  const {status} = await exactly(stage, {
    method: asked.method,
    path: sends.inUrl ? `${path}?${fields}&${new URLSearchParams(token).toString()}` : path,
    ...sends,
    headers: {
      ...(!sends.inUrl && {authorization: signed.authorization, ...token}),
      ...asks.headers,
      ...sends.headers,
    },
  });
  return status >= 200 && status < 300;
}

/** Signed for something harmless, sent as something else. */
export async function attacks({cos, owner}: Stage): Promise<Attack[]> {
  const {uploadId} = await owner.createMultipartUpload(`${own}x`);
  const copy = {'x-cos-copy-source': `${cos.bucket}.cos.${cos.region}.myqcloud.com/${victim}`};
  const tags = '<Tagging><TagSet><Tag><Key>a</Key><Value>2</Value></Tag></TagSet></Tagging>';
  const part = {query: {partNumber: '1', uploadId}};
  const listing = {method: 'GET', key: '', query: {uploads: '', prefix: own}};
  const listingWith = (extra: string): Sent => ({
    path: `/?${extra}&uploads&prefix=${encodeURIComponent(own)}`,
  });
  const parts = {method: 'GET', key: `${own}mine`, query: {uploadId}};
  return [
    {name: 'copies the object of another', asks: {}, sends: {headers: copy}},
    {name: 'copies it into a part', asks: part, sends: {headers: copy}},
    {name: 'makes an object public', asks: {}, sends: {headers: {'x-cos-acl': 'public-read'}}},
    {
      name: 'begins an object that will be public',
      asks: {method: 'POST', query: {uploads: ''}},
      sends: {headers: {'x-cos-acl': 'public-read'}},
    },
    {name: 'grants it to another account', asks: {}, sends: {headers: {'x-cos-grant-read': 'id="1"'}}},
    {name: 'grants all of it', asks: {}, sends: {headers: {'x-cos-grant-full-control': 'id="1"'}}},
    {
      name: 'changes the rights of an object',
      asks: {key: `${own}mine`},
      sends: {path: `/${own}mine?acl`, headers: {'x-cos-acl': 'public-read'}},
    },
    {
      name: 'changes its tags',
      asks: {key: `${own}mine`, headers: {'content-length': String(tags.length)}},
      sends: {path: `/${own}mine?tagging`, body: tags},
    },
    {
      name: 'removes its tags',
      asks: {method: 'DELETE', key: `${own}mine`, query: {uploadId}},
      sends: {path: `/${own}mine?tagging&uploadId=${uploadId}`},
    },
    {name: 'reads its rights', asks: parts, sends: {path: `/${own}mine?acl&uploadId=${uploadId}`}},
    {name: "reads the bucket's rights", asks: listing, sends: listingWith('acl')},
    {name: "reads the bucket's CORS rules", asks: listing, sends: listingWith('cors')},
    {name: 'reads whether the bucket keeps versions', asks: listing, sends: listingWith('versioning')},
    {name: 'lists all versions', asks: listing, sends: listingWith('versions')},
    {
      name: 'has another sub-resource signed with the listing',
      asks: {...listing, query: {...listing.query, cors: ''}},
      sends: {},
    },
    {name: 'copies, authorized by its URL', asks: {}, sends: {headers: copy, inUrl: true}},
  ];
}
