import type {UploadRecord} from '../store/resume-store.js';
import {uploadFingerprint} from './fingerprint.js';
import type {Journal} from './journal.js';
import type {RestoreNeed} from './state.js';
import type {TaskInput} from './task.js';

/** An upload of an earlier visit, as far as it can go on without the user. */
export interface Restored {
  readonly id: string;
  readonly input: TaskInput;
  readonly key: string;
  readonly needs: RestoreNeed;
  readonly sent: number;
}

/** Turns a record of the journal into what a task is made of. */
export async function restoreRecord(record: UploadRecord, journal: Journal): Promise<Restored> {
  const parts = record.uploadId === undefined ? [] : ((await journal.get(record.id))?.parts ?? []);
  const facts = {
    name: record.name,
    path: record.path,
    size: record.size,
    type: record.type,
    lastModified: record.lastModified,
  };
  const {file, needs} = await reach(record);
  return {
    id: record.id,
    input: {...facts, file, ...(record.handle ? {handle: record.handle} : {})},
    key: record.key,
    needs,
    sent: parts.reduce((sum, part) => sum + part.size, 0),
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
 * Asks for the file behind a handle; must be called from a click. Undefined when it was refused, or is gone, or is not the
 * file any more.
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

/** What is written down for an upload that has not begun, so that the next visit can begin it. */
export function recordOf(origin: string, key: string, input: TaskInput, keepBlob: boolean): UploadRecord {
  const {file, handle, name, path, size, type, lastModified} = input;
  return {
    version: 1,
    id: uploadFingerprint(origin, key, input),
    origin,
    key,
    name,
    path,
    size,
    type,
    lastModified,
    layout: [],
    created: Date.now(),
    ...(handle ? {handle} : {}),
    ...(keepBlob && file ? {blob: file} : {}),
  };
}

interface PermittedHandle extends FileSystemFileHandle {
  queryPermission?(options: {mode: 'read'}): Promise<PermissionState>;
  requestPermission?(options: {mode: 'read'}): Promise<PermissionState>;
}
