import type {UploadRecord} from '../../store/resume-store.js';
import {type Journal, withoutContents} from '../journal/journal.js';
import {MB} from '../parts/layout.js';

/** Bytes of file contents that the journal holds at most. */
const most = 300 * MB;

/** At most a quarter of what the browser lets this site store; the rest is left to the page. */
async function roomForBlobs(): Promise<number> {
  const storage = (navigator as Partial<Navigator>).storage;
  const quota = (await storage?.estimate().catch(() => undefined))?.quota ?? Infinity;
  return Math.min(most, quota / 4);
}

/**
 * Makes room in the journal for contents that are about to be written. The oldest contents go first. An upload that has not begun is
 * nothing without its contents, so its record goes with them. Answers the ids whose contents the next visit will not have, which may be
 * among `coming`.
 */
export async function makeRoom(
  journal: Pick<Journal, 'list' | 'update'>,
  origin: string,
  coming: readonly UploadRecord[],
): Promise<Set<string>> {
  const gone = new Set<string>();
  if (!coming.some(({blob}) => blob)) return gone;
  const room = await roomForBlobs();
  const known = new Map((await journal.list(origin)).map((record) => [record.id, record]));
  for (const record of coming) if (!known.has(record.id)) known.set(record.id, record);
  // Stores answer the oldest first, and what is coming is younger.
  const kept = [...known.values()].filter(({blob}) => blob);
  let bytes = kept.reduce((sum, {size}) => sum + size, 0);
  for (const {id, size} of kept) {
    if (bytes <= room) break;
    gone.add(id);
    bytes -= size;
  }
  await journal.update([...gone], withoutContents);
  return gone;
}
