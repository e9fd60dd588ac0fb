import {CallbackError, CosError, UploadError} from '../../errors.js';
import type {UploadRecord} from '../../store/resume-store.js';
import {beginSession, MaybeCompleted} from './begin-session.js';
import {completeSession, findMade} from './complete.js';
import {withContentType} from './content-type.js';
import {discardUpload} from './discard.js';
import {lockName} from '../tasks/fingerprint.js';
import {discardLeftovers} from './discard-unwanted.js';
import {CanceledElsewhere} from './canceled-elsewhere.js';
import {type Foreign, findForeign} from './foreign-uploads.js';
import {putWhole} from './put-whole.js';
import {replaceRecord} from './replace-record.js';
import {mostWhole} from '../options/settings.js';
import {limits} from '../parts/layout.js';
import {largestWhole, wholeLimit} from '../parts/whole-limit.js';
import type {Run} from './run-context.js';
import {sendParts} from './send-parts.js';
import type {Session} from './session.js';
import {adopt, journaledParts} from './server-parts.js';
import {findSame} from './stored-object.js';
import type {UploadResult} from '../tasks/state.js';
import {type Resolvers, withResolvers} from '../tasks/with-resolvers.js';

/** How often an upload may vanish from the server before that is called an error. */
const maxVanished = 3;

/** Bytes. To send a smaller file again takes no longer than to ask for it. */
const worthAsking = 64 * 1024;

/**
 * Brings one file into the store. Every run begins here, after an add, a pause, a failure or a reload, and asks each time what the server
 * has already. Rejects with an UploadError, CanceledElsewhere or the signal's reason.
 * @param finish what has to be done with the stored object before another page may begin with the same one
 */
export async function runUpload(run: Run, finish: Finish): Promise<UploadResult> {
  try {
    return await bring(await withContentType(run), finish);
  } finally {
    if (run.input.ownCall) void discardLeftovers(run, run.settings);
  }
}

type Finish = (result: UploadResult) => Promise<UploadResult>;

async function bring(run: Run, finish: Finish): Promise<UploadResult> {
  run.activity.enter({type: 'prepare'});
  const small = await goesWhole(run);
  if (run.settings.skipExisting) {
    const existing = await findSame(run, 'optional');
    if (existing) {
      // An earlier run may have begun a multipart upload for it.
      if (!small || run.restored) await discardUpload(run, run.settings, run.id).catch(() => undefined);
      return finish(existing);
    }
  }
  // Small and new: one request, and nothing awaited before it.
  if (small && !run.restored) return finish(await putInstead(run));
  return withLock(run, async (run, waited) => {
    if (waited || run.restored || run.begun) {
      const finished = await finishedElsewhere(run);
      if (finished) return finish(finished);
    }
    return finish(await (small ? putInstead(run) : uploadParts(run)));
  });
}

/** Whether a file goes in one request. Under `auto` the line decides, but what has begun in parts goes on so, and so does what has one MD5. */
async function goesWhole({
  input: {size},
  id,
  journal,
  objectOptions,
  settings,
  slots,
}: Run): Promise<boolean> {
  if (settings.multipartThreshold !== 'auto' || size > largestWhole) return size <= mostWhole(settings);
  if (size <= limits.minPartSize || objectOptions.contentMD5 !== undefined) return true;
  if ((await journal.get(id))?.record.uploadId !== undefined) return false;
  return size <= wholeLimit(slots.host.line).bytes;
}

/** A file that goes whole now may have an upload in parts, begun while the threshold was lower. That upload is removed. */
async function putInstead(run: Run): Promise<UploadResult> {
  const result = await putWhole(run);
  if (run.restored || run.begun || run.input.size > limits.minPartSize) {
    // The journal answers in the order of the questions: the uploader forgets the record after this.
    void run.journal.get(run.id).then((known) => replaceRecord(run, known?.record, undefined));
  }
  return result;
}

/** While this page waited, was paused or was away, another page may have completed the upload: then its result, else undefined. */
async function finishedElsewhere(run: Run): Promise<UploadResult | undefined> {
  const known = await run.journal.get(run.id);
  if (!known) {
    if (!run.journal.lasting) return undefined;
    const existing = await findSame(run);
    if (!existing && run.restored) throw new CanceledElsewhere();
    return existing;
  }
  // With an upload id the parts on the server tell more. Without one, to ask for the object costs less than to send the file again.
  if (known.record.uploadId !== undefined || run.input.size <= worthAsking) return undefined;
  const existing = await findSame(run);
  return existing && {...existing, resumedBytes: run.input.size, skipped: false};
}

