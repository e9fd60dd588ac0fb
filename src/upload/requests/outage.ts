import {untilAborted} from '../../cos/wire/until-aborted.js';
import {type Environment, sleep} from '../../environment.js';
import type {UploadError} from '../../errors.js';
import {type Resolvers, withResolvers} from '../tasks/with-resolvers.js';

/** How an outage is waited out. */
export interface Pacing {
  /** Milliseconds before the next probe; `round` counts from 1. */
  readonly pause: number;
  /** Something that happens on the page may end the pause. */
  readonly wakeable: boolean;
  /** Pauses that there are at least, and seconds for which it goes on, before it is given up. */
  readonly rounds: number;
  readonly seconds: number;
}

/** When it was asked for by a person, and when it was sent. */
interface Try {
  readonly asked: number;
  readonly since: number;
}

interface Away {
  readonly since: number;
  /** Pauses that have run out. */
  rounds: number;
  pausing: boolean;
  error: UploadError;
  failedAt: number;
  readonly lost: Set<object>;
}

/**
 * Knows when something that all requests need is away: a try failed, and none has been answered since it began. From there on
 * one request at a time tries, after pauses that grow, and costs no upload a try; the others wait until one is answered. Given
 * up after a while: then all that wait fail, and what a person asks for later begins anew.
 */
export class Outage {
  readonly #environment: Environment;
  readonly #waiting = new Set<object>();
  #away: Away | undefined;
  #probe: object | undefined;
  #pause = new AbortController();
  #news: Resolvers<void> = withResolvers();
  #answeredAt = -Infinity;
  /** The one request that failed while others went well: no outage after all. */
  #culprit: object | undefined;
  #gaveUp: {at: number; error: UploadError} | undefined;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  get isAway(): boolean {
    return this.#away !== undefined;
  }

  /** Number of the next pause, from 1. */
  get round(): number {
    return (this.#away?.rounds ?? 0) + 1;
  }

  /** The error with which what was asked for at this time has been given up. */
  gaveUp(asked: number): UploadError | undefined {
    return this.#gaveUp && asked <= this.#gaveUp.at ? this.#gaveUp.error : undefined;
  }

  /** A sign of life, which `request` got at `when`. */
  answered(request: object, when: number = this.#environment.now()): void {
    this.#answeredAt = Math.max(this.#answeredAt, when);
    if (this.#away && when < this.#away.since) return;
    this.#gaveUp = undefined;
    if (!this.#away) return;
    const {lost} = this.#away;
    if (lost.size === 1 && !lost.has(request)) [this.#culprit] = lost;
    this.#end();
  }

  /** The try of `request` that began at `since` has failed. Answers whether that is an outage, and no fault of the request. */
  failed(request: object, {asked, since}: Try, error: UploadError, pacing: Pacing): boolean {
    if (this.#answeredAt >= since) return false;
    if (this.gaveUp(asked)) return true;
    const now = this.#environment.now();
    const probed = this.#probe === request;
    if (probed) this.#probe = undefined;
    const away = (this.#away ??= {
      since: now,
      rounds: 0,
      pausing: false,
      error,
      failedAt: now,
      lost: new Set(),
    });
    away.lost.add(request);
    this.#culprit = undefined;
    Object.assign(away, {error, failedAt: now});
    // Others that were under way fail in the same moments: they say nothing new.
    if (away.pausing || this.#probe) return true;
    if (away.rounds >= pacing.rounds && now - away.since >= pacing.seconds * 1000) {
      this.#gaveUp = {at: now, error};
      this.#end();
    } else void this.#rest(away, pacing);
    return true;
  }

  /**
   * Resolves when `request`, asked for at `asked`, may try: as a `probe` for all, or since the outage is `over`, or was none but
   * its own `fault`. Rejects with the signal's reason.
   */
  async turn(request: object, asked: number, signal: AbortSignal): Promise<'probe' | 'over' | 'fault'> {
    this.#waiting.add(request);
    try {
      while (this.#away && this.#probe !== request) {
        const mayProbe = !this.#away.pausing || asked > this.#away.failedAt;
        if (mayProbe && !this.#probe) this.#probe = request;
        else await untilAborted(this.#news.promise, signal);
      }
      if (this.#probe === request) return 'probe';
      return this.#culprit === request ? 'fault' : 'over';
    } finally {
      this.#waiting.delete(request);
      this.#forget();
    }
  }

  /** `request` is not sent any more. */
  left(request: object): void {
    if (this.#probe !== request) return;
    this.#probe = undefined;
    this.#tell();
    this.#forget();
  }

  async #rest(away: Away, {pause, wakeable}: Pacing): Promise<void> {
    away.pausing = true;
    const {signal} = this.#pause;
    const wakeUp = wakeable ? 'attention' : undefined;
    // Without the signal of any upload: one that is stopped must not shorten the pause of the others.
    const slept = sleep(this.#environment, pause, signal, wakeUp);
    // A person who looks in every few seconds must not use up the rounds.
    if (!(await slept.catch(() => true))) away.rounds++;
    away.pausing = false;
    if (this.#away === away) this.#tell();
  }

  /** An outage that nobody waits for is none: whoever comes next finds out anew. */
  #forget(): void {
    if (!this.#away || this.#probe || this.#waiting.size > 0) return;
    const {failedAt} = this.#away;
    // Those whose try has just failed come back in the same turn.
    queueMicrotask(() => {
      if (this.#away?.failedAt === failedAt && !this.#probe && this.#waiting.size === 0) this.#end();
    });
  }

  #end(): void {
    this.#away = undefined;
    this.#probe = undefined;
    this.#pause.abort();
    this.#pause = new AbortController();
    this.#tell();
  }

  #tell(): void {
    const {resolve} = this.#news;
    this.#news = withResolvers();
    resolve();
  }
}
