import type {Locks} from '../../store/locks.js';

/** Held by the page of a visit while it has uploads of its own. */
export const visitLock = (id: string): string => `visit ${id}`;
const nobodyWaits = (): void => undefined;

/**
 * The stay of this uploader on its page. What it has written down is its own as long as the page is open, and anybody's
 * once the page has gone, however it went: a lock tells, which the browser takes from a page that crashed.
 */
export class Visit {
  readonly id: string = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  readonly #locks: Locks;
  readonly #owned = new Set<string>();
  readonly #followed = new Set<string>();
  #lock: Promise<() => void> | undefined;
  #closed = new AbortController();

  constructor(locks: Locks) {
    this.#locks = locks;
  }

  /** The record `id` is this page's from now on. The lock is held while there are any: a page without work may be frozen. */
  own(id: string): void {
    this.#owned.add(id);
    this.#lock ??= this.#locks.acquire(visitLock(this.id), new AbortController().signal, nobodyWaits);
  }

  owns(id: string): boolean {
    return this.#owned.has(id);
  }

  disown(id: string): void {
    if (this.#owned.delete(id) && this.#owned.size === 0) this.#release();
  }

  /** Calls `listener` when the page of `visit` has gone. */
  follow(visit: string, listener: () => void): void {
    if (this.#followed.has(visit)) return;
    this.#followed.add(visit);
    this.#locks
      .acquire(visitLock(visit), this.#closed.signal, nobodyWaits)
      .then((release) => {
        release();
        listener();
      })
      .catch(() => undefined)
      .finally(() => this.#followed.delete(visit));
  }

  /** Lets go of everything; `own` begins anew. */
  close(): void {
    this.#owned.clear();
    this.#release();
    this.#closed.abort();
    this.#closed = new AbortController();
  }

  #release(): void {
    void this.#lock?.then((release) => release());
    this.#lock = undefined;
  }
}
