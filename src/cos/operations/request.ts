import {NetworkError, UploadError} from '../../errors.js';
import {tokenName, type Authorizer} from '../credentials/authorizer.js';
import type {Clock} from '../wire/clock.js';
import type {Authorization} from '../credentials/credentials-types.js';
import {cosErrorOf} from '../wire/cos-error.js';
import {foreignAnswer} from '../wire/foreign-answer.js';
import {encodeKey} from '../wire/key.js';
import {rootOf} from '../wire/xml.js';
import type {BodyOptions, BodyProgress} from './object-options.js';
import {sizeOf, type Transport, type TransportResponse, type WireBody} from '../wire/transport.js';
import {untilAborted} from '../wire/until-aborted.js';

export interface CosRequest extends BodyOptions {
  method: string;
  /** E.g. `PutObject`: for messages, and what a policy has to allow unless `actions` says otherwise. */
  operation: string;
  actions?: readonly string[];
  /** Empty for the bucket itself. */
  key: string;
  /** Sub-resource first, with an empty value; what is undefined is left out. */
  query?: Readonly<Record<string, string | number | undefined>>;
  /** Lower-case names. */
  headers?: Readonly<Record<string, string>>;
  body?: WireBody;
  /** Called with the bytes of the answer's body so far. */
  onReceived?: ((bytes: number) => void) | undefined;
}

/**
 * Signs and sends one request. Resolves for a success of COS's own, else rejects: with a CosError for what it refuses, with a
 * NetworkError where it did not answer, or something else did.
 */
export type Send = (request: CosRequest) => Promise<TransportResponse>;

/** What the operations are made of. */
export interface Core {
  readonly bucket: string;
  readonly region: string;
  readonly origin: string;
  locationOf(key: string): string;
  readonly clock: Clock;
  readonly authorizer: Authorizer;
  readonly send: Send;
  forgetCredentials(): void;
}

export function createSend(
  origin: string,
  {authorizer, transport, clock}: {authorizer: Authorizer; transport: Transport; clock: Clock},
): Send {
  const {host} = new URL(origin);
  const ids = new Set<string>();

  return async ({
    method,
    operation,
    actions = [operation],
    key,
    query,
    headers = {},
    body,
    signal,
    onProgress,
    onReceived,
  }) => {
    const params = paramsOf(query);
    const total = body ? sizeOf(body) : 0;
    // fetch sends it by itself, also as 0 where PUT and POST have no body. Signed, a signature is good for no longer body.
    const length: Record<string, string> =
      body || method === 'PUT' || method === 'POST' ? {'content-length': String(total)} : {};
    // A transport of the app's own may not look at its signal.
    const named = <T>(promise: Promise<T>): Promise<T> =>
      (signal ? untilAborted(promise, signal) : promise).catch(noAnswer(operation, key, signal));
    for (let repeated = false; ; repeated = true) {
      const signed = await authorizer(
        {method, key, query: params, headers: {...headers, ...length, host}, actions},
        signal,
      );
      signal?.throwIfAborted();
      const response = await named(
        transport({
          method,
          url: urlOf(origin, key, params),
          headers: {...headers, ...authorizationHeaders(signed)},
          body,
          signal,
          onProgress: onProgress && ((sent) => tell(onProgress, {sent, total})),
          onReceived,
        }),
      );
      const text = await named(response.text());
      const answer: TransportResponse = {
        status: response.status,
        header: (name) => response.header(name),
        headers: () => response.headers(),
        text: () => Promise.resolve(text),
      };
      const foreign = foreignAnswer(answer, text, method, ids, {operation, key});
      if (foreign) throw foreign;
      // COS may say under status 200 what went wrong, after blanks that keep the line open. 436/7742
      if (answer.status < 300 && rootOf(text) !== 'Error') {
        signed.judged(true);
        return answer;
      }

      const error = await cosErrorOf(answer, {operation, key});
      clock.correct(error.serverTime);
      if (error.category === 'permission') signed.judged(false);
      // HEAD's answers say nothing but the status, so there the time decides, and 400 is what a refused token is. A missing
      // permission is 403, which new credentials seldom mend.
      const outdated =
        error.category === 'credentials' ||
        error.category === 'clock' ||
        (method === 'HEAD' && (error.status === 400 || clock.now() >= (signed.expiresAt ?? Infinity)));
      if (repeated || !outdated) throw error;
      signed.refused();
    }
  };
}

/** What the page's function throws ends in the console, as from a listener: the request is none the worse for it. */
function tell(onProgress: (progress: BodyProgress) => void, progress: BodyProgress): void {
  try {
    onProgress(progress);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

const authorizationHeaders = ({authorization, securityToken}: Authorization): Record<string, string> => ({
  authorization,
  ...(securityToken ? {[tokenName]: securityToken} : {}),
});

const noAnswer =
  (operation: string, key: string, signal: AbortSignal | undefined) =>
  (error: unknown): never => {
    signal?.throwIfAborted();
    const known = error instanceof NetworkError;
    if (error instanceof UploadError && !known) throw error;
    throw new NetworkError(
      `${operation}${key && ` of "${key}"`} got no answer: the connection is down, or the CORS rules of the bucket ` +
        'refuse this page (diagnose() tells which). Try again.',
      {code: known ? error.code : 'network', key: key || undefined, cause: known ? error.cause : error},
    );
  };

/** Numbers become text, what is undefined is left out. */
function paramsOf(query: CosRequest['query'] = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}

/** The URL of a request. COS routes by the first parameter, so its order is kept. */
export function urlOf(origin: string, key: string, params: Readonly<Record<string, string>>): string {
  const query = Object.entries(params)
    .map(([name, value]) => encodeURIComponent(name) + (value && `=${encodeURIComponent(value)}`))
    .join('&');
  return `${origin}/${encodeKey(key)}${query && `?${query}`}`;
}
