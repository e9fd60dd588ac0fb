/** The storage classes that there are now. 436/30925 */
export type StorageClass =
  | 'STANDARD'
  | 'STANDARD_IA'
  | 'INTELLIGENT_TIERING'
  | 'ARCHIVE'
  | 'DEEP_ARCHIVE'
  | 'MAZ_STANDARD'
  | 'MAZ_STANDARD_IA'
  | 'MAZ_INTELLIGENT_TIERING';

/** What can be said about an object when it is created (PUT, Initiate, Append); each becomes one header. */
export interface ObjectOptions {
  /** `default`, `private`, `public-read`, `authenticated-read`, `bucket-owner-read`, `bucket-owner-full-control`. */
  acl?: string | undefined;
  /** `id="OwnerUin"`, several joined with a comma. */
  grantFullControl?: string | undefined;
  grantRead?: string | undefined;
  /** Default `STANDARD`. Another name in capitals is sent too, with a warning in the console. */
  storageClass?: StorageClass | (string & Record<never, never>) | undefined;
  /** HTTP date for the Expires header. */
  expires?: string | undefined;
  cacheControl?: string | undefined;
  /** Default: the Blob's own type; without any, COS derives one from the key. */
  contentType?: string | undefined;
  /** A file name outside ASCII is also sent as `filename*=UTF-8''…`. */
  contentDisposition?: string | undefined;
  contentEncoding?: string | undefined;
  contentLanguage?: string | undefined;
  /** Base64 MD5 of the body of this one request. */
  contentMD5?: string | undefined;
  /** Computes `Content-MD5` from the body before it is sent. */
  enableMD5?: boolean | undefined;
  /** Name (with or without `x-cos-meta-`) to value; text outside ASCII is sent percent-encoded. */
  metadata?: Readonly<Record<string, string>> | undefined;
  /** Bits per second, 819200 to 838860800, for each request with a body. */
  trafficLimit?: number | undefined;
  /** `key1=value1&key2=value2`, url-encoded, at most 10 tags. */
  tagging?: string | undefined;
  /** Refuse (409 FileAlreadyExists) when the key is taken. */
  forbidOverwrite?: boolean | undefined;
  /** `AES256` or `cos/kms`. */
  serverSideEncryption?: string | undefined;
  sseKmsKeyId?: string | undefined;
  /** Base64 of a JSON object. */
  sseKmsContext?: string | undefined;
  /** Default `AES256` when `sseCustomerKey` is given. */
  sseCustomerAlgorithm?: string | undefined;
  /** Base64 of 32 bytes; sent with the object, each of its parts and HEAD. */
  sseCustomerKey?: string | undefined;
  /** Base64 MD5 of the 32 bytes. */
  sseCustomerKeyMD5?: string | undefined;
  /** Any other headers, e.g. `Pic-Operations`. */
  headers?: Readonly<Record<string, string>> | undefined;
}

/** The encryption key of an object, needed to write or to read it. */
export type CustomerKeyOptions = Pick<
  ObjectOptions,
  'sseCustomerAlgorithm' | 'sseCustomerKey' | 'sseCustomerKeyMD5'
>;

/** The options a part takes; the rest belongs to createMultipartUpload. */
export type PartOptions = CustomerKeyOptions &
  Pick<ObjectOptions, 'contentMD5' | 'enableMD5' | 'trafficLimit' | 'headers'>;

export interface SignalOptions {
  signal?: AbortSignal | undefined;
}

export interface BodyProgress {
  /** Bytes of this body handed to the network. */
  sent: number;
  total: number;
}

export interface BodyOptions extends SignalOptions {
  onProgress?: ((progress: BodyProgress) => void) | undefined;
}
