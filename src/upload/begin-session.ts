import {CosError, CredentialsError} from '../errors.js';
import type {ObjectOptions} from '../cos/object-options.js';
import type {ListedPart, ListedUpload} from '../cos/results.js';
import type {PartRecord, UploadRecord} from '../store/resume-store.js';
import {attempt} from './attempt.js';
import {explainRead} from './file-check.js';
import {keptOptions} from './file-options.js';
import {uploadFingerprint} from './fingerprint.js';
import {forget} from './forget.js';
import {type Layout, limits, type Part, partAt} from './layout.js';
import type {Run} from './run-context.js';
import {sampleHash} from './sample-hash.js';
import {Session} from './session.js';

/** The server has no such upload any more: it may have been completed, by a request whose answer nobody heard. */
export class MaybeCompleted {
  readonly record: UploadRecord;
  readonly parts: readonly PartRecord[];
  constructor(record: UploadRecord, parts: readonly PartRecord[]) {
    this.record = record;
    this.parts = parts;
  }
}

/**
 * The upload to go on with: the one in the journal as far as the server agrees with it, else one that is found in the
 * bucket and proven to be of this file, else a new one.
 */
export async function beginSession(run: Run): Promise<Session | MaybeCompleted> {
  const id = uploadFingerprint(run.client.origin, run.key, run.input);
  const sample = await sampleHash(run.file).catch((cause: unknown) => {
    throw explainRead(cause, run.key);
  });
  run.visit.own(id);
  const owner = run.visit.id;
  const known = await run.journal.get(id);
  if (known?.record.uploadId !== undefined && known.record.sample === sample) {
    const {canceled: _canceled, ...record} = known.record;
    const {uploadId} = known.record;
    const listed = await listParts(run, uploadId);
    if (!listed) return new MaybeCompleted(known.record, known.parts);
    const kept = keepable(record, run);
    const session = new Session(run, {...record, ...kept, uploadId, owner, completing: false});
    if (record.owner !== owner || (known.record.canceled ?? kept.handle !== record.handle)) session.save({});
    await adopt(run, session, listed, known.parts);
    return session;
  }
  const record: UploadRecord = {
    version: 1,
    id,
    origin: run.client.origin,
    key: run.key,
    name: run.input.name,
    path: run.input.path,
    size: run.input.size,
    type: run.input.type,
    lastModified: run.input.lastModified,
    sample,
    layout: [],
    created: Date.now(),
    owner,
    ...(known?.record.initiating ? {initiating: true} : {}),
    ...keepable(known?.record, run),
  };
  const gone = abandoned(known?.record);
  // Over the old record, not after it is gone: an upload must not be forgotten between two writes.
  await run.journal.put(record, ...gone);
  for (const old of gone) void forget(run, run.settings, old).catch(() => undefined);
  return (await discover(run, record)) ?? (await initiate(run, record));
}

