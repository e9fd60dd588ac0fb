import type {GetCredentials} from './credentials-types.js';
import {lazy} from '../wire/load.js';

const loadAsking = lazy(() => import('./ask-for-credentials.js'));

/**
 * Asks the app's server; the answer is the STS JSON. Cookies go along within the page's origin only: for another one there is
 * the `credentials` function.
 */
export function credentialsFromUrl(url: string): GetCredentials {
  // Fetched ahead, so that the first request does not wait for it.
  loadAsking().catch(() => undefined);
  return async (_scope, signal) => (await loadAsking()).askForCredentials(url, signal);
}
