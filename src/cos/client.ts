import {ConfigurationError} from '../errors.js';
import {askingFor, signingWith, type Authorizer} from './authorizer.js';
import {createClock, type Clock} from './clock.js';
import {createCredentialsCache} from './credentials.js';
import type {Authorize, GetCredentials} from './credentials-types.js';
import {credentialsFromUrl} from './credentials-url.js';
import {originOf} from './endpoint.js';
import {checkKey, encodeKey} from './key.js';
import {load} from './load.js';
import {deleteObject, headObject, putObject} from './object.js';
import type {BodyOptions, ObjectOptions, PartOptions, SignalOptions} from './object-options.js';
import type {
  CompleteOptions,
  CopySource,
  DeleteObjectOptions,
  HeadObjectOptions,
  ListMultipartUploadsOptions,
  ListPartsOptions,
  PresignOptions,
  UploadPartCopyOptions,
} from './operation-options.js';
import {createSend, type Core} from './request.js';
import type {
  AppendObjectResult,
  CompletedPart,
  CompleteMultipartUploadResult,
  CopiedPart,
  MultipartUpload,
  ObjectMetadata,
  PartsPage,
  PutObjectResult,
  UploadedPart,
  UploadsPage,
} from './results.js';
import {fetchTransport, type Transport, type UploadBody} from './transport.js';

interface BucketOptions {
  /** `name-APPID`. */
  bucket: string;
  /** E.g. `ap-guangzhou`. */
  region: string;
  /** URL template without a path. Default `https://{bucket}.cos.{region}.myqcloud.com`. */
  endpoint?: string | undefined;
  /** Use the global acceleration host. */
  accelerate?: boolean | undefined;
  /** Default `fetch`; `xhr` reports progress inside a body. */
  transport?: Transport | 'fetch' | 'xhr' | undefined;
  /** Milliseconds since the epoch. Default Date.now. */
  now?: (() => number) | undefined;
}

/** Exactly one way to be authorized. */
export type CosClientOptions = BucketOptions &
  (
    | {credentials: GetCredentials; credentialsUrl?: undefined; authorize?: undefined}
    | {credentialsUrl: string; credentials?: undefined; authorize?: undefined}
    | {authorize: Authorize; credentials?: undefined; credentialsUrl?: undefined}
  );

/**
 * One method is one signed request and one parsed answer, or one thrown error: a CosError for what COS refuses, a
 * NetworkError without an answer, a ConfigurationError before any request. A request is repeated only where its
 * credentials or the clock had to be renewed, and once; retries are the caller's.
 */
export interface CosClient {
  readonly bucket: string;
  readonly region: string;
  /** Scheme and host of every request, without a trailing slash. */
  readonly origin: string;
  /** The object's URL, unsigned. */
  locationOf(key: string): string;
  /** A key ending in `/` with an empty body makes a directory. */
  putObject(key: string, body: UploadBody, options?: ObjectOptions & BodyOptions): Promise<PutObjectResult>;
  /** `position` is the object's length now, 0 for a new object. */
  appendObject(
    key: string,
    position: number,
    data: UploadBody,
    options?: ObjectOptions & BodyOptions,
  ): Promise<AppendObjectResult>;
  /** Undefined when there is no such object (or no such bucket: HEAD cannot tell). */
  headObject(key: string, options?: HeadObjectOptions): Promise<ObjectMetadata | undefined>;
  deleteObject(key: string, options?: DeleteObjectOptions): Promise<void>;
  createMultipartUpload(key: string, options?: ObjectOptions & SignalOptions): Promise<MultipartUpload>;
  uploadPart(
    key: string,
    uploadId: string,
    partNumber: number,
    body: UploadBody,
    options?: PartOptions & BodyOptions,
  ): Promise<UploadedPart>;
  uploadPartCopy(
    key: string,
    uploadId: string,
    partNumber: number,
    copySource: CopySource,
    options?: UploadPartCopyOptions,
  ): Promise<CopiedPart>;
  listParts(key: string, uploadId: string, options?: ListPartsOptions): Promise<PartsPage>;
  listAllParts(key: string, uploadId: string, options?: ListPartsOptions): AsyncIterable<PartsPage>;
  listMultipartUploads(options?: ListMultipartUploadsOptions): Promise<UploadsPage>;
  listAllMultipartUploads(options?: ListMultipartUploadsOptions): AsyncIterable<UploadsPage>;
  /** Waits for the final answer, which COS may send long after the status. */
  completeMultipartUpload(
    key: string,
    uploadId: string,
    parts: Iterable<CompletedPart>,
    options?: CompleteOptions,
  ): Promise<CompleteMultipartUploadResult>;
  abortMultipartUpload(key: string, uploadId: string, options?: SignalOptions): Promise<void>;
  presign(method: string, key: string, options?: PresignOptions): Promise<string>;
}

