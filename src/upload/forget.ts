import {CosError} from '../errors.js';
import type {UploadRecord} from '../store/resume-store.js';
import {Activity} from './activity.js';
import {attempt} from './attempt.js';
import {lockName} from './fingerprint.js';
import type {Settings, Shared} from './run-context.js';

/**
 * Removes an upload from the server and the journal, if it is (still) `unwanted` and no page is sending it. The record is
 * marked first: when the page goes before the server has answered, the next visit tells it.
 */
export async function forgetUpload(
  shared: Shared,
  settings: Settings,
  {id, key}: Pick<UploadRecord, 'id' | 'key'>,
  unwanted: (record: UploadRecord) => boolean,
): Promise<void> {
  const taken = new AbortController();
  const release = await shared.locks
    .acquire(lockName(shared.client.origin, key), taken.signal, () => taken.abort())
    .catch(() => undefined);
  if (!release) return;
  try {
    const known = await shared.journal.get(id);
    if (known && unwanted(known.record)) await forget(shared, settings, known.record);
  } finally {
    release();
  }
}

async function forget(shared: Shared, settings: Settings, record: UploadRecord): Promise<void> {
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
function attemptAlone<T>(
  shared: Shared,
  settings: Settings,
  key: string,
  request: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const {signal} = new AbortController();
  return attempt({...shared, settings, key, signal, activity: new Activity(() => undefined)}, {}, request);
}
