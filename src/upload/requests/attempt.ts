import {corsRefusal} from '../../cos/wire/cors-refusal.js';
import {type Environment, sleep, whenOnline} from '../../environment.js';
import {
  ChecksumError,
  CommitError,
  CosError,
  CredentialsError,
  NetworkError,
  type UploadError,
} from '../../errors.js';
import type {Settings} from '../options/settings.js';
import type {Activity} from '../tasks/activity.js';
import type {Link} from './link.js';
import type {Outage} from './outage.js';
import type {Owner, Release} from './slots.js';
import {toUploadError} from '../tasks/to-upload-error.js';

/** The upload, or the errand, that a request belongs to. */
export interface Attempting extends Link {
  readonly key: string;
  /** When a person asked for it, by the clock of the environment. */
  readonly asked: number;
  readonly settings: Pick<Settings, 'giveUpAfter' | 'retries'>;
  readonly activity: Activity;
  readonly signal: AbortSignal;
  /** Given only where its requests take slots. */
  readonly owner?: Owner;
}

export interface AttemptOptions {
  /** Bytes of the request's body: decides how long an answer may take. */
  bytes?: number;
  /**
   * Milliseconds that this try may go without an answer, and without its body moving on, where the bytes do not decide it; tries count from
   * 1. When the time is over the function is called again, and may give more.
   */
  limit?: (attempt: number) => number;
  /** The request needs a slot, which the caller may hand over. While the request waits for its next try it holds none. */
  slot?: Release | 'acquire';
  signal?: AbortSignal;
}

/**
 * Sends a request until it succeeds, fails for good, or has failed `retries` + 1 times. To wait while offline costs no try; nor does an
 * outage of the store or the credentials, which all requests wait out together. Rejects with an UploadError or the signal's reason.
 */
export function attempt<T>(
  run: Attempting,
  options: AttemptOptions,
  request: (signal: AbortSignal, attempt: number, moved: Moved) => Promise<T>,
): Promise<T> {
  const {environment, store, keys} = run;
  const {bytes = 0, slot, signal = run.signal} = options;
  const limit = options.limit ?? ((attempt: number): number => sharedLimit(run, bytes, attempt));
  return run.activity.during(async () => {
    const self = {};
    let held = typeof slot === 'function' ? slot : undefined;
    const letGo = (): void => {
      held?.();
      held = undefined;
    };
    let stopWaiting: (() => void) | undefined;
    let error: UploadError | undefined;
    let failures = 0;
    let damages = 0;
    /** One try is spent; throws where there are no more. */
    const backOff = async (error: UploadError): Promise<void> => {
      // The first damage may come after other failures, so damages are counted apart.
      const counted = error instanceof ChecksumError ? ++damages : failures + 1;
      const delay = ++failures > run.settings.retries ? undefined : run.retry(error, counted);
      if (delay === undefined) throw error;
      const reason = error instanceof CredentialsError ? 'credentials' : 'backoff';
      const details = {until: Date.now() + delay, attempt: failures + 1};
      const wakeUp = error.retryAfter === undefined ? 'attention' : undefined;
      const wait = delay > 0 && sleep(environment, delay, signal, wakeUp);
      // A person may look in every few seconds, which ends the pause early. Such a try does not count.
      if (wait && (await run.activity.waiting(reason, wait, details))) failures--;
    };
    try {
      for (let tries = 1; ; tries++) {
        signal.throwIfAborted();
        let isPartOfProbe = false;
        for (const outage of [keys, store]) {
          if (!outage.isAway) continue;
          // A probe may have to ask something before it can end. If that waited for the end of the outage, both would wait for ever.
          if (!slot && outage.isProbedBy(run.activity)) {
            isPartOfProbe = true;
            continue;
          }
          letGo();
          stopWaiting ??= run.activity.wait(outage === keys ? 'credentials' : 'backoff');
          const turn = await outage.turn(self, {asked: run.asked, of: run.activity}, signal);
          const end = outage.gaveUp(run.asked);
          if (end) throw error ?? givenUp(end, run.key);
          if (turn === 'probe') continue;
          stopWaiting();
          stopWaiting = undefined;
          if (turn === 'fault' && error) await backOff(error);
        }
        if (slot && run.owner) held ??= await run.slots.acquire(run.owner, signal, bytes);
        const since = environment.now();
        const body = slot ? run.slots.host.measure(bytes, () => run.contact.latency) : undefined;
        try {
          const answer = await withinTime(
            environment,
            () => limit(tries),
            run.key,
            signal,
            (limited, moved) =>
              request(limited, tries, (sent) => {
                if (sent === Infinity) store.answered(self);
                body?.moved(sent);
                moved(sent);
              }),
          );
          run.contact.made = true;
          if (!slot) run.contact.latency = (environment.now() - since) / 1000;
          store.answered(self);
          // The try shows that there were keys when it began, no later.
          keys.answered(self, since);
          if (slot) run.slots.host.recover();
          return answer;
        } catch (cause) {
          signal.throwIfAborted();
          letGo();
          error = toUploadError(cause, run.key);
          // A browser that calls itself offline may still reach a store on this machine, so only a failure asks for it.
          if (!environment.isOnline() && mayBeOffline(error)) {
            await run.activity.waiting('offline', whenOnline(environment, signal));
            continue;
          }
          await explainFirstContact(run, error, signal);
          // What waits for its next try may wait for long.
          if (error.retryable) run.advise(error);
          if (isBusy(error)) run.slots.host.ease(since, environment.now());
          const outage = outageOf(run, error, self, since);
          if (outage && !isPartOfProbe) {
            const pause = run.retry(error, outage.round);
            if (pause === undefined) throw error;
            const wakeable = error.retryAfter === undefined;
            const {retries: rounds, giveUpAfter: seconds} = run.settings;
            const pacing = {pause, wakeable, rounds, seconds};
            if (outage.failed(self, {asked: run.asked, since}, error, pacing)) {
              if (outage.gaveUp(run.asked)) throw error;
              continue;
            }
          }
          stopWaiting?.();
          stopWaiting = undefined;
          // A failure that tells nothing of the outage leaves the probe to the next.
          store.left(self);
          await backOff(error);
        }
      }
    } finally {
      letGo();
      stopWaiting?.();
      for (const outage of [keys, store]) outage.left(self);
    }
  });
}

