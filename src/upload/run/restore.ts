import type {UploadRecord} from '../../store/resume-store.js';
import {isInScope, type Scope} from '../options/scope.js';
import {isOld, isUnwanted} from './discard-unwanted.js';
import type {Journal} from '../journal/journal.js';
import {isOpen} from '../journal/open-visits.js';
import type {Basis} from './run-context.js';
import type {RestoreNeed, UploadResult} from '../tasks/state.js';
import type {TaskInput} from '../tasks/task.js';

/** Milliseconds that this page waits for another one that is looking for earlier uploads. */
const lockTimeout = 5000;

/** Records that are restored in one go, because thousands would hold up the page. */
const atOnce = 200;

/** An upload of an earlier visit, as far as it can go on without the user. */
export interface Restored {
  readonly id: string;
  readonly input: TaskInput;
  readonly key: string;
  readonly needs: RestoreNeed;
  /** The journal has its bytes, or a handle of its file. */
  readonly reachable: boolean;
  readonly sent: number;
}

/** Uploads that earlier visits have left unfinished. */
export interface EarlierUploads {
  /** Those that this visit takes over. */
  readonly found: Restored[];
  /** Those to be removed: too old, or canceled but not yet removed when their page went. */
  readonly unwanted: readonly UploadRecord[];
  /** Visits whose pages are still open: their uploads stay with them. */
  readonly elsewhere: ReadonlySet<string>;
}

/** Unfinished uploads of `scope`, but those of other pages that are open. */
export async function restoreUploads(
  {client, journal, locks, visit}: Pick<Basis, 'client' | 'journal' | 'locks' | 'visit'>,
  scope: Scope,
): Promise<EarlierUploads> {
  // When a browser starts again, several pages look at the same moment. The lock lets one at a time.
  const release = await locks
    .acquire(`restore ${client.origin}`, AbortSignal.timeout(lockTimeout), () => undefined)
    .catch(() => undefined);
  try {
    const isOurs = (record: UploadRecord): boolean => isInScope(record, scope);
    const all = await journal.list(client.origin, isOurs);
    const listed = all.filter(isOurs);
    // Only the keys of their own scope could remove the parts of these uploads, so those too old are dropped from the journal alone.
    const outlived = all.filter((record) => !isOurs(record) && isOld(record));
    if (outlived.length > 0)
      await journal.update(
        outlived.map(({id}) => id),
        (known) => (known && isOld(known) ? undefined : known),
      );
    const elsewhere = new Set<string>();
    for (const owner of new Set(listed.map(({owner = ''}) => owner)))
      if (await isOpen(owner, {locks, visit})) elsewhere.add(owner);
    // This page may have added the same file meanwhile, so its own records are left out.
    const free = listed.filter(({id, owner = ''}) => !elsewhere.has(owner) && !visit.owns(id));
    const open = free.filter((record) => !isUnwanted(record) && !record.ownCall);
    for (const {id} of open) visit.own(id);
    const found: Restored[] = [];
    for (let from = 0; from < open.length; from += atOnce) {
      const group = open.slice(from, from + atOnce);
      await journal.put(...group.map((record) => ({...record, owner: visit.id})));
      found.push(...(await Promise.all(group.map((record) => restoreRecord(record, journal)))));
    }
    return {found, unwanted: free.filter(isUnwanted), elsewhere};
  } finally {
    release?.();
  }
}

/** Turns a record of the journal into what a task is made of. */
async function restoreRecord(record: UploadRecord, journal: Journal): Promise<Restored> {
  const parts = record.uploadId === undefined ? [] : ((await journal.get(record.id))?.parts ?? []);
  const facts = {
    name: record.name,
    path: record.path,
    size: record.size,
    type: record.type,
    lastModified: record.lastModified,
  };
  const stored = record.stored as UploadResult | undefined;
  const {file, needs} = stored ? ({file: undefined, needs: 'nothing'} as const) : await reach(record);
  return {
    id: record.id,
    input: {
      ...facts,
      file,
      ...(record.prepared && {prepared: {...record.prepared, file: undefined}}),
      ...(stored ? {stored} : {}),
      ...(record.handle ? {handle: record.handle} : {}),
      ...(record.objectOptions ? {objectOptions: record.objectOptions} : {}),
    },
    key: record.key,
    needs,
    reachable: stored !== undefined || record.handle !== undefined || record.blob !== undefined,
    sent: stored ? stored.size : parts.reduce((sum, part) => sum + part.size, 0),
  };
}

async function reach({
  handle,
  blob,
  size,
  lastModified,
}: UploadRecord): Promise<{file: Blob | undefined; needs: RestoreNeed}> {
  if (blob) return {file: blob, needs: 'nothing'};
  if (!handle) return {file: undefined, needs: 'file'};
  try {
    // Browsers whose handles need no permission (origin private files in Safari and Firefox) have no such method.
    const state = (await (handle as PermittedHandle).queryPermission?.({mode: 'read'})) ?? 'granted';
    if (state !== 'granted') return {file: undefined, needs: state === 'prompt' ? 'permission' : 'file'};
    const file = await handle.getFile();
    return file.size === size && file.lastModified === lastModified
      ? {file, needs: 'nothing'}
      : {file: undefined, needs: 'file'};
  } catch {
    return {file: undefined, needs: 'file'};
  }
}

/**
 * Asks for the file behind a handle; must be called from a click. Undefined when the person refuses, the file is gone, or it is another one
 * by now.
 */
export async function requestFile({handle, size, lastModified}: TaskInput): Promise<File | undefined> {
  try {
    const state =
      (await (handle as PermittedHandle | undefined)?.requestPermission?.({mode: 'read'})) ?? 'granted';
    if (state !== 'granted') return undefined;
    const file = await handle?.getFile();
    return file?.size === size && file.lastModified === lastModified ? file : undefined;
  } catch {
    return undefined;
  }
}

interface PermittedHandle extends FileSystemFileHandle {
  queryPermission?(options: {mode: 'read'}): Promise<PermissionState>;
  requestPermission?(options: {mode: 'read'}): Promise<PermissionState>;
}
