import {CredentialsError, UploadError} from '../errors.js';
import {answerOf} from './app-answer.js';
import type {Clock} from './clock.js';
import {readCredentials} from './credentials-answer.js';
import type {GetCredentials, TemporaryCredentials} from './credentials-types.js';
import {untilAborted} from './until-aborted.js';

export interface CredentialsCache {
  /**
   * Credentials good for these actions: kept ones, else new ones, asked for once however many callers wait.
   * Rejects with the signal's reason or a CredentialsError.
   */
  get(key: string, needs: readonly string[], signal?: AbortSignal): Promise<TemporaryCredentials>;
  /** COS refused these; if they are still the kept ones they are not used again. */
  drop(refused: TemporaryCredentials): void;
}

/** What one upload may need, asked for together so that a policy can be written once. */
const uploadActions: readonly string[] = [
  'PutObject',
  'HeadObject',
  'InitiateMultipartUpload',
  'UploadPart',
  'ListParts',
  'CompleteMultipartUpload',
  'AbortMultipartUpload',
];

interface Flight {
  result: Promise<TemporaryCredentials>;
  actions: ReadonlySet<string>;
  controller: AbortController;
  waiting: number;
}

interface Kept {
  credentials: TemporaryCredentials;
  actions: ReadonlySet<string>;
  refreshAt: number;
  expires: number;
}

export interface CredentialsCacheOptions {
  bucket: string;
  region: string;
  clock: Clock;
  /** Milliseconds an answer may take; default 20,000. */
  patience?: number | undefined;
}

export function createCredentialsCache(
  getCredentials: GetCredentials,
  {bucket, region, clock, patience}: CredentialsCacheOptions,
): CredentialsCache {
  const actions = new Set(uploadActions);
  let kept: Kept | undefined;
  let flight: Flight | undefined;

  async function ask(
    key: string,
    wanted: ReadonlySet<string>,
    signal: AbortSignal,
  ): Promise<TemporaryCredentials> {
    try {
      const scope = {bucket, region, key, actions: [...wanted].map((name) => `name/cos:${name}`)};
      const answer = await answerOf((limited) => getCredentials(scope, limited), {signal, patience, late});
      const credentials = readCredentials(answer);
      kept = {credentials, actions: wanted, ...lifeOf(credentials, clock.now())};
      return credentials;
    } catch (error) {
      // A refresh comes early; what is still good carries on until the next try.
      if (kept && kept.actions.size === wanted.size && clock.now() < kept.expires - 10_000) {
        kept.refreshAt = clock.now() + 10_000;
        return kept.credentials;
      }
      throw asCredentialsError(error);
    }
  }

  function takeOff(key: string): Flight {
    const controller = new AbortController();
    const wanted = new Set(actions);
    const started: Flight = {
      result: ask(key, wanted, controller.signal).finally(() => {
        if (flight === started) flight = undefined;
      }),
      actions: wanted,
      controller,
      waiting: 0,
    };
    return started;
  }

  async function get(
    key: string,
    needs: readonly string[],
    signal?: AbortSignal,
  ): Promise<TemporaryCredentials> {
    signal?.throwIfAborted();
    const coveredBy = (covered: ReadonlySet<string>): boolean => needs.every((action) => covered.has(action));
    if (kept && coveredBy(kept.actions) && clock.now() < kept.refreshAt) return kept.credentials;
    for (const action of needs) actions.add(action);
    const joined = (flight ??= takeOff(key));
    joined.waiting++;
    try {
      const credentials = await (signal ? untilAborted(joined.result, signal) : joined.result);
      return coveredBy(joined.actions) ? credentials : await get(key, needs, signal);
    } finally {
      joined.waiting--;
      if (joined.waiting === 0 && flight === joined) {
        flight = undefined;
        joined.controller.abort();
      }
    }
  }

  return {
    get,
    drop: (refused) => {
      if (kept?.credentials === refused) kept = undefined;
    },
  };
}

/**
 * When to ask again: the larger of 60 s and 20 % of the lifetime before the end, but not before half of what is
 * left has passed. Where the local clock makes no sense of the times, the life is counted from now.
 */
function lifeOf(
  {startTime, expiredTime}: TemporaryCredentials,
  now: number,
): {refreshAt: number; expires: number} {
  const start = startTime * 1000;
  const end = expiredTime * 1000;
  const sane = now >= start - 60_000 && now < end;
  const left = sane ? end - now : end - start;
  const margin = Math.min(Math.max(60_000, (end - start) / 5), left / 2);
  return {refreshAt: now + left - margin, expires: now + left};
}

const late = (seconds: number): string =>
  `There were no credentials within ${seconds} s: the endpoint or the credentials function does not answer. Look there; it is ` +
  'asked again.';

/** A rejection of the app's own function: fetch's TypeError is worth another try, the rest is not known to be. */
const asCredentialsError = (cause: unknown): UploadError =>
  cause instanceof UploadError
    ? cause
    : new CredentialsError('The credentials function failed; see the cause.', {
        code: 'unavailable',
        retryable: cause instanceof TypeError,
        cause,
      });