async function uploadParts(run: Run): Promise<UploadResult> {
  let gone: string | undefined;
  for (let vanished = 0; vanished < maxVanished;) {
    const session = await beginSession(run, gone);
    let done: UploadResult | undefined;
    if (session instanceof MaybeCompleted) {
      done = await completedUnheard(run, session);
      if (!done) await run.journal.put(begunAnew(session.record));
    } else {
      try {
        const sent = await sendBeside(run, session);
        done = await completeSession(run, sent.session, sent.resumed);
        if (!done) await replaceRecord(run, sent.session.record, begunAnew(sent.session.record));
      } catch (error) {
        // The upload has ended: a record would make a later visit call that a success.
        if (error instanceof CallbackError) void run.journal.remove(run.id);
        if (!(error instanceof CosError) || error.code !== 'NoSuchUpload') throw error;
        gone = session.uploadId;
      }
      if (!done) vanished++;
    }
    if (done) {
      // The record is removed last: when the page crashes before, the next visit finds the record and the complete object. Nobody waits for
      // it, because the object is complete whatever the browser's storage does.
      if (run.settings.commit === undefined) void run.journal.remove(run.id);
      return done;
    }
  }
  throw new UploadError(
    `The multipart upload of "${run.key}" vanished from the server ${maxVanished} times. Look for a lifecycle rule ` +
      'or a program that aborts uploads, then try again.',
    {code: 'vanished', key: run.key},
  );
}

/**
 * Sends the parts of `session`. While the server has none of them, it also looks for an upload of this file that this browser does not
 * remember. If that one is further, the run goes on with it and removes the other.
 */
async function sendBeside(run: Run, session: Session): Promise<{session: Session; resumed: number}> {
  const resumed = session.sent;
  if (resumed > 0) {
    await sendParts(run, session);
    return {session, resumed};
  }
  const looking = new AbortController();
  const sending = new AbortController();
  let foreign: Foreign | undefined;
  findForeign(run, session.record, AbortSignal.any([run.signal, looking.signal])).then(
    (found) => {
      if (looking.signal.aborted || !found || sizeOf(found.listed) <= session.sent) return;
      foreign = found;
      sending.abort();
    },
    () => undefined,
  );
  try {
    await sendParts({...run, signal: AbortSignal.any([run.signal, sending.signal])}, session);
    return {session, resumed};
  } catch (error) {
    if (!foreign || run.signal.aborted) throw error;
    await replaceRecord(run, session.record, foreign.session.record);
    await adopt(run, foreign.session, foreign.listed, []);
    return await sendBeside(run, foreign.session);
  } finally {
    looking.abort();
  }
}

const sizeOf = (parts: readonly {readonly size: number}[]): number =>
  parts.reduce((sum, {size}) => sum + size, 0);

/**
 * The object that a Complete has made whose answer was lost. The parts in the journal prove it where they make up the file; else the file
 * is read.
 */
async function completedUnheard(
  run: Run,
  {record, parts}: MaybeCompleted,
): Promise<UploadResult | undefined> {
  const {size} = run.file;
  const sent = {
    uploadId: record.uploadId!,
    parts: journaledParts(run, record, parts),
    resumed: size,
    since: record.completing,
    gone: true,
  };
  const made = await findMade(run, sent);
  if (made) return made;
  const same = await findSame(run);
  return same && {...same, resumedBytes: size, skipped: false};
}

/** The record of an upload that the server has lost. It keeps what a later visit needs; the rest begins again. */
function begunAnew(record: UploadRecord): UploadRecord {
  const {uploadId: _uploadId, completing: _completing, canceled: _canceled, ...kept} = record;
  return {...kept, layout: []};
}

/** One page at a time sends an object. While another tab does, this one watches it until it ends. */
async function withLock<T>(run: Run, work: (run: Run, waited: boolean) => Promise<T>): Promise<T> {
  const name = lockName(run.client.origin, run.key);
  for (;;) {
    const lost = new AbortController();
    let waiting: Resolvers<void> | undefined;
    let unwatch: (() => void) | undefined;
    const onWait = (): void => {
      waiting = withResolvers();
      void run.activity.waiting('other-tab', waiting.promise);
      unwatch = run.news.watch(name, (sent) =>
        run.dispatch({type: 'follow', sent: Math.min(sent, run.input.size)}),
      );
    };
    const release = await run.locks
      .acquire(name, run.signal, onWait, () => lost.abort())
      .finally(() => {
        waiting?.resolve();
        unwatch?.();
      });
    try {
      const signal = AbortSignal.any([run.signal, lost.signal]);
      return await work({...run, signal}, waiting !== undefined);
    } catch (error) {
      // While this page was asleep, another one has taken the lock. This one waits, and goes on where that one stops.
      if (run.signal.aborted || !lost.signal.aborted) throw error;
    } finally {
      release();
    }
  }
}
