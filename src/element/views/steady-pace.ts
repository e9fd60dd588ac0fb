/** Milliseconds for which a speed and a time stay as they are, because nobody can read faster changes. */
const interval = 1000;

interface Pace {
  readonly bytesPerSecond?: number | undefined;
  readonly secondsLeft?: number | undefined;
}

/** The speed and the time that are shown. They change at most once a second for each upload and for the whole. */
export class SteadyPace {
  readonly #said = new WeakMap<object, {readonly pace: Pace; readonly at: number}>();

  /** `now`: milliseconds. A standstill is shown at once, and so is its end. */
  of(thing: object, {bytesPerSecond, secondsLeft}: Pace, now: number): Pace {
    const said = this.#said.get(thing);
    const stays =
      said !== undefined &&
      now - said.at < interval &&
      (said.pace.bytesPerSecond === undefined) === (bytesPerSecond === undefined) &&
      (said.pace.secondsLeft === undefined) === (secondsLeft === undefined);
    if (stays) return said.pace;
    const pace = {bytesPerSecond, secondsLeft};
    this.#said.set(thing, {pace, at: now});
    return pace;
  }
}
