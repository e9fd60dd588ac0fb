import type {PartRecord, UploadRecord} from '../../store/resume-store.js';
import {attempt} from '../requests/attempt.js';
import {explainRead} from './file-check.js';
import {keptOptions} from '../options/kept.js';
import {isInScope} from '../options/scope.js';
import {factsOf} from '../journal/record-of.js';
import {findEmpty} from './foreign-uploads.js';
import {adopt, adoptJournal, listParts} from './server-parts.js';
import {replaceRecord} from './replace-record.js';
import {beginOptions} from './request-options.js';
import type {Run} from './run-context.js';
import {sampleHash} from './sample-hash.js';
import {Session} from './session.js';

/** The server has no such upload any more. A Complete whose answer was lost may have ended it. */
export class MaybeCompleted {
  readonly record: UploadRecord;
  readonly parts: readonly PartRecord[];
  constructor(record: UploadRecord, parts: readonly PartRecord[]) {
    this.record = record;
    this.parts = parts;
  }
}

/**
 * The upload to go on with: the one in the journal where the server has it too, else a new one.
 * @param gone an upload of which the server has said that it has none; believed where the page may not ask
 */
export async function beginSession(run: Run, gone: string | undefined): Promise<Session | MaybeCompleted> {
  const [sample, known] = await Promise.all([
    sampleHash(run.file).catch((cause: unknown) => {
      throw explainRead(cause, run.key);
    }),
    run.journal.get(run.id),
  ]);
  run.visit.own(run.id);
  const owner = run.visit.id;
  if (known?.record.uploadId !== undefined && known.record.sample === sample) {
    const {canceled: _canceled, ...record} = known.record;
    const {uploadId} = known.record;
    // A page of this origin has begun that upload, so there are CORS rules for it: a line that looks dead is dead.
    run.contact.made = true;
    const listed = await listParts(run, uploadId);
    if (listed === 'gone' || (listed === 'unknown' && uploadId === gone))
      return new MaybeCompleted(known.record, known.parts);
    const kept = keepable(record, run);
    const session = new Session(run, {...record, ...kept, uploadId, owner});
    if (record.owner !== owner || (known.record.canceled ?? kept.handle !== record.handle)) session.save({});
    if (listed === 'unknown') adoptJournal(run, session, known.parts);
    else await adopt(run, session, listed, known.parts);
    return session;
  }
  const record: UploadRecord = {
    version: 1,
    id: run.id,
    origin: run.client.origin,
    key: run.key,
    ...factsOf(run.source),
    sample,
    layout: [],
    created: Date.now(),
    owner,
    ...(known?.record.initiating ? {initiating: true} : {}),
    ...keepable(known?.record, run),
  };
  await replaceRecord(run, known?.record, record);
  return initiate(run, record);
}

/** Begins a new multipart upload. The journal knows of it before the first part leaves. */
async function initiate(run: Run, {initiating = false, ...record}: UploadRecord): Promise<Session> {
  const begin = beginOptions(run);
  let unheard = initiating;
  if (!unheard) void run.journal.put({...record, initiating: true});
  const uploadId = await attempt(run, {}, async (limited) => {
    const lost = unheard ? await findEmpty(run, limited) : undefined;
    if (lost !== undefined) return lost;
    // A failure may have left an upload on the server.
    unheard = true;
    // Only this answer tells the id of the upload that the server now keeps, so a pause or a cancel does not cut the request.
    const cut = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    limited.addEventListener('abort', () => {
      const wait = run.signal.aborted ? run.stallTimeout(0) : 0;
      timer = setTimeout(() => cut.abort(limited.reason), wait);
    });
    try {
      const options = {...begin, signal: cut.signal};
      return (await run.client.createMultipartUpload(run.key, options)).uploadId;
    } finally {
      clearTimeout(timer);
    }
  });
  const begun = {...record, uploadId};
  await run.journal.put(begun);
  run.signal.throwIfAborted();
  return new Session(run, begun);
}

/**
 * What a later visit needs to go on without asking a person; it is kept when the upload begins again. Options that may hold a secret are
 * not written down; then the file is not kept either.
 */
function keepable(known: UploadRecord | undefined, {source, settings}: Run): Partial<UploadRecord> {
  const {ownCall} = source;
  const scope = settings.scope.name;
  const objectOptions = keptOptions(source);
  if (!objectOptions) return {scope, ownCall, handle: undefined, blob: undefined};
  const own = known && isInScope(known, settings.scope) ? known : undefined;
  return {scope, ownCall, objectOptions, handle: source.handle ?? own?.handle, blob: own?.blob};
}
