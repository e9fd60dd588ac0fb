import {FakeTime} from './fake-time.js';

const {setTimeout, clearTimeout, setInterval, clearInterval} = globalThis;
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
    const cancel = (id: number): void => {
      this.#timers.get(id)?.();
      this.#timers.delete(id);
    };
    const arm = (id: number, ms: number, call: () => void): void =>
      void this.#timers.set(id, this.#time.after(ms, call));
    Object.assign(globalThis, {
      setTimeout: (call: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): number => {
        const id = 1e9 + ++this.#count;
        arm(id, ms, () => call(...args));
        return id;
      },
      clearTimeout: (id: number): void => (this.#timers.has(id) ? cancel(id) : clearTimeout(id)),
      setInterval: (call: () => void, ms: number): number => {
        const id = 1e9 + ++this.#count;
        const again = (): void => {
          arm(id, ms, again);
          call();
        };
        arm(id, ms, again);
        return id;
      },
      clearInterval: (id: number): void => (this.#timers.has(id) ? cancel(id) : clearInterval(id)),
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

  /** The page is frozen for `ms`: what was due in this time comes after it, each once. */
  freeze(ms: number): Promise<void> {
    return this.#time.freeze(ms);
  }

  /** For `afterEach`: time goes on by itself again. What was still to come does not come any more. */
  end(): void {
    Object.assign(globalThis, {setTimeout, clearTimeout, setInterval, clearInterval});
    Reflect.deleteProperty(performance, 'now');
    Date.now = today;
  }
}
