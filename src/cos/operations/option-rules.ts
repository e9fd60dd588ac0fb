import {ConfigurationError} from '../../errors.js';
import {checkObject} from './check.js';
import {encodeDisposition} from './content-disposition.js';
import {metadataHeaders} from './metadata.js';
import type {ObjectOptions, Orders} from './object-options.js';

/** The options that are one header each. */
export type HeaderOption = Exclude<
  keyof ObjectOptions,
  keyof Orders | 'sizeLimit' | 'mimeLimit' | 'enableMD5' | 'metadata' | 'headers'
>;

type Rule = readonly [isAllowed: (value: string) => boolean, allowed: string];

const any = (...values: string[]): Rule => [(value) => values.includes(value), values.join(', ')];
const like = (pattern: RegExp, allowed: string): Rule => [(value) => pattern.test(value), allowed];
const anyText: Rule = [() => true, ''];

/** Bits per second. */
export const trafficLimits = {least: 819_200, most: 838_860_800} as const;

/** What the value of each may be. 436/7749 436/30583 436/30925 */
const rules: Readonly<Record<HeaderOption, Rule>> = {
  acl: any(
    'default',
    'private',
    'public-read',
    'authenticated-read',
    'bucket-owner-read',
    'bucket-owner-full-control',
  ),
  grantFullControl: anyText,
  grantRead: anyText,
  storageClass: like(/^[A-Z][A-Z0-9_]*$/, 'capitals, such as STANDARD_IA'),
  expires: [
    (value) => !Number.isNaN(Date.parse(value)),
    'an HTTP date such as Sun, 22 Nov 2026 08:00:00 GMT',
  ],
  cacheControl: anyText,
  contentType: anyText,
  contentDisposition: anyText,
  contentEncoding: anyText,
  contentLanguage: anyText,
  contentMD5: like(/^[A-Za-z0-9+/]{22}==$/, 'the Base64 of an MD5'),
  trafficLimit: [
    (value) =>
      /^\d+$/.test(value) && Number(value) >= trafficLimits.least && Number(value) <= trafficLimits.most,
    `a whole number of bits per second from ${trafficLimits.least} to ${trafficLimits.most}`,
  ],
  tagging: like(/^[^=&]+=[^=&]*(&[^=&]+=[^=&]*){0,9}$/, 'up to 10 tags: a=b&c=d, URL-encoded'),
  forbidOverwrite: anyText,
  serverSideEncryption: any('AES256', 'cos/kms'),
  sseKmsKeyId: anyText,
  sseKmsContext: anyText,
  sseCustomerAlgorithm: any('AES256'),
  sseCustomerKey: like(/^[A-Za-z0-9+/]{43}=$/, 'the Base64 of 32 bytes'),
  sseCustomerKeyMD5: like(/^[A-Za-z0-9+/]{22}==$/, "the Base64 of the key's MD5"),
};

/** Throws a ConfigurationError that names the option at fault. Of those that become headers; the others are checked where they are sent. */
export function checkHeaderOptions(options: ObjectOptions): void {
  for (const name of Object.keys(rules) as HeaderOption[]) headerValueOf(name, options);
  checkCustomerKey(options);
  metadataHeaders(options.metadata);
  extraHeaders(options.headers);
}

/** The value of an option as its header has it; undefined where there is none. Throws a ConfigurationError. */
export function headerValueOf(option: HeaderOption, options: ObjectOptions): string | undefined {
  const said: unknown = options[option];
  if (said === undefined || said === '' || said === false) return undefined;
  if (typeof said !== 'string' && typeof said !== 'number' && typeof said !== 'boolean')
    throw new ConfigurationError(option, typeof said, 'a text or a number');
  const given = String(said);
  // An error ends in consoles and logs, so it never shows an encryption key, even a wrong one.
  const shown = option === 'sseCustomerKey' ? 'the given key' : given;
  const value = checkText(option, option === 'contentDisposition' ? encodeDisposition(given) : given, shown);
  const [isAllowed, allowed] = rules[option];
  if (!isAllowed(value)) throw new ConfigurationError(option, shown, allowed);
  return value;
}

export function checkCustomerKey({sseCustomerKey, sseCustomerKeyMD5}: ObjectOptions): void {
  if (sseCustomerKey && !sseCustomerKeyMD5)
    throw new ConfigurationError(
      'sseCustomerKeyMD5',
      undefined,
      "the Base64 of the key's MD5, together with the key",
    );
}

/** A browser sets these headers itself and silently drops ours, so the signature would be wrong. */
const forbidden =
  /^(accept-(charset|encoding)|access-control-.*|authorization|connection|content-length|cookie2?|date|dnt|expect|host|keep-alive|origin|proxy-.*|referer|sec-.*|te|trailer|transfer-encoding|upgrade|user-agent|via|x-cos-security-token)$/;

export function extraHeaders(given: Readonly<Record<string, string>> = {}): Record<string, string> {
  checkObject('headers', given);
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const lower = name.toLowerCase();
      if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || forbidden.test(lower)) {
        throw new ConfigurationError('headers', name, 'headers that a page may set');
      }
      return [lower, checkText(`headers["${name}"]`, value, 'the given text')];
    }),
  );
}

/** The text as HTTP delivers it, without blanks around it. Throws a ConfigurationError for text that a browser would refuse or change. */
export function checkText(attribute: string, value: string, shown: string): string {
  // Without TypeScript a page may pass anything.
  if (typeof value !== 'string' || !/^[\x20-\x7e\t]*$/.test(value)) {
    throw new ConfigurationError(attribute, shown, 'printable ASCII; encode the rest');
  }
  return value.trim();
}
