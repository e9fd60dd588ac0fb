import {expect} from 'chai';
import {createDigester, type Digester} from '../../src/hash/digest.js';
import {hashBlob} from '../../src/hash/hash-blob.js';
import type {Digests} from '../../src/hash/types.js';
import {randomBytes, randomNumbers} from './random.js';

const BOTH = {md5: true, crc64: true};
const MiB = 2 ** 20;
const size = 11 * MiB + 5;
const content = new Blob([randomBytes(randomNumbers(7), size)]);

type End = (controller: ReadableByteStreamController) => void | Promise<void>;

/** The bytes of `blob` up to `bytes`, in pieces; what comes then is for `end` to say. */
function streamOf(blob: Blob, bytes: number, end: End): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream({
    type: 'bytes',
    async pull(controller) {
      if (at === bytes) return end(controller);
      const {view} = controller.byobRequest!;
      const until = Math.min(bytes, at + 700_000, at + view!.byteLength);
      const piece = new Uint8Array(await blob.slice(at, until).arrayBuffer());
      new Uint8Array(view!.buffer, view!.byteOffset).set(piece);
      at = until;
      controller.byobRequest!.respond(piece.length);
    },
  });
}

/** A Blob whose slices are read as the test says. */
class Controlled extends Blob {
  readonly #open: (blob: Blob) => ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly #read: (blob: Blob) => Promise<ArrayBuffer>;

  constructor(
    blob: Blob,
    open: (blob: Blob) => ReadableStream<Uint8Array<ArrayBuffer>>,
    read: (blob: Blob) => Promise<ArrayBuffer>,
  ) {
    super([blob]);
    this.#open = open;
    this.#read = read;
  }
  override slice(from?: number, to?: number): Blob {
    return new Controlled(super.slice(from, to), this.#open, this.#read);
  }
  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return this.#open(super.slice());
  }
  override arrayBuffer(): Promise<ArrayBuffer> {
    return this.#read(super.slice());
  }
}

describe('hashing what is read from a stream', () => {
  let digester: Digester;
  let expected: string;
  // The test runner cannot tell of a bigint that differs.
  const sums = ({md5, crc64}: Digests): string => `${md5} ${crc64}`;
  const hash = async (blob: Blob, longestSilence?: number, seen: number[] = []): Promise<string> => {
    const digests = await hashBlob(blob, BOTH, digester, {
      signal: new AbortController().signal,
      onProgress: (bytes) => seen.push(bytes),
      feed: (bytes, update) => update(bytes),
      ...(longestSilence === undefined ? {} : {longestSilence}),
    });
    return sums(digests);
  };
  before(async () => {
    digester = await createDigester();
    const all = digester.begin(BOTH);
    all.update(new Uint8Array(await content.arrayBuffer()));
    expected = sums(all.result());
  });

  const gone = new DOMException('gone', 'NotReadableError');
  const silent: End = () => new Promise(() => undefined);
  const broken: End = () => Promise.reject(gone);
  const over: End = (controller) => {
    controller.close();
    controller.byobRequest?.respond(0);
  };
  const none = (): ReadableStream<Uint8Array<ArrayBuffer>> => new ReadableStream();
  /** Milliseconds, where the stream is to be given up for its silence; a slow machine may do so sooner than it has to. */
  const soon = 200;
  const table: [
    string,
    number,
    (blob: Blob) => ReadableStream<Uint8Array<ArrayBuffer>>,
    longestSilence?: number,
  ][] = [
    ['is there to its end', size, (blob) => streamOf(blob, size, over)],
    ['never says that it has ended', size, (blob) => streamOf(blob, size, silent)],
    ['cannot be read into a buffer', 0, none],
    ['is silent from the start', 0, (blob) => streamOf(blob, 0, silent), soon],
    ['falls silent half-way', 5 * MiB + 3, (blob) => streamOf(blob, 5 * MiB + 3, silent), soon],
    ['breaks at the start', 0, (blob) => streamOf(blob, 0, broken)],
    ['breaks half-way', 5 * MiB + 3, (blob) => streamOf(blob, 5 * MiB + 3, broken)],
    ['is empty', 0, (blob) => streamOf(blob, 0, over)],
    ['ends half-way', 5 * MiB + 3, (blob) => streamOf(blob, 5 * MiB + 3, over)],
  ];

  for (const [what, streamed, open, longestSilence] of table)
    it(`that ${what}: every byte counts once`, async () => {
      let read = 0;
      const seen: number[] = [];
      const blob = new Controlled(content, open, (part) => {
        read += part.size;
        return part.arrayBuffer();
      });
      expect(await hash(blob, longestSilence, seen)).to.equal(expected);
      // A buffer that the stream had only begun to fill is lost with it.
      const lost = longestSilence === undefined ? streamed % MiB : streamed;
      expect(read, 'bytes not of the stream').to.be.within(size - streamed, size - streamed + lost);
      expect(seen.at(-1)).to.equal(size);
      expect(seen).to.deep.equal([...seen].sort((a, b) => a - b));
    });

  for (const [what, , open, longestSilence] of table.filter(([, streamed]) => streamed < size))
    it(`that ${what}, of a file that is gone: rejects as the read does`, async () => {
      let tries = 0;
      const blob = new Controlled(content, open, () => {
        tries++;
        return Promise.reject(gone);
      });
      expect(await hash(blob, longestSilence).catch((error: unknown) => error)).to.equal(gone);
      expect(tries).to.be.greaterThan(0);
    });

  it('tells each 4 MB, and the end', async () => {
    const seen: number[] = [];
    const read = (blob: Blob): Promise<ArrayBuffer> => blob.arrayBuffer();
    await hash(new Controlled(content, (blob) => streamOf(blob, blob.size, over), read), undefined, seen);
    expect(seen).to.deep.equal([4 * MiB, 8 * MiB, size]);
  });

  for (const length of [0, 1, 4 * MiB - 1, 4 * MiB, 4 * MiB + 1])
    it(`of ${length} bytes: every byte counts once`, async () => {
      const bytes = new Uint8Array(await content.slice(0, length).arrayBuffer());
      const whole = digester.begin(BOTH);
      whole.update(bytes);
      // A digester does one thing at a time.
      const expected = sums(whole.result());
      expect(await hash(new Blob([bytes]))).to.equal(expected);
    });
});
