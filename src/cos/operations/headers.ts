import {metadataHeaders} from './metadata.js';
import type {ObjectOptions} from './object-options.js';
import {checkCustomerKey, extraHeaders, type HeaderOption, headerValueOf} from './option-rules.js';

/** Lower-case names; values as they go on the wire. */
export type Headers = Record<string, string>;

/** `object` creates an object (PUT, Initiate, Append); `read` needs at most the object's encryption key (HEAD, Copy). */
type RequestKind = 'object' | 'part' | 'complete' | 'read';

const sse = 'x-cos-server-side-encryption';

const headerNames: Readonly<Record<HeaderOption, string>> = {
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
};

const customerKey: readonly HeaderOption[] = ['sseCustomerAlgorithm', 'sseCustomerKey', 'sseCustomerKeyMD5'];

/** The options that each kind of request may carry. ACL, metadata and the like belong to the request that creates the object. */
const sayable: Record<RequestKind, readonly HeaderOption[]> = {
  object: Object.keys(headerNames) as HeaderOption[],
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

function pick(options: ObjectOptions, names: readonly HeaderOption[]): Headers {
  const headers: Headers = {};
  for (const name of names) {
    const value = headerValueOf(name, options);
    if (value !== undefined) headers[headerNames[name]] = value;
  }
  return names.includes('sseCustomerKey') ? withAlgorithm(headers, options) : headers;
}

function withAlgorithm(headers: Headers, options: ObjectOptions): Headers {
  checkCustomerKey(options);
  return options.sseCustomerKey ? {[headerNames.sseCustomerAlgorithm]: 'AES256', ...headers} : headers;
}
