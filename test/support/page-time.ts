const {setTimeout, clearTimeout} = globalThis;
const now = performance.now.bind(performance);
const today = Date.now;

/**
 * Timers and clocks of the page, which go on only when a test says so. What the page draws and what a server answers go on by themselves,
 * and so does what a test waits for with `until`.
 */
export class PageTime {
  #passed = 0;
  #count = 0;
  readonly #since = now();
  readonly #timers = new Map<number, {at: number; call: () => void}>();

  constructor() {
    Object.assign(globalThis, {
      setTimeout: (call: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): number => {
        const id = 1e9 + ++this.#count;
        this.#timers.set(id, {at: this.#passed + ms, call: () => call(...args)});
        return id;
      },
      clearTimeout: (id: number): void => {
        if (!this.#timers.delete(id)) clearTimeout(id);
      },
    });
    performance.now = () => this.#since + this.#passed;
    const day = today();
    Date.now = () => day + Math.floor(this.#passed);
  }

  /** Lets `ms` pass, timer by timer; after each the page has a moment to go on. */
  async pass(ms: number): Promise<void> {
    const end = this.#passed + ms;
    for (;;) {
      await moment();
      const [next] = [...this.#timers].filter(([, {at}]) => at <= end).sort(([, a], [, b]) => a.at - b.at);
      if (!next) break;
      const [id, {at, call}] = next;
      this.#timers.delete(id);
      this.#passed = Math.max(this.#passed, at);
      call();
    }
    this.#passed = end;
  }

  /** For `afterEach`: time goes on by itself again. What was still to come does not come any more. */
  end(): void {
    Object.assign(globalThis, {setTimeout, clearTimeout});
    Reflect.deleteProperty(performance, 'now');
    Date.now = today;
  }
}

/** Some turns of the page, so that what a timer has begun can go on. */
const moment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));
