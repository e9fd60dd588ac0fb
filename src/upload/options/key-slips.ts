import {filled, type KeyOptions} from './object-key.js';

const file = 'photo.jpg';

/** A warning of a prefix or a template that is likely a slip, with its effect; undefined where there is none. */
export function slipOf({keyPrefix = '', keyTemplate}: KeyOptions): string | undefined {
  const given = keyTemplate ?? keyPrefix;
  if (!given) return undefined;
  const key = keyTemplate === undefined ? keyPrefix + file : filled(keyTemplate, file);
  const say = (what: string, more = ''): string =>
    `key-${keyTemplate === undefined ? 'prefix' : 'template'} "${given}" ${what}, so the key of ${file} is "${key}".${more}`;
  if (/(^|\/)(undefined|null|NaN|\[object Object\])(\/|$)/.test(given))
    return say('looks like a value that was missing');
  if (/%2F/i.test(given)) return say('is not decoded', ' Write / for a slash.');
  if (key.includes('//')) return say('has an empty folder name in it');
  return given === keyPrefix && !given.endsWith('/') ? say('has no slash at its end') : undefined;
}
