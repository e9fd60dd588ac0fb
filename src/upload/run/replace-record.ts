import type {UploadRecord} from '../../store/resume-store.js';
import {discardHeld} from './discard-unwanted.js';
import type {Run} from './run-context.js';

/**
 * Writes a record, or none, over the one before it, and removes the upload of the old record from the server. Until that is done the old
 * upload has a record of its own, so that no crash makes this browser forget it.
 */
export async function replaceRecord(
  run: Run,
  before: UploadRecord | undefined,
  record: UploadRecord | undefined,
): Promise<void> {
  if (before?.uploadId === undefined) {
    if (record) await run.journal.put(record);
    return;
  }
  const {handle: _handle, blob: _blob, ...rest} = before;
  const gone: UploadRecord = {...rest, id: `${rest.id} ${before.uploadId}`, canceled: true};
  await run.journal.put(...(record ? [record] : []), gone);
  if (!record) await run.journal.remove(before.id);
  void discardHeld(run, run.settings, gone).catch(() => undefined);
}
