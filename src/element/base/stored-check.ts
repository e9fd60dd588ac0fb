import {ConfigurationError} from '../../index.js';
import {isKey} from './stored-file.js';

/** Whether a page may lead a person there. `javascript:` runs code, `data:` shows what somebody else has written as if it were the page's. */
export function isAddress(address: unknown): address is string {
  if (typeof address !== 'string' || address === '') return false;
  try {
    return ['http:', 'https:', 'blob:'].includes(new URL(address, document.baseURI).protocol);
  } catch {
    return false;
  }
}

/** An address that only shows a picture may also hold it. */
export const isPicture = (address: unknown): address is string =>
  isAddress(address) || (typeof address === 'string' && /^data:image\//i.test(address));

export const addresses = 'an address of http, https or blob, or a relative one';

/** What is wrong with `stored` and `value`, each mistake by itself. What is right of `stored` is shown all the same. */
export function storedMistakes(stored: unknown, value: unknown, standard: unknown): ConfigurationError[] {
  const errors: ConfigurationError[] = [];
  const say = (attribute: string, given: unknown, allowed: string): unknown =>
    errors.push(new ConfigurationError(attribute, given, allowed));
  for (const keys of [value, standard]) {
    if (keys === undefined || keys === '') continue;
    if (!Array.isArray(keys)) say('value', keys, 'a list of object keys, as an attribute in JSON');
    else keys.forEach((key, i) => isKey(key) || say(`value[${i}]`, key, 'the key of an object, as text'));
  }
  if (stored === undefined || stored === '') return errors;
  if (!Array.isArray(stored)) {
    say('stored', stored, 'a list of {key, name?, size?, url?, thumbnail?}');
    return errors;
  }
  const keys = new Set<unknown>();
  stored.forEach((file: unknown, i) => {
    const at = `stored[${i}]`;
    if (typeof file !== 'object' || !file) return say(at, file, 'an object with a key');
    const {key, ...rest} = file as Record<string, unknown>;
    if (!isKey(key)) return say(`${at}.key`, key, 'the key of an object, as text');
    if (keys.has(key)) return say(`${at}.key`, key, 'each key once');
    keys.add(key);
    for (const [name, {fits, allowed}] of Object.entries(fields)) {
      const given = rest[name] ?? undefined;
      if (given !== undefined && !fits(given)) say(`${at}.${name}`, given, allowed);
    }
  });
  return errors;
}

const fields: Record<string, {fits: (given: unknown) => boolean; allowed: string}> = {
  name: {fits: (name) => typeof name === 'string', allowed: 'text'},
  size: {fits: (size) => typeof size === 'number' && size >= 0, allowed: 'bytes, a number from 0'},
  url: {fits: isAddress, allowed: addresses},
  thumbnail: {fits: isPicture, allowed: `${addresses}, or data:image`},
};
