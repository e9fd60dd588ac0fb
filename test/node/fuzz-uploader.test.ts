/**
 * The whole engine under random actions of a person, a network and a store: each of its requests waits until the case says what becomes of
 * it, and time passes only as the case says. Whatever has happened, everything comes to its end once the store answers.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type {Environment} from '../../src/environment.js';
import {
  type CosClient,
  createCosClient,
  createMemoryStore,
  isFinished,
  isRunning,
  type Locks,
  Uploader,
  type UploadTask,
} from '../../src/index.js';
import {FakeStore, crcOfZeros} from '../support/fake-store.js';
import {paths} from '../support/state-paths.js';
import {property} from '../support/property.js';

const MB = 2 ** 20;

// One channel of each of thousands of uploaders would hear all the others.
Reflect.deleteProperty(globalThis, 'BroadcastChannel');

/** A clock that goes on when it is told to. */
class Clock implements Environment {
  online = true;
  /** Time limits of requests under way that have run out: faults like any other. */
  stalls = 0;
  #now = 0;
  readonly #timers = new Set<{
    readonly at: number;
    readonly ms: number;
    readonly callback: () => void;
  }>();
  readonly #listeners = new Set<() => void>();

  now = (): number => this.#now;
  isOnline = (): boolean => this.online;
  after(ms: number, callback: () => void): () => void {
    const timer = {at: this.#now + ms, ms, callback};
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }
  onWakeUp(_kind: unknown, callback: () => void): () => void {
    const listener = (): void => callback();
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
  wakeUp(): void {
    for (const listener of [...this.#listeners]) listener();
  }
  /** Goes on to the next timer; answers whether there was one. */
  next(): boolean {
    const [timer] = [...this.#timers].sort((a, b) => a.at - b.at);
    if (!timer) return false;
    this.#timers.delete(timer);
    if (timer.ms >= 20_000) this.stalls++;
    this.#now = Math.max(this.#now, timer.at);
    timer.callback();
    return true;
  }
}

/** Locks of one page, in the order of asking. */
function locksOfPage(): Locks {
  const held = new Map<string, Promise<void>>();
  return {
    async acquire(name, signal, onWait) {
      const before = held.get(name);
      let release!: () => void;
      const mine = new Promise<void>((resolve) => (release = resolve));
      held.set(
        name,
        Promise.resolve(before).then(() => mine),
      );
      if (before) {
        onWait();
        await Promise.race([
          before,
          new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), {once: true})),
        ]);
      }
      if (signal.aborted) release();
      signal.throwIfAborted();
      return release;
    },
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What the page does by itself is done after some turns. */
async function settle(): Promise<void> {
  for (let turns = 0; turns < 3; turns++) await turn();
}

const content = new Uint8Array(3 * MB);
const sizes = [0, 10, 70_000, MB + 1, 2.5 * MB];
const files = sizes.map(
  (size, index) =>
    new File([content.subarray(0, size)], index === 1 ? 'twin' : index === 2 ? 'twin' : `file-${index}`, {
      lastModified: 1,
    }),
);

const which = fc.nat(7);
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({do: fc.constant('answer' as const), which, times: fc.integer({min: 1, max: 8})}),
  },
  {
    weight: 3,
    arbitrary: fc.record({do: fc.constantFrom('lose' as const, 'cut' as const, 'wait' as const), which}),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('refuse' as const),
      which,
      said: fc.constantFrom<readonly [number, string]>(
        [500, 'InternalError'],
        [503, 'SlowDown'],
        [403, 'AccessDenied'],
        [404, 'NoSuchUpload'],
        [400, 'InvalidPart'],
      ),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'add' as const,
        'pause' as const,
        'resume' as const,
        'cancel' as const,
        'retry' as const,
        'remove' as const,
        'hold' as const,
      ),
      which,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'pauseAll' as const,
        'resumeAll' as const,
        'cancelAll' as const,
        'retryAll' as const,
        'clear' as const,
        'offline' as const,
        'online' as const,
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({do: fc.constant('concurrency' as const), which: fc.integer({min: 1, max: 4})}),
  },
);
type Given<Values> = Values extends fc.Arbitrary<infer Value> ? Value : never;
type Step = Given<typeof step>;

