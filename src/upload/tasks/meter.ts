/** Speed over this span: long enough to be calm with whole parts as steps, short enough to follow a changing link. */
const windowMs = 8000;
/** No time left is told before so many milliseconds have been seen. */
const settleMs = 3000;

/** Steps closer together than this are one. */
const grainMs = 50;

/**
 * Seconds in a day. Where only a few bytes have been confirmed while a large body is on its way, the speed seems next to nothing, and
 * the time left thousands of hours.
 */
const longestGuess = 86_400;

/** Measures how fast a growing number of bytes grows. Times are milliseconds from any clock that only goes forward. */
export class Meter {
  #samples: {readonly time: number; bytes: number}[] = [];

  /** `bytes` in all, at `time`. What was there from the start belongs to the first call. */
  record(bytes: number, time: number): void {
    const last = this.#samples.at(-1);
    if (last && this.#samples.length > 1 && time - last.time < grainMs) last.bytes = bytes;
    else this.#samples.push({bytes, time});
    while (this.#samples.length > 2 && time - this.#samples[0]!.time > windowMs) this.#samples.shift();
  }

  /** Falls towards 0 while nothing arrives. */
  bytesPerSecond(time: number): number {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || time <= first.time) return 0;
    return Math.round(((last.bytes - first.bytes) * 1000) / (time - first.time));
  }

  /** Whole seconds for `rest` bytes; undefined until the guess is honest, and while nothing moves. */
  secondsLeft(rest: number, time: number): number | undefined {
    const first = this.#samples[0];
    const speed = this.bytesPerSecond(time);
    if (!first || speed < 1 || time - first.time < settleMs) return undefined;
    const seconds = Math.ceil(rest / speed);
    return seconds > longestGuess ? undefined : seconds;
  }

  /** Forgets the past: after a pause the old speed says nothing. */
  reset(): void {
    this.#samples = [];
  }
}
