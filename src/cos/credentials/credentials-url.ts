import {CredentialsError} from '../../errors.js';
import type {GetCredentials, StsAnswer} from './credentials-types.js';
import {retryAfterOf} from '../wire/retry-after.js';

/**
 * Asks the app's server; the answer is the STS JSON. Cookies go along within the page's origin only: for another one there is
 * the `credentials` function.
 */
export const credentialsFromUrl =
  (url: string): GetCredentials =>
  (_scope, signal) =>
    askForCredentials(url, signal);

/** One question to the app's server. Rejects with a CredentialsError, or the signal's reason. */
async function askForCredentials(url: string, signal: AbortSignal): Promise<StsAnswer> {
  // Without its query and its user, which may hold a token of the app.
  const shown = url.replace(/[?#].*/s, '').replace(/\/\/[^/]*@/, '//');
  let response: Response;
  let body: string;
  try {
    response = await fetch(url, {headers: {accept: 'application/json'}, cache: 'no-store', signal});
    body = await response.text();
  } catch (cause) {
    signal.throwIfAborted();
    throw new CredentialsError(`No answer from ${shown}; is the credentials URL right and its server up?`, {
      code: 'unavailable',
      retryable: true,
      cause: quotes(cause, url) ? undefined : cause,
    });
  }
  if (!response.ok) {
    const {status} = response;
    throw new CredentialsError(`${shown} answered ${status} instead of credentials.`, {
      code: status === 401 || status === 403 ? 'refused' : 'unavailable',
      retryable: status >= 500 || status === 429,
      retryAfter: retryAfterOf(response.headers.get('retry-after')),
    });
  }
  try {
    return JSON.parse(body) as StsAnswer;
  } catch {
    // Without a cause: a parser quotes the text it stumbled over.
    throw new CredentialsError(`${shown} answered something else than JSON.`, {code: 'malformed'});
  }
}

/** Some refusals of fetch() quote the whole URL. */
const quotes = (cause: unknown, url: string): boolean =>
  String(cause).includes(url) || String(cause).includes('://');
