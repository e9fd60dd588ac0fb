import {askingFor, type Authorizer, signingWith} from './authorizer.js';
import type {CosClientOptions} from './client.js';
import {type Clock, createClock} from './clock.js';
import {createCredentialsCache} from './credentials.js';
import {credentialsFromUrl} from './credentials-url.js';
import {lazy} from './load.js';
import {type Core, createSend} from './request.js';
import {fetchTransport, type Transport} from './transport.js';

/** What signs and sends the requests of one client. The options have been checked. */
export function createCore(
  options: CosClientOptions,
  origin: string,
  locationOf: (key: string) => string,
): Core {
  const {bucket, region, transport = 'fetch', now} = options;
  const clock = createClock(now);
  const authorizer = authorizerOf(options, clock);
  const send = createSend(origin, {authorizer, clock, transport: transportOf(transport)});
  return {bucket, region, origin, locationOf, clock, authorizer, send};
}

function authorizerOf(options: CosClientOptions, clock: Clock): Authorizer {
  const {bucket, region, credentials, credentialsUrl, authorize} = options;
  if (authorize) return askingFor(authorize);
  const getCredentials = credentials ?? credentialsFromUrl(credentialsUrl);
  return signingWith(createCredentialsCache(getCredentials, {bucket, region, clock}), clock);
}

function transportOf(transport: Transport | 'fetch' | 'xhr'): Transport {
  if (typeof transport === 'function') return transport;
  if (transport === 'fetch') return fetchTransport;
  const loadXhr = lazy(() => import('./xhr-transport.js'));
  return async (request) => (await loadXhr()).xhrTransport(request);
}
