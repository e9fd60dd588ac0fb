import {expect} from 'chai';
import {createHasher} from '../../src/hash/hasher.js';
import type {Hasher} from '../../src/hash/types.js';
import {randomBytes, randomNumbers} from './random.js';
import {hashingLine} from '../../src/upload/diagnose.js';
import {until} from '../support/until.js';
import {watchWorkers} from './watch-workers.js';

const BOTH = {md5: true, crc64: true};
const MiB = 2 ** 20;

let hasher: Hasher;
beforeEach(() => (hasher = createHasher()));
afterEach(() => hasher.close());

describe('hash', () => {
  const table: [string, string, string, bigint][] = [
    ['an empty blob', '', 'd41d8cd98f00b204e9800998ecf8427e', 0n],
    ['a', 'a', '0cc175b9c0f1b6a831c399e269772661', 3675645893302102789n],
    ['hello', 'hello', '5d41402abc4b2a76b9719d911017c592', 11177612005948864433n],
    ['123456789', '123456789', '25f9e794323b453885f5181f1b624d0b', 11051210869376104954n],
    ['1 MiB of a', 'a'.repeat(MiB), '7202826a7791073fe2787f0c94603278', 6701094182323390671n],
    ['1 MiB of zeros', '\0'.repeat(MiB), 'b6d81b360a5672d80c27430f39153e2c', 6947770692288575170n],
  ];
  for (const [name, text, md5, crc64] of table)
    it(name, async () => {
      expect(await hasher.hash(new Blob([text]), BOTH)).to.deep.equal({md5, crc64});
    });

  it('takes a worker that comes later where the Promise of the page is not that of async functions, as in zones', async () => {
    const {Promise: own, Worker: OwnWorker} = globalThis;
    const started: string[] = [];
    globalThis.Worker = class extends OwnWorker {
      constructor(url: string | URL, options?: WorkerOptions) {
        // The way that comes first is refused, and the next one answers later.
        if (!String(url).startsWith('blob:')) throw new DOMException('refused', 'SecurityError');
        super(url, options);
        started.push(String(url));
      }
    };
    globalThis.Promise = class extends own<unknown> {} as PromiseConstructor;
    try {
      expect(await hasher.hash(new Blob(['a']), {crc64: true})).to.deep.equal({crc64: 3675645893302102789n});
      expect(started).to.have.length(1);
    } finally {
      globalThis.Promise = own;
      globalThis.Worker = OwnWorker;
    }
  });

  it('answers what is wanted and no more', async () => {
    const blob = new Blob(['a']);
    expect(await hasher.hash(blob, {crc64: true})).to.deep.equal({crc64: 3675645893302102789n});
    expect(await hasher.hash(blob, {md5: true})).to.deep.equal({md5: '0cc175b9c0f1b6a831c399e269772661'});
    expect(await hasher.hash(blob, {})).to.deep.equal({});
  });

  it('hashes a slice, not the blob it was cut from', async () => {
    const slice = new Blob(['xx123456789yy']).slice(2, 11);
    expect((await hasher.hash(slice, {crc64: true})).crc64).to.equal(11051210869376104954n);
  });

  it('reports bytes in steps up to the size, and never fewer than before', async () => {
    const blob = new Blob([new Uint8Array(13 * MiB + 5)]);
    const seen: number[] = [];
    await hasher.hash(blob, BOTH, undefined, (bytes) => seen.push(bytes));
    expect(seen.length).to.be.above(2);
    expect(seen).to.deep.equal([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).to.equal(blob.size);
  });

  it('does not mix what is hashed at the same time', async () => {
    const random = randomNumbers(42);
    const blobs = Array.from(
      {length: 40},
      () => new Blob([randomBytes(random, Math.floor(random() * 20_000))]),
    );
    blobs.push(new Blob([randomBytes(random, 3 * MiB)]), new Blob([randomBytes(random, 2 * MiB + 1)]));
    const together = await Promise.all(blobs.map((blob) => hasher.hash(blob, BOTH)));
    for (const [at, blob] of blobs.entries())
      expect(await hasher.hash(blob, BOTH), `blob ${at}`).to.deep.equal(together[at]);
    expect(new Set(together.map(({md5}) => md5)).size).to.equal(blobs.length);
  });

  for (const workers of [0, 2])
    it(`passes on that a file cannot be read, ${workers ? 'from a worker' : 'on the page'}`, async () => {
      const own = createHasher({workers});
      // Chromium reads a file system's file lazily: after its removal the snapshot is gone.
      const folder = await navigator.storage.getDirectory();
      const handle = await folder.getFileHandle('vanishing', {create: true});
      const stream = await handle.createWritable();
      await stream.write(new Uint8Array(5 * MiB));
      await stream.close();
      const file = await handle.getFile();
      await folder.removeEntry('vanishing');
      const error: unknown = await own.hash(file, BOTH).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(DOMException);
      expect((error as DOMException).name).to.be.oneOf(['NotReadableError', 'NotFoundError']);
      expect((await own.hash(new Blob(['a']), {crc64: true})).crc64).to.equal(3675645893302102789n);
      own.close();
    });
});

describe('abort', () => {
  for (const workers of [0, 1])
    describe(workers ? 'of a worker' : "of the page's thread", () => {
      let own: Hasher;
      beforeEach(() => (own = createHasher({workers})));
      afterEach(() => own.close());
      const big = new Blob([new Uint8Array(64 * MiB)]);

      it('before the start', async () => {
        const reason = new Error('no');
        const outcome = await own.hash(big, BOTH, AbortSignal.abort(reason)).catch((error: unknown) => error);
        expect(outcome).to.equal(reason);
        expect(own.path).to.equal(undefined);
      });

      it('in the middle: rejects at once with the reason and is silent from then on', async () => {
        const abort = new AbortController();
        const reason = new Error('enough');
        let calls = 0;
        const running = own.hash(big, BOTH, abort.signal, () => {
          calls++;
          abort.abort(reason);
        });
        expect(await running.catch((error: unknown) => error)).to.equal(reason);
        await own.hash(new Blob(['a']), BOTH);
        expect(calls).to.equal(1);
      });

      it('in the middle: the thread is free for the next, not when the whole would have been done', async () => {
        const other = createHasher({workers});
        await Promise.all([own, other].map((one) => one.hash(new Blob(['a']), BOTH)));
        const abort = new AbortController();
        let done = false;
        const whole = other.hash(big, BOTH).then(() => (done = true));
        own.hash(big, BOTH, abort.signal, () => abort.abort()).catch(() => {});
        expect((await own.hash(new Blob(['a']), BOTH)).crc64).to.equal(3675645893302102789n);
        expect(done, 'the whole, on another thread').to.equal(false);
        await whole;
        other.close();
      });

      it('while waiting for the thread leaves the work before and after it alone', async () => {
        const abort = new AbortController();
        const texts = ['a', 'hello', '123456789'];
        const [first, second, third] = texts.map((text) =>
          own.hash(new Blob([text]), {crc64: true}, text === 'hello' ? abort.signal : undefined),
        );
        abort.abort();
        expect(await second?.catch((error: unknown) => (error as Error).name)).to.equal('AbortError');
        expect(await first).to.deep.equal({crc64: 3675645893302102789n});
        expect(await third).to.deep.equal({crc64: 11051210869376104954n});
      });
    });
});

describe('the workers', () => {
  const watched = watchWorkers();

  it('are not started before the first hash', () => {
    expect(watched.started).to.equal(0);
    expect(hasher.path).to.equal(undefined);
  });

  it('are as many as allowed, and one for one blob', async () => {
    const own = createHasher({workers: 3});
    await own.hash(new Blob(['a']), BOTH);
    await own.hash(new Blob(['b']), BOTH);
    expect(watched.started).to.equal(1);
    expect(own.path).to.equal('worker-wasm');
    const blob = new Blob([new Uint8Array(8 * MiB)]);
    await Promise.all(Array.from({length: 12}, () => own.hash(blob, BOTH)));
    expect(watched.started).to.equal(3);
    own.close();
    expect(watched.alive).to.equal(0);
  });

  it('of a diagnosis end with it', async () => {
    expect((await hashingLine({})).ok).to.equal(true);
    expect([watched.started, watched.alive]).to.deep.equal([1, 0]);
  });

  it('end when idle, and start again', async () => {
    const own = createHasher({workers: 2, idleTime: 30});
    await own.hash(new Blob(['a']), BOTH);
    expect(watched.alive).to.equal(1);
    await until(() => watched.alive === 0, 'the end of the idle one');
    expect((await own.hash(new Blob(['a']), BOTH)).crc64).to.equal(3675645893302102789n);
    expect(watched.alive).to.equal(1);
    own.close();
  });

  it('that die are replaced by others, at last by the page, and no work is lost', async () => {
    const own = createHasher({workers: 2});
    const blob = new Blob([randomBytes(randomNumbers(5), 3 * MiB)]);
    const expected = await hasher.hash(blob, BOTH);
    const all = Promise.all(
      Array.from({length: 6}, () => own.hash(blob, BOTH, undefined, () => watched.killAll())),
    );
    for (const digests of await all) expect(digests).to.deep.equal(expected);
    expect(own.path).to.equal('page-wasm');
    own.close();
  });

  it('that die while idle are found out by the next work', async () => {
    const own = createHasher({workers: 1});
    await own.hash(new Blob(['a']), BOTH);
    watched.killAll();
    expect((await own.hash(new Blob(['a']), BOTH)).crc64).to.equal(3675645893302102789n);
    expect(own.path).to.equal('page-wasm');
    own.close();
  });

  it('that never answer are given up for the page', async () => {
    let ended = 0;
    globalThis.Worker = class extends EventTarget {
      postMessage(): void {}
      terminate(): void {
        ended++;
      }
    } as unknown as typeof Worker;
    const own = createHasher({workers: 2, startTime: 50});
    expect((await own.hash(new Blob(['a']), BOTH)).crc64).to.equal(3675645893302102789n);
    expect(own.path).to.equal('page-wasm');
    expect(ended).to.equal(2); // its file, and its source
    own.close();
  });

  for (const when of ['while the first one starts', 'while they work'])
    it(`end with close() ${when}, and what is under way is rejected`, async () => {
      const blob = new Blob([new Uint8Array(16 * MiB)]);
      if (when === 'while they work') await hasher.hash(new Blob(['a']), BOTH);
      const running = [1, 2, 3].map(() => hasher.hash(blob, BOTH).catch((error: unknown) => error));
      await until(() => watched.alive > 0, 'a worker');
      hasher.close();
      expect(watched.alive).to.equal(0);
      for (const error of await Promise.all(running)) expect((error as Error).name).to.equal('AbortError');
      expect(await hasher.hash(new Blob(['a']), {crc64: true})).to.deep.equal({crc64: 3675645893302102789n});
    });
});
