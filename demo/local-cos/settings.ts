import type {CorsRule} from './cors.js';
import type {StrictRule} from './strict-signature.js';

/**
 * What may be switched while the server runs. The first block is set-up; the second holds the points that no
 * document of COS confirms, each with the likelier behaviour as its default.
 */
export interface Settings {
  /** false: every request counts as signed by the owner. */
  verifySignature: boolean;
  /** false: bodies are drained and hashed, not kept; such objects cannot be read back. */
  storeBodies: boolean;
  /** false: an ETag is then made from the CRC64, and Content-MD5 is not looked at. */
  computeMd5: boolean;
  /** false: no `x-cos-hash-crc64ecma` anywhere. */
  computeCrc64: boolean;
  /** `x-cos-hash-crc64ecma` on Complete (436/7742: only if every part has one). */
  crcOnComplete: boolean;
  /** Rules of buckets that were never given any by `PUT ?cors`: the one that the README recommends. */
  corsRules: CorsRule[];
  /** `x-cos-meta-*` names of the answer join the exposed headers. Not COS: a comfort of this server. */
  exposeMetadata: boolean;
  versioning: 'Off' | 'Enabled' | 'Suspended';
  strictSignature: StrictRule[];
  /** Added to the server's clock, ms. */
  clockOffsetMs: number;
  /** Complete answers 200 at once, then this many spaces, one each `completeSpaceEveryMs`, then the XML. */
  completeSpaces: number;
  completeSpaceEveryMs: number;
  /** Request bodies of all connections together, and latency added to every request. 0: as fast as it goes. */
  link: {bytesPerSecond: number; rttMs: number};

  /** Bytes every part but the last must have; 0: not enforced (436/7742 lost the sentence in 2026). */
  minPartSize: number;
  /** Seconds an unfinished upload lives; 0: for ever. */
  uploadLifetimeSeconds: number;
  crcOnAppend: boolean;
  crcOnCopyPart: boolean;
  verifyContentSha1: boolean;
  trafficLimitCode: string;
  partNumberCode: string;
  metadataTooLongCode: string;
  /** `<ServerTime>` in RequestTimeTooSkewed and `Request has expired`. */
  serverTimeInErrors: boolean;
  /** Answer to a key time that begins more than 15 minutes from now. */
  futureStart: 'RequestTimeTooSkewed' | 'AccessDenied' | 'accept';
  expiredTokenStatus: number;
  /** `Vary: Origin` on every answer that CORS rules decided. */
  responseVary: boolean;
  allowHeadersUnasked: boolean;
  deleteMissing: 204 | 404;
  repeatedComplete: 'NoSuchUpload' | 'same answer';
  defaultContentType: string;
  configNeedsMd5: boolean;
  /** 850 bytes counted percent-encoded instead of in UTF-8. */
  countEncodedKey: boolean;
  /** Bytes of an XML body; a private deployment is known to cap it at 1 MB. */
  xmlSizeLimit: number;
}

const DEFAULT_SETTINGS: Readonly<Settings> = {
  verifySignature: true,
  storeBodies: true,
  computeMd5: true,
  computeCrc64: true,
  crcOnComplete: true,
  corsRules: [
    {
      allowedOrigins: ['*'],
      allowedMethods: ['PUT', 'GET', 'POST', 'DELETE', 'HEAD'],
      allowedHeaders: ['*'],
      exposeHeaders: [
        'ETag',
        'Date',
        'Content-Length',
        'Content-Disposition',
        'Content-Encoding',
        'Retry-After',
        'x-cos-request-id',
        'x-cos-trace-id',
        'x-cos-hash-crc64ecma',
        'x-cos-version-id',
        'x-cos-next-append-position',
        'x-cos-storage-class',
        'x-cos-object-type',
        'x-cos-copy-source-version-id',
      ],
      maxAgeSeconds: 600,
    },
  ],
  exposeMetadata: true,
  versioning: 'Off',
  strictSignature: [],
  clockOffsetMs: 0,
  completeSpaces: 0,
  completeSpaceEveryMs: 100,
  link: {bytesPerSecond: 0, rttMs: 0},
  minPartSize: 1_048_576,
  uploadLifetimeSeconds: 0,
  crcOnAppend: true,
  crcOnCopyPart: true,
  verifyContentSha1: false,
  trafficLimitCode: 'InvalidArgument',
  partNumberCode: 'InvalidArgument',
  metadataTooLongCode: 'InvalidArgument',
  serverTimeInErrors: true,
  futureStart: 'RequestTimeTooSkewed',
  expiredTokenStatus: 400,
  responseVary: false,
  allowHeadersUnasked: false,
  deleteMissing: 204,
  repeatedComplete: 'NoSuchUpload',
  defaultContentType: 'application/octet-stream',
  configNeedsMd5: false,
  countEncodedKey: false,
  xmlSizeLimit: 8 * 1_048_576,
};

/** A fresh copy of the defaults with the given switches; names that are no switch are ignored. */
export function createSettings(given: Partial<Settings> = {}): Settings {
  const settings = structuredClone(DEFAULT_SETTINGS) as Settings;
  changeSettings(settings, given);
  return settings;
}

/** Sets the switches named in `change`; unknown names and values of another type throw a TypeError. */
export function changeSettings(settings: Settings, change: object): void {
  const current = settings as unknown as Record<string, unknown>;
  for (const [name, value] of Object.entries(change) as [string, unknown][]) {
    if (!(name in DEFAULT_SETTINGS)) throw new TypeError(`there is no setting "${name}"`);
    if (typeof value !== typeof current[name]) {
      throw new TypeError(`setting "${name}" must be a ${typeof current[name]}`);
    }
    current[name] = name === 'link' ? {...settings.link, ...(value as object)} : value;
  }
}
