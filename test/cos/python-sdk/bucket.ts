/** Buckets of a test file's own, on virtual hosts of the local COS: what they are set to disturbs nobody. */
import {createCosClient, type CosClient} from '../../../src/cos/client.js';
import {authorizationOf, type SigningKeys} from '../../../src/cos/credentials/sign.js';
import type {Transport} from '../../../src/cos/wire/transport.js';
import {region} from '../../support/cos.js';

/** Of every bucket of the local COS; worth nothing anywhere else. */
export const owner: SigningKeys = {
  secretId: 'AKIDlocalcos0000000000000000000000000',
  secretKey: 'localcosSecretKey000000000000000',
};

/** A client of a bucket that is made before the first test of the surrounding block. */
export function newBucket({
  versioning = false,
  transport = 'fetch',
}: {versioning?: boolean; transport?: Transport | 'fetch'} = {}): CosClient {
  const bucket = `sdk-${Math.random().toString(36).slice(2)}-1250000000`;
  const client = createCosClient({
    bucket,
    region,
    endpoint: `http://{bucket}.cos.{region}.localhost:${new URL(cosOrigin).port}`,
    credentialsUrl: `${cosOrigin}/-/sts?bucket=${bucket}`,
    transport,
  });
  before(async () => {
    await fetch(`${cosOrigin}/-/bucket?name=${bucket}`, {method: 'PUT'});
    const status = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>';
    if (versioning) await asOwner(client, 'PUT', {query: {versioning: ''}, body: status});
  });
  return client;
}

/** A request with the owner's keys, for what an upload library has no method for. Rejects for a status of an error. */
export async function asOwner(
  client: CosClient,
  method: string,
  {key = '', query = {}, body}: {key?: string; query?: Record<string, string>; body?: string},
): Promise<string> {
  const {host} = new URL(client.origin);
  const now = Math.floor(Date.now() / 1000);
  const authorization = authorizationOf(
    {method, key, query, headers: {host}},
    owner,
    `${now - 60};${now + 600}`,
  );
  const url = new URL(key ? client.locationOf(key) : client.origin);
  url.search = new URLSearchParams(query).toString();
  const response = await fetch(url, {method, headers: {authorization}, body: body ?? null});
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url.pathname}${url.search}: ${response.status} ${text}`);
  return text;
}

/** Who may do what with an object, as `id: PERMISSION`. */
export async function grantsOf(client: CosClient, key: string): Promise<string[]> {
  const document = new DOMParser().parseFromString(
    await asOwner(client, 'GET', {key, query: {acl: ''}}),
    'application/xml',
  );
  const text = (grant: Element, name: string): string => grant.querySelector(name)?.textContent ?? '';
  return [...document.querySelectorAll('Grant')].map(
    (grant) => `${text(grant, 'Grantee > ID')}: ${text(grant, 'Permission')}`,
  );
}
