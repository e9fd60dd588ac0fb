import {CredentialsError} from '../../errors.js';
import {untilAborted} from '../wire/until-aborted.js';
import {sessionEnded} from './app-failure.js';

/** Less than a request without a body may take (30 s), so that the error says who did not answer. */
const patienceSeconds = 20;

/**
 * What a function of the app answers. It need not look at its signal, and may never answer: it is waited for until `signal`
 * aborts, or for 20 seconds, which is a retryable CredentialsError. Its own signal aborts then. Many servers
 * say `{code: 401}` under status 200, which means that the session has ended.
 */
export async function answerOf<T>(
  ask: (signal: AbortSignal) => T | Promise<T>,
  {
    signal,
    late,
    key,
  }: {
    signal: AbortSignal;
    /** Who did not answer, and what to do, given the seconds. */
    late: (seconds: number) => string;
    key?: string | undefined;
  },
): Promise<T> {
  signal.throwIfAborted();
  const limit = new AbortController();
  const either = AbortSignal.any([signal, limit.signal]);
  const timer = setTimeout(() => {
    const message = late(patienceSeconds);
    limit.abort(new CredentialsError(message, {code: 'unavailable', retryable: true, key}));
  }, patienceSeconds * 1000);
  try {
    const answer = await untilAborted((async () => ask(either))(), either);
    const refusal = refusalIn(answer);
    if (refusal !== undefined) throw sessionEnded(`The application's server says ${refusal}`);
    return answer;
  } finally {
    clearTimeout(timer);
  }
}

/** The status that says so in the text of an answer, whatever its own status. */
function refusalIn(answer: unknown): 401 | 403 | undefined {
  const {code, status, statusCode} = (answer ?? {}) as Record<string, unknown>;
  return ([401, 403] as const).find((refusal) =>
    [code, status, statusCode].some((said) => said === refusal || said === String(refusal)),
  );
}
