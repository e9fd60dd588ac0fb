/** What COS tells of a picture; names and values as it has them, but for the first letter. */
export interface Picture {
  readonly key?: string;
  readonly location?: string;
  readonly etag?: string;
  readonly format?: string;
  readonly width?: number;
  readonly height?: number;
  /** Bytes. */
  readonly size?: number;
  readonly quality?: number;
  readonly [other: string]: string | number | undefined;
}

/** What COS has said of what it was ordered to do with an object, by the option that ordered it. */
export interface UploadAnswer {
  /** What the application's server answered to COS: parsed JSON, or the text where it is none. */
  readonly callback?: unknown;
  /** The same of the return body. */
  readonly returnBody?: unknown;
  /** Why there is no return body: COS could not fill in a variable. The object is stored. */
  readonly returnError?: {readonly code: string; readonly message: string};
  /** `info`: of the picture that was sent. `objects`: those that were made of it. */
  readonly picOperations?: {readonly info: Picture; readonly objects: readonly Picture[]};
}

export interface PutObjectResult {
  /** With its quotes, as COS sends it; empty where CORS or something on the way keeps it back. */
  etag: string;
  location: string;
  versionId?: string | undefined;
  /** Unsigned decimal of up to 20 digits; undefined when COS or CORS keeps it back. */
  crc64?: string | undefined;
  requestId?: string | undefined;
  /** Of `callback`, `returnBody` and `picOperations`. */
  answer?: UploadAnswer | undefined;
}

export interface AppendObjectResult {
  etag: string;
  /** Length of the object now. */
  nextAppendPosition: number;
  crc64?: string | undefined;
  requestId?: string | undefined;
}

export interface ObjectMetadata {
  etag: string;
  /** Bytes; undefined only when CORS hides Content-Length. */
  size: number | undefined;
  lastModified: Date | undefined;
  contentType: string | undefined;
  cacheControl: string | undefined;
  contentDisposition: string | undefined;
  contentEncoding: string | undefined;
  contentLanguage: string | undefined;
  expires: string | undefined;
  /** COS names only other classes than STANDARD, so it is STANDARD also where CORS hides the name. */
  storageClass: string;
  /** `normal` or `appendable`; undefined where CORS hides it. */
  objectType: string | undefined;
  /** Names without `x-cos-meta-`; only those that CORS exposes. */
  metadata: Record<string, string>;
  versionId?: string | undefined;
  crc64?: string | undefined;
  requestId?: string | undefined;
  /** The server's time of this answer; undefined where CORS hides it. */
  date?: Date | undefined;
}

export interface MultipartUpload {
  uploadId: string;
  bucket: string;
  key: string;
}

export interface UploadedPart {
  partNumber: number;
  etag: string;
  crc64?: string | undefined;
}

/** What completeMultipartUpload needs to know of a part. */
export type CompletedPart = Pick<UploadedPart, 'partNumber' | 'etag'>;

export interface CopiedPart {
  partNumber: number;
  etag: string;
  lastModified: Date | undefined;
  copySourceVersionId?: string | undefined;
  crc64?: string | undefined;
}

export interface CompleteMultipartUploadResult {
  etag: string;
  bucket: string;
  key: string;
  location: string;
  versionId?: string | undefined;
  crc64?: string | undefined;
  requestId?: string | undefined;
  /** Of `callback`, `returnBody` and `picOperations`. */
  answer?: UploadAnswer | undefined;
}

export interface Owner {
  id: string;
  displayName: string;
}

export interface ListedPart {
  partNumber: number;
  etag: string;
  size: number;
  lastModified: Date | undefined;
}

export interface PartsPage {
  bucket: string;
  key: string;
  uploadId: string;
  encodingType?: string | undefined;
  maxParts: number;
  partNumberMarker: number;
  nextPartNumberMarker?: number | undefined;
  isTruncated: boolean;
  storageClass: string;
  parts: ListedPart[];
  owner: Owner;
  initiator: Owner;
}

export interface ListedUpload {
  key: string;
  uploadId: string;
  initiated: Date | undefined;
  storageClass: string;
  owner: Owner;
  initiator: Owner;
}

export interface UploadsPage {
  bucket: string;
  prefix: string;
  delimiter?: string | undefined;
  keyMarker: string;
  uploadIdMarker: string;
  nextKeyMarker?: string | undefined;
  nextUploadIdMarker?: string | undefined;
  maxUploads: number;
  isTruncated: boolean;
  encodingType?: string | undefined;
  uploads: ListedUpload[];
  commonPrefixes: string[];
  /** The server's time of this answer; undefined where CORS hides it. */
  date?: Date | undefined;
}
