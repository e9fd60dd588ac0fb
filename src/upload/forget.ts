import {CosError} from '../errors.js';
import type {UploadRecord} from '../store/resume-store.js';
import {Activity} from './activity.js';
import {attempt} from './attempt.js';
import type {Settings, Shared} from './run-context.js';

/**
 * Removes an upload from the server and the journal. The record is marked first: when the page goes before the server has
 * answered, the next visit tells it. Never rejects: nothing is left for the user to do about it.
 */
export async function forgetUpload(shared: Shared, settings: Settings, record: UploadRecord): Promise<void> {
  const {client, journal} = shared;
  const {uploadId, key} = record;
  if (uploadId !== undefined) {
    const {handle: _handle, blob: _blob, ...rest} = record;
    await journal.put({...rest, canceled: true});
    try {
      await attemptAlone(shared, settings, key, (signal) =>
        client.abortMultipartUpload(key, uploadId, {signal}),
      );
    } catch (error) {
      if (!(error instanceof CosError) || error.code !== 'NoSuchUpload') return;
    }
  }
  await journal.remove(record.id);
}

/** A request that belongs to no upload under way. */
export function attemptAlone<T>(
  shared: Shared,
  settings: Settings,
  key: string,
  request: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const {signal} = new AbortController();
  return attempt({...shared, settings, key, signal, activity: new Activity(() => undefined)}, {}, request);
}
