import type {UploadRecord} from '../../store/resume-store.js';
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
  {scope, keyPrefix, key}: Pick<UploaderOptions, 'scope' | 'keyPrefix' | 'key'>,
  tickets = false,
): Scope {
  if (scope) return {name: scope, said: true};
  return {name: keyPrefix || (key || tickets ? undefined : ''), said: false};
}

/** An old record tells by its key alone: `users/1` is not `users/12-…`. */
export function isInScope({scope, key, path}: UploadRecord, {name, said}: Scope): boolean {
  if (name === undefined) return false;
  if (scope !== undefined) return scope === name;
  return !said && (key === name + path || (name !== '' && isUnder(key, name)));
}

/** Prefixes are compared with their slash. */
export const isUnder = (key: string, prefix: string): boolean =>
  prefix === '' || key.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);
