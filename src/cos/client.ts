import {checkChoices, type CosClientOptions} from './client-options.js';
import type * as CoreModule from './core.js';
import {fallbackOf, originOf} from './wire/endpoint.js';
import {checkKey, encodeKey} from './wire/key.js';
import {lazy} from './wire/load.js';
import type {
  BeginOptions,
  BodyOptions,
  ObjectOptions,
  PartOptions,
  SignalOptions,
} from './operations/object-options.js';
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
import type {Tickets} from './tickets/tickets.js';
import type {UploadBody} from './wire/transport.js';

/**
 * One method is one signed request and one parsed answer, or one thrown error: a CosError when COS refuses, a NetworkError when there is no
 * answer, a ConfigurationError before any request. A request is repeated once, and only when its credentials or the clock have to be
 * renewed. Further retries are left to the caller.
 */
export interface CosClient {
  readonly bucket: string;
  readonly region: string;
  /** Scheme and host of every request, without a trailing slash. */
  readonly origin: string;
  /** The object's URL, unsigned. */
  locationOf(key: string): string;
  /** Given where the application names the objects; undefined where the page does. */
  readonly tickets?: Tickets | undefined;
  /** A key ending in `/` with an empty body makes a directory. */
  putObject(key: string, body: UploadBody, options?: ObjectOptions & BodyOptions): Promise<PutObjectResult>;
  /**
   * What `putObject` does, as a form: it needs no preflight, half the round trips of a small file. Needs `name/cos:PostObject`. Throws a
   * ConfigurationError for what no form can carry, and with `authorize`.
   */
  postObject(key: string, body: UploadBody, options?: ObjectOptions & BodyOptions): Promise<PutObjectResult>;
  /** `position` is the object's length now, 0 for a new object. */
  appendObject(
    key: string,
    position: number,
    data: UploadBody,
    options?: BeginOptions & BodyOptions,
  ): Promise<AppendObjectResult>;
  /** Undefined when there is no such object (or no such bucket: HEAD cannot tell). */
  headObject(key: string, options?: HeadObjectOptions): Promise<ObjectMetadata | undefined>;
  deleteObject(key: string, options?: DeleteObjectOptions): Promise<void>;
  createMultipartUpload(key: string, options?: BeginOptions & SignalOptions): Promise<MultipartUpload>;
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
  /** COS may send the final answer long after the status; this waits for it. */
  completeMultipartUpload(
    key: string,
    uploadId: string,
    parts: Iterable<CompletedPart>,
    options?: CompleteOptions,
  ): Promise<CompleteMultipartUploadResult>;
  abortMultipartUpload(key: string, uploadId: string, options?: SignalOptions): Promise<void>;
  presign(method: PresignMethod, key: string, options?: PresignOptions): Promise<string>;
  /** To be called when somebody else has signed in: drops all temporary keys, so that the next request asks for new ones. */
  forgetCredentials(): void;
}

/**
 * Throws a ConfigurationError for options that cannot work; sends nothing yet. How to be authorized is read from `options` each time that
 * keys or signatures are asked for. The code that signs and sends is loaded after the page and before the first request.
 */
export function createCosClient(options: CosClientOptions): CosClient {
  const {bucket, region} = options;
  const origin = originOf(options);
  const fallback = fallbackOf(origin, options);
  checkChoices(options);
  const locationOf = (key: string): string => {
    checkKey(key);
    return `${origin}/${encodeKey(key)}`;
  };

  const loadCore = lazy(() => import('./core.js'));
  let made: CoreModule.ClientCore | undefined;
  const core = async (): Promise<CoreModule.ClientCore> => {
    const {createCore} = await loadCore();
    return (made ??= createCore(options, fallback === undefined ? [origin] : [origin, fallback], locationOf));
  };
  core().catch(() => undefined);

  /** A method of the module that is loaded, called with the core. */
  const from =
    <Args extends unknown[], Result>(
      operation: (module: typeof CoreModule) => (core: Core, ...args: Args) => Promise<Result>,
    ) =>
    async (...args: Args): Promise<Result> => {
      const ready = await core();
      return operation(await loadCore())(ready, ...args);
    };

  const client: CosClient = {
    bucket,
    region,
    origin,
    locationOf,
    tickets:
      (options.ticket ?? options.ticketUrl) === undefined
        ? undefined
        : {
            take: async (...args) => (await core()).tickets!.take(...args),
            know: async (...args) => (await core()).tickets!.know(...args),
          },
    putObject: from(({putObject}) => putObject),
    postObject: from(({postObject}) => postObject),
    headObject: from(({headObject}) => headObject),
    deleteObject: from(({deleteObject}) => deleteObject),
    createMultipartUpload: from(({createMultipartUpload}) => createMultipartUpload),
    uploadPart: from(({uploadPart}) => uploadPart),
    completeMultipartUpload: from(({completeMultipartUpload}) => completeMultipartUpload),
    abortMultipartUpload: from(({abortMultipartUpload}) => abortMultipartUpload),
    listParts: from(({listParts}) => listParts),
    listMultipartUploads: from(({listMultipartUploads}) => listMultipartUploads),
    appendObject: from(({appendObject}) => appendObject),
    uploadPartCopy: from(({uploadPartCopy}) => uploadPartCopy),
    presign: from(({presign}) => presign),
    // Until the core is made there are no credentials to forget.
    forgetCredentials: () => made?.forgetCredentials(),
    async *listAllParts(...args) {
      const {listAllParts} = await loadCore();
      yield* listAllParts(await core(), ...args);
    },
    async *listAllMultipartUploads(...args) {
      const {listAllMultipartUploads} = await loadCore();
      yield* listAllMultipartUploads(await core(), ...args);
    },
  };
  cores.set(client, core);
  return client;
}

/** The core behind a client, for diagnose alone. */
export const coreOf = (client: CosClient): Promise<CoreModule.ClientCore> | undefined =>
  cores.get(client)?.();

const cores = new WeakMap<CosClient, () => Promise<CoreModule.ClientCore>>();
