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
  /** An outage is given up after so many pauses and so many seconds, whichever comes later. */
  readonly rounds: number;
  readonly seconds: number;
}

/** When a person asked for it, and when it was sent. */
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
 * Knows when something that all requests need is away: a try has failed, and no request has been answered since that try began. During an
 * outage one request at a time probes, after pauses that grow, and the others wait until a probe is answered; this costs no upload a try.
 * After a while the outage is given up: all uploads that wait fail, and what a person asks for later begins anew.
 */
export class Outage {
  readonly #environment: Environment;
  readonly #waiting = new Set<object>();
  #away: Away | undefined;
  #probe: object | undefined;
  /** What the probe is a request of. */
  #probeOf: object | undefined;
  #pause = new AbortController();
  #news: Resolvers<void> = withResolvers();
  #answeredAt = -Infinity;
  /** The one request that failed while others were answered, so that there was no outage. */
  #culprit: object | undefined;
  #gaveUp: {at: number; error: UploadError} | undefined;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  get isAway(): boolean {
    return this.#away !== undefined;
  }

  /** Whether the probe under way is a request of `upload`. */
  isProbedBy(upload: object): boolean {
    return this.#probe !== undefined && this.#probeOf === upload;
  }

  /** Number of the next pause, from 1. */
  get round(): number {
    return (this.#away?.rounds ?? 0) + 1;
  }

  /** The error for what was asked for at this time, when it has been given up since. */
  gaveUp(asked: number): UploadError | undefined {
    return this.#gaveUp && asked <= this.#gaveUp.at ? this.#gaveUp.error : undefined;
  }

  /** `request` got a sign of life at `when`. */
  answered(request: object, when: number = this.#environment.now()): void {
    this.#answeredAt = Math.max(this.#answeredAt, when);
    if (this.#away && when < this.#away.since) return;
    this.#gaveUp = undefined;
    if (!this.#away) return;
    const {lost} = this.#away;
    if (lost.size === 1 && !lost.has(request)) [this.#culprit] = lost;
    this.#end();
  }

  /**
   * The try of `request` that began at `since` has failed. Answers true when that is an outage, false when it is a fault of the request.
   */
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
    // Requests that were under way fail in the same moments and say nothing new.
    if (away.pausing || this.#probe) return true;
    if (away.rounds >= pacing.rounds && now - away.since >= pacing.seconds * 1000) {
      this.#gaveUp = {at: now, error};
      this.#end();
    } else void this.#rest(away, pacing);
    return true;
  }

  /**
   * Resolves when `request`, a request of the upload `of` that a person asked for at `asked`, may try: as a `probe` for all, because the outage is `over`, or because there was none
   * and the failure was its own `fault`. Rejects with the signal's reason.
   */
  async turn(
    request: object,
    {asked, of}: {asked: number; of: object},
    signal: AbortSignal,
  ): Promise<'probe' | 'over' | 'fault'> {
    this.#waiting.add(request);
    try {
      while (this.#away && this.#probe !== request) {
        const mayProbe = !this.#away.pausing || asked > this.#away.failedAt;
        if (mayProbe && !this.#probe) [this.#probe, this.#probeOf] = [request, of];
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
    // An upload that is stopped must not shorten the pause of the others, so the pause has no upload's signal.
    const slept = sleep(this.#environment, pause, signal, wakeUp);
    // A person may look in every few seconds, which ends the pause early. Such a pause does not count.
    if (!(await slept.catch(() => true))) away.rounds++;
    away.pausing = false;
    if (this.#away === away) this.#tell();
  }

  /** Ends an outage that nobody waits for; the next request finds out anew. */
  #forget(): void {
    if (!this.#away) return;
    const {failedAt} = this.#away;
    // A request whose try has just failed comes back to wait in the same turn.
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
