/** What may end a wait early. `online`: the network is back. `attention`: that, or a person looks at the page. */
export type WakeUp = 'online' | 'attention';

/** The time and the network. A test brings its own. */
export interface Environment {
  /** Milliseconds of a clock that only goes forward. */
  now(): number;
  /** Calls back once, after `ms`. Answers a function that prevents it. */
  after(ms: number, callback: () => void): () => void;
  /**
   * Whether the browser believes that it is online. When it does not, a store on this machine or behind an odd adapter may still be
   * reached.
   */
  isOnline(): boolean;
  /** Calls back at each wake-up. Answers a function that ends this. */
  onWakeUp(kind: WakeUp, callback: () => void): () => void;
}

/** Milliseconds. Browsers count them in 32 bits, so a longer timer would end at once. */
const longestTimer = 2 ** 31 - 1;

/** The environment of this page, worker or process. In a worker only the network ends a wait early, in Node nothing does. */
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

/** Resolves with false after `ms`, or with true when a wake-up comes before. Rejects with the signal's reason. */
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

/** Milliseconds. A browser may be wrong about being offline, and must not stop an upload for ever. */
const offlineAtMostMs = 5 * 60_000;

/** Resolves when the network is back, or after a few minutes, so that a try can tell. Rejects with the signal's reason. */
export const whenOnline = (environment: Environment, signal: AbortSignal): Promise<unknown> =>
  sleep(environment, offlineAtMostMs, signal, 'online');
