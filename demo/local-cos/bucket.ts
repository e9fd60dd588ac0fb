import type {CorsRule} from './cors.js';
import type {Piece} from './pieces.js';
import type {StrictRule} from './strict-signature.js';

/** What a request may say about an object, validated; given to PUT, Initiate, APPEND and copies. */
export interface ObjectOptions {
  /** Stored headers by their name on the wire: content-type, cache-control, …, x-cos-meta-*. */
  headers: Record<string, string>;
  storageClass: string;
  acl: string;
  /** Grant headers as they came. */
  grants: Record<string, string>;
  tags: Record<string, string>;
  /** Encryption headers that answers repeat. */
  encryption: Record<string, string>;
  /** Base64 MD5 of the customer's key (SSE-C). */
  customerKeyMd5?: string;
}

export interface StoredObject extends ObjectOptions {
  pieces: Piece[];
  size: number;
  /** With its quotes. */
  etag: string;
  crc64: bigint | undefined;
  lastModified: number;
  appendable: boolean;
  /** `null` for versions made while versioning was off or suspended. */
  versionId: string;
  deleteMarker: boolean;
}

export interface Part {
  etag: string;
  size: number;
  crc64: bigint | undefined;
  pieces: Piece[];
  lastModified: number;
}

export interface Upload {
  uploadId: string;
  key: string;
  initiated: number;
  options: ObjectOptions;
  forbidOverwrite: boolean;
  parts: Map<number, Part>;
}

export interface Bucket {
  name: string;
  region: string;
  created: number;
  /** One zone or several. */
  zones: 'OAZ' | 'MAZ';
  /** Versions of each key, the newest first; never an empty list. */
  objects: Map<string, StoredObject[]>;
  uploads: Map<string, Upload>;
  /** `undefined`: never set, the server's settings hold. */
  cors?: CorsRule[];
  /** `ResponseVary` of the CORS configuration. */
  corsVary?: boolean;
  versioning?: 'Enabled' | 'Suspended';
  strict?: StrictRule[];
  acl: string;
  tags: Record<string, string>;
  /** What a request does not encrypt otherwise is encrypted by KMS. */
  encrypted?: boolean;
}

export const createBucket = (name: string, region: string, created: number): Bucket => ({
  name,
  region,
  created,
  zones: 'OAZ',
  objects: new Map(),
  uploads: new Map(),
  acl: 'private',
  tags: {},
});

/** UTF-8 byte order, as listings sort; `<` on strings would compare UTF-16 units. */
export const compareKeys = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** The version a request without `versionId` means; `undefined` when there is none or it is deleted. */
export function currentObject(bucket: Bucket, key: string): StoredObject | undefined {
  const newest = bucket.objects.get(key)?.[0];
  return newest?.deleteMarker === true ? undefined : newest;
}

/** 20 digits that fall with time, base64: newer versions sort first (form of 436/7749's samples). */
export function newVersionId(): string {
  versionSerial =
    versionSerial >= BigInt(Date.now()) * 1000n ? versionSerial + 1n : BigInt(Date.now()) * 1000n;
  return Buffer.from(String(0xffffffffffffffffn - versionSerial)).toString('base64');
}

let versionSerial = 0n;
