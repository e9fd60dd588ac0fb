import {whenOnline} from '../../environment.js';
import {UploadError} from '../../errors.js';
import {attempt, type Attempting} from '../requests/attempt.js';
import type {Permissions} from './run-context.js';

/** Milliseconds that an upload waits for an answer that it can do without. */
const limitMs = 5000;

/** COS, its CORS rules or the credentials refuse the question, or something leads it elsewhere: to ask again would not help. */
export const mayNot = (error: unknown): boolean => error instanceof UploadError && !error.retryable;

/** An upload or an errand, with the questions that it may still ask. */
export interface Asking extends Attempting {
  readonly permissions: Permissions;
}

/**
 * The answer to a question that an upload can do without, or undefined after a few seconds at most. A question that is refused, cut or not
 * answered is not asked again in this visit. Rejects with the signal's reason only.
 */
export async function askOptionally<T>(
  run: Asking,
  question: keyof Permissions,
  ask: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal = run.signal,
): Promise<T | undefined> {
  const {environment} = run;
  for (;;) {
    if (!run.permissions[question]) return undefined;
    const late = new AbortController();
    const cancel = environment.after(limitMs, () => late.abort());
    try {
      return await attempt(run, {signal: AbortSignal.any([signal, late.signal])}, ask);
    } catch (error) {
      signal.throwIfAborted();
      if (environment.isOnline()) {
        // Before the first contact the line or the credentials may be slow, which says nothing of the question: it may be asked again.
        if (run.contact.made || mayNot(error)) run.permissions[question] = false;
        return undefined;
      }
      await run.activity.waiting('offline', whenOnline(environment, signal));
    } finally {
      cancel();
    }
  }
}
