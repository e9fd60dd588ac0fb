import {NetworkError, UploadError} from '../../errors.js';
import {tokenName, type Authorizer, type FormOf} from '../credentials/authorizer.js';
import type {Clock} from '../wire/clock.js';
import type {Authorization} from '../credentials/credentials-types.js';
import {cosErrorOf} from '../wire/cos-error.js';
import {foreignAnswer} from '../wire/foreign-answer.js';
import {encodeKey, percentEncode} from '../wire/key.js';
import type {Hosts} from '../wire/hosts.js';
import {rootOf} from '../wire/xml.js';
import type {BodyOptions, BodyProgress} from './object-options.js';
import {sizeOf, type Transport, type TransportResponse, type WireBody} from '../wire/transport.js';
import {untilAborted} from '../wire/until-aborted.js';
import {warnOfUnknownClass} from './storage-class.js';

export interface CosRequest extends BodyOptions {
  method: string;
  /** E.g. `PutObject`: for messages, and what a policy has to allow unless `actions` says otherwise. */
  operation: string;
  actions?: readonly string[];
  /** Empty for the bucket itself. */
  key: string;
  /** The sub-resource comes first, with an empty value. A parameter that is undefined is left out. */
  query?: Readonly<Record<string, string | number | undefined>>;
  /** Lower-case names. */
  headers?: Readonly<Record<string, string>>;
  body?: WireBody;
  /** Makes a form of `body`, which goes to the bucket. */
  form?: FormOf;
  /**
   * COS is to do something with the object once it is stored. Where that fails the status is 203, and a PUT is answered with `Error`, which
   * is a success here all the same. 436/106770
   */
  ordered?: boolean;
  /** Called with the bytes of the answer's body so far. */
  onReceived?: ((bytes: number) => void) | undefined;
}

/**
 * Signs and sends one request. Resolves when COS answers with success. Rejects with a CosError when COS refuses, and with a NetworkError
 * when there is no answer or something other than COS gives one.
 */
export type Send = (request: CosRequest) => Promise<TransportResponse>;

/** What the operations share: whatever signs and sends. */
export interface Core {
  readonly bucket: string;
  readonly region: string;
  readonly origin: string;
  /** Where requests go, that origin first. */
  readonly hosts: Hosts;
  locationOf(key: string): string;
  readonly clock: Clock;
  readonly authorizer: Authorizer;
  readonly send: Send;
  forgetCredentials(): void;
}

export function createSend(
  hosts: Hosts,
  {authorizer, transport, clock}: {authorizer: Authorizer; transport: Transport; clock: Clock},
): Send {
  const ids = new Set<string>();

  return async ({
    method,
    operation,
    actions = [operation],
    key,
    query,
    headers = {},
    body,
    form,
    ordered = false,
    signal,
    onProgress,
    onReceived,
  }) => {
    warnOfUnknownClass(headers['x-cos-storage-class']);
    const params = paramsOf(query);
    const total = body ? sizeOf(body) : 0;
    // The browser sends Content-Length by itself, as 0 for a PUT or POST without a body. It is signed, so that the signature is good for no
    // longer body.
    const length: Record<string, string> =
      body || method === 'PUT' || method === 'POST' ? {'content-length': String(total)} : {};
    // The app's own transport may ignore the signal, so the promise is cut here.
    const named = <T>(promise: Promise<T>): Promise<T> =>
      (signal ? untilAborted(promise, signal) : promise).catch(noAnswer(operation, key, signal));
    let [renewed, moved] = [false, false];
    for (;;) {
      const origin = hosts.current;
      const number = hosts.begin();
      const {host} = new URL(origin);
      const signed = await authorizer(
        {method, key, query: params, headers: {...headers, ...length, host}, actions, form},
        signal,
      );
      signal?.throwIfAborted();
      const reply = <T>(promise: Promise<T>): Promise<T> =>
        named(promise).catch((error: unknown) => {
          if (error instanceof NetworkError) hosts.failed(origin, number);
          throw error;
        });
      const response = await reply(
        transport({
          method,
          url: urlOf(origin, signed.form ? '' : key, params),
          // A header that no form has by itself would cost it a preflight.
          headers: signed.form?.headers ?? {...headers, ...authorizationHeaders(signed)},
          body: signed.form?.body ?? body,
          signal,
          // The bytes of a form are some more than those of its file.
          onProgress: onProgress && ((sent) => tell(onProgress, {sent: Math.min(sent, total), total})),
          onReceived,
        }),
      );
      const text = await reply(response.text());
      const answer: TransportResponse = {
        status: response.status,
        header: (name) => response.header(name),
        headers: () => response.headers(),
        text: () => Promise.resolve(text),
      };
      const foreign = foreignAnswer(answer, text, {method, ordered}, ids, {operation, key});
      const identified = answer.header('x-cos-request-id') !== null;
      if (!moved && !identified && redirects.has(answer.status) && hosts.leave(origin)) {
        moved = true;
        continue;
      }
      if (foreign) throw foreign;
      if (answer.status < 500 || identified) hosts.answered(origin);
      else hosts.failed(origin, number);
      // COS may answer status 200, send blanks that keep the line open, and then an error. 436/7742
      if (answer.status < 300 && ((ordered && method === 'PUT') || rootOf(text) !== 'Error')) {
        signed.judged(true);
        return answer;
      }

      const error = await cosErrorOf(answer, {operation, key});
      clock.correct(error.serverTime);
      if (error.category === 'permission') signed.judged(false);
      // An answer to HEAD has no body, so only its status tells. COS answers 400 to a token that it refuses, and 403 both to ended keys and
      // to a missing permission, which new credentials seldom mend. So with 403 the keys are renewed only when their time is over.
      const outdated =
        error.category === 'credentials' ||
        error.category === 'clock' ||
        (method === 'HEAD' && (error.status === 400 || clock.now() >= (signed.expiresAt ?? Infinity)));
      if (renewed || !outdated) throw error;
      renewed = true;
      signed.refused();
    }
  };
}

/** What leads away from a host that is not COS's own doing. With 308 the official SDKs stay. */
const redirects = new Set([301, 302, 307]);

/** An error in the page's function must not end the request, so it goes to the console, as from a listener. */
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

/** Numbers become text. A parameter that is undefined is left out. */
function paramsOf(query: CosRequest['query'] = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}

/** The URL of a request. COS routes by the first parameter, so its order is kept. */
export function urlOf(origin: string, key: string, params: Readonly<Record<string, string>>): string {
  const query = Object.entries(params)
    .map(([name, value]) => percentEncode(name) + (value && `=${percentEncode(value)}`))
    .join('&');
  return `${origin}/${encodeKey(key)}${query && `?${query}`}`;
}
