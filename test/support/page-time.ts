import {FakeTime} from './fake-time.js';

const {setTimeout, clearTimeout} = globalThis;
const now = performance.now.bind(performance);
const today = Date.now;

/**
 * Timers and clocks of the page, which go on only when a test says so. What the page draws and what a server answers go on by themselves,
 * and so does what a test waits for with `until`.
 */
export class PageTime {
  readonly #time = new FakeTime();
  /** What takes a timer back, by its number. */
  readonly #timers = new Map<number, () => void>();
  #count = 0;

  constructor() {
    Object.assign(globalThis, {
      setTimeout: (call: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): number => {
        const id = 1e9 + ++this.#count;
        this.#timers.set(
          id,
          this.#time.after(ms, () => call(...args)),
        );
        return id;
      },
      clearTimeout: (id: number): void => {
        const cancel = this.#timers.get(id);
        if (cancel) cancel();
        else clearTimeout(id);
      },
    });
    const since = now();
    performance.now = () => since + this.#time.now();
    const day = today();
    Date.now = () => day + Math.floor(this.#time.now());
  }

  /** Lets `ms` pass, timer by timer; after each the page has a moment to go on. */
  pass(ms: number): Promise<void> {
    return this.#time.pass(ms);
  }

  /** For `afterEach`: time goes on by itself again. What was still to come does not come any more. */
  end(): void {
    Object.assign(globalThis, {setTimeout, clearTimeout});
    Reflect.deleteProperty(performance, 'now');
    Date.now = today;
  }
}
