import {acquireLease} from './lease.js';

/** One page at a time sends one object. It holds the lock until it releases it or is gone, in whatever way. */
export interface Locks {
  /**
   * Resolves with the release; `onWait` is called when another page holds the lock, `onLost` when one has taken it while this page
   * was asleep. Rejects with the signal's reason.
   */
  acquire(name: string, signal: AbortSignal, onWait: () => void, onLost?: () => void): Promise<() => void>;
}

/** Web Locks where the browser has them (secure contexts), else a lease in IndexedDB. */
export function createLocks(prefix = 'cos-uploader'): Locks {
  const manager = typeof navigator === 'undefined' ? undefined : (navigator as Partial<Navigator>).locks;
  return {
    async acquire(name, signal, onWait, onLost) {
      try {
        if (manager) return await acquireWebLock(manager, `${prefix} ${name}`, signal, onWait);
        return await acquireLease(`${prefix}-leases`, name, signal, onWait, onLost);
      } catch {
        signal.throwIfAborted();
        // Sandboxed frames and private windows may refuse locks. The upload then goes on without one.
        return () => undefined;
      }
    },
  };
}

async function acquireWebLock(
  manager: LockManager,
  name: string,
  signal: AbortSignal,
  onWait: () => void,
): Promise<() => void> {
  const request = (options: LockOptions): Promise<(() => void) | undefined> =>
    new Promise((resolve, reject) => {
      manager
        .request(name, options, (lock) => {
          if (lock) return new Promise<void>((release) => resolve(release));
          resolve(undefined);
          return undefined;
        })
        .catch(reject);
    });
  signal.throwIfAborted();
  const free = await request({ifAvailable: true});
  if (!free) onWait();
  const release = free ?? (await request({signal}));
  if (signal.aborted) release?.();
  signal.throwIfAborted();
  return release ?? (() => undefined);
}
