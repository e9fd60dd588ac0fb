import {CosError} from '../../errors.js';
import {parseCrc64} from '../../hash/crc64.js';
import {attempt} from '../requests/attempt.js';
import {explainRead} from './file-check.js';
import type {Run} from './run-context.js';
import type {UploadResult} from '../tasks/state.js';

/** The result without sending, when the store has the same bytes under this key already; else undefined. */
export async function findExisting(run: Run): Promise<UploadResult | undefined> {
  const {client, key, file, hasher, signal} = run;
  const {sseCustomerAlgorithm, sseCustomerKey, sseCustomerKeyMD5} = run.objectOptions;
  const found = await attempt(run, {}, (signal) =>
    client.headObject(key, {sseCustomerAlgorithm, sseCustomerKey, sseCustomerKeyMD5, signal}),
  );
  if (found?.size !== file.size) return undefined;
  const theirs = parseCrc64(found.crc64);
  // The ETag of an object made of parts is opaque; only a plain one is an MD5 (436/7749).
  const theirMd5 = /^"([0-9a-f]{32})"$/i.exec(found.etag)?.[1]?.toLowerCase();
  if (theirs === undefined && theirMd5 === undefined) return undefined;
  const ours = await hasher
    .hash(file, theirs === undefined ? {md5: true} : {crc64: true}, signal, (compared) =>
      run.dispatch({type: 'compare', compared}),
    )
    .catch((cause: unknown) => {
      throw explainRead(cause, key);
    });
  if (theirs === undefined ? ours.md5 !== theirMd5 : ours.crc64 !== theirs) return undefined;
  return {
    key,
    etag: found.etag,
    location: client.locationOf(key),
    ...(found.versionId === undefined ? {} : {versionId: found.versionId}),
    ...(found.crc64 === undefined ? {} : {crc64: found.crc64}),
    size: file.size,
    parts: 0,
    resumedBytes: 0,
    skipped: true,
    requestId: found.requestId ?? '',
  };
}

/** Whether the object is there cannot always be asked: that is no failure. */
export async function existingIfAllowed(run: Run): Promise<UploadResult | undefined> {
  try {
    return await findExisting(run);
  } catch (error) {
    if (error instanceof CosError && error.category === 'permission') return undefined;
    throw error;
  }
}

/**
 * `forbidOverwrite` found the key taken: by this very upload, perhaps. An earlier answer was lost, or the browser itself sent the
 * request again on a fresh connection, which no page is told.
 */
export const isTaken = (error: unknown): boolean =>
  error instanceof CosError && error.code === 'FileAlreadyExists';
