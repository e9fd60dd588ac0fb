import {CredentialsError, NetworkError} from '../../errors.js';
import {sessionEnded} from './app-failure.js';
import {isPage} from '../wire/foreign-answer.js';
import {unlessForbidden} from '../wire/page-policy.js';
import {retryAfterOf} from '../wire/retry-after.js';

/**
 * One question to the app's server, and the JSON that it answers, whatever that is. Rejects with a CredentialsError, with a
 * NetworkError where the policy of the page forbids the question, or with the signal's reason.
 */
export async function askApp<Answer>(
  url: string,
  init: Pick<RequestInit, 'method' | 'body'> & {headers?: Record<string, string>},
  signal: AbortSignal,
): Promise<Answer> {
  // Without its query and its user, which may hold a token of the app.
  const shown = url.replace(/[?#].*/s, '').replace(/\/\/[^/]*@/, '//');
  let response: Response;
  let body: string;
  try {
    const headers = {accept: 'application/json', ...init.headers};
    response = await unlessForbidden(url, () => fetch(url, {...init, headers, cache: 'no-store', signal}));
    body = await response.text();
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof NetworkError) throw cause;
    if (await leadsElsewhere(url, signal))
      throw sessionEnded(`${shown} answers with a redirect to another origin`);
    throw new CredentialsError(`No answer from ${shown}; is the address right and its server up?`, {
      code: 'unavailable',
      retryable: true,
      cause: quotes(cause, url) ? undefined : cause,
    });
  }
  const {ok, status} = response;
  if (status === 401 || status === 403) throw sessionEnded(`${shown} answered ${status}`);
  if (!ok) {
    const missing = status === 404 || status === 405 || status === 410;
    throw new CredentialsError(`${shown} answered ${status} instead of credentials.`, {
      code: missing ? 'missing' : 'unavailable',
      // What the server has against the question it will have against it again.
      retryable: init.body == null || !aboutTheQuestion.has(status),
      retryAfter: retryAfterOf(response.headers.get('retry-after')),
    });
  }
  try {
    return JSON.parse(body) as Answer;
  } catch {
    if (isPage(response, body))
      throw sessionEnded(`${shown} answered a web page (a login, or a site with nothing at this address)`);
    // Without a cause: a parser's error quotes the text, which may hold keys.
    throw new CredentialsError(`${shown} answered something else than JSON.`, {code: 'malformed'});
  }
}

const aboutTheQuestion = new Set([400, 409, 413, 415, 422]);

/** Whether the endpoint redirects to a login on another host, as single sign-on does. CORS hides everything else of it. */
const leadsElsewhere = (url: string, signal: AbortSignal): Promise<boolean> =>
  fetch(url, {redirect: 'manual', cache: 'no-store', signal}).then(
    ({type}) => type === 'opaqueredirect',
    () => {
      signal.throwIfAborted();
      return false;
    },
  );

/** Some refusals of fetch() quote the whole URL. */
const quotes = (cause: unknown, url: string): boolean =>
  String(cause).includes(url) || String(cause).includes('://');