const settings = fc.record({
  checksum: fc.constantFrom('crc64' as const, 'none' as const),
  conflict: fc.constantFrom('replace' as const, 'skip' as const, 'rename' as const),
  concurrency: fc.integer({min: 1, max: 3}),
  retries: fc.constantFrom(0, 2, 5),
  manual: fc.oneof({weight: 7, arbitrary: fc.constant(false)}, fc.constant(true)),
  commits: fc.boolean(),
});

class Case {
  readonly clock = new Clock();
  readonly store = new FakeStore();
  readonly client: CosClient = createCosClient({
    bucket: 'demo-1250000000',
    region: 'ap-guangzhou',
    fallbackEndpoint: 'none',
    credentials: () =>
      Promise.resolve({secretId: 'i', secretKey: 'k', sessionToken: 't', startTime: 1, expiredTime: 9e9}),
    transport: this.store.transport,
  });
  readonly uploader: Uploader;
  most: number;
  /** Keys that a file was given when another one of the same name had been taken off the list. */
  readonly #written = new Set<string>();
  readonly #releases: (() => void)[] = [];

  constructor({commits, concurrency, ...options}: Given<typeof settings>) {
    this.most = concurrency;
    let commit = 0;
    this.uploader = new Uploader({
      client: this.client,
      environment: this.clock,
      locks: locksOfPage(),
      store: createMemoryStore(),
      multipartThreshold: MB,
      partSize: MB,
      hasher: {
        hash: (blob) => Promise.resolve({crc64: crcOfZeros(blob.size)}),
        path: undefined,
        close: () => undefined,
      },
      concurrency,
      ...(commits && {commit: () => (++commit % 3 === 1 ? Promise.reject(new Error('not yet')) : commit)}),
      ...options,
    });
    this.uploader.addEventListener('remove', ({task}) => this.#written.add(task.key));
    this.uploader.addEventListener('change', ({task, previous}) => {
      const {state} = task;
      if (state.status !== previous.status)
        assert.ok(paths[previous.status].includes(state.status), `${previous.status} → ${state.status}`);
      assert.ok(state.sent >= previous.sent || state.status === 'canceled', 'What was sent never falls.');
      assert.ok(state.sent <= task.size, 'No more is sent than there is.');
    });
  }

  #task(number: number): UploadTask | undefined {
    const {tasks} = this.uploader;
    return tasks[number % Math.max(1, tasks.length)];
  }

  async act(step: Step): Promise<void> {
    if (!('times' in step)) {
      this.#act(step);
      await settle();
    } else
      for (let times = 0; times < step.times; times++) {
        pick(this.store.pending, step.which)?.answer();
        await settle();
      }
  }

