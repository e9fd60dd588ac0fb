import {combineCrc64, formatCrc64, parseCrc64} from '../../hash/crc64.js';
import type {Digests} from '../../hash/types.js';
import {ChecksumError} from '../../errors.js';
import type {Run} from './run-context.js';

/** A part that the server has, with what is known of its bytes. */
export interface ProvenPart {
  readonly partNumber: number;
  readonly offset: number;
  readonly size: number;
  readonly etag: string;
  readonly crc64?: string;
}

/** What COS answers about bytes it has taken in. */
interface Stored {
  readonly etag: string;
  readonly crc64?: string | undefined;
}

/** Throws a ChecksumError when what the server holds differs from what was hashed here. Says nothing where either is unknown. */
export function prove(run: Run, scope: 'part' | 'object', ours: Digests, stored: Stored): void {
  const theirs = parseCrc64(stored.crc64);
  if (ours.crc64 !== undefined && theirs !== undefined && ours.crc64 !== theirs) {
    throw mismatch(run, scope, formatCrc64(ours.crc64), formatCrc64(theirs));
  }
  // Under SSE-KMS and SSE-C an ETag is not the MD5 (436/7749), nor is it for an object made of parts.
  if (ours.md5 !== undefined && etagIsMd5(run)) {
    const md5 = /^"?([0-9a-f]{32})"?$/i.exec(stored.etag)?.[1]?.toLowerCase();
    if (md5 !== ours.md5) throw mismatch(run, scope, ours.md5, stored.etag);
  }
}

/** CRC64 of the whole file from those of its parts; parts without one are read again. */
export async function combineParts(run: Run, parts: readonly ProvenPart[]): Promise<bigint> {
  let whole = 0n;
  for (const part of parts) {
    const known = parseCrc64(part.crc64);
    const slice = run.file.slice(part.offset, part.offset + part.size);
    const crc64 = known ?? (await run.hasher.hash(slice, {crc64: true}, run.signal)).crc64!;
    whole = combineCrc64(whole, crc64, part.size);
  }
  return whole;
}

/** Says once why uploads are not proven, and what would change it. */
export function hintUnproven(run: Run): void {
  run.hint(
    'The stored objects cannot be checked: x-cos-hash-crc64ecma is not readable by this page. Add ' +
      '<ExposeHeader>x-cos-hash-crc64ecma</ExposeHeader> to the CORS rule of the bucket.',
  );
}

/** `Content-MD5` as it goes over the wire: base64 of the 16 bytes. */
export function contentMd5(md5: string): string {
  return btoa(String.fromCharCode(...(md5.match(/../g) ?? []).map((byte) => parseInt(byte, 16))));
}

function etagIsMd5({objectOptions}: Run): boolean {
  return objectOptions.sseCustomerKey === undefined && objectOptions.serverSideEncryption !== 'cos/kms';
}

function mismatch(run: Run, scope: 'part' | 'object', expected: string, actual: string): ChecksumError {
  return new ChecksumError(
    scope === 'part'
      ? `Bytes of "${run.key}" arrived damaged at the store (expected ${expected}, got ${actual}). Try again; if it stays so, ` +
          'look for a proxy or a scanner that changes bodies on their way.'
      : `The object "${run.key}" in the store differs from the file (expected ${expected}, got ${actual}). Do not use it; upload ` +
          'it again.',
    {expected, actual, scope, key: run.key},
  );
}
