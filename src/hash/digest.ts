import {createCRC64, createMD5} from 'hash-wasm';
import SparkMD5 from 'spark-md5';
import {createTableCrc64} from './crc64-table.js';
import type {Digests, Wanted} from './types.js';

/** Both checksums of one run of bytes. */
interface Digest {
  update: (bytes: Uint8Array<ArrayBuffer>) => void;
  result: () => Digests;
}

/** Makes one digest at a time: beginning the next ends the one before. */
export interface Digester {
  readonly means: 'wasm' | 'js';
  begin(wanted: Wanted): Digest;
}

interface Sum<T> {
  update: (bytes: Uint8Array<ArrayBuffer>) => void;
  result: () => T;
}

function both(md5: Sum<string> | undefined, crc64: Sum<bigint> | undefined): Digest {
  return {
    update(bytes) {
      md5?.update(bytes);
      crc64?.update(bytes);
    },
    result() {
      const digests: Digests = {};
      if (md5) digests.md5 = md5.result();
      if (crc64) digests.crc64 = crc64.result();
      return digests;
    },
  };
}

/** Rejects where the page's policy or the browser's mode refuses WebAssembly. */
async function wasmDigester(): Promise<Digester> {
  // The instances are kept: each has its own WebAssembly memory, which the browser frees late.
  const [md5, crc64] = await Promise.all([createMD5(), createCRC64()]);
  return {
    means: 'wasm',
    begin: (wanted) =>
      both(
        wanted.md5 ? {update: md5.init().update, result: () => md5.digest()} : undefined,
        wanted.crc64 ? {update: crc64.init().update, result: () => BigInt(`0x${crc64.digest()}`)} : undefined,
      ),
  };
}

/** spark-md5 takes whole buffers only, and would hash all of the buffer under a view. */
function sparkMd5(): Sum<string> {
  const md5 = new SparkMD5.ArrayBuffer();
  return {
    update: (bytes) =>
      md5.append(bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer),
    result: () => md5.end(),
  };
}

const scriptDigester: Digester = {
  means: 'js',
  begin: (wanted) => both(wanted.md5 ? sparkMd5() : undefined, wanted.crc64 ? createTableCrc64() : undefined),
};

/** WebAssembly where it is allowed, plain script otherwise. */
export async function createDigester(): Promise<Digester> {
  return wasmDigester().catch(() => scriptDigester);
}