  #act(step: Exclude<Step, {times: number}>): void {
    const {clock, store, uploader} = this;
    if ('said' in step) return pick(store.pending, step.which)?.refuse(...step.said);
    if (!('which' in step)) {
      if (step.do === 'offline' || step.do === 'online') {
        clock.online = step.do === 'online';
        if (clock.online) clock.wakeUp();
      } else if (step.do === 'clear') uploader.clear();
      else if (step.do === 'pauseAll') uploader.pause();
      else if (step.do === 'resumeAll') uploader.resume();
      else if (step.do === 'cancelAll') uploader.cancel();
      else uploader.retry();
      return;
    }
    const task = this.#task(step.which);
    if (step.do === 'lose' || step.do === 'cut') pick(store.pending, step.which)?.[step.do]();
    else if (step.do === 'wait') clock.next();
    else if (step.do === 'add') uploader.add(files[step.which % files.length]!);
    else if (step.do === 'concurrency') {
      uploader.configure({concurrency: step.which});
      // What is under way stays so.
      this.most = Math.max(this.most, step.which);
    } else if (task && step.do === 'hold') this.#releases.push(uploader.holdCancel(task));
    else if (task && step.do !== 'hold') uploader[step.do](task);
  }

  check(): void {
    const {totals, tasks} = this.uploader;
    const counted = tasks.filter(({state}) => state.status !== 'canceled');
    assert.equal(totals.files, counted.length);
    assert.equal(
      totals.bytes,
      counted.reduce((sum, {size}) => sum + size, 0),
    );
    assert.equal(
      totals.sent,
      counted.reduce((sum, {state}) => sum + state.sent, 0),
    );
    const sending = this.store.pending.flatMap(({request: {method, url, body}}) =>
      method === 'PUT' && body !== undefined ? [decodeURIComponent(new URL(url).pathname.slice(1))] : [],
    );
    for (const key of sending)
      assert.ok(
        tasks.some((task) => task.key === key && isRunning(task.state)),
        `Nobody wants ${key} to be sent.`,
      );
    assert.ok(sending.length <= this.most, 'No more bodies are under way than may be.');
    assert.equal(totals.done, tasks.filter(({state}) => state.status === 'done').length);
  }

  /** The store answers, time passes, and a person goes on with what has stopped. `survives`: what went wrong may cost nothing. */
  async end(survives: boolean): Promise<void> {
    const {clock, store, uploader} = this;
    clock.online = true;
    clock.wakeUp();
    for (const release of this.#releases) release();
    uploader.configure({manual: false});
    uploader.start();
    let idle = 0;
    for (let steps = 0; ; steps++) {
      await settle();
      const open = uploader.tasks.filter(({state}) => !isFinished(state));
      const stopped = open.filter(({state}) => !isRunning(state));
      const [first] = store.pending;
      if (first || stopped.length > 0) idle = 0;
      if (first) first.answer();
      else if (stopped.length > 0) for (const task of stopped) task.resume();
      // A module that is loaded and a file that is read take as long as they take, also on a machine that is slow.
      else if (idle >= 4 && clock.next()) idle = 0;
      else if (open.length === 0 && idle > 8) break;
      else {
        idle++;
        await new Promise((resolve) => setTimeout(resolve, open.length > 0 ? 1 : 0));
      }
      assert.ok(
        steps < 5000 && idle < 2000,
        `It does not end: ${open.map(({state}) => JSON.stringify(state)).join(' ')}, ${store.pending.length} requests`,
      );
    }
    for (const {state, key, size} of uploader.tasks) {
      if (state.status !== 'done' || this.#written.has(key)) continue;
      // Where the store forbids a look and says that the upload is gone, its word is all there is.
      const isKnown = survives || state.result.proof !== 'none';
      if (isKnown) assert.equal(store.objects.get(key)?.size, size, key);
    }
    if (survives) assert.equal(store.uploads.size, 0, 'Nothing unfinished is left on the server.');
    await uploader.settled();
    uploader.close();
    await settle();
    assert.equal(store.pending.length, 0, 'Nothing is asked after the end.');
  }
}

const pick = <T>(list: readonly T[], number: number): T | undefined =>
  list[number % Math.max(1, list.length)];

property(
  'whatever is done and whatever is answered, no state is illegal and every upload can come to its end',
  fc.tuple(settings, fc.array(step, {minLength: 1, maxLength: 14, size: 'max'})),
  async ([options, steps]) => {
    const run = new Case(options);
    const refused = steps.some((step) => 'said' in step && step.said[0] < 500);
    const faults = steps.filter(({do: what}) => ['lose', 'cut', 'refuse'].includes(what)).length;
    // As many faults as there are tries end no upload.
    const survives = (): boolean =>
      !refused && !options.commits && faults + run.clock.stalls <= options.retries;
    run.uploader.addEventListener('change', ({action}) => {
      if (survives() && action.type === 'fail') assert.fail(action.error.message);
    });
    await run.act({do: 'add', which: 3});
    for (const step of steps) {
      await run.act(step);
      run.check();
    }
    await run.end(survives());
  },
);
