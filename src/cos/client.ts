import type {Authorize, GetCredentials} from './credentials-types.js';
import type {
  BodyOptions,
  CustomerKeyOptions,
  ObjectOptions,
  PartOptions,
  SignalOptions,
} from './object-options.js';
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
import type {Transport, UploadBody} from './transport.js';

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

export interface CopySource {
  bucket: string;
  region: string;
  key: string;
  versionId?: string | undefined;
}

export interface UploadPartCopyOptions extends SignalOptions, CustomerKeyOptions {
  /** `bytes=0-1023`, both ends included. Default: the whole object. */
  copySourceRange?: string | undefined;
  copySourceIfMatch?: string | undefined;
  copySourceIfNoneMatch?: string | undefined;
  copySourceIfModifiedSince?: string | Date | undefined;
  copySourceIfUnmodifiedSince?: string | Date | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
}

export interface ListPartsOptions extends SignalOptions {
  /** 1 to 1000, the default. */
  maxParts?: number | undefined;
  /** Parts with greater numbers are listed. */
  partNumberMarker?: number | undefined;
  encodingType?: 'url' | undefined;
}

export interface ListMultipartUploadsOptions extends SignalOptions {
  prefix?: string | undefined;
  delimiter?: string | undefined;
  keyMarker?: string | undefined;
  uploadIdMarker?: string | undefined;
  /** 1 to 1000, the default. */
  maxUploads?: number | undefined;
  encodingType?: 'url' | undefined;
}

export interface CompleteOptions extends SignalOptions {
  forbidOverwrite?: boolean | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
}

export interface HeadObjectOptions extends SignalOptions, CustomerKeyOptions {
  versionId?: string | undefined;
}

export interface DeleteObjectOptions extends SignalOptions {
  versionId?: string | undefined;
}

export interface PresignOptions extends SignalOptions {
  /** Seconds; default 900. With `authorize` the signing server decides. */
  expires?: number | undefined;
  query?: Readonly<Record<string, string>> | undefined;
  /** Must be sent exactly so by whoever uses the URL. */
  headers?: Readonly<Record<string, string>> | undefined;
}

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
