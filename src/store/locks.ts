import {createStore, del, update} from 'idb-keyval';

/** One page at a time sends one object. Held until released, or until the page is gone, however it went. */
export interface Locks {
  /** Resolves with the release; `onWait` is called when another page holds the lock. Rejects with the signal's reason. */
  acquire(name: string, signal: AbortSignal, onWait: () => void): Promise<() => void>;
  /** Tells the pages that wait for `name` how many bytes are done. */
  announce(name: string, sent: number): void;
  /** Hears what the holder announces; returns the end of it. */
  watch(name: string, listener: (sent: number) => void): () => void;
}

interface Announcement {
  name: string;
  sent: number;
}

/** Web Locks where the browser has them (secure contexts), else a lease in IndexedDB; news over a BroadcastChannel. */
export function createLocks(prefix = 'cos-uploader'): Locks {
  const manager = typeof navigator === 'undefined' ? undefined : (navigator as Partial<Navigator>).locks;
  let channel: BroadcastChannel | undefined;
  const news = (): BroadcastChannel | undefined =>
    (channel ??= typeof BroadcastChannel === 'function' ? new BroadcastChannel(prefix) : undefined);

  return {
    acquire: (name, signal, onWait) =>
      manager
        ? acquireWebLock(manager, `${prefix} ${name}`, signal, onWait)
        : acquireLease(`${prefix}-leases`, name, signal, onWait),
    announce: (name, sent) => news()?.postMessage({name, sent} satisfies Announcement),
    watch(name, listener) {
      const listen = ({data}: MessageEvent<Announcement>): void => {
        if (data.name === name) listener(data.sent);
      };
      news()?.addEventListener('message', listen);
      return () => channel?.removeEventListener('message', listen);
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
          if (!lock) { resolve(undefined); return; }
          return new Promise<void>((release) => resolve(release));
        })
        .catch(reject);
    });
  signal.throwIfAborted();
  const free = await request({ifAvailable: true});
  if (free) return free;
  onWait();
  const release = await request({signal});
  return release ?? (() => undefined);
}

const leaseMs = 6000;
const beatMs = 2000;

interface Lease {
  owner: string;
  until: number;
}

/** For plain-http pages: a record that its owner renews, and that anyone may take once it is out of date. */
export async function acquireLease(
  database: string,
  name: string,
  signal: AbortSignal,
  onWait: () => void,
): Promise<() => void> {
  const store = createStore(database, 'leases');
  const owner = Math.random().toString(36).slice(2);
  const take = async (): Promise<boolean> => {
    let mine = false;
    await update<Lease>(
      name,
      (lease) => {
        mine = !lease || lease.owner === owner || lease.until < Date.now();
        return mine || !lease ? {owner, until: Date.now() + leaseMs} : lease;
      },
      store,
    );
    return mine;
  };
  for (let waited = false; !(await take());) {
    if (!waited) onWait();
    waited = true;
    await new Promise((resolve) => setTimeout(resolve, beatMs / 2));
    signal.throwIfAborted();
  }
  const beat = setInterval(() => void take().catch(() => undefined), beatMs);
  return () => {
    clearInterval(beat);
    del(name, store).catch(() => undefined);
  };
}
