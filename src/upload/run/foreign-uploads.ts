import {CosError, CredentialsError} from '../../errors.js';
import type {ObjectOptions} from '../../cos/operations/object-options.js';
import type {ListedPart, ListedUpload} from '../../cos/wire/results.js';
import type {UploadRecord} from '../../store/resume-store.js';
import {attempt} from '../requests/attempt.js';
import {type Layout, limits, partAt} from '../parts/layout.js';
import {listParts, sameBytes} from './server-parts.js';
import type {Run} from './run-context.js';
import {Session} from './session.js';

/** What an Initiate left behind whose answer was lost: an upload of this key without parts. */
export async function findEmpty(run: Finding, signal: AbortSignal): Promise<string | undefined> {
  if (!run.permissions.listUploads) return undefined;
  try {
    for (const uploadId of await newestFirst(run, signal)) {
      const {parts} = await run.client.listParts(run.key, uploadId, {maxParts: 1, signal});
      if (parts.length === 0) return uploadId;
    }
  } catch (error) {
    signal.throwIfAborted();
    if (mayNotList(error)) run.permissions.listUploads = false;
    else if (!(error instanceof CosError) || error.retryable) throw error;
  }
  return undefined;
}

interface Finding extends Pick<Run, 'client' | 'key' | 'permissions'> {
  /** Of the upload that is looked for; without them any will do. */
  readonly objectOptions?: ObjectOptions;
}

/** Ids of the unfinished uploads of this key that may have been begun with the same options. */
async function newestFirst(run: Finding, signal: AbortSignal): Promise<string[]> {
  const {uploads} = await run.client.listMultipartUploads({prefix: run.key, encodingType: 'url', signal});
  return uploads
    .filter((upload) => upload.key === run.key && isAlike(run, upload))
    .sort((a, b) => Number(b.initiated) - Number(a.initiated))
    .map(({uploadId}) => uploadId);
}

const untold = new Set([
  'storageClass',
  'contentType',
  'contentMD5',
  'enableMD5',
  'trafficLimit',
  'forbidOverwrite',
]);

/** An object is as its Initiate asked for. Of that the list tells the storage class alone, and the type goes with the file. */
function isAlike({objectOptions = {}}: Finding, {storageClass}: ListedUpload): boolean {
  const told = Object.entries(objectOptions).every(
    ([name, value]) => value === undefined || untold.has(name),
  );
  const wanted = objectOptions.storageClass ?? 'STANDARD';
  return told && (storageClass || 'STANDARD').toUpperCase() === wanted;
}

/** COS refuses the listing, or there are no credentials for it. */
const mayNotList = (error: unknown): boolean =>
  (error instanceof CosError && error.category === 'permission') ||
  (error instanceof CredentialsError && !error.retryable);

/**
 * Ids of unfinished uploads of this key, the newest first: from another device, or with a lost journal. Rejects with the
 * signal's reason only.
 */
export async function findForeign(run: Run, signal: AbortSignal): Promise<string[]> {
  if (!run.settings.discover || !run.permissions.listUploads) return [];
  try {
    return await attempt(run, {signal}, (limited) => newestFirst(run, limited));
  } catch (error) {
    signal.throwIfAborted();
    // Listing is a permission of its own: a policy that lacks it, like any other failure here, is no reason to fail.
    if (mayNotList(error)) run.permissions.listUploads = false;
    return [];
  }
}

/** The first of these uploads, but for the one of `record`, that is proven to be of this file; with what the server has of it. */
export async function provenOf(
  run: Run,
  record: UploadRecord,
  uploadIds: readonly string[],
): Promise<{session: Session; listed: ListedPart[]} | undefined> {
  for (const uploadId of uploadIds) {
    if (uploadId === record.uploadId) continue;
    const listed = await listParts(run, uploadId).catch(() => 'unknown' as const);
    run.signal.throwIfAborted();
    if (typeof listed === 'string') continue;
    const layout = layoutOf(listed, run.file.size);
    if (!layout) continue;
    const session = new Session(run, {...record, uploadId, layout});
    // The first part decides: an upload of another file under the same key is left alone.
    const first = partAt(layout, run.file.size, 1)!;
    if ((await sameBytes(run, first, listed[0]!.etag)) !== undefined) return {session, listed};
  }
  return undefined;
}

/** How a foreign upload cut this file, as far as its list of parts tells; undefined when it cannot be of this file. @internal */
export function layoutOf(listed: readonly ListedPart[], fileSize: number): Layout | undefined {
  const sizes = listed.map(({size}) => size);
  const largest = Math.max(0, ...sizes);
  if (listed[0]?.partNumber !== 1) return undefined;
  const uniform = listed.every(({partNumber, size}) => {
    const offset = (partNumber - 1) * largest;
    return size === Math.min(largest, fileSize - offset);
  });
  if (uniform)
    return largest >= limits.minPartSize || largest === fileSize ? [{from: 1, size: largest}] : undefined;
  const layout: {from: number; size: number}[] = [];
  let offset = 0;
  for (const [index, {partNumber, size}] of listed.entries()) {
    if (partNumber !== index + 1) break;
    offset += size;
    if (offset > fileSize || (size < limits.minPartSize && offset < fileSize)) return undefined;
    if (layout.at(-1)?.size !== size) layout.push({from: partNumber, size});
  }
  return layout;
}
