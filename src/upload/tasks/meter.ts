/** Speed over this span: long enough to be calm with whole parts as steps, short enough to follow a changing link. */
const windowMs = 8000;
/** No time left is told before so many milliseconds have been seen. */
const settleMs = 3000;

/** Steps closer together than this are one. */
const grainMs = 50;

/**
 * Milliseconds. The kernel takes the first bytes of a body in one go, some megabytes perhaps, so they do not count for speed.
 */
const beginMs = 500;
/** No speed is told before so many milliseconds have been measured. */
const speedMs = 1000;

/** Bytes a second. People are shown kilobytes with one digit after the point. */
const leastSpeed = 100;

/** Bytes in the span, or that share of what is left, from which on a time left is more than a guess. */
const enoughBytes = 64 * 1024;
const enoughShare = 1 / 100;

/** Seconds in a day. A longer time is only said to be longer. */
const longestTime = 86_400;

/** Measures how fast a growing number of bytes grows. Times are milliseconds from any clock that only goes forward. */
export class Meter {
  #samples: {time: number; bytes: number}[] = [];
  #begun = 0;

  /** `bytes` in all, at `time`. What was there from the start belongs to the first call. */
  record(bytes: number, time: number): void {
    const last = this.#samples.at(-1);
    if (!last) this.#begun = time;
    const early = last && this.#samples.length === 1 && bytes > last.bytes && time - this.#begun < beginMs;
    if (early) Object.assign(last, {bytes, time});
    else if (last && this.#samples.length > 1 && time - last.time < grainMs) last.bytes = bytes;
    else this.#samples.push({bytes, time});
    while (this.#samples.length > 2 && time - this.#samples[0]!.time > windowMs) this.#samples.shift();
  }

  /** Falls while nothing arrives. Undefined before it can be believed, and while nothing moves. */
  bytesPerSecond(time: number): number | undefined {
    const {bytes, ms} = this.#seen(time);
    const speed = Math.round((bytes * 1000) / ms);
    return ms < speedMs || speed < leastSpeed ? undefined : speed;
  }

  /** Whole seconds for `rest` bytes, a day at most; undefined until the guess is honest, and while nothing moves. */
  secondsLeft(rest: number, time: number): number | undefined {
    const {bytes, ms} = this.#seen(time);
    const speed = this.bytesPerSecond(time);
    // A few bytes while a large body is on its way say nothing: thousands of hours were told from some.
    if (speed === undefined || ms < settleMs || bytes < Math.min(enoughBytes, rest * enoughShare))
      return undefined;
    return Math.min(longestTime, Math.ceil(rest / speed));
  }

  #seen(time: number): {bytes: number; ms: number} {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    return first && last && time > first.time
      ? {bytes: last.bytes - first.bytes, ms: time - first.time}
      : {bytes: 0, ms: 1};
  }

  /** Forgets the past: after a pause the old speed says nothing. */
  reset(): void {
    this.#samples = [];
  }
}
