import type {UploadRecord} from '../../store/resume-store.js';
import {prefixOf} from './object-key.js';
import type {UploaderOptions} from './options.js';

/** Whose uploads the journal may show and go on with. */
export interface Scope {
  /** Written into the records; undefined where nobody can tell. */
  readonly name: string | undefined;
  /** The page itself has said it: records of before there were scopes are not believed to be of it. */
  readonly said: boolean;
}

/** A user's id or the like; else the key prefix; keys that a function or the application makes (`tickets`) tell nothing. */
export function scopeOf(
  options: Pick<UploaderOptions, 'scope' | 'key' | 'keyPrefix' | 'keyTemplate'>,
  tickets = false,
): Scope {
  if (options.scope) return {name: options.scope, said: true};
  const unknown = options.key !== undefined || tickets;
  return {name: options.keyPrefix || (unknown ? undefined : prefixOf(options)), said: false};
}

/** An old record tells by its key alone: `users/1` is not `users/12-…`. */
export function isInScope({scope, key, path}: UploadRecord, {name, said}: Scope): boolean {
  if (name === undefined) return false;
  if (scope !== undefined) return scope === name;
  return !said && (key.normalize() === (name + path).normalize() || (name !== '' && isUnder(key, name)));
}

/** Prefixes are compared with their slash. */
export const isUnder = (key: string, prefix: string): boolean =>
  prefix === '' || key.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);
