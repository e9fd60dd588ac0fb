import type {Shared} from '../run/run-context.js';
import {visitLock} from './visit.js';

/** Whether the page of another visit is open. */
export async function isOpen(id: string, {locks, visit}: Pick<Shared, 'locks' | 'visit'>): Promise<boolean> {
  if (id === '' || id === visit.id) return false;
  const taken = new AbortController();
  const release = await locks
    .acquire(visitLock(id), taken.signal, () => taken.abort())
    .catch(() => undefined);
  release?.();
  return !release;
}
