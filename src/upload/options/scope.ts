import type {UploadRecord} from '../../store/resume-store.js';
import {prefixOf} from './object-key.js';
import type {UploaderOptions} from './options.js';

/** Whose uploads the journal may show and go on with. */
export interface Scope {
  /** The scope as records have it; undefined where nothing tells whose the uploads are. */
  readonly name: string | undefined;
  /** The page itself names the scope. Records that were written before there were scopes then count as another's. */
  readonly said: boolean;
}

/**
 * The `scope` option, such as a user's id, else the key prefix. With neither it is undefined where a function or the application
 * (`tickets`) makes the keys, because those tell nothing.
 */
export function scopeOf(
  options: Pick<UploaderOptions, 'scope' | 'key' | 'keyPrefix' | 'keyTemplate'>,
  tickets = false,
): Scope {
  if (options.scope) return {name: options.scope, said: true};
  const unknown = options.key !== undefined || tickets;
  return {name: options.keyPrefix || (unknown ? undefined : prefixOf(options)), said: false};
}

/** An old record has no scope, so its key decides: `users/12-…` is not in `users/1`. */
export function isInScope({scope, key, path}: UploadRecord, {name, said}: Scope): boolean {
  if (name === undefined) return false;
  if (scope !== undefined) return scope === name;
  return !said && (key.normalize() === (name + path).normalize() || (name !== '' && isUnder(key, name)));
}

/** Whether a key is under a prefix, which is compared with its slash. */
export const isUnder = (key: string, prefix: string): boolean =>
  prefix === '' || key.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);
