import {askingFor, type Authorizer, signingWith} from './credentials/authorizer.js';
import type {CosClientOptions} from './client.js';
import {type Clock, createClock} from './wire/clock.js';
import {createCredentialsCache} from './credentials/credentials.js';
import {credentialsFromUrl} from './credentials/credentials-url.js';
import {lazy} from './wire/load.js';
import {type Core, createSend} from './operations/request.js';
import {fetchTransport, type Transport} from './wire/transport.js';

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
  const loadXhr = lazy(() => import('./wire/xhr-transport.js'));
  return async (request) => (await loadXhr()).xhrTransport(request);
}
