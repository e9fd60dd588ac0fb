/** What may end a wait early: the network that is back, or that as well as a look at the page. */
export type WakeUp = 'online' | 'attention';

/** Time and network as they are here; a test brings its own. */
export interface Environment {
  /** Milliseconds of a clock that only goes forward. */
  now(): number;
  /** Calls back once, in `ms`; answers what takes that back. */
  after(ms: number, callback: () => void): () => void;
  /** What is believed of the network; a store on this very machine, or behind an odd adapter, may be reached all the same. */
  isOnline(): boolean;
  /** Calls back at each wake-up; answers the end of it. */
  onWakeUp(kind: WakeUp, callback: () => void): () => void;
}

/** Browsers count in 32 bits: a longer timer would be none at all. */
const longestTimer = 2 ** 31 - 1;

/** That of this page, worker or process. Outside of a page nothing wakes anything. */
export const hereAndNow: Environment = {
  now: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, Math.min(ms, longestTimer));
    return () => clearTimeout(timer);
  },
  isOnline: () => typeof navigator === 'undefined' || (navigator as Partial<Navigator>).onLine !== false,
  onWakeUp(kind, callback) {
    const seen = (): void => {
      if (document.visibilityState === 'visible') callback();
    };
    const page = kind === 'attention' && typeof document !== 'undefined' ? document : undefined;
    const network = typeof globalThis.addEventListener === 'function' ? globalThis : undefined;
    page?.addEventListener('visibilitychange', seen);
    network?.addEventListener('online', callback);
    return () => {
      page?.removeEventListener('visibilitychange', seen);
      network?.removeEventListener('online', callback);
    };
  },
};

/** Resolves with false after `ms`, or with true when it is woken before. Rejects with the signal's reason. */
export function sleep(
  environment: Pick<Environment, 'after' | 'onWakeUp'>,
  ms: number,
  signal: AbortSignal,
  wakeUp?: WakeUp,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const abort = (): void => end(() => reject(signal.reason as Error));
    const cancel = environment.after(ms, () => end(() => resolve(false)));
    const unhear = wakeUp && environment.onWakeUp(wakeUp, () => end(() => resolve(true)));
    const end = (settle: () => void): void => {
      cancel();
      unhear?.();
      signal.removeEventListener('abort', abort);
      settle();
    };
    signal.addEventListener('abort', abort, {once: true});
  });
}

/** A browser that is wrong about being offline must not stop an upload for ever. */
const offlineAtMostMs = 5 * 60_000;

/** Resolves when the network is back, or when it is time to see for ourselves. Rejects with the signal's reason. */
export const whenOnline = (environment: Environment, signal: AbortSignal): Promise<unknown> =>
  sleep(environment, offlineAtMostMs, signal, 'online');
