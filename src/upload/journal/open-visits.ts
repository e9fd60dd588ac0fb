import type {Locks} from '../../store/locks.js';
import {type Visit, visitLock} from './visit.js';

/** This page's own visit, and the locks by which it sees others. */
export interface Visiting {
  readonly locks: Locks;
  readonly visit: Visit;
}

/** Whether the page of another visit is open. */
export async function isOpen(id: string, {locks, visit}: Visiting): Promise<boolean> {
  if (id === '' || id === visit.id) return false;
  const taken = new AbortController();
  const release = await locks
    .acquire(visitLock(id), taken.signal, () => taken.abort())
    .catch(() => undefined);
  release?.();
  return !release;
}
