type WakeUp = readonly [target: EventTarget, type: string];

/**
 * Resolves with false after `ms`, or with true at the first of these events (`visibilitychange`: to visible). Rejects with the
 * signal's reason.
 */
function wait(ms: number, signal: AbortSignal, wakeUps: readonly WakeUp[]): Promise<boolean> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const wake = ({type}: Event): void => {
      if (type !== 'visibilitychange' || document.visibilityState === 'visible') end(() => resolve(true));
    };
    const abort = (): void => end(() => reject(signal.reason as Error));
    const timer = setTimeout(() => end(() => resolve(false)), ms);
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      for (const [target, type] of wakeUps) target.removeEventListener(type, wake);
      settle();
    };
    signal.addEventListener('abort', abort, {once: true});
    for (const [target, type] of wakeUps) target.addEventListener(type, wake);
  });
}

/** Ends early when the page is looked at again, or when the network is back, where it may. Outside of a page nothing wakes it. */
export function sleep(ms: number, signal: AbortSignal, mayWake = true): Promise<boolean> {
  const wakeUps: WakeUp[] = [];
  if (mayWake && typeof globalThis.addEventListener === 'function') wakeUps.push([globalThis, 'online']);
  if (mayWake && typeof document !== 'undefined') wakeUps.push([document, 'visibilitychange']);
  return wait(ms, signal, wakeUps);
}

/** What the browser believes; a store on this very machine, or behind an odd adapter, may be reached all the same. */
export function isOnline(): boolean {
  return typeof navigator === 'undefined' || (navigator as Partial<Navigator>).onLine !== false;
}

/** A browser that is wrong about being offline must not stop an upload for ever. */
const offlineAtMostMs = 5 * 60_000;

/** Resolves when the browser is online again, or when it is time to see for ourselves. */
export const whenOnline = (signal: AbortSignal): Promise<unknown> =>
  wait(offlineAtMostMs, signal, [[globalThis, 'online']]);
