import {ConfigurationError} from '../../errors.js';

/** Throws a ConfigurationError when COS or a browser could not carry this object key. 436/13324 */
export function checkKey(key: string): void {
  const fault = faultOf(key);
  if (fault) throw new ConfigurationError('key', key, fault, key);
}

function faultOf(key: string): string | undefined {
  if (key === '') return 'at least one character';
  if (key.startsWith('\\')) return 'keys that do not begin with \\';
  // COS takes a GET of slashes alone for one of the bucket.
  if (/^\/+$/.test(key)) return 'more than slashes';
  // URL parsers remove these segments before the request is sent, so the signature could not match.
  if (/(^|\/)\.\.?(\/|$)/.test(key)) return 'keys without . and .. segments';
  // eslint-disable-next-line no-control-regex
  if (/[\x18-\x1b]/.test(key)) return 'keys without the control characters 24 to 27';
  if (/\p{Surrogate}/u.test(key)) return 'well-formed Unicode';
  // At most three bytes for each UTF-16 unit.
  if (key.length > 283 && new TextEncoder().encode(key).length > 850) return 'at most 850 bytes in UTF-8';
  return undefined;
}

/** A key as the path of a URL, its slashes kept; escapes what the SDKs escape, so the URL is the same everywhere. */
export const encodeKey = (key: string): string => percentEncode(key).replaceAll('%2F', '/');

/** RFC 3986: all but `A-Z a-z 0-9 - _ . ~`, upper-case hex. */
export const percentEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
