import {ownTask} from '../../next-task.js';
import {ConfigurationError, CredentialsError} from '../../errors.js';
import {answerOf} from './app-answer.js';
import {appFailure} from './app-failure.js';
import type {Clock} from '../wire/clock.js';
import type {CredentialsCache} from './credentials.js';
import type {Authorization, Authorize, AuthorizeRequest, TemporaryCredentials} from './credentials-types.js';
import {authorizationOf} from './sign.js';

/** A multipart/form-data body, and the headers that it needs: none where the browser writes it. */
export interface Form {
  readonly body: FormData | ArrayBuffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** Makes a form with a signed policy. `keyTime`: `start;end` in Unix seconds. */
export type FormOf = (keys: TemporaryCredentials, keyTime: string) => Form;

interface ToSign extends AuthorizeRequest {
  /** What a policy has to allow, e.g. `PutObject`. */
  actions: readonly string[];
  /** The request is a form, which carries its signature in fields. */
  form?: FormOf | undefined;
  /** Seconds; makes a signature for a URL, which carries the token in its query instead of a header. */
  expires?: number | undefined;
}

interface Signed extends Authorization {
  /** The form, where one was asked for. */
  form?: Form | undefined;
  /** When the credentials end, in milliseconds by the server's clock; undefined where a server signs. */
  expiresAt?: number | undefined;
  /** COS refused them; the next request uses new ones. */
  refused(): void;
  /** Whether their policy allows what was asked. */
  judged(allowed: boolean): void;
}

export type Authorizer = (request: ToSign, signal?: AbortSignal) => Promise<Signed>;

/** A header's name, and a query parameter's. */
export const tokenName = 'x-cos-security-token';

/**
 * Proxies rewrite these two, so a signature over them may break on the way; cos-js-sdk-v5 leaves them out as well.
 * Everything else that is sent is signed, which buckets in strict-signature mode (436/53892) insist on.
 */
const unsigned = new Set(['cache-control', 'expires']);

const signable = (headers: AuthorizeRequest['headers']): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !unsigned.has(name)));

/**
 * Signs in the page. The key time of a request is the credentials' own, so that a wrong local clock does no harm; a
 * URL's begins a minute early.
 */
export const signingWith =
  (cache: CredentialsCache, clock: Clock): Authorizer =>
  async ({method, key, query, headers, actions, expires, form}, signal) => {
    const credentials = await cache.get(key, actions, signal);
    // Requests that have waited for the same keys would hold up a slow page together: to sign one and hand it to the browser takes it 50 ms.
    await ownTask();
    const {sessionToken, startTime, expiredTime} = credentials;
    const token = {[tokenName]: sessionToken};
    const now = Math.floor(clock.now() / 1000);
    const keyTime = expires === undefined ? `${startTime};${expiredTime}` : `${now - 60};${now + expires}`;
    const request = {
      method,
      key,
      query: expires === undefined ? query : {...query, ...token},
      headers: {...signable(headers), ...(expires === undefined ? token : {})},
    };
    return {
      authorization: form ? '' : authorizationOf(request, credentials, keyTime),
      form: form?.(credentials, keyTime),
      securityToken: sessionToken,
      expiresAt: expiredTime * 1000,
      refused: () => cache.drop(credentials),
      judged: (allowed) => cache.judge(credentials, actions, allowed),
    };
  };

/** Lets the app's server sign. */
export const askingFor =
  (authorize: Authorize): Authorizer =>
  async ({method, key, query, headers, actions, form}, signal = new AbortController().signal) => {
    if (form)
      throw new ConfigurationError(
        'authorize',
        'a function',
        'keys in the page for a form, whose policy they sign',
      );
    const answer = await ask(authorize, {method, key, query, headers: signable(headers)}, actions, signal);
    await ownTask();
    return {
      ...answer,
      refused: () => undefined,
      judged: () => undefined,
    };
  };

/** Calls `authorize` and checks the answer's shape, whatever its type says. */
async function ask(
  authorize: Authorize,
  request: AuthorizeRequest,
  actions: readonly string[],
  signal: AbortSignal,
): Promise<Authorization> {
  const late = (seconds: number): string =>
    `authorize did not answer within ${seconds} s for "${request.key}". Look at what it waits for; it is asked again.`;
  let answer: unknown;
  try {
    answer = await answerOf((limited) => authorize(request, limited), {
      signal,
      late,
      key: request.key || undefined,
    });
  } catch (cause) {
    signal.throwIfAborted();
    throw appFailure('authorize', actions, cause, request.key || undefined);
  }
  const {authorization, securityToken} = (answer ?? {}) as {authorization?: unknown; securityToken?: unknown};
  if (
    typeof authorization !== 'string' ||
    !/^[\x21-\x7e]*q-signature=[\x21-\x7e]+$/.test(authorization) ||
    (securityToken != null && typeof securityToken !== 'string')
  ) {
    throw new CredentialsError(
      'authorize answered something else than {authorization: "q-sign-algorithm=sha1&…", securityToken?}.',
      {code: 'malformed', key: request.key || undefined},
    );
  }
  return {authorization, securityToken: securityToken ?? undefined};
}
