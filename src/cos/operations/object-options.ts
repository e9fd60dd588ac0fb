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

/** COS's call to the application's server when an object is stored; the bucket has to be on COS's list for it. 436/106770 */
export interface Callback {
  /** Percent-encoded, `http` without a scheme; up to five, joined with `;`, are asked in turn until one answers with success. */
  url: string;
  /**
   * What is sent by POST, e.g. `key=${object}&etag=${etag}&user=${x:user}`. COS fills in `${bucket}`, `${object}`, `${etag}`, `${size}`,
   * `${mimeType}` and the like, and `${x:…}` from `variables`.
   */
  body: string;
  /** Default `application/x-www-form-urlencoded`. */
  bodyType?: 'application/x-www-form-urlencoded' | 'application/json' | undefined;
  /** The Host header of the call. Default: the host of `url`. */
  host?: string | undefined;
  /** Values for `${x:name}`, by name, with or without `x:`. */
  variables?: Readonly<Record<string, string>> | undefined;
}

/** The JSON of `Pic-Operations`, as COS documents it. 436/113308 */
export interface PicOperations {
  /** 1: the answer tells format, width and height of the picture that was sent. */
  is_pic_info?: 0 | 1 | undefined;
  /** `fileid`: key of the result, beside the object or, with `/` first, from the root. `rule`: e.g. `imageMogr2/thumbnail/200x`. */
  rules: readonly {readonly fileid: string; readonly rule: string; readonly bucket?: string | undefined}[];
}

/** What COS is to do with a whole object once it is stored. Sent with the request that stores it: PUT or Complete. */
export interface Orders {
  callback?: Callback | undefined;
  /** A JSON object, or its text, for COS to fill in and answer: `{key: '${object}', size: '${size}'}`. 436/97529 */
  returnBody?: Readonly<Record<string, unknown>> | string | undefined;
  picOperations?: PicOperations | undefined;
}

/** What an upload in parts promises; a policy may demand it. 436/7750 436/7742 */
export interface SizeLimit {
  /** Bytes. */
  minPartSize?: number | undefined;
  /** Bytes. Parts that an `Uploader` cuts are not larger. */
  maxPartSize?: number | undefined;
  minParts?: number | undefined;
  maxParts?: number | undefined;
}

/** What can be said about an object when it is created (PUT, Initiate, Append); most become one header. */
export interface ObjectOptions extends Orders {
  /** `x-cos-psize-*` of each part, `x-cos-pnum-*` of Complete. */
  sizeLimit?: SizeLimit | undefined;
  /** `x-cos-mime-limit` of PUT and of each part: the types that COS may find in the content. */
  mimeLimit?: string | undefined;
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
  /** Any other headers. */
  headers?: Readonly<Record<string, string>> | undefined;
}

/** The encryption key of an object, needed to write or to read it. */
export type CustomerKeyOptions = Pick<
  ObjectOptions,
  'sseCustomerAlgorithm' | 'sseCustomerKey' | 'sseCustomerKeyMD5'
>;

/** The options of Initiate and Append: what is ordered of the whole object is not among them. */
export type BeginOptions = Omit<ObjectOptions, keyof Orders>;

/** The options a part takes; the rest belongs to createMultipartUpload. */
export type PartOptions = CustomerKeyOptions &
  Pick<ObjectOptions, 'contentMD5' | 'enableMD5' | 'trafficLimit' | 'sizeLimit' | 'mimeLimit' | 'headers'>;

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
