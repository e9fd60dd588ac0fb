import type {TaskInput} from './task.js';

type Identity = Pick<TaskInput, 'name' | 'path' | 'size' | 'lastModified'>;

/** The same file as far as its metadata can say. */
export function fileFingerprint({name, path, size, lastModified}: Identity): string {
  return JSON.stringify([name, path, size, lastModified]);
}

/** Two uploads to the same object, of whatever file, exclude each other. */
export function lockName(origin: string, key: string): string {
  return `${origin}/${key}`;
}

/** The same file on its way to the same object: what an unfinished upload is found by. */
export function uploadFingerprint(origin: string, key: string, file: Identity): string {
  return `${origin}/${key} ${fileFingerprint(file)}`;
}
