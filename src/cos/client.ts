import {ConfigurationError} from '../errors.js';
import type {Authorize, GetCredentials} from './credentials/credentials-types.js';
import {originOf} from './wire/endpoint.js';
import {checkKey, encodeKey} from './wire/key.js';
import {lazy} from './wire/load.js';
import type {BodyOptions, ObjectOptions, PartOptions, SignalOptions} from './operations/object-options.js';
import type {
  CompleteOptions,
  CopySource,
  DeleteObjectOptions,
  HeadObjectOptions,
  ListMultipartUploadsOptions,
  ListPartsOptions,
  PresignMethod,
  PresignOptions,
  UploadPartCopyOptions,
} from './operations/operation-options.js';
import type {Core} from './operations/request.js';
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
} from './wire/results.js';
import type {Transport, UploadBody} from './wire/transport.js';

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
  presign(method: PresignMethod, key: string, options?: PresignOptions): Promise<string>;
}

/**
 * Throws a ConfigurationError for options that cannot work; sends nothing yet. What signs and sends is fetched ahead of
 * the first request, not before the page itself.
 */
export function createCosClient(options: CosClientOptions): CosClient {
  const {bucket, region} = options;
  const origin = originOf(options);
  checkChoices(options);
  const locationOf = (key: string): string => {
    checkKey(key);
    return `${origin}/${encodeKey(key)}`;
  };

  const loadCore = lazy(() => import('./core.js'));
  let made: Core | undefined;
  const core = async (): Promise<Core> => {
    const {createCore} = await loadCore();
    return (made ??= createCore(options, origin, locationOf));
  };
  core().catch(() => undefined);

  /** A method that lives in a module of its own: loaded, given the core, and called. */
  const from =
    <Module, Args extends unknown[], Result>(
      module: () => Promise<Module>,
      operation: (module: Module) => (core: Core, ...args: Args) => Result | Promise<Result>,
    ) =>
    async (...args: Args): Promise<Result> => {
      const [ready, loaded] = await Promise.all([core(), module()]);
      return operation(loaded)(ready, ...args);
    };
  const object = lazy(() => import('./operations/object.js'));
  const multipart = lazy(() => import('./operations/multipart.js'));
  const listing = lazy(() => import('./operations/listing.js'));
  const append = lazy(() => import('./operations/append.js'));
  const copy = lazy(() => import('./operations/copy.js'));
  const presigning = lazy(() => import('./operations/presign.js'));

  const client: CosClient = {
    bucket,
    region,
    origin,
    locationOf,
    putObject: from(object, ({putObject}) => putObject),
    headObject: from(object, ({headObject}) => headObject),
    deleteObject: from(object, ({deleteObject}) => deleteObject),
    createMultipartUpload: from(multipart, ({createMultipartUpload}) => createMultipartUpload),
    uploadPart: from(multipart, ({uploadPart}) => uploadPart),
    completeMultipartUpload: from(multipart, ({completeMultipartUpload}) => completeMultipartUpload),
    abortMultipartUpload: from(multipart, ({abortMultipartUpload}) => abortMultipartUpload),
    appendObject: from(append, ({appendObject}) => appendObject),
    uploadPartCopy: from(copy, ({uploadPartCopy}) => uploadPartCopy),
    listParts: from(listing, ({listParts}) => listParts),
    listMultipartUploads: from(listing, ({listMultipartUploads}) => listMultipartUploads),
    presign: from(presigning, ({presign}) => presign),
    async *listAllParts(...args) {
      const {listAllParts} = await listing();
      yield* listAllParts(await core(), ...args);
    },
    async *listAllMultipartUploads(...args) {
      const {listAllMultipartUploads} = await listing();
      yield* listAllMultipartUploads(await core(), ...args);
    },
  };
  cores.set(client, core);
  return client;
}

/** What is behind a client, for diagnose alone. */
export const coreOf = (client: CosClient): Promise<Core> | undefined => cores.get(client)?.();

const cores = new WeakMap<CosClient, () => Promise<Core>>();

function checkChoices({credentials, credentialsUrl, authorize, transport = 'fetch'}: CosClientOptions): void {
  const given = Object.entries({credentials, credentialsUrl, authorize}).filter(
    // Also of pages without types, which say null.
    ([, value]) => value != null,
  );
  const [only] = given;
  if (!only || given.length > 1) {
    throw new ConfigurationError(
      'credentials',
      given.map(([name]) => name).join(' and ') || 'none of them',
      'exactly one of credentials, credentialsUrl (credentials-url) and authorize',
    );
  }
  const type = only[0] === 'credentialsUrl' ? 'string' : 'function';
  // Its type, not itself: it may be the keys.
  if (typeof only[1] !== type) throw new ConfigurationError(only[0], typeof only[1], `a ${type}`);
  if (typeof transport !== 'function' && !['fetch', 'xhr'].includes(transport)) {
    throw new ConfigurationError('transport', transport, 'fetch, xhr or a function');
  }
}
