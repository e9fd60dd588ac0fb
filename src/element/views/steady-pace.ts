/** Milliseconds for which a speed and a time stay as they are: faster, nobody can read them. */
const interval = 1000;

interface Pace {
  readonly bytesPerSecond: number;
  readonly secondsLeft?: number | undefined;
}

/** What is said of speed and time, at most once a second for each upload and for the whole. */
export class SteadyPace {
  readonly #said = new WeakMap<object, {readonly pace: Pace; readonly at: number}>();

  /** `now`: milliseconds. A standstill is said at once, and so is its end. */
  of(thing: object, {bytesPerSecond, secondsLeft}: Pace, now: number): Pace {
    const said = this.#said.get(thing);
    const stays =
      said !== undefined &&
      now - said.at < interval &&
      said.pace.bytesPerSecond > 0 === bytesPerSecond > 0 &&
      (said.pace.secondsLeft === undefined) === (secondsLeft === undefined);
    if (stays) return said.pace;
    const pace = {bytesPerSecond, secondsLeft};
    this.#said.set(thing, {pace, at: now});
    return pace;
  }
}