/** Throws a ConfigurationError for options that cannot work; sends nothing yet. */
export function createCosClient(options: CosClientOptions): CosClient {
  const {bucket, region, transport = 'fetch'} = options;
  const origin = originOf(options);
  const clock = createClock(options.now);
  const authorizer = authorizerOf(options, clock);
  const locationOf = (key: string): string => {
    checkKey(key);
    return `${origin}/${encodeKey(key)}`;
  };
  const send = createSend(origin, {authorizer, clock, transport: transportOf(transport)});
  const core: Core = {bucket, region, origin, locationOf, clock, authorizer, send};

  const multipart = () => import('./multipart.js');
  const listing = () => import('./listing.js');

  const client: CosClient = {
    bucket,
    region,
    origin,
    locationOf,
    putObject: (...args) => putObject(core, ...args),
    headObject: (...args) => headObject(core, ...args),
    deleteObject: (...args) => deleteObject(core, ...args),
    // The rest is loaded when first used.
    createMultipartUpload: async (...args) => (await load(multipart)).createMultipartUpload(core, ...args),
    uploadPart: async (...args) => (await load(multipart)).uploadPart(core, ...args),
    completeMultipartUpload: async (...args) =>
      (await load(multipart)).completeMultipartUpload(core, ...args),
    abortMultipartUpload: async (...args) => (await load(multipart)).abortMultipartUpload(core, ...args),
    appendObject: async (...args) => (await load(() => import('./append.js'))).appendObject(core, ...args),
    uploadPartCopy: async (...args) => (await load(() => import('./copy.js'))).uploadPartCopy(core, ...args),
    listParts: async (...args) => (await load(listing)).listParts(core, ...args),
    listMultipartUploads: async (...args) => (await load(listing)).listMultipartUploads(core, ...args),
    presign: async (...args) => (await load(() => import('./presign.js'))).presign(core, ...args),
    async *listAllParts(...args) {
      yield* (await load(listing)).listAllParts(core, ...args);
    },
    async *listAllMultipartUploads(...args) {
      yield* (await load(listing)).listAllMultipartUploads(core, ...args);
    },
  };
  cores.set(client, core);
  return client;
}

/** What is behind a client, for diagnose alone. */
export const coreOf = (client: CosClient): Core | undefined => cores.get(client);

const cores = new WeakMap<CosClient, Core>();

function authorizerOf(options: CosClientOptions, clock: Clock): Authorizer {
  const {bucket, region, credentials, credentialsUrl, authorize} = options;
  const given = Object.entries({credentials, credentialsUrl, authorize}).filter(
    ([, value]) => value !== undefined,
  );
  if (given.length !== 1) {
    const names = given.map(([name]) => name).join(' and ') || 'none of them';
    throw new ConfigurationError(
      'credentials',
      names,
      'exactly one of credentials, credentialsUrl (credentials-url) and authorize',
    );
  }
  if (authorize) return askingFor(authorize);
  const getCredentials = credentialsUrl === undefined ? credentials : credentialsFromUrl(credentialsUrl);
  return signingWith(createCredentialsCache(getCredentials, {bucket, region, clock}), clock);
}

function transportOf(transport: Transport | 'fetch' | 'xhr'): Transport {
  if (typeof transport === 'function') return transport;
  const named = {
    fetch: fetchTransport,
    xhr: async (request) => (await load(() => import('./xhr-transport.js'))).xhrTransport(request),
  } satisfies Record<string, Transport>;
  if (Object.hasOwn(named, transport)) return named[transport];
  throw new ConfigurationError('transport', transport, 'fetch, xhr or a function');
}
