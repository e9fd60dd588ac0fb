import type {KeyOptions} from './object-key.js';

/** A warning of a prefix that is likely a slip, with its effect; undefined where there is none. */
export function slipOf({keyPrefix}: KeyOptions): string | undefined {
  if (!keyPrefix) return undefined;
  const so = `so the key of photo.jpg is "${keyPrefix}photo.jpg"`;
  if (/(^|\/)(undefined|null|NaN|\[object Object\])(\/|$)/.test(keyPrefix))
    return `key-prefix "${keyPrefix}" looks like a value that was missing, ${so}.`;
  if (/%2F/i.test(keyPrefix)) return `key-prefix "${keyPrefix}" is not decoded, ${so}. Write / for a slash.`;
  if (keyPrefix.includes('//')) return `key-prefix "${keyPrefix}" has an empty folder name in it, ${so}.`;
  return keyPrefix.endsWith('/') ? undefined : `key-prefix "${keyPrefix}" has no slash at its end, ${so}.`;
}
