import type {CustomerKeyOptions, Orders, SignalOptions, SizeLimit} from './object-options.js';

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
  /** Only parts with greater numbers are listed. */
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

export interface CompleteOptions extends SignalOptions, Orders {
  /** COS may take minutes to join the parts, and sends blanks meanwhile. Called with the bytes of the answer so far. 436/7742 */
  onReceived?: ((bytes: number) => void) | undefined;
  forbidOverwrite?: boolean | undefined;
  /** Of it, the number of parts. */
  sizeLimit?: SizeLimit | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
}

export interface HeadObjectOptions extends SignalOptions, CustomerKeyOptions {
  versionId?: string | undefined;
}

export interface DeleteObjectOptions extends SignalOptions {
  versionId?: string | undefined;
}

export type PresignMethod = 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';

export interface PresignOptions extends SignalOptions {
  /** Seconds; default 900. With `authorize` the signing server decides. */
  expires?: number | undefined;
  query?: Readonly<Record<string, string>> | undefined;
  /** Headers that are signed, so whoever uses the URL must send exactly these. Cache-Control and Expires are not signed and may differ. */
  headers?: Readonly<Record<string, string>> | undefined;
}
