import {createTableCrc64} from './crc64-table.js';
import type {Digests} from './hasher.js';

/** The CRC64 of a few bytes, on the thread that asks. Rejects with the signal's reason or the DOMException of the read. */
export async function hashSmall(
  blob: Blob,
  signal: AbortSignal | undefined,
  onProgress: ((bytes: number) => void) | undefined,
): Promise<Digests> {
  signal?.throwIfAborted();
  const bytes = new Uint8Array(await blob.arrayBuffer());
  signal?.throwIfAborted();
  const crc64 = createTableCrc64();
  crc64.update(bytes);
  onProgress?.(bytes.length);
  return {crc64: crc64.result()};
}
