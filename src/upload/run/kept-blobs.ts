import type {UploadRecord} from '../../store/resume-store.js';
import type {Journal} from '../journal/journal.js';
import {MB} from '../parts/layout.js';

/** Bytes of file contents in the journal. */
const most = 300 * MB;

/** A quarter of what the browser lets this site store at most: the rest is the page's. */
async function roomForBlobs(): Promise<number> {
  const storage = (navigator as Partial<Navigator>).storage;
  const quota = (await storage?.estimate().catch(() => undefined))?.quota ?? Infinity;
  return Math.min(most, quota / 4);
}

/**
 * Makes room in the journal for contents that are about to be written; the oldest go first, and with them uploads that have not begun,
 * because nothing else is known of those. Answers the ids of what the next visit cannot get at any more, which may be among `coming`.
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
  const kept = [...known.values()].filter(({blob}) => blob).sort((a, b) => a.created - b.created);
  let bytes = kept.reduce((sum, {size}) => sum + size, 0);
  for (const {id, size} of kept) {
    if (bytes <= room) break;
    gone.add(id);
    bytes -= size;
  }
  await journal.update([...gone], (record) => {
    if (record?.uploadId === undefined) return undefined;
    const {blob: _blob, ...rest} = record;
    return rest;
  });
  return gone;
}
