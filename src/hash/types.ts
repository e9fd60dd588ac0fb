export interface Digests {
  /** 32 lower-case hex digits. */
  md5?: string;
  /** CRC-64/XZ, the value of `x-cos-hash-crc64ecma`. */
  crc64?: bigint;
}

export interface Wanted {
  md5?: boolean;
  crc64?: boolean;
}

export type HashPath = 'worker-wasm' | 'worker-js' | 'page-wasm' | 'page-js';

/** Blob bytes → checksums, in bounded memory and off the main thread where the page allows it. */
export interface Hasher {
  /**
   * Reads `blob` once. `onProgress` gets the bytes hashed so far. Rejects with the signal's reason when aborted, and with the
   * DOMException of the read (`NotReadableError`…) when the file cannot be read.
   */
  hash(
    blob: Blob,
    wanted: Wanted,
    signal?: AbortSignal,
    onProgress?: (bytes: number) => void,
  ): Promise<Digests>;
  /** How it hashes; undefined before the first use. */
  readonly path: HashPath | undefined;
  /** Ends all workers; work under way is rejected with an AbortError. The next `hash()` starts anew. */
  close(): void;
}

export interface HasherOptions {
  /** Threads at most, 0 for the page's own; default one per processor, up to 4. */
  workers?: number;
  /** Milliseconds without work after which the workers are ended, default 10,000. */
  idleTime?: number;
  /** Milliseconds that a worker may take to start, default 10,000; then it counts as refused. */
  startTime?: number;
  /**
   * Where the page serves the package's `hash.worker.js`, for a content security policy that allows workers from there alone. Default:
   * where the bundler has put it, else its source from a `blob:` URL.
   */
  workerUrl?: string | undefined;
}