/** COS asks for less at a time. 436/7730 */
const isBusy = (error: UploadError): error is CosError =>
  error instanceof CosError && error.retryable && (error.status === 503 || error.status === 429);

/**
 * What is away after such an error: the credentials, or the store. The store is away when there is no answer at all, or one that any
 * request gets, from COS or from something before it. Any other answer of COS is a sign of life.
 */
function outageOf(
  {store, keys}: Attempting,
  error: UploadError,
  self: object,
  since: number,
): Outage | undefined {
  if (error instanceof CredentialsError) return error.retryable ? keys : undefined;
  if (error instanceof NetworkError || isBusy(error) || (error instanceof CosError && error.status >= 500)) {
    keys.answered(self, since);
    return error.retryable && !isRefusedOnTheWay(error) ? store : undefined;
  }
  if (error instanceof CosError) {
    keys.answered(self, since);
    store.answered(self);
  }
  return undefined;
}

/** A firewall or the like refuses one request, perhaps for what it carries. That says nothing of the store. */
const isRefusedOnTheWay = ({status}: NetworkError | CosError): boolean =>
  status !== undefined && status >= 400 && status < 500;

/** The error of an upload that has had no try of its own. */
function givenUp(cause: UploadError, key: string): UploadError {
  const said = `"${key}" was not sent: what it needs could not be reached for too long. Try again later.`;
  return cause instanceof CredentialsError
    ? new CredentialsError(said, {code: 'unavailable', retryable: true, key, cause})
    : new NetworkError(said, {key, cause});
}

/**
 * A bucket that refuses this page's preflights looks like a dead line, but waiting does not help. So the page asks why, until COS has
 * answered once.
 */
async function explainFirstContact(run: Attempting, error: UploadError, signal: AbortSignal): Promise<void> {
  if (error instanceof CosError) run.contact.made = true;
  if (run.contact.made || !(error instanceof NetworkError) || error.code !== 'network') return;
  const refusal = await corsRefusal(run.client, run.key, signal);
  if (refusal) throw refusal;
}

const mayBeOffline = (error: UploadError): boolean =>
  error instanceof NetworkError ||
  ((error instanceof CredentialsError || error instanceof CommitError) && error.retryable);

/**
 * To be called as bytes move, with how many of the body have left or of the answer have arrived. Infinity: there is an answer, and the time
 * limit ends.
 */
export type Moved = (sent: number) => void;

/** The bodies under way share the line, so each gets more time. After a try that was cut for its slowness, the next one gets more too. */
export function sharedLimit(
  {slots, stallTimeout}: Pick<Link, 'slots' | 'stallTimeout'>,
  bytes: number,
  attempt: number,
): number {
  return stallTimeout(bytes * Math.max(1, slots.host.used) * 2 ** (attempt - 1));
}

/** A dead connection says nothing, so `request` is cut after `limit()` ms without an answer or a move. Then rejects with a NetworkError. */
async function withinTime<T>(
  environment: Environment,
  limit: () => number,
  key: string,
  signal: AbortSignal,
  request: (signal: AbortSignal, moved: Moved) => Promise<T>,
): Promise<T> {
  const cut = new AbortController();
  const abort = (): void => cut.abort(signal.reason);
  signal.addEventListener('abort', abort, {once: true});
  let since = environment.now();
  let furthest = 0;
  const moved = (sent: number): void => {
    if (sent > furthest) since = environment.now();
    furthest = Math.max(furthest, sent);
  };
  let cancel: (() => void) | undefined;
  const check = (): void => {
    const ms = limit();
    const left = since + ms - environment.now();
    if (furthest === Infinity) return;
    if (left > 0) cancel = environment.after(left, check);
    else cut.abort(stalled(ms, key));
  };
  check();
  try {
    return await request(cut.signal, moved);
  } finally {
    cancel?.();
    signal.removeEventListener('abort', abort);
  }
}

const stalled = (ms: number, key: string): NetworkError =>
  new NetworkError(
    `A request of "${key}" got no answer within ${Math.ceil(ms / 1000)} s and was cut. Check the connection and ` +
      'try again; on a very slow line raise stallTimeout.',
    {code: 'stalled', key},
  );
