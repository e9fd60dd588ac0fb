import type {Concurrency} from '../options/options.js';
import {isSmall, Line} from './line.js';

/** A slot is given back once; more calls do nothing. */
export type Release = () => void;

/** Who asks for slots: one upload. `order` is its place in the list, `held` how many slots it has. */
export interface Owner {
  readonly order: number;
  held: number;
}

/** A body on its way, told while it has a slot. */
export interface Measured {
  /** So many of its bytes have been sent. Infinity when it is answered. */
  moved(sent: number): void;
}

interface Waiting {
  readonly slots: Slots;
  readonly owner: Owner;
  readonly bytes: number;
  readonly resolve: (release: Release) => void;
}

/** Milliseconds. */
const restMs = 60_000;

/**
 * The slots of all uploaders that send to one host and so share its line. Of the uploaders that want slots, the one with the most decides
 * how many there are. When the host says that it is too busy, there are fewer.
 */
export class Host {
  readonly #waiting: Waiting[] = [];
  readonly #holders = new Map<Owner, Slots>();
  readonly line: Line;
  readonly #now: () => number;
  #used = 0;
  /** Of them, those of small bodies. */
  #small = 0;
  /** Slots of `auto` that are taken, the bytes of their bodies, and those of the small ones among these. */
  #following = {bodies: 0, bytes: 0, small: 0};
  /** Bytes of all bodies that were answered. */
  #answered = 0;
  /** Slots taken times milliseconds, up to `#changed`. */
  #spent = 0;
  #changed = 0;
  /** How many slots there are since the host said that it was too busy; undefined while it has not. */
  #eased: number | undefined;
  #easedAt = -Infinity;

  constructor(now: () => number = () => performance.now(), line: Line = new Line()) {
    this.#now = now;
    this.line = line;
  }

  /** Slots that are taken, by all uploaders: so many bodies share the line. */
  get used(): number {
    return this.#used;
  }

  get #size(): number {
    const wanting = [...this.#holders.values(), ...this.#waiting.map(({slots}) => slots)];
    return Math.min(Math.floor(this.#eased ?? Infinity), Math.max(0, ...wanting.map(({size}) => size)));
  }

  /** The uploads that hold or want slots now. */
  get owners(): Set<Owner> {
    return new Set([...this.#holders.keys(), ...this.#waiting.map(({owner}) => owner)]);
  }

  /** Takes a slot, or waits for one and answers how to leave the queue. */
  enter(entry: Waiting): (() => void) | undefined {
    this.#waiting.push(entry);
    this.serve();
    if (!this.#waiting.includes(entry)) return undefined;
    return () => void this.#waiting.splice(this.#waiting.indexOf(entry), 1);
  }

  /**
   * The host was too busy for a try that began at `since`, so there are half as many slots from now on. Other tries of the same time that
   * fail change nothing more.
   */
  ease(since: number, now: number): void {
    if (since < this.#easedAt) return;
    this.#easedAt = now;
    this.#eased = Math.max(1, Math.min(this.#eased ?? Infinity, this.#used + 1) / 2);
  }

  /** The host has taken a body. After as many bodies as there are slots, there is one slot more. */
  recover(): void {
    if (this.#eased === undefined) return;
    this.#eased += 1 / this.#eased;
    // More than any uploader may have at a time.
    if (this.#eased > 32) this.#eased = undefined;
    this.serve();
  }

  /** The line is measured by a body of `bytes` that leaves now. */
  measure(bytes: number, latency: () => number): Measured {
    const since = this.#now();
    const before = this.#spentBy(since);
    const answered = this.#answered;
    return {
      moved: (sent) => {
        const now = this.#now();
        const seconds = (now - since) / 1000;
        if (sent === Infinity) {
          const sharing = (this.#spentBy(now) - before) / (now - since);
          this.#answered += bytes;
          this.line.took({bytes, seconds, sharing, latency: latency()});
        } else {
          const alone = (isSmall(bytes) ? this.#used : this.#used - this.#small) === 1;
          if (!alone || !this.line.moved(sent + this.#answered - answered, seconds, latency())) return;
        }
        this.serve();
      },
    };
  }

  #spentBy(now: number): number {
    return this.#spent + this.#used * (now - this.#changed);
  }

  #take(count: 1 | -1, slots: Slots, bytes: number): void {
    const now = this.#now();
    // A line that nothing was sent over for a while may be another one by now.
    if (this.#used === 0 && now - this.#changed > restMs) this.line.forget();
    this.#spent = this.#spentBy(now);
    this.#changed = now;
    this.#used += count;
    slots.used += count;
    if (isSmall(bytes)) this.#small += count;
    if (slots.concurrency !== 'auto') return;
    this.#following.bodies += count;
    this.#following.bytes += count * bytes;
    if (isSmall(bytes)) this.#following.small += count * bytes;
  }

  serve(): void {
    while (this.#waiting.length > 0 && this.#used < this.#size) {
      let best: number | undefined;
      for (const [index, {slots, owner}] of this.#waiting.entries())
        if (slots.used < slots.size && (best === undefined || before(owner, this.#waiting[best]!.owner)))
          best = index;
      if (best === undefined) return;
      // Those behind wait too: otherwise small ones could pass a large one for ever.
      const {slots, bytes} = this.#waiting[best]!;
      if (slots.concurrency === 'auto' && !this.line.admits(bytes, this.#following)) return;
      this.#give(this.#waiting.splice(best, 1)[0]!);
    }
  }

  #give({slots, owner, bytes, resolve}: Waiting): void {
    this.#take(1, slots, bytes);
    owner.held++;
    this.#holders.set(owner, slots);
    let held = true;
    resolve(() => {
      if (!held) return;
      held = false;
      this.#take(-1, slots, bytes);
      if (--owner.held === 0) this.#holders.delete(owner);
      this.serve();
    });
  }
}

/**
 * Slots for requests with a body, over all files and parts of an uploader. A free slot goes to the upload that holds the fewest, and of two
 * that hold as many to the earlier one. So a large file never starves small ones, nor they it, and no slot rests while an upload waits.
 */
export class Slots {
  readonly host: Host;
  #concurrency: Concurrency;
  /** Slots of the uploader itself that are taken. The host counts them. */
  used = 0;

  constructor(concurrency: Concurrency, host: Host = new Host()) {
    this.#concurrency = concurrency;
    this.host = host;
  }

  set concurrency(concurrency: Concurrency) {
    this.#concurrency = concurrency;
    this.host.serve();
  }
  get concurrency(): Concurrency {
    return this.#concurrency;
  }
  get size(): number {
    return this.#concurrency === 'auto' ? this.host.line.most : this.#concurrency;
  }

  /** Slots that this upload can count on beside those that hold or want some now; at least 1. */
  shareOf(owner: Owner): number {
    const bodies = this.#concurrency === 'auto' ? this.host.line.bodies : this.#concurrency;
    return Math.max(1, Math.floor(bodies / this.host.owners.add(owner).size));
  }

  /** Rejects with the signal's reason. */
  acquire(owner: Owner, signal: AbortSignal, bytes = 0): Promise<Release> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const abort = (): void => {
        leave?.();
        reject(signal.reason as Error);
      };
      const leave = this.host.enter({
        slots: this,
        owner,
        bytes,
        resolve: (release) => {
          signal.removeEventListener('abort', abort);
          resolve(release);
        },
      });
      if (leave) signal.addEventListener('abort', abort, {once: true});
    });
  }
}

function before(a: Owner, b: Owner): boolean {
  return a.held === b.held ? a.order < b.order : a.held < b.held;
}