/** Begins a new multipart upload. The journal knows of it before the first part leaves. */
async function initiate(run: Run, {initiating = false, ...record}: UploadRecord): Promise<Session> {
  let unheard = initiating;
  if (!unheard) void run.journal.put({...record, initiating: true});
  const uploadId = await attempt(run, {}, async (limited) => {
    const lost = unheard ? await findEmpty(run, limited) : undefined;
    if (lost !== undefined) return lost;
    unheard = true;
    // A pause or a cancel does not cut this request: its answer is the only word of an upload the server keeps.
    const cut = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    limited.addEventListener('abort', () => {
      const wait = run.signal.aborted ? run.stallTimeout(0) : 0;
      timer = setTimeout(() => cut.abort(limited.reason), wait);
    });
    try {
      const options = {...run.objectOptions, signal: cut.signal};
      return (await run.client.createMultipartUpload(run.key, options)).uploadId;
    } catch (error) {
      // Refused is refused; anything else may have been done all the same.
      if (error instanceof CosError && !error.retryable) unheard = false;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  });
  const begun = {...record, uploadId};
  await run.journal.put(begun);
  run.signal.throwIfAborted();
  return new Session(run, begun);
}

/** What an Initiate left behind whose answer was lost: an upload of this key without parts. */
export async function findEmpty(run: Finding, signal: AbortSignal): Promise<string | undefined> {
  if (!run.permissions.listUploads) return undefined;
  try {
    const {uploads} = await run.client.listMultipartUploads({prefix: run.key, encodingType: 'url', signal});
    const newestFirst = uploads
      .filter((upload) => upload.key === run.key && isAlike(run, upload))
      .sort((a, b) => Number(b.initiated) - Number(a.initiated));
    for (const {uploadId} of newestFirst) {
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

/** An upload that can never be completed, nobody has its file any more, in a record of its own. */
function abandoned(known: UploadRecord | undefined): UploadRecord[] {
  if (known?.uploadId === undefined) return [];
  const {handle: _handle, blob: _blob, ...record} = known;
  return [{...record, id: `${record.id} ${known.uploadId}`, canceled: true}];
}

/** All pages; undefined when the server knows no such upload. */
export async function listParts(run: Run, uploadId: string): Promise<ListedPart[] | undefined> {
  try {
    const all: ListedPart[] = [];
    // Page by page: ten of them may take a slow line longer than one answer may.
    for (let marker = 0; ;) {
      const {parts, nextPartNumberMarker: next = 0} = await attempt(run, {}, (signal) =>
        run.client.listParts(run.key, uploadId, {partNumberMarker: marker || undefined, signal}),
      );
      all.push(...parts);
      if (next <= marker) return all;
      marker = next;
    }
  } catch (error) {
    if (error instanceof CosError && error.code === 'NoSuchUpload') return undefined;
    throw error;
  }
}

/**
 * Takes over what the server lists: a part that the journal has with the same number, size and ETag is believed, one that
 * it does not know is hashed first, anything else is sent again.
 */
async function adopt(
  run: Run,
  session: Session,
  listed: readonly ListedPart[],
  journaled: readonly PartRecord[],
): Promise<void> {
  const records = new Map(journaled.map((part) => [part.partNumber, part]));
  for (const {partNumber, etag, size} of listed) {
    const part = partAt(session.layout, run.file.size, partNumber);
    if (part?.size !== size) continue;
    const record = records.get(partNumber);
    if (record?.etag === etag && record.size === size) {
      session.parts.set(partNumber, {
        ...part,
        etag,
        ...(record.crc64 === undefined ? {} : {crc64: record.crc64}),
      });
    } else {
      const crc64 = await sameBytes(run, part, etag);
      if (crc64 === undefined) continue;
      session.confirm({...part, etag, crc64});
    }
    run.dispatch({type: 'part', part: {partNumber, size, attempts: 0, resumed: true}});
  }
}

/** The CRC64 of a slice whose MD5 is the ETag of what the server has; undefined when it is not. */
async function sameBytes(run: Run, {offset, size}: Part, etag: string): Promise<string | undefined> {
  const slice = run.file.slice(offset, offset + size);
  const {md5, crc64} = await run.hasher
    .hash(slice, {md5: true, crc64: true}, run.signal, (bytes) =>
      run.dispatch({type: 'compare', compared: offset + bytes}),
    )
    .catch((cause: unknown) => {
      throw explainRead(cause, run.key);
    });
  return etag.replaceAll('"', '').toLowerCase() === md5 ? crc64?.toString() : undefined;
}

/** An unfinished upload of this key that this browser does not remember: from another device, or with a lost journal. */
async function discover(run: Run, record: UploadRecord): Promise<Session | undefined> {
  if (!run.settings.discover || !run.permissions.listUploads) return undefined;
  let uploadIds: string[];
  try {
    uploadIds = await attempt(run, {}, async (signal) => {
      const {uploads} = await run.client.listMultipartUploads({
        prefix: run.key,
        encodingType: 'url',
        signal,
      });
      return uploads
        .filter((upload) => upload.key === run.key && isAlike(run, upload))
        .map(({uploadId}) => uploadId);
    });
  } catch (error) {
    run.signal.throwIfAborted();
    // Listing is a permission of its own: a policy that lacks it, like any other failure here, is no reason to fail.
    if (mayNotList(error)) run.permissions.listUploads = false;
    return undefined;
  }
  for (const uploadId of uploadIds.reverse()) {
    const listed = await listParts(run, uploadId).catch(() => undefined);
    run.signal.throwIfAborted();
    const layout = listed && layoutOf(listed, run.file.size);
    if (!layout) continue;
    const session = new Session(run, {...record, uploadId, layout});
    // The first part decides: an upload of another file under the same key is left alone.
    const first = partAt(layout, run.file.size, 1)!;
    if ((await sameBytes(run, first, listed[0]!.etag)) === undefined) continue;
    session.save({layout});
    await adopt(run, session, listed, []);
    return session;
  }
  return undefined;
}

/** How a foreign upload cut this file, as far as its list of parts tells; undefined when it cannot be of this file. */
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

/**
 * What makes a later visit able to go on without asking: it outlives a restart of the upload. Not without options that must not
 * be written down.
 */
function keepable(known: UploadRecord | undefined, {input}: Run): Partial<UploadRecord> {
  const {ownCall} = input;
  const objectOptions = keptOptions(input);
  if (!objectOptions) return {ownCall, handle: undefined, blob: undefined};
  const handle = input.handle ?? known?.handle;
  return {
    ownCall,
    objectOptions,
    ...(handle ? {handle} : {}),
    ...(known?.blob ? {blob: known.blob} : {}),
  };
}
