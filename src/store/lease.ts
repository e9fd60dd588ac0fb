import {promisifyRequest, update} from 'idb-keyval';
import {hereAndNow, sleep} from '../environment.js';
import {openDatabase} from './database.js';

/** Milliseconds. A page that does not renew its lease for so long counts as gone. */
const leaseMs = 6000;
/** Milliseconds for a hidden page, whose timers may run only once a minute. */
const hiddenLeaseMs = 90_000;
const beatMs = 2000;
const askMs = 1000;
/** Milliseconds that the database may take. After that the upload goes on without a lock. */
const databaseTimeoutMs = 5000;

interface Lease {
  owner: string;
  until: number;
}

/**
 * A lock where there are no Web Locks. It is a record that its owner renews and that any page may take once it is out of date. `onLost`
 * tells an owner that was asleep.
 */
export async function acquireLease(
  database: string,
  name: string,
  signal: AbortSignal,
  onWait: () => void,
  onLost?: () => void,
): Promise<() => void> {
  const {use} = openDatabase(database, 'leases');
  const owner = Math.random().toString(36).slice(2);
  const take = async (): Promise<boolean> => {
    let mine = false;
    await update<unknown>(
      name,
      (lease) => {
        mine = !isHeld(lease) || lease.owner === owner;
        const ms = typeof document !== 'undefined' && document.hidden ? hiddenLeaseMs : leaseMs;
        return mine ? {owner, until: Date.now() + ms} : lease;
      },
      use,
    );
    return mine;
  };
  /** Gives the lease back. Does nothing when another page has taken it, because it was out of date. */
  const giveBack = (): Promise<void> =>
    use('readwrite', (leases) => {
      const current = leases.get(name) as IDBRequest<Partial<Lease> | undefined>;
      current.onsuccess = () => {
        if (current.result?.owner === owner) leases.delete(name);
      };
      return promisifyRequest(leases.transaction);
    });
  signal.throwIfAborted();
  try {
    for (let waited = false; !(await inTime(take(), signal)); waited = true) {
      if (!waited) onWait();
      await sleep(hereAndNow, askMs, signal);
    }
  } catch (error) {
    // The database may still grant what nobody waits for any more.
    giveBack().catch(() => undefined);
    throw error;
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
  return release;
}

/** A lease counts until its end. A clock that was ahead may have written an end that no lease can have; such a lease does not count. */
function isHeld(value: unknown): value is Lease {
  const {owner, until} = (value ?? {}) as Partial<Record<keyof Lease, unknown>>;
  const now = Date.now();
  return (
    typeof owner === 'string' && typeof until === 'number' && until >= now && until <= now + hiddenLeaseMs
  );
}

/** Resolves with the database's answer. Rejects when there is none in time, or with the signal's reason. */
async function inTime<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  const answered = new AbortController();
  const late = sleep(hereAndNow, databaseTimeoutMs, AbortSignal.any([signal, answered.signal])).then(() => {
    throw new Error("The browser's storage did not answer in time.");
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    answered.abort();
  }
}
