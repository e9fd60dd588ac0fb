import {answerOf} from './app-answer.js';
import {appFailure} from './app-failure.js';
import type {Clock} from '../wire/clock.js';
import {readCredentials} from './credentials-answer.js';
import type {GetCredentials, TemporaryCredentials} from './credentials-types.js';
import {keepCredentials, type KeptCredentials} from './kept-credentials.js';
import {beyondUpload, chosenActions, uploadActions} from './upload-actions.js';

export interface CredentialsCache {
  /**
   * Credentials good for these actions: kept ones, else new ones, asked for once however many callers wait.
   * Rejects with the signal's reason or a CredentialsError.
   */
  get(key: string, needs: readonly string[], signal?: AbortSignal): Promise<TemporaryCredentials>;
  /** COS refused these; if they are still kept they are not used again. */
  drop(refused: TemporaryCredentials): void;
  /**
   * Whether they were good for these actions. Those that were not are dropped, once: the user may have changed meanwhile, but what new
   * ones do not allow either is not asked for again and again.
   */
  judge(used: TemporaryCredentials, needs: readonly string[], allowed: boolean): void;
  /** Keeps none of them. */
  forget(): void;
  /** Keys for the uploads of `key` that nobody had to ask for here. */
  keep(key: string, credentials: TemporaryCredentials): void;
}

/** Kept per object: those of the uploads under way, and then some. The others are asked for again. */
const mostObjects = 100;

export interface CredentialsCacheOptions {
  bucket: string;
  region: string;
  clock: Clock;
  /** Keys are good for one object each. Default: for whatever the client does. */
  perObject?: boolean | undefined;
}

/**
 * Keeps the credentials of an upload, and apart from them those for anything beyond it (a listing of the bucket, a delete):
 * an endpoint that refuses the one, or answers keys that can do nothing else, must not take the other away.
 */
export function createCredentialsCache(
  getCredentials: GetCredentials,
  {bucket, region, clock, perObject = false}: CredentialsCacheOptions,
): CredentialsCache {
  async function ask(
    key: string,
    wanted: readonly string[],
    signal: AbortSignal,
  ): Promise<TemporaryCredentials> {
    const scope = {bucket, region, key, actions: wanted.map((name) => `name/cos:${name}`)};
    try {
      const answer = await answerOf((limited) => getCredentials(scope, limited), {signal, late});
      return readCredentials(answer, clock.now());
    } catch (error) {
      throw appFailure('credentials', wanted, error);
    }
  }

  const kept = new Map<string, KeptCredentials>();
  const chosen = new Set<string>();
  function goodFor(key: string, needs: readonly string[]): KeptCredentials {
    const extras = beyondUpload(needs).sort();
    const id = perObject ? `${extras.join()} ${key}` : extras.join();
    for (const action of needs) if (chosenActions.includes(action)) chosen.add(action);
    const found =
      kept.get(id) ??
      keepCredentials((key, signal) => ask(key, [...uploadActions, ...chosen, ...extras], signal), clock);
    // The one that was used last stands last.
    kept.delete(id);
    kept.set(id, found);
    if (perObject && kept.size > mostObjects) kept.delete(kept.keys().next().value!);
    return found;
  }

  const drop = (refused: TemporaryCredentials): void => {
    for (const each of kept.values()) each.drop(refused);
  };
  const denied = new Set<string>();

  return {
    get: (key, needs, signal) => goodFor(key, needs).get(key, signal),
    drop,
    judge: (used, needs, allowed) => {
      const actions = needs.join();
      if (allowed) denied.delete(actions);
      else if (!denied.has(actions)) {
        denied.add(actions);
        drop(used);
      }
    },
    forget: () => {
      for (const each of kept.values()) each.forget();
      denied.clear();
    },
    keep: (key, credentials) => goodFor(key, []).keep(credentials),
  };
}

const late = (seconds: number): string =>
  `There were no credentials within ${seconds} s: their endpoint or function does not answer. Look there; it is ` +
  'asked again.';
