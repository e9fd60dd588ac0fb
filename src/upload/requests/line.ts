import {usualBodies} from '../options/settings.js';
import {MB} from '../parts/layout.js';

/** A body that the line has taken. */
export interface TakenBody {
  readonly bytes: number;
  readonly seconds: number;
  /** How many bodies were under way while it was, on average, itself included. */
  readonly sharing: number;
  /** The share of `seconds` that any request takes, with a body or without. */
  readonly latency: number;
}

/** What the bodies of one number of them at a time have shown. */
interface Trial {
  readonly bodies: number;
  readonly bytesPerSecond: number;
  /** Mean of the bodies. */
  readonly bytes: number;
}

/** Bodies that are under way. */
export interface UnderWay {
  readonly bodies: number;
  readonly bytes: number;
  /** Of these, the bytes of small bodies. */
  readonly small: number;
}

/** A smaller body takes mostly the time of any request, so its speed is not that of the line. */
const telling = MB / 4;

/** Small bodies leave the line to a large one beside them. */
export const isSmall = (bytes: number): boolean => bytes < telling;

/** So much is more than any kernel keeps back, so the rest has gone over the line. */
const beyondBuffers = 8 * MB;

/** Seconds. On a quicker line a bar moves often enough with any number of bodies. */
const long = 2;

/** More by this factor is worth one body more. */
const gain = 1.04;
/** Less by this factor is not worth one body fewer. */
const loss = 0.97;

/**
 * How many bodies a line is given at a time, and how fast it is: found out from bodies that it has taken. It begins with 5 bodies. Of an
 * unknown line no more than 1 MB is asked at a time, or one body and small ones. Where that one shows a slow line, there are two: one fills
 * it, and another one is ready. From there the number follows the throughput, one step at a time: a step up stays where it brings more, a
 * step down where it brings as much. Steps down are tried only where bodies take long: files then end one after another, and parts move
 * the bar.
 */
export class Line {
  readonly #limit: () => number;
  #bodies = usualBodies;
  #bytesPerSecond: number | undefined;
  /** The progress of the first body a second after its start. */
  #first: {readonly sent: number; readonly seconds: number} | undefined;
  #taken: TakenBody[] = [];
  /** The trial before this one, with one body more or fewer; undefined when nothing is tried out. */
  #before: Trial | undefined;
  /** Trials to go before the next step. */
  #rest = 0;
  #pause = 4;
  #nextStep: 1 | -1 = 1;

  /** `limit`: asked before each step up how many bodies there may be. */
  constructor(limit: () => number = () => 6) {
    this.#limit = limit;
  }

  /** Bodies at a time that take long. */
  get bodies(): number {
    return this.#bodies;
  }

  /** Bodies at a time, when some of them are small. */
  get most(): number {
    return Math.max(usualBodies, this.#bodies);
  }

  /** Of all bodies together; undefined while unknown. */
  get bytesPerSecond(): number | undefined {
    return this.#bytesPerSecond;
  }

  /** Whether a body of `bytes` may start beside others. Small ones need no room but among themselves. */
  admits(bytes: number, underWay: UnderWay): boolean {
    const speed = this.#bytesPerSecond;
    const {bodies} = underWay;
    if (bodies === 0) return true;
    const beside = isSmall(bytes) ? underWay.small : underWay.bytes;
    const light = bodies < this.most && beside + bytes <= Math.max(telling, (speed ?? 2 * MB) / 2);
    return light || (speed !== undefined && bodies < this.#bodies);
  }

  /**
   * The only body under way that is not small, and the small ones beside it, have sent so many bytes in so many seconds. Answers true where
   * that has told how fast an unknown line is.
   */
  moved(sent: number, seconds: number, latency: number): boolean {
    if (this.#bytesPerSecond !== undefined) return false;
    if (sent >= beyondBuffers) {
      this.#learn(sent / seconds, latency);
      return true;
    }
    if (seconds < 1) return false;
    // The first bytes fill the buffers of the kernel.
    const first = (this.#first ??= {sent, seconds});
    if (seconds - first.seconds < 1) return false;
    this.#learn((sent - first.sent) / (seconds - first.seconds), latency);
    return true;
  }

  took(body: TakenBody): void {
    const {bytes, seconds, sharing, latency} = body;
    if (bytes === 0 || seconds <= 0) return;
    const own = isSmall(bytes) ? seconds : Math.max(seconds - latency, seconds / 4);
    const speed = (bytes / own) * sharing;
    if (this.#bytesPerSecond === undefined) {
      if (!isSmall(bytes) || speed > 2 * MB) this.#learn(speed, latency);
    } else if (!isSmall(bytes) || speed > this.#bytesPerSecond) {
      this.#bytesPerSecond += (speed - this.#bytesPerSecond) * 0.3;
    }
    // With fewer there was less to send than might be sent; with more there were small ones beside, or bodies of the trial before.
    if (Math.abs(sharing - this.#bodies) > 0.5) return;
    this.#taken.push(body);
    if (this.#taken.length >= Math.max(3, this.#bodies)) this.#judge();
  }

  /** The line may have become another one. */
  forget(): void {
    this.#bodies = usualBodies;
    this.#bytesPerSecond = this.#first = this.#before = undefined;
    this.#taken = [];
    this.#rest = 0;
    this.#pause = 4;
    this.#nextStep = 1;
  }

  #learn(bytesPerSecond: number, latency: number): void {
    this.#bytesPerSecond = bytesPerSecond;
    // Where the way is long one body alone says little of the line.
    if (MB / bytesPerSecond > Math.max(1, 4 * latency)) this.#bodies = 2;
  }

  #judge(): void {
    const taken = this.#taken;
    this.#taken = [];
    const sum = (value: (body: TakenBody) => number): number =>
      taken.reduce((total, body) => total + value(body), 0);
    const bytes = sum((body) => body.bytes);
    let here: Trial = {
      bodies: this.#bodies,
      bytesPerSecond: bytes / sum(({seconds, sharing}) => seconds / sharing),
      bytes: bytes / taken.length,
    };
    const before = this.#before;
    this.#before = undefined;
    if (before && isLike(here.bytes, before.bytes)) {
      const up = here.bodies > before.bodies;
      if (here.bytesPerSecond < before.bytesPerSecond * (up ? gain : loss)) {
        this.#bodies = before.bodies;
        this.#nextStep = up ? -1 : 1;
        this.#rest = this.#pause;
        this.#pause = Math.min(32, this.#pause * 2);
        return;
      }
      this.#pause = 4;
      // Small losses of several steps down would add up.
      here = {...here, bytesPerSecond: Math.max(here.bytesPerSecond, before.bytesPerSecond)};
    }
    if (this.#rest > 0) {
      this.#rest--;
      return;
    }
    const down = this.#bodies > 2 && sum(({seconds}) => seconds) / taken.length > long;
    const up = this.#bodies < this.#limit();
    if (!up && !down) return;
    this.#nextStep = up && down ? this.#nextStep : up ? 1 : -1;
    this.#before = here;
    this.#bodies += this.#nextStep;
  }
}

/** Bodies of very different size use a line differently, whatever their number. */
const isLike = (a: number, b: number): boolean => a < 2 * b && b < 2 * a;
