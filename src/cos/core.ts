import {askingFor, type Authorizer, signingWith} from './credentials/authorizer.js';
import type {CosClientOptions, TransportName} from './client-options.js';
import {type Clock, createClock} from './wire/clock.js';
import {createCredentialsCache} from './credentials/credentials.js';
import type {GetCredentials} from './credentials/credentials-types.js';
import {credentialsFromUrl} from './credentials/credentials-url.js';
import {type Core, createSend} from './operations/request.js';
import {createTickets, ticketFromUrl, type Tickets} from './tickets/tickets.js';
import {createAutoTransport} from './wire/auto-transport.js';
import {Hosts} from './wire/hosts.js';
import {fetchTransport, type Transport} from './wire/transport.js';
import {xhrTransport} from './wire/xhr-transport.js';

export {appendObject} from './operations/append.js';
export {uploadPartCopy} from './operations/copy.js';
export * from './operations/listing.js';
export * from './operations/multipart.js';
export * from './operations/object.js';
export {postObject} from './operations/post-object.js';
export {presign} from './operations/presign.js';

export interface ClientCore extends Core {
  readonly tickets: Tickets | undefined;
  /** A server of the application signs each request; no keys are known here. */
  readonly signedElsewhere: boolean;
}

/** What signs and sends the requests of one client. The options have been checked. */
export function createCore(
  options: CosClientOptions,
  origins: readonly [string, ...string[]],
  locationOf: (key: string) => string,
): ClientCore {
  const {bucket, region, transport = 'auto', now} = options;
  const clock = createClock(now);
  const {authorizer, tickets, forgetCredentials} = authorizationOf(options, clock);
  const [origin] = origins;
  const hosts = new Hosts(origins);
  const send = createSend(hosts, {authorizer, clock, transport: transportOf(transport)});
  const signedElsewhere = options.authorize !== undefined;
  return {
    bucket,
    region,
    origin,
    hosts,
    locationOf,
    clock,
    authorizer,
    tickets,
    signedElsewhere,
    send,
    forgetCredentials,
  };
}

function authorizationOf(
  options: CosClientOptions,
  clock: Clock,
): {authorizer: Authorizer; tickets?: Tickets | undefined; forgetCredentials: () => void} {
  const {bucket, region, credentialsScope} = options;
  if (options.authorize)
    return {
      authorizer: askingFor((request, signal) => options.authorize(request, signal)),
      forgetCredentials: () => undefined,
    };
  const byTickets =
    (options.ticket ?? options.ticketUrl) === undefined
      ? undefined
      : createTickets((...asked) => (options.ticket ?? ticketFromUrl(options.ticketUrl!))(...asked), {
          bucket,
          region,
        });
  const getCredentials: GetCredentials =
    byTickets?.getCredentials ??
    ((...asked) =>
      (options.credentials ?? credentialsFromUrl(options.credentialsUrl!, credentialsScope))(...asked));
  const perObject = byTickets !== undefined || credentialsScope === 'object';
  const cache = createCredentialsCache(getCredentials, {bucket, region, clock, perObject});
  return {
    authorizer: signingWith(cache, clock),
    tickets: byTickets?.open(cache),
    forgetCredentials: () => cache.forget(),
  };
}

function transportOf(transport: Transport | TransportName): Transport {
  if (transport === 'auto') return createAutoTransport();
  return transport === 'fetch' ? fetchTransport : transport === 'xhr' ? xhrTransport : transport;
}
