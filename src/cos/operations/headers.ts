import {ConfigurationError} from '../../errors.js';
import {checkObject} from './check.js';
import {encodeDisposition} from './content-disposition.js';
import {metadataHeaders} from './metadata.js';
import type {ObjectOptions} from './object-options.js';

/** Lower-case names; values as they go on the wire. */
export type Headers = Record<string, string>;

/** `object` creates an object (PUT, Initiate, Append); `read` needs at most the object's encryption key (HEAD, Copy). */
type RequestKind = 'object' | 'part' | 'complete' | 'read';

const sse = 'x-cos-server-side-encryption';

/** The options that are one header each. */
const headerNames = {
  acl: 'x-cos-acl',
  grantFullControl: 'x-cos-grant-full-control',
  grantRead: 'x-cos-grant-read',
  storageClass: 'x-cos-storage-class',
  expires: 'expires',
  cacheControl: 'cache-control',
  contentType: 'content-type',
  contentDisposition: 'content-disposition',
  contentEncoding: 'content-encoding',
  contentLanguage: 'content-language',
  contentMD5: 'content-md5',
  trafficLimit: 'x-cos-traffic-limit',
  tagging: 'x-cos-tagging',
  forbidOverwrite: 'x-cos-forbid-overwrite',
  serverSideEncryption: sse,
  sseKmsKeyId: `${sse}-cos-kms-key-id`,
  sseKmsContext: `${sse}-context`,
  sseCustomerAlgorithm: `${sse}-customer-algorithm`,
  sseCustomerKey: `${sse}-customer-key`,
  sseCustomerKeyMD5: `${sse}-customer-key-md5`,
} as const;

type Option = keyof typeof headerNames;

const any = (...values: string[]): Rule => [(value) => values.includes(value), values.join(', ')];
const like = (pattern: RegExp, allowed: string): Rule => [(value) => pattern.test(value), allowed];
type Rule = readonly [isAllowed: (value: string) => boolean, allowed: string];

/** Bits per second. */
export const trafficLimits = {least: 819_200, most: 838_860_800} as const;

/** The rule that the value of an option must keep. An option without a rule may be any text. 436/7749 436/30583 436/30925 */
const rules: Partial<Record<Option, Rule>> = {
  acl: any(
    'default',
    'private',
    'public-read',
    'authenticated-read',
    'bucket-owner-read',
    'bucket-owner-full-control',
  ),
  storageClass: like(/^[A-Z][A-Z0-9_]*$/, 'capitals, such as STANDARD_IA'),
  expires: [
    (value) => !Number.isNaN(Date.parse(value)),
    'an HTTP date such as Sun, 22 Nov 2026 08:00:00 GMT',
  ],
  contentMD5: like(/^[A-Za-z0-9+/]{22}==$/, 'the Base64 of an MD5'),
  trafficLimit: [
    (value) =>
      /^\d+$/.test(value) && Number(value) >= trafficLimits.least && Number(value) <= trafficLimits.most,
    `a whole number of bits per second from ${trafficLimits.least} to ${trafficLimits.most}`,
  ],
  tagging: like(
    /^[^=&]+=[^=&]*(&[^=&]+=[^=&]*){0,9}$/,
    'up to 10 tags as key1=value1&key2=value2, url-encoded',
  ),
  serverSideEncryption: any('AES256', 'cos/kms'),
  sseCustomerAlgorithm: any('AES256'),
  sseCustomerKey: like(/^[A-Za-z0-9+/]{43}=$/, 'the Base64 of 32 bytes'),
  sseCustomerKeyMD5: like(/^[A-Za-z0-9+/]{22}==$/, "the Base64 of the key's MD5"),
};

const customerKey: readonly Option[] = ['sseCustomerAlgorithm', 'sseCustomerKey', 'sseCustomerKeyMD5'];

/** The options that each kind of request may carry. ACL, metadata and the like belong to the request that creates the object. */
const sayable: Record<RequestKind, readonly Option[]> = {
  object: Object.keys(headerNames) as Option[],
  part: ['contentMD5', 'trafficLimit', ...customerKey],
  complete: ['forbidOverwrite'],
  read: customerKey,
};

/** The headers for those options that this kind of request may carry. Throws a ConfigurationError that names the option at fault. */
export function headersOf(kind: RequestKind, options: ObjectOptions): Headers {
  return {
    ...pick(options, sayable[kind]),
    ...(kind === 'object' ? metadataHeaders(options.metadata) : {}),
    ...extraHeaders(options.headers),
  };
}

function pick(options: ObjectOptions, names: readonly Option[]): Headers {
  const headers: Headers = {};
  for (const name of names) {
    const value: unknown = options[name];
    if (value === undefined || value === '' || value === false) continue;
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
      throw new ConfigurationError(name, typeof value, 'a text or a number');
    headers[headerNames[name]] = valueOf(name, String(value));
  }
  return names.includes('sseCustomerKey') ? withAlgorithm(headers) : headers;
}

function valueOf(option: Option, given: string): string {
  // An error ends in consoles and logs, so it never shows an encryption key, even a wrong one.
  const shown = option === 'sseCustomerKey' ? 'the given key' : given;
  const value = checkText(option, option === 'contentDisposition' ? encodeDisposition(given) : given, shown);
  const rule = rules[option];
  if (rule && !rule[0](value)) throw new ConfigurationError(option, shown, rule[1]);
  return value;
}

function withAlgorithm(headers: Headers): Headers {
  if (!headers[headerNames.sseCustomerKey]) return headers;
  if (!headers[headerNames.sseCustomerKeyMD5]) {
    throw new ConfigurationError(
      'sseCustomerKeyMD5',
      undefined,
      "the Base64 of the key's MD5, together with the key",
    );
  }
  return {[headerNames.sseCustomerAlgorithm]: 'AES256', ...headers};
}

/** A browser sets these headers itself and silently drops ours, so the signature would be wrong. */
const forbidden =
  /^(accept-(charset|encoding)|access-control-.*|authorization|connection|content-length|cookie2?|date|dnt|expect|host|keep-alive|origin|proxy-.*|referer|sec-.*|te|trailer|transfer-encoding|upgrade|user-agent|via|x-cos-security-token)$/;

export function extraHeaders(given: Readonly<Record<string, string>> = {}): Headers {
  checkObject('headers', given);
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const lower = name.toLowerCase();
      if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || forbidden.test(lower)) {
        throw new ConfigurationError('headers', name, 'names of headers that a page may set');
      }
      return [lower, checkText(`headers["${name}"]`, value, 'the given text')];
    }),
  );
}

/** The text as HTTP delivers it, without blanks around it. Throws a ConfigurationError for text that a browser would refuse or change. */
export function checkText(attribute: string, value: string, shown: string): string {
  // Without TypeScript a page may pass anything.
  if (typeof value !== 'string' || !/^[\x20-\x7e\t]*$/.test(value)) {
    throw new ConfigurationError(attribute, shown, 'printable ASCII; encode anything else');
  }
  return value.trim();
}
