import type {Environment} from '../../environment.js';
import {Meter} from './meter.js';
import type {Pace} from './state.js';

/** What it tells. */
type Progress = {readonly type: 'progress'} & Pace;

const everyMs = 100;
const tickMs = 1000;

/** Adds up what parts report, and tells it at most ten times a second, and once a second while bytes are under way and nothing is heard of them. */
export class ProgressReporter {
  readonly #environment: Environment;
  readonly #total: number;
  readonly #dispatch: (action: Progress) => void;
  readonly #meter = new Meter();
  readonly #partial = new Map<number, {sent: number; size: number}>();
  #confirmed: number;
  #last = 0;
  #cancel: (() => void) | undefined;

  /** `resumed`: bytes that were on the server already; they do not count for speed. */
  constructor(
    environment: Environment,
    total: number,
    resumed: number,
    dispatch: (action: Progress) => void,
  ) {
    this.#environment = environment;
    this.#total = total;
    this.#confirmed = resumed;
    this.#dispatch = dispatch;
    this.#meter.record(resumed, this.#environment.now());
  }

  /** A request for `size` bytes has begun, or has sent some of them. */
  begin(id: number, size: number, sent = 0): void {
    this.#partial.set(id, {sent, size});
    this.#soon();
  }

  /** The request has failed: what it had sent does not count. */
  drop(id: number): void {
    this.#partial.delete(id);
  }

  confirm(id: number, size: number): void {
    this.#partial.delete(id);
    this.#confirmed += size;
    this.#soon();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #soon(): void {
    const wait = this.#last + everyMs - this.#environment.now();
    if (wait <= 0) this.#tell();
    else this.#schedule(wait);
  }

  #schedule(ms: number): void {
    this.#cancel?.();
    this.#cancel = this.#environment.after(ms, () => this.#tell());
  }

  #tell(): void {
    const now = (this.#last = this.#environment.now());
    let sent = this.#confirmed;
    let inFlight = 0;
    for (const part of this.#partial.values()) {
      sent += part.sent;
      inFlight += part.size - part.sent;
    }
    this.#meter.record(sent, now);
    const bytesPerSecond = this.#meter.bytesPerSecond(now);
    const secondsLeft = this.#meter.secondsLeft(this.#total - sent, now);
    this.#dispatch({
      type: 'progress',
      sent,
      inFlight,
      ...(bytesPerSecond === undefined ? {} : {bytesPerSecond}),
      ...(secondsLeft === undefined ? {} : {secondsLeft}),
    });
    if (this.#partial.size > 0) this.#schedule(tickMs);
  }
}
