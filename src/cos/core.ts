import {askingFor, type Authorizer, signingWith} from './credentials/authorizer.js';
import type {CosClientOptions} from './client-options.js';
import {type Clock, createClock} from './wire/clock.js';
import {createCredentialsCache} from './credentials/credentials.js';
import {credentialsFromUrl} from './credentials/credentials-url.js';
import {type Core, createSend} from './operations/request.js';
import {fetchTransport, type Transport} from './wire/transport.js';
import {xhrTransport} from './wire/xhr-transport.js';

export * from './operations/listing.js';
export * from './operations/multipart.js';
export * from './operations/object.js';

/** What signs and sends the requests of one client. The options have been checked. */
export function createCore(
  options: CosClientOptions,
  origin: string,
  locationOf: (key: string) => string,
): Core {
  const {bucket, region, transport = 'fetch', now} = options;
  const clock = createClock(now);
  const {authorizer, forgetCredentials} = authorizationOf(options, clock);
  const send = createSend(origin, {authorizer, clock, transport: transportOf(transport)});
  return {bucket, region, origin, locationOf, clock, authorizer, send, forgetCredentials};
}

function authorizationOf(
  options: CosClientOptions,
  clock: Clock,
): {authorizer: Authorizer; forgetCredentials: () => void} {
  const {bucket, region, credentials, credentialsUrl, authorize} = options;
  if (authorize) return {authorizer: askingFor(authorize), forgetCredentials: () => undefined};
  const getCredentials = credentials ?? credentialsFromUrl(credentialsUrl);
  const cache = createCredentialsCache(getCredentials, {bucket, region, clock});
  return {authorizer: signingWith(cache, clock), forgetCredentials: () => cache.forget()};
}

const transportOf = (transport: Transport | 'fetch' | 'xhr'): Transport =>
  transport === 'fetch' ? fetchTransport : transport === 'xhr' ? xhrTransport : transport;
