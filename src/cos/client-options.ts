import {ConfigurationError} from '../errors.js';
import type {Authorize, GetCredentials} from './credentials/credentials-types.js';
import type {CredentialsBreadth} from './credentials/credentials-url.js';
import type {GetTicket} from './tickets/ticket-types.js';
import type {Transport} from './wire/transport.js';

export type TransportName = 'auto' | 'fetch' | 'xhr';

interface BucketOptions {
  /** `name-APPID`. */
  bucket: string;
  /** E.g. `ap-guangzhou`. */
  region: string;
  /** URL template without a path. Default `https://{bucket}.cos.{region}.myqcloud.com`. */
  endpoint?: string | undefined;
  /**
   * URL template of the host that is tried when the first cannot be reached, or `none`. Default, for a bucket on the default domain:
   * `https://{bucket}.cos.{region}.tencentcos.cn`, unless a server signs.
   */
  fallbackEndpoint?: string | undefined;
  /** Use the global acceleration host. */
  accelerate?: boolean | undefined;
  /**
   * `auto` (default): in a page whole objects by XMLHttpRequest, which tells the progress inside a body, and parts by fetch, where they take
   * long by XMLHttpRequest too; in a worker and in Node all by fetch. `fetch` and `xhr`: all by it. Or a function that sends.
   */
  transport?: Transport | TransportName | undefined;
  /** Milliseconds since the epoch. Default Date.now. */
  now?: (() => number) | undefined;
}

/** The ways to be authorized. */
interface Ways {
  /** Asks for temporary keys. */
  credentials: GetCredentials;
  /** Where temporary keys are asked for: GET answers the STS JSON. */
  credentialsUrl: string;
  /** Lets a server sign each request. */
  authorize: Authorize;
  /** Asks for a ticket: the name of a file's object and keys for that object alone. */
  ticket: GetTicket;
  /** Where tickets are asked for: POST of the file as JSON. */
  ticketUrl: string;
}

type OneWay = {
  [Way in keyof Ways]: Record<Way, Ways[Way]> & Partial<Record<Exclude<keyof Ways, Way>, undefined>>;
}[keyof Ways];

/** Exactly one way to be authorized. */
export type CosClientOptions = BucketOptions &
  OneWay & {
    /**
     * What the keys of `credentials` and `credentialsUrl` are good for: all requests of the `client` (default), or one `object`. Keys for
     * one object are kept per object key, and `credentialsUrl` is told the key with `?key=`.
     */
    credentialsScope?: CredentialsBreadth | undefined;
  };

const ways = ['credentials', 'credentialsUrl', 'authorize', 'ticket', 'ticketUrl'] as const;

/** Throws a ConfigurationError where none of the ways to be authorized is given, or more than one. */
export function checkChoices(options: CosClientOptions): void {
  const {transport = 'auto'} = options;
  // Without TypeScript a page may pass null.
  const given = ways.filter((way) => options[way] != null);
  const [only] = given;
  if (!only || given.length > 1) {
    throw new ConfigurationError(
      'credentials',
      given.join(' and ') || 'none of them',
      'exactly one of ticket, ticket-url, credentials, credentials-url and authorize',
    );
  }
  const type = only.endsWith('Url') ? 'string' : 'function';
  // The value may be the keys themselves, so the error shows only its type.
  const is = typeof options[only];
  if (is !== type) throw new ConfigurationError(only, is, `a ${type}`);
  if (!['client', 'object'].includes(options.credentialsScope ?? 'client'))
    throw new ConfigurationError('credentials-scope', options.credentialsScope, 'client or object');
  if (typeof transport !== 'function' && !['auto', 'fetch', 'xhr'].includes(transport)) {
    throw new ConfigurationError('transport', transport, 'auto, fetch, xhr or a function');
  }
}
