/** What may end a wait early: the page is looked at again, or the network is back. Outside of a page nothing does. */
function wakeUps(): [EventTarget, string][] {
  const found: [EventTarget, string][] = [];
  if (typeof globalThis.addEventListener === 'function') found.push([globalThis, 'online']);
  if (typeof document !== 'undefined') found.push([document, 'visibilitychange']);
  return found;
}

/** Resolves after `ms`, or at once when the page becomes visible or online; rejects with the signal's reason. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const targets = wakeUps();
    const wake = (event: Event): void => {
      if (event.type !== 'visibilitychange' || document.visibilityState === 'visible') end(resolve);
    };
    const abort = (): void => end(() => reject(signal.reason as Error));
    const timer = setTimeout(() => end(resolve), ms);
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

/** False only where the browser is sure that there is no network. */
export function isOnline(): boolean {
  return typeof navigator === 'undefined' || (navigator as Partial<Navigator>).onLine !== false;
}

/** Resolves when the browser is online again. */
export function whenOnline(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const online = (): void => {
      signal.removeEventListener('abort', abort);
      resolve();
    };
    const abort = (): void => {
      globalThis.removeEventListener('online', online);
      reject(signal.reason as Error);
    };
    globalThis.addEventListener('online', online, {once: true});
    signal.addEventListener('abort', abort, {once: true});
  });
}
