import {combineCrc64, formatCrc64, parseCrc64} from '../../hash/crc64.js';
import type {Digests} from '../../hash/types.js';
import {ChecksumError} from '../../errors.js';
import {explainRead} from './file-check.js';
import type {Run} from './run-context.js';

/** A part that the server has, with what is known of its bytes. */
export interface ProvenPart {
  readonly partNumber: number;
  readonly offset: number;
  readonly size: number;
  /** Empty while something on the way keeps it back. */
  readonly etag: string;
  readonly crc64?: string;
  /** The MD5 of the part is proven: the store has compared it with the Content-MD5, or it equals the ETag. */
  readonly md5?: boolean;
}

/** What COS answers about bytes it has taken in. */
interface Stored {
  readonly etag: string;
  readonly crc64?: string | undefined;
}

/**
 * The MD5 in an ETag, which an object or a part has that was sent in one request. Undefined where the ETag is opaque (objects made of
 * parts, 436/7749), weak, or kept back. Under SSE-KMS and SSE-C an ETag looks like an MD5 but is not the one of the file, so a difference
 * proves nothing.
 */
export function md5OfEtag(etag: string): string | undefined {
  return /^"?([0-9a-f]{32})"?$/i.exec(etag)?.[1]?.toLowerCase();
}

/**
 * Compares what was hashed here with what the server says it holds, and answers which checksum was the same. Undefined where nothing could
 * be compared. Throws a ChecksumError when the CRC64s differ.
 */
export function compare(
  {key}: Pick<Run, 'key'>,
  scope: 'part' | 'object',
  ours: Digests,
  stored: Stored,
): 'crc64' | 'md5' | undefined {
  const theirs = parseCrc64(stored.crc64);
  if (ours.crc64 !== undefined && theirs !== undefined) {
    if (ours.crc64 !== theirs) throw mismatch(key, scope, formatCrc64(ours.crc64), formatCrc64(theirs));
    return 'crc64';
  }
  return ours.md5 !== undefined && md5OfEtag(stored.etag) === ours.md5 ? 'md5' : undefined;
}

/** The CRC64 of the whole file, combined from those of its parts. A part without one is read again. */
export async function combineParts(run: Run, parts: readonly ProvenPart[]): Promise<bigint> {
  let whole = 0n;
  for (const part of parts) {
    const known = parseCrc64(part.crc64);
    const slice = run.file.slice(part.offset, part.offset + part.size);
    const hash = (): Promise<Digests> =>
      run.hasher.hash(slice, {crc64: true}, run.signal).catch((cause: unknown) => {
        throw explainRead(cause, run.key);
      });
    whole = combineCrc64(whole, known ?? (await hash()).crc64!, part.size);
  }
  return whole;
}

/** Says once why uploads are not compared, and what would change it. */
export function hintUnproven(run: Run): void {
  const head = run.permissions.headObject
    ? ''
    : ' Until then each object is at least asked for where the page may: allow name/cos:HeadObject in the policy and ' +
      'HEAD in the CORS rule.';
  run.hint(
    'The stored objects cannot be checked: x-cos-hash-crc64ecma is not readable by this page. Add ' +
      `<ExposeHeader>x-cos-hash-crc64ecma</ExposeHeader> to the CORS rule of the bucket.${head}`,
  );
}

function mismatch(key: string, scope: 'part' | 'object', expected: string, actual: string): ChecksumError {
  return new ChecksumError(
    scope === 'part'
      ? `Bytes of "${key}" arrived damaged at the store (expected ${expected}, got ${actual}). Try again; if it stays so, ` +
          'look for a proxy or a scanner that changes bodies on their way.'
      : `The object "${key}" in the store differs from the file (expected ${expected}, got ${actual}). Do not use it; upload ` +
          'it again.',
    {expected, actual, scope, key},
  );
}
