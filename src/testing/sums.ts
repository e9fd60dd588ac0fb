import {md5} from '@noble/hashes/legacy.js';
import {createTableCrc64} from '../hash/crc64-table.js';
import {hexOf} from './answers.js';

export interface Sums {
  /** Hex. */
  md5: string;
  crc64: bigint;
}

/** Between two steps the page draws. */
const step = 2 * 1024 * 1024;

export async function sumsOf(blob: Blob): Promise<Sums> {
  const digest = md5.create();
  const crc64 = createTableCrc64();
  for (let at = 0; at < blob.size; at += step) {
    const bytes = new Uint8Array(await blob.slice(at, at + step).arrayBuffer());
    digest.update(bytes);
    crc64.update(bytes);
  }
  return {md5: hexOf(digest.digest()), crc64: crc64.result()};
}
