import {CredentialsError} from '../../errors.js';
import {untilAborted} from '../wire/until-aborted.js';

/** Less than a request without a body may take (30 s), so that the error says who did not answer. */
const patienceMs = 20_000;

/**
 * What a function of the app answers. It need not look at its signal, and may never answer: it is waited for until `signal`
 * aborts, or for `patience` milliseconds (default 20,000), which is a retryable CredentialsError. Its own signal aborts then.
 */
export async function answerOf<T>(
  ask: (signal: AbortSignal) => T | Promise<T>,
  {
    signal,
    patience = patienceMs,
    late,
    key,
  }: {
    signal: AbortSignal;
    patience?: number | undefined;
    /** Who did not answer, and what to do, given the seconds. */
    late: (seconds: number) => string;
    key?: string | undefined;
  },
): Promise<T> {
  signal.throwIfAborted();
  const limit = new AbortController();
  const either = AbortSignal.any([signal, limit.signal]);
  const timer = setTimeout(() => {
    const message = late(Math.ceil(patience / 1000));
    limit.abort(new CredentialsError(message, {code: 'unavailable', retryable: true, key}));
  }, patience);
  try {
    return await untilAborted((async () => ask(either))(), either);
  } finally {
    clearTimeout(timer);
  }
}
