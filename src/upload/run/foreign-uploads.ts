import type {ObjectOptions} from '../../cos/operations/object-options.js';
import type {ListedPart, ListedUpload} from '../../cos/wire/results.js';
import type {UploadRecord} from '../../store/resume-store.js';
import {type Layout, limits, partAt} from '../parts/layout.js';
import {type Asking, askOptionally} from './optional.js';
import {listParts, sameBytes} from './server-parts.js';
import type {Run} from './run-context.js';
import {Session} from './session.js';

/** One key may have thousands of abandoned uploads. So many of them, the newest, are looked at. */
const most = 3;

/** An upload of this key without parts: what an Initiate leaves behind when its answer is lost. */
export async function findEmpty(run: Finding, signal: AbortSignal = run.signal): Promise<string | undefined> {
  const uploadIds = await newestFirst(run, signal);
  const empty = async (uploadId: string): Promise<boolean> => {
    const first = await askOptionally(
      run,
      'listParts',
      (limited) => run.client.listParts(run.key, uploadId, {maxParts: 1, signal: limited}),
      signal,
    );
    return first?.parts.length === 0;
  };
  for (const uploadId of uploadIds) if (await empty(uploadId)) return uploadId;
  return undefined;
}

interface Finding extends Asking {
  /** Of the upload that is looked for; without them any will do. */
  readonly objectOptions?: ObjectOptions;
}

/** Ids of unfinished uploads of this key that may have been begun with the same options. Rejects with the signal's reason only. */
async function newestFirst(run: Finding, signal: AbortSignal): Promise<string[]> {
  const page = await askOptionally(
    run,
    'listUploads',
    (limited) => run.client.listMultipartUploads({prefix: run.key, encodingType: 'url', signal: limited}),
    signal,
  );
  return (page?.uploads ?? [])
    .filter((upload) => upload.key === run.key && isAlike(run, upload))
    .sort((a, b) => Number(b.initiated) - Number(a.initiated))
    .slice(0, most)
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

/**
 * Initiate sets the options of the object, and the server's list tells only the storage class of them. Where this file has other options
 * too, no upload counts as alike. The type does not matter, because it goes with the file.
 */
function isAlike({objectOptions = {}}: Finding, {storageClass}: ListedUpload): boolean {
  const told = Object.entries(objectOptions).every(
    ([name, value]) => value === undefined || untold.has(name),
  );
  const wanted = objectOptions.storageClass ?? 'STANDARD';
  return told && (storageClass || 'STANDARD').toUpperCase() === wanted;
}

/** An upload that another device began, or whose journal is lost, with what the server has of it. */
export interface Foreign {
  readonly session: Session;
  readonly listed: readonly ListedPart[];
}

/**
 * The newest unfinished upload of this key, but for the one of `record`, that is proven to be of this file. Rejects with the signal's
 * reason, or where the file cannot be read.
 */
export async function findForeign(
  run: Run,
  record: UploadRecord,
  signal: AbortSignal,
): Promise<Foreign | undefined> {
  if (!run.settings.discover) return undefined;
  const looking = {...run, signal};
  for (const uploadId of await newestFirst(looking, signal)) {
    if (uploadId === record.uploadId) continue;
    const listed = await listParts(looking, uploadId).catch(() => 'unknown' as const);
    signal.throwIfAborted();
    if (typeof listed === 'string') continue;
    const layout = layoutOf(listed, run.input.size);
    if (!layout) continue;
    // The upload may be of another file under the same key. The first part decides; a foreign one is left alone.
    const first = partAt(layout, run.input.size, 1)!;
    if ((await sameBytes(looking, first, listed[0]!.etag)) === undefined) continue;
    return {session: new Session(run, {...record, uploadId, layout}), listed};
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
