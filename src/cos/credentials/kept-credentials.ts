import type {Clock} from '../wire/clock.js';
import type {TemporaryCredentials} from './credentials-types.js';
import {untilAborted} from '../wire/until-aborted.js';

/** Credentials that are good for one set of actions. */
export interface KeptCredentials {
  /** The kept ones, renewed in the background before they end; else new ones, asked for once however many callers wait. */
  get(key: string, signal?: AbortSignal): Promise<TemporaryCredentials>;
  drop(refused: TemporaryCredentials): void;
  /** Keeps nothing of what it has, nor of what it has asked for: they may be somebody else's. */
  forget(): void;
  /** Those that came with something else. */
  keep(credentials: TemporaryCredentials): void;
}

interface Flight {
  result: Promise<TemporaryCredentials>;
  controller: AbortController;
  waiting: number;
}

interface Kept {
  credentials: TemporaryCredentials;
  refreshAt: number;
  /** From this time on callers wait for the renewal. */
  urgentAt: number;
  expires: number;
}

export function keepCredentials(
  ask: (key: string, signal: AbortSignal) => Promise<TemporaryCredentials>,
  clock: Clock,
): KeptCredentials {
  let kept: Kept | undefined;
  let flight: Flight | undefined;
  let forgotten = 0;

  const keep = (credentials: TemporaryCredentials): void => {
    kept = {credentials, ...lifeOf(credentials, clock.now())};
  };

  async function renew(key: string, signal: AbortSignal): Promise<TemporaryCredentials> {
    const before = forgotten;
    try {
      const credentials = await ask(key, signal);
      if (forgotten === before) keep(credentials);
      return credentials;
    } catch (error) {
      // The refresh came early: the kept credentials serve until the next try.
      if (!kept || clock.now() >= kept.expires - 10_000) throw error;
      kept.refreshAt = clock.now() + 10_000;
      return kept.credentials;
    }
  }

  function takeOff(key: string): Flight {
    const controller = new AbortController();
    const started: Flight = {
      result: renew(key, controller.signal).finally(() => {
        if (flight === started) flight = undefined;
      }),
      controller,
      waiting: 0,
    };
    return started;
  }

  /** Counts as a caller that waits: when the other callers give up, the question is not aborted. */
  function renewInBackground(key: string): void {
    if (flight) return;
    flight = takeOff(key);
    flight.waiting++;
    flight.result.catch(() => undefined);
  }

  return {
    keep,
    get: async (key, signal) => {
      signal?.throwIfAborted();
      if (kept && clock.now() < Math.max(kept.refreshAt, kept.urgentAt)) {
        if (clock.now() >= kept.refreshAt) renewInBackground(key);
        return kept.credentials;
      }
      const joined = (flight ??= takeOff(key));
      joined.waiting++;
      try {
        // When one caller gives up, the shared question goes on for the others.
        return await (signal ? untilAborted(joined.result, signal) : joined.result);
      } finally {
        joined.waiting--;
        if (joined.waiting === 0 && flight === joined) {
          flight = undefined;
          joined.controller.abort();
        }
      }
    },
    drop: (refused) => {
      if (kept?.credentials === refused) kept = undefined;
    },
    forget: () => {
      kept = flight = undefined;
      forgotten++;
    },
  };
}

/**
 * When to ask again: the larger of 60 s and 20 % of the lifetime before the end, but not before half of what is
 * left has passed; in the last minute, or half of that time, what is kept may end on its way. Where the local clock makes no
 * sense of the times, the life is counted from now.
 */
function lifeOf({startTime, expiredTime}: TemporaryCredentials, now: number): Omit<Kept, 'credentials'> {
  const start = startTime * 1000;
  const end = expiredTime * 1000;
  const sane = now >= start - 60_000 && now < end;
  const left = sane ? end - now : end - start;
  const margin = Math.min(Math.max(60_000, (end - start) / 5), left / 2);
  const expires = now + left;
  return {refreshAt: expires - margin, urgentAt: expires - Math.min(60_000, margin / 2), expires};
}
