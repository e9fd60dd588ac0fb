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
import type {Basis, Shared} from './run-context.js';

export const isOld = ({created}: UploadRecord): boolean => created < Date.now() - maxAgeMs;

export const isUnwanted = (record: UploadRecord): boolean => record.canceled === true || isOld(record);

/**
 * Lets later visits go on with an upload, or not, and answers its record as it is then. The record stays as it is when it belongs to
 * another open page, or when `kept` answers true, which is asked once the record is read.
 */
export async function setCanceled(
  shared: Pick<Basis, 'journal' | 'locks' | 'visit'>,
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

/** The same for a caller that has the lock already. */
export async function discardHeld(shared: Shared, settings: Settings, record: UploadRecord): Promise<void> {
  const {client, journal} = shared;
  const {id, key} = record;
  const errand = errandOf(shared, settings, key);
  // When the answer to an Initiate is lost, the server may have an upload whose id the record lacks.
  const uploadId = record.uploadId ?? (record.initiating ? await findEmpty(errand) : undefined);
  if (uploadId !== undefined && !(await isShared(id, uploadId, shared))) {
    const {handle: _handle, blob: _blob, ...rest} = record;
    await journal.put({...rest, canceled: true});
    // The keys of a ticket may have ended, and new ones are asked for by the file.
    const {name, path, size, type, lastModified} = {...record, ...record.prepared};
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
 * Removes, once for each client, the unwanted uploads of visits that are over. Pages that only call `uploadFile` never restore uploads, so
 * nothing else would remove them. Never rejects.
 */
export async function discardLeftovers(shared: Shared, settings: Settings): Promise<void> {
  const {client, journal} = shared;
  if (tidied.has(client)) return;
  tidied.add(client);
  for (const record of await journal.list(client.origin)) {
    // The keys of this page do not reach the uploads of other users.
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

/** An errand: requests that belong to no upload under way. */
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
