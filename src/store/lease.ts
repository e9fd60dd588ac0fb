import {hereAndNow, sleep} from '../environment.js';
import {createStore, promisifyRequest, update} from 'idb-keyval';

/** A page that says nothing for so long is gone. */
const leaseMs = 6000;
/** The timers of a page that nobody sees may come once a minute. */
const hiddenLeaseMs = 90_000;
const beatMs = 2000;
const askMs = 1000;

interface Lease {
  owner: string;
  until: number;
}

/**
 * A lock where there are no Web Locks: a record that its owner renews, and that anyone may take once it is out of date: `onLost`
 * tells an owner that was asleep.
 */
export async function acquireLease(
  database: string,
  name: string,
  signal: AbortSignal,
  onWait: () => void,
  onLost?: () => void,
): Promise<() => void> {
  const store = createStore(database, 'leases');
  const owner = Math.random().toString(36).slice(2);
  const take = async (): Promise<boolean> => {
    let mine = false;
    await update<Lease>(
      name,
      (lease) => {
        mine = !lease || lease.owner === owner || lease.until < Date.now();
        const ms = typeof document !== 'undefined' && document.hidden ? hiddenLeaseMs : leaseMs;
        return mine || !lease ? {owner, until: Date.now() + ms} : lease;
      },
      store,
    );
    return mine;
  };
  /** Unless it was out of date, and is another's by now. */
  const giveBack = (): Promise<void> =>
    store('readwrite', (leases) => {
      const current = leases.get(name) as IDBRequest<Lease | undefined>;
      current.onsuccess = () => {
        if (current.result?.owner === owner) leases.delete(name);
      };
      return promisifyRequest(leases.transaction);
    });
  signal.throwIfAborted();
  for (let waited = false; !(await take()); waited = true) {
    if (!waited) onWait();
    await sleep(hereAndNow, askMs, signal);
  }
  let released = false;
  const renew = async (): Promise<void> => {
    if ((await take()) || released) return;
    clearInterval(beat);
    onLost?.();
  };
  const beat = setInterval(() => void renew().catch(() => undefined), beatMs);
  const release = (): void => {
    released = true;
    clearInterval(beat);
    giveBack().catch(() => undefined);
  };
  if (signal.aborted) release();
  signal.throwIfAborted();
  return release;
}
