import type {GetCredentials} from './credentials-types.js';
import {askApp} from './ask-app.js';

/**
 * Asks the app's server; the answer is the STS JSON. Cookies go along within the page's origin only: for another one there is
 * the `credentials` function. With keys for one object each, the server is told which: `?key=`.
 */
export const credentialsFromUrl =
  (url: string, scope: CredentialsBreadth = 'client'): GetCredentials =>
  ({key}, signal) =>
    askApp(scope === 'object' ? withKey(url, key) : url, {}, signal);

/** What keys are good for: everything that the client does, or the one object that they were asked for. */
export type CredentialsBreadth = 'client' | 'object';

function withKey(url: string, key: string): string {
  const [, before = '', query = '', hash = ''] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(url) ?? [];
  return `${before}${query ? `${query}&` : '?'}key=${encodeURIComponent(key)}${hash}`;
}
