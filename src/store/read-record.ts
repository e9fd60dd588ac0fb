import type {PartRecord, UploadRecord} from './resume-store.js';

// Another version of this library, a crash while writing or another script of the origin may have left anything in the journal, so it is
// checked like any input.

/** Milliseconds that the clock of this device may have been ahead when the record was written. */
const skewMs = 24 * 3600 * 1000;
/** 436/7750 */
const [maxParts, maxPartSize] = [10_000, 5 * 2 ** 30];

/** The record under `id`, without content that does not fit the file; undefined when it is no record of this version. */
export function readRecord(value: unknown, id: string): UploadRecord | undefined {
  if (!isUploadRecord(value) || value.id !== id) return undefined;
  const {blob, handle, ...rest} = value;
  if (isBlobOf(blob, value.size) && isHandle(handle)) return value;
  return {
    ...rest,
    ...(blob && isBlobOf(blob, value.size) ? {blob} : handle && isHandle(handle) ? {handle} : {}),
  };
}

/** What is written as bytes, because the database has refused a Blob. */
export function withBlob(record: UploadRecord): UploadRecord {
  const bytes: unknown = record.blob;
  return bytes instanceof ArrayBuffer ? {...record, blob: new Blob([bytes], {type: record.type})} : record;
}

const texts = ['id', 'origin', 'key', 'name', 'path', 'type'] as const;
const perhapsTexts = ['scope', 'sample', 'uploadId', 'owner'] as const;
const perhapsFlags = ['initiating', 'canceled', 'ownCall'] as const;

function isUploadRecord(value: unknown): value is UploadRecord {
  const record = (value ?? {}) as Readonly<Record<keyof UploadRecord, unknown>>;
  const {size, lastModified, prepared, created, completing, objectOptions, stored, layout} = record;
  return (
    record.version === 1 &&
    texts.every((name) => typeof record[name] === 'string') &&
    (record.key !== '' || record.uploadId === undefined) &&
    perhapsTexts.every((name) => record[name] === undefined || typeof record[name] === 'string') &&
    record.uploadId !== '' &&
    perhapsFlags.every((name) => record[name] === undefined || typeof record[name] === 'boolean') &&
    isWhole(size, 0, Number.MAX_SAFE_INTEGER) &&
    Number.isFinite(lastModified) &&
    (prepared === undefined || areFacts(prepared)) &&
    isWhole(created, 0, Date.now() + skewMs) &&
    (completing === undefined || isWhole(completing, 0, Date.now() + skewMs)) &&
    (objectOptions === undefined || isPlain(objectOptions)) &&
    (stored === undefined ||
      (isPlain(stored) && (stored as Record<string, unknown>)['key'] === record.key)) &&
    isLayout(layout)
  );
}

function areFacts(value: unknown): boolean {
  const facts = (value ?? {}) as Readonly<Record<string, unknown>>;
  return (
    ['name', 'path', 'type'].every((name) => typeof facts[name] === 'string') &&
    isWhole(facts['size'], 0, Number.MAX_SAFE_INTEGER)
  );
}

/** Whether a value is a layout: runs of parts of one size, from part 1, each later than the one before. */
function isLayout(value: unknown): boolean {
  if (!Array.isArray(value) || value.length > maxParts) return false;
  let last = 0;
  for (const run of value as readonly unknown[]) {
    const {from, size} = (run ?? {}) as {from?: unknown; size?: unknown};
    if (!isWhole(from, last + 1, last === 0 ? 1 : maxParts) || !isWhole(size, 1, maxPartSize)) return false;
    last = from;
  }
  return true;
}

export function isPartRecord(value: unknown): value is PartRecord {
  const {uploadId, partNumber, size, etag, crc64, md5} = (value ?? {}) as Readonly<
    Record<keyof PartRecord, unknown>
  >;
  return (
    typeof uploadId === 'string' &&
    isWhole(partNumber, 1, maxParts) &&
    isWhole(size, 1, maxPartSize) &&
    typeof etag === 'string' &&
    (md5 === undefined || typeof md5 === 'boolean') &&
    (crc64 === undefined || (typeof crc64 === 'string' && /^\d{1,20}$/.test(crc64)))
  );
}

const isBlobOf = (value: unknown, size: number): boolean =>
  value === undefined ||
  (value instanceof Blob && value.size === size) ||
  (value instanceof ArrayBuffer && value.byteLength === size);

const isHandle = (value: {readonly getFile?: unknown} | null | undefined): boolean =>
  value === undefined || typeof value?.getFile === 'function';

const isPlain = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isWhole = (value: unknown, min: number, max: number): value is number =>
  Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;

/**
 * Whether another version of this library has written a record: a newer one may run in another tab, or have run before a roll-back. Such
 * records are kept.
 */
export function isOfOtherVersion(value: unknown, maxAgeMs: number): boolean {
  const {version, created} = (value ?? {}) as Partial<Record<keyof UploadRecord, unknown>>;
  return (
    Number.isSafeInteger(version) &&
    version !== 1 &&
    isWhole(created, Date.now() - maxAgeMs, Date.now() + skewMs)
  );
}
