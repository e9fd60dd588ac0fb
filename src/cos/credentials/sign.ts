import {hmac} from '@noble/hashes/hmac.js';
import {sha1} from '@noble/hashes/legacy.js';
import {bytesToHex} from '@noble/hashes/utils.js';
import type {AuthorizeRequest} from './credentials-types.js';
import {percentEncode} from '../wire/key.js';

export interface SigningKeys {
  secretId: string;
  secretKey: string;
}

/**
 * The value of the Authorization header, over all of the request's query and headers. 436/7778
 * @param keyTime `start;end` in Unix seconds
 */
export function authorizationOf(request: AuthorizeRequest, keys: SigningKeys, keyTime: string): string {
  const headers = canonical(request.headers);
  const query = canonical(request.query);
  // The path is the raw key, not its encoded form.
  const httpString = `${request.method.toLowerCase()}\n/${request.key}\n${query.text}\n${headers.text}\n`;
  const stringToSign = `sha1\n${keyTime}\n${bytesToHex(sha1(utf8(httpString)))}\n`;
  const signature = hmacSha1(signKeyOf(keys, keyTime), stringToSign);
  return (
    `q-sign-algorithm=sha1&q-ak=${keys.secretId}&q-sign-time=${keyTime}&q-key-time=${keyTime}` +
    `&q-header-list=${headers.names}&q-url-param-list=${query.names}&q-signature=${signature}`
  );
}

/** Of the policy of a form, as it is before Base64. 436/14690 */
export const signatureOf = (policy: string, keys: SigningKeys, keyTime: string): string =>
  hmacSha1(signKeyOf(keys, keyTime), bytesToHex(sha1(utf8(policy))));

/** Names are lower-cased after encoding, so `%3A` in a name becomes `%3a`; values keep their case. */
function canonical(fields: Readonly<Record<string, string>>): {names: string; text: string} {
  const pairs = Object.entries(fields)
    .map(([name, value]) => [percentEncode(name).toLowerCase(), percentEncode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return {
    names: pairs.map(([name]) => name).join(';'),
    text: pairs.map(([name, value]) => `${name}=${value}`).join('&'),
  };
}

const signKeys = new WeakMap<SigningKeys, {keyTime: string; signKey: string}>();

/** The same for the whole life of temporary keys; forgotten with them. */
function signKeyOf(keys: SigningKeys, keyTime: string): string {
  const known = signKeys.get(keys);
  if (known?.keyTime === keyTime) return known.signKey;
  const signKey = hmacSha1(keys.secretKey, keyTime);
  signKeys.set(keys, {keyTime, signKey});
  return signKey;
}

/** Hex text, which COS also uses as the key of the next HMAC (not the raw bytes). */
const hmacSha1 = (key: string, text: string): string => bytesToHex(hmac(sha1, utf8(key), utf8(text)));

const encoder = new TextEncoder();
const utf8 = (text: string): Uint8Array => encoder.encode(text);
