import {CosError} from '../../errors.js';
import {maxAgeMs, type UploadRecord} from '../../store/resume-store.js';
import {isInScope} from '../options/scope.js';
import {Activity} from '../tasks/activity.js';
import {attempt} from '../requests/attempt.js';
import {findEmpty} from './foreign-uploads.js';
import type {Asking} from './optional.js';
import {lockName} from '../tasks/fingerprint.js';
import {isOpen} from '../journal/open-visits.js';
import type {Settings} from '../options/settings.js';
import type {Shared} from './run-context.js';

export const isOld = ({created}: UploadRecord): boolean => created < Date.now() - maxAgeMs;

export const isUnwanted = (record: UploadRecord): boolean => record.canceled === true || isOld(record);

/**
 * Lets later visits go on with an upload, or not, and answers its record as it is then. That of another page which is open
 * stays as it is; so does one that is `kept`, which is asked when the record is at hand.
 */
export async function setCanceled(
  shared: Shared,
  id: string,
  canceled: boolean,
  kept: () => boolean = () => false,
): Promise<UploadRecord | undefined> {
  const free = new Set([undefined, shared.visit.id]);
  for (;;) {
    let marked: UploadRecord | undefined;
    let other: string | undefined;
    await shared.journal.update([id], (known) => {
      other = known && !free.has(known.owner) ? known.owner : undefined;
      marked = known && other === undefined && !kept() ? {...known, canceled} : undefined;
      return marked ?? known;
    });
    if (other === undefined || (await isOpen(other, shared))) return marked;
    free.add(other);
  }
}

/** Removes an upload from the server and the journal, if it is (still) unwanted when no page sends its object any more. */
export async function discardUnwanted(
  shared: Shared,
  settings: Settings,
  {id, key}: Pick<UploadRecord, 'id' | 'key'>,
): Promise<void> {
  const {signal} = new AbortController();
  const release = await shared.locks.acquire(lockName(shared.client.origin, key), signal, () => undefined);
  try {
    const known = await shared.journal.get(id);
    if (known && isUnwanted(known.record)) await discardHeld(shared, settings, known.record);
  } finally {
    release();
  }
}

/** The same for who has the lock already. */
export async function discardHeld(shared: Shared, settings: Settings, record: UploadRecord): Promise<void> {
  const {client, journal} = shared;
  const {id, key} = record;
  const errand = errandOf(shared, settings, key);
  // The server may have one whose answer was lost.
  const uploadId = record.uploadId ?? (record.initiating ? await findEmpty(errand) : undefined);
  if (uploadId !== undefined && !(await isShared(id, uploadId, shared))) {
    const {handle: _handle, blob: _blob, ...rest} = record;
    await journal.put({...rest, canceled: true});
    // Its keys may have to be asked for once more.
    const {name, path, size, type, lastModified} = record;
    await client.tickets?.know(key, {name, path, size, type, lastModified});
    try {
      await attempt(errand, {}, (signal) => client.abortMultipartUpload(key, uploadId, {signal}));
    } catch (error) {
      if (!(error instanceof CosError) || error.code !== 'NoSuchUpload') return;
    }
  }
  await journal.remove(id);
}

const tidied = new WeakSet<Shared['client']>();

/**
 * What nobody wants any more, of visits that are over, once for each client: pages that only call `uploadFile` never look what there
 * is to go on with. Never rejects.
 */
export async function discardLeftovers(shared: Shared, settings: Settings): Promise<void> {
  const {client, journal} = shared;
  if (tidied.has(client)) return;
  tidied.add(client);
  for (const record of await journal.list(client.origin)) {
    // The keys of this page are not those of other users.
    if (
      !isUnwanted(record) ||
      !isInScope(record, settings.scope) ||
      (await isOpen(record.owner ?? '', shared))
    )
      continue;
    await discardUnwanted(shared, settings, record).catch(() => undefined);
  }
}

/** A newer version of the file may go on with the parts of the old one. */
async function isShared(id: string, uploadId: string, {client, journal}: Shared): Promise<boolean> {
  const records = await journal.list(client.origin);
  return records.some((other) => other.uploadId === uploadId && other.id !== id && !isUnwanted(other));
}

/** What belongs to no upload under way. */
function errandOf(shared: Shared, settings: Settings, key: string): Asking {
  const {signal} = new AbortController();
  return {
    ...shared,
    settings,
    key,
    signal,
    activity: new Activity(() => undefined),
    asked: shared.environment.now(),
  };
}
