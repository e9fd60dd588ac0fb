import {FileChangedError, NetworkError} from '../../errors.js';
import type {Run} from './run-context.js';

/**
 * Throws a FileChangedError when the file is not what it was when it was added. A File remembers its size and date from
 * then, only its handle can look again; without one a changed file shows itself when it is read (`assertReadable`).
 */
export async function assertUnchanged({input, key}: Run): Promise<void> {
  if (!input.handle) return;
  let now: File;
  try {
    now = await input.handle.getFile();
  } catch (cause) {
    const error = explainRead(cause, key);
    if (error instanceof FileChangedError) throw error;
    // The File at hand can be read even where the permission for its handle has ended or was never given.
    return;
  }
  if (now.size !== input.size || now.lastModified !== input.lastModified) throw fileChanged(key);
}

/** A browser reports a file that changed or vanished as a network error (ERR_UPLOAD_FILE_CHANGED): reading tells. */
export async function explainFailure(error: unknown, body: Blob, key: string): Promise<unknown> {
  if (!(error instanceof NetworkError) || body.size === 0) return error;
  try {
    await body.slice(0, 1).arrayBuffer();
    return error;
  } catch (cause) {
    return fileChanged(key, cause);
  }
}

/** A failed read of the file, as the error it means. */
export function explainRead(cause: unknown, key: string): unknown {
  const name = cause instanceof DOMException ? cause.name : '';
  return name === 'NotReadableError' || name === 'NotFoundError' ? fileChanged(key, cause) : cause;
}

/** Nothing of a file that has changed is ever completed. */
export function fileChanged(key: string, cause?: unknown): FileChangedError {
  return new FileChangedError(
    `The file for ${key} was changed, moved or deleted after it was added. Nothing was stored; add it again.`,
    {key, cause},
  );
}
