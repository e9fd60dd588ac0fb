import {sha1} from '@noble/hashes/legacy.js';
import {bytesToHex} from '@noble/hashes/utils.js';

const sampleSize = 16 * 1024;

/**
 * A hash of the first, middle and last 16 kB, which tells files of the same name, size and date apart. It reads 48 kB, whatever the size.
 * Rejects with the DOMException of the read.
 */
export async function sampleHash(file: Blob): Promise<string> {
  const hash = sha1.create();
  for (const offset of new Set([0, Math.floor(file.size / 2), Math.max(0, file.size - sampleSize)])) {
    hash.update(new Uint8Array(await file.slice(offset, offset + sampleSize).arrayBuffer()));
  }
  return bytesToHex(hash.digest());
}
