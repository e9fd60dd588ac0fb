import {createHash} from 'node:crypto';
import {closeSync, openSync, writevSync} from 'node:fs';
import {type FileHandle, mkdtemp, open, rm, unlink} from 'node:fs/promises';
import {join} from 'node:path';
import {createCrc64} from './crc64.js';

/** A range of a file on disk. Files never change once written, so objects, parts and copies share them. */
export interface Piece {
  file: string;
  offset: number;
  length: number;
}

export interface Received {
  pieces: Piece[];
  size: number;
  /** Hex; `undefined` when MD5 was switched off. */
  md5: string | undefined;
  crc64: bigint | undefined;
  /** Hex; only where it was asked for. */
  sha1: string | undefined;
}

interface ReceiveOptions {
  store: boolean;
  md5: boolean;
  crc64: boolean;
  sha1?: boolean;
}

/** The bytes of a server: written once, shared by reference count, gone when nothing needs them. */
export interface PieceStore {
  /** Streams a body to disk with its checksums; on failure nothing is left behind. */
  receive(body: AsyncIterable<Buffer>, options: ReceiveOptions): Promise<Received>;
  read(pieces: readonly Piece[]): AsyncGenerator<Buffer>;
  retain(pieces: readonly Piece[]): void;
  release(pieces: readonly Piece[]): void;
  close(): Promise<void>;
}

/** File name of bytes that were drained, not kept. */
export const NOWHERE = '';
/** Chunks are gathered to writes of about this size. */
const WRITE_SIZE = 1_048_576;
const READ_SIZE = 262_144;

/** Works in a fresh folder inside `parent`, which `close` removes. */
export async function createPieceStore(parent: string): Promise<PieceStore> {
  const folder = await mkdtemp(join(parent, 'local-cos-'));
  const uses = new Map<string, number>();
  let serial = 0;

  const retain = (pieces: readonly Piece[]): void => {
    for (const {file} of pieces) if (file !== NOWHERE) uses.set(file, (uses.get(file) ?? 0) + 1);
  };
  const release = (pieces: readonly Piece[]): void => {
    for (const {file} of pieces) {
      if (file === NOWHERE) continue;
      const left = (uses.get(file) ?? 0) - 1;
      if (left > 0) uses.set(file, left);
      else {
        uses.delete(file);
        void unlink(file).catch(() => undefined); // The folder may be gone already: the server is closing.
      }
    }
  };

  return {
    retain,
    release,
    async receive(body, options) {
      const file = options.store ? join(folder, String(serial++)) : NOWHERE;
      const received = await write(body, file, options);
      if (received.size === 0) return {...received, pieces: []};
      const pieces = [{file, offset: 0, length: received.size}];
      retain(pieces);
      return {...received, pieces};
    },
    async *read(pieces) {
      retain(pieces);
      try {
        for (const piece of pieces) yield* readPiece(piece);
      } finally {
        release(pieces);
      }
    },
    close: () => rm(folder, {recursive: true, force: true, maxRetries: 3}),
  };
}

async function write(
  body: AsyncIterable<Buffer>,
  file: string,
  options: ReceiveOptions,
): Promise<Omit<Received, 'pieces'>> {
  const md5 = options.md5 ? createHash('md5') : undefined;
  const crc64 = options.crc64 ? createCrc64() : undefined;
  const sha1 = options.sha1 === true ? createHash('sha1') : undefined;
  const writer = createWriter(file);
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.length;
      md5?.update(chunk);
      crc64?.update(chunk);
      sha1?.update(chunk);
      await writer.add(chunk);
    }
    await writer.end();
  } catch (error) {
    await writer.discard();
    throw error;
  }
  return {size, md5: md5?.digest('hex'), crc64: crc64?.digest(), sha1: sha1?.digest('hex')};
}

interface Writer {
  add(chunk: Buffer): Promise<void> | undefined;
  end(): Promise<void>;
  discard(): Promise<void>;
}

/** Gathers chunks, and writes one gathering while the next is received. */
function createWriter(file: string): Writer {
  if (file === NOWHERE) {
    return {add: () => undefined, end: () => Promise.resolve(), discard: () => Promise.resolve()};
  }
  let handle: FileHandle | undefined;
  let waiting: Buffer[] = [];
  let gathered = 0;
  let writing: Promise<unknown> = Promise.resolve();

  const flush = async (): Promise<void> => {
    await writing;
    const chunks = waiting;
    waiting = [];
    gathered = 0;
    handle ??= await open(file, 'w');
    writing = chunks.length > 0 ? handle.writev(chunks) : Promise.resolve();
    // A failed write surfaces at the next flush; without this it would also count as unhandled.
    writing.catch(() => undefined);
  };
  const close = async (): Promise<void> => {
    await writing;
    await handle?.close();
  };

  return {
    add(chunk) {
      waiting.push(chunk);
      gathered += chunk.length;
      return gathered >= WRITE_SIZE ? flush() : undefined;
    },
    async end() {
      // Three trips to the thread pool cost a small object more than all the rest of its request.
      if (!handle) writeSmall(file, waiting);
      else if (gathered > 0) await flush();
      await close();
    },
    async discard() {
      await close().catch(() => undefined);
      await rm(file, {force: true});
    },
  };
}

function writeSmall(file: string, chunks: readonly Buffer[]): void {
  if (chunks.length === 0) return;
  const descriptor = openSync(file, 'w');
  writevSync(descriptor, chunks);
  closeSync(descriptor);
}

async function* readPiece({file, offset, length}: Piece): AsyncGenerator<Buffer> {
  if (file === NOWHERE) throw new Error('the bytes of this object were not stored');
  const handle = await open(file, 'r');
  try {
    for (let done = 0; done < length;) {
      const buffer = Buffer.allocUnsafe(Math.min(READ_SIZE, length - done));
      const {bytesRead} = await handle.read(buffer, 0, buffer.length, offset + done);
      if (bytesRead === 0) throw new Error('a file of the store is shorter than it was');
      done += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** The pieces that make up bytes `start` … `end - 1`. */
export function slicePieces(pieces: readonly Piece[], start: number, end: number): Piece[] {
  const result: Piece[] = [];
  let position = 0;
  for (const piece of pieces) {
    const from = Math.max(start, position);
    const to = Math.min(end, position + piece.length);
    if (to > from) result.push({file: piece.file, offset: piece.offset + from - position, length: to - from});
    position += piece.length;
  }
  return result;
}
