import {ConfigurationError} from '../errors.js';
import type {Authorize, GetCredentials} from './credentials/credentials-types.js';
import type {Transport} from './wire/transport.js';

interface BucketOptions {
  /** `name-APPID`. */
  bucket: string;
  /** E.g. `ap-guangzhou`. */
  region: string;
  /** URL template without a path. Default `https://{bucket}.cos.{region}.myqcloud.com`. */
  endpoint?: string | undefined;
  /** Use the global acceleration host. */
  accelerate?: boolean | undefined;
  /** Default `fetch`; `xhr` reports progress inside a body. */
  transport?: Transport | 'fetch' | 'xhr' | undefined;
  /** Milliseconds since the epoch. Default Date.now. */
  now?: (() => number) | undefined;
}

/** Exactly one way to be authorized. */
export type CosClientOptions = BucketOptions &
  (
    | {credentials: GetCredentials; credentialsUrl?: undefined; authorize?: undefined}
    | {credentialsUrl: string; credentials?: undefined; authorize?: undefined}
    | {authorize: Authorize; credentials?: undefined; credentialsUrl?: undefined}
  );

/** Throws a ConfigurationError for a choice that was not made, or made twice. */
export function checkChoices({
  credentials,
  credentialsUrl,
  authorize,
  transport = 'fetch',
}: CosClientOptions): void {
  const given = Object.entries({credentials, credentialsUrl, authorize}).filter(
    // Also of pages without types, which say null.
    ([, value]) => value != null,
  );
  const [only] = given;
  if (!only || given.length > 1) {
    throw new ConfigurationError(
      'credentials',
      given.map(([name]) => name).join(' and ') || 'none of them',
      'exactly one of credentials, credentialsUrl (credentials-url) and authorize',
    );
  }
  const type = only[0] === 'credentialsUrl' ? 'string' : 'function';
  // Its type, not itself: it may be the keys.
  if (typeof only[1] !== type) throw new ConfigurationError(only[0], typeof only[1], `a ${type}`);
  if (typeof transport !== 'function' && !['fetch', 'xhr'].includes(transport)) {
    throw new ConfigurationError('transport', transport, 'fetch, xhr or a function');
  }
}
