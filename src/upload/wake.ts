/** What may end a wait early: the page is looked at again, or the network is back. Outside of a page nothing does. */
function wakeUps(): [EventTarget, string][] {
  const found: [EventTarget, string][] = [];
  if (typeof globalThis.addEventListener === 'function') found.push([globalThis, 'online']);
  if (typeof document !== 'undefined') found.push([document, 'visibilitychange']);
  return found;
}

/**
 * Resolves with false after `ms`, or with true at once when the page becomes visible or online and it may be woken. Rejects
 * with the signal's reason.
 */
export function sleep(ms: number, signal: AbortSignal, mayWake = true): Promise<boolean> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const targets = mayWake ? wakeUps() : [];
    const wake = (event: Event): void => {
      if (event.type !== 'visibilitychange' || document.visibilityState === 'visible')
        end(() => resolve(true));
    };
    const abort = (): void => end(() => reject(signal.reason as Error));
    const timer = setTimeout(() => end(() => resolve(false)), ms);
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      for (const [target, type] of targets) target.removeEventListener(type, wake);
      settle();
    };
    signal.addEventListener('abort', abort, {once: true});
    for (const [target, type] of targets) target.addEventListener(type, wake);
  });
}

/** What the browser believes; a store on this very machine, or behind an odd adapter, may be reached all the same. */
export function isOnline(): boolean {
  return typeof navigator === 'undefined' || (navigator as Partial<Navigator>).onLine !== false;
}

/** A browser that is wrong about being offline must not stop an upload for ever. */
const offlineAtMostMs = 5 * 60_000;

/** Resolves when the browser is online again, or when it is time to see for ourselves. */
export function whenOnline(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      globalThis.removeEventListener('online', online);
      signal.removeEventListener('abort', abort);
      settle();
    };
    const online = (): void => end(resolve);
    const abort = (): void => end(() => reject(signal.reason as Error));
    const timer = setTimeout(online, offlineAtMostMs);
    globalThis.addEventListener('online', online);
    signal.addEventListener('abort', abort);
  });
}
