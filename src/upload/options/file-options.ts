import type {ObjectOptions} from '../../cos/operations/object-options.js';
import {MB} from '../parts/layout.js';
import type {UploaderOptions} from './options.js';
import {parseSize} from './size.js';
import type {TaskInput} from '../tasks/task.js';
import {toUploadError} from '../tasks/to-upload-error.js';

/** The object key of a file; a promise where the `key` option asks somebody. It rejects with an UploadError. */
export function keyOf({key, keyPrefix = ''}: UploaderOptions, input: TaskInput): string | Promise<string> {
  if (!key) return keyPrefix + input.path;
  let asked: string | Promise<string>;
  try {
    asked = key(input.file!, input.path);
  } catch (error) {
    asked = Promise.reject(toUploadError(error, input.path));
  }
  return asked;
}

/** The options of the uploader, and over them those of the file itself. */
export function objectOptionsOf({objectOptions}: UploaderOptions, input: TaskInput): ObjectOptions {
  const general =
    typeof objectOptions === 'function' ? objectOptions(input.file!, input.path) : objectOptions;
  return {...(input.type ? {contentType: input.type} : {}), ...general, ...input.objectOptions};
}

/**
 * The file's own options as they are written down; undefined where they may hold a secret: an encryption key, or any header.
 * A copy, because what a framework watches cannot be stored.
 */
export function keptOptions({objectOptions = {}}: TaskInput): Record<string, unknown> | undefined {
  const {sseCustomerKey, headers} = objectOptions;
  if (sseCustomerKey !== undefined || headers) return undefined;
  return JSON.parse(JSON.stringify(objectOptions)) as Record<string, unknown>;
}

/** What of a file the next visit can have without asking for it; undefined when nothing. */
export function keptFor(
  {resume, persistBlobs = 10 * MB}: UploaderOptions,
  input: TaskInput,
): 'handle' | 'blob' | undefined {
  if (resume === 'off' || !input.file || !keptOptions(input)) return undefined;
  if (input.handle) return 'handle';
  const small = input.size <= parseSize('persist-blobs', persistBlobs);
  return small && input.persist ? 'blob' : undefined;
}
