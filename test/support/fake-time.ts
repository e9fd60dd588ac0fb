import type {Environment, WakeUp} from '../../src/environment.js';

// That of the machine, also where a test has stopped the time of its page.
const {setTimeout} = globalThis;

/**
 * A clock that stands still until it is told to go on, and a network whose state the test says. What the page itself does, as the answers
 * of a server, is not held up.
 */
export class FakeTime implements Environment {
  #now = 0;
  #online = true;
  readonly #timers = new Set<{readonly at: number; readonly callback: () => void}>();
  readonly #wakeUps = new Set<() => void>();

  now(): number {
    return this.#now;
  }
  after(ms: number, callback: () => void): () => void {
    const timer = {at: this.#now + ms, callback};
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }
  isOnline(): boolean {
    return this.#online;
  }
  onWakeUp(_kind: WakeUp, callback: () => void): () => void {
    this.#wakeUps.add(callback);
    return () => void this.#wakeUps.delete(callback);
  }

  setOnline(online: boolean): void {
    this.#online = online;
    if (online) this.wakeUp();
  }

  /** The network is back, or a person looks at the page. */
  wakeUp(): void {
    for (const callback of [...this.#wakeUps]) callback();
  }

  /** The page is frozen for `ms`: what was due in this time comes after it, each once. */
  async freeze(ms: number): Promise<void> {
    this.#now += ms;
    await this.pass(0);
  }

  /** Lets `ms` pass, timer by timer; after each the page has a moment to go on. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await moment();
      const [next] = [...this.#timers].filter(({at}) => at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
    this.#now = end;
  }
}

/** Some turns of the page, so that what a timer has begun can go on. */
const moment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));
