/** An object as it lies in memory. */
export interface MemoryObject {
  readonly key: string;
  readonly blob: Blob;
  /** Bytes. */
  readonly size: number;
  /** With its quotes. */
  readonly etag: string;
  /** Unsigned decimal, as `x-cos-hash-crc64ecma` has it. */
  readonly crc64: string;
  /** Stored headers by their name in lower case: content-type, cache-control, x-cos-meta-… */
  readonly headers: Readonly<Record<string, string>>;
  readonly storageClass: string;
  /** Epoch milliseconds. */
  readonly lastModified: number;
  readonly appendable: boolean;
}

export interface MemoryPart {
  readonly blob: Blob;
  readonly etag: string;
  readonly crc64: string;
  readonly lastModified: number;
}

/** An unfinished multipart upload. */
export interface MemoryUpload {
  readonly uploadId: string;
  readonly key: string;
  readonly initiated: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly storageClass: string;
  readonly forbidOverwrite: boolean;
  readonly parts: ReadonlyMap<number, MemoryPart>;
}

export interface State {
  readonly objects: Map<string, MemoryObject>;
  readonly uploads: Map<string, MemoryUpload & {parts: Map<number, MemoryPart>}>;
}
