import {FileChangedError} from '../../errors.js';
import type {Run} from './run-context.js';

/**
 * Throws a FileChangedError when the file has changed since it was added. A File keeps the size and date of then, and only its handle can
 * look again. Without a handle a change shows when the file is read (`assertReadable`).
 */
export async function assertUnchanged({input, key}: Run): Promise<void> {
  if (!input.handle) return;
  let now: File;
  try {
    now = await input.handle.getFile();
  } catch (cause) {
    const error = explainRead(cause, key);
    if (error instanceof FileChangedError) throw error;
    // The permission for the handle may have ended or never been given. The File can be read all the same.
    return;
  }
  if (now.size !== input.size || now.lastModified !== input.lastModified) throw fileChanged(key);
}

/**
 * A browser reports a file that changed or vanished as a network error (ERR_UPLOAD_FILE_CHANGED), or sends it as it is now, and then the
 * length that was signed or the checksum does not fit. So after any failure the file is read to tell which it is.
 */
export async function explainFailure(error: unknown, body: Blob, key: string): Promise<unknown> {
  if (body.size === 0) return error;
  try {
    await body.slice(0, 1).arrayBuffer();
    return error;
  } catch (cause) {
    return fileChanged(key, cause);
  }
}

/** The error that a failed read of the file means. */
export function explainRead(cause: unknown, key: string): unknown {
  const name = cause instanceof DOMException ? cause.name : '';
  return name === 'NotReadableError' || name === 'NotFoundError' ? fileChanged(key, cause) : cause;
}

/** The error for a file that has changed: nothing of it is ever completed. */
export function fileChanged(key: string, cause?: unknown): FileChangedError {
  return new FileChangedError(
    `The file for ${key} was changed, moved or deleted after it was added. Add it again.`,
    {key, cause},
  );
}
