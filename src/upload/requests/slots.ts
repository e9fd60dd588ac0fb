/** A slot is given back once; more calls do nothing. */
export type Release = () => void;

interface Waiting {
  readonly owner: Owner;
  readonly resolve: (release: Release) => void;
}

/** Who asks for slots: one upload. `order` is its place in the list, `held` how many slots it has. */
export interface Owner {
  readonly order: number;
  held: number;
}

/**
 * Slots for requests with a body, over all files and parts. A free slot goes to the upload that holds the fewest, ties to
 * the earlier one: a large file never starves small ones, nor they it, and no slot rests while anybody waits.
 */
export class Slots {
  #size: number;
  #used = 0;
  readonly #waiting: Waiting[] = [];
  readonly #holders = new Set<Owner>();

  constructor(size: number) {
    this.#size = size;
  }

  set size(size: number) {
    this.#size = size;
    this.#serve();
  }
  get size(): number {
    return this.#size;
  }
  /** Slots that are taken: so many bodies share the line. */
  get used(): number {
    return this.#used;
  }

  /** Slots that this upload can count on beside those that hold or want some now; at least 1. */
  shareOf(owner: Owner): number {
    const owners = new Set([owner, ...this.#holders, ...this.#waiting.map((entry) => entry.owner)]);
    return Math.max(1, Math.floor(this.#size / owners.size));
  }

  /** Rejects with the signal's reason. */
  acquire(owner: Owner, signal: AbortSignal): Promise<Release> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const leave = (): void => {
        const index = this.#waiting.indexOf(entry);
        if (index >= 0) this.#waiting.splice(index, 1);
        reject(signal.reason as Error);
      };
      const entry: Waiting = {
        owner,
        resolve: (release) => {
          signal.removeEventListener('abort', leave);
          resolve(release);
        },
      };
      this.#waiting.push(entry);
      this.#serve();
      if (this.#waiting.includes(entry)) signal.addEventListener('abort', leave, {once: true});
    });
  }

  #serve(): void {
    while (this.#used < this.#size && this.#waiting.length > 0) {
      let best = 0;
      for (let index = 1; index < this.#waiting.length; index++) {
        if (before(this.#waiting[index]!.owner, this.#waiting[best]!.owner)) best = index;
      }
      const {owner, resolve} = this.#waiting.splice(best, 1)[0]!;
      this.#used++;
      owner.held++;
      this.#holders.add(owner);
      let held = true;
      resolve(() => {
        if (!held) return;
        held = false;
        this.#used--;
        if (--owner.held === 0) this.#holders.delete(owner);
        this.#serve();
      });
    }
  }
}

function before(a: Owner, b: Owner): boolean {
  return a.held === b.held ? a.order < b.order : a.held < b.held;
}
