import {CosError, UploadError} from '../errors.js';
import {beginSession, MaybeCompleted} from './begin-session.js';
import {completeSession, findCompleted, journaledParts} from './complete.js';
import {uploadFingerprint} from './fingerprint.js';
import {GivenUp} from './given-up.js';
import {putWhole} from './put-whole.js';
import type {Run} from './run-context.js';
import {sendParts} from './send-parts.js';
import {findExisting} from './skip-existing.js';
import type {UploadResult} from './state.js';

/** How often an upload that vanishes from the server is begun anew. */
const maxRestarts = 2;

/**
 * Brings one file into the store. The one way in, after an add as after a pause, a failure or a reload: what the server
 * has already is asked each time. Rejects with an UploadError, GivenUp or the signal's reason.
 */
export async function runUpload(run: Run): Promise<UploadResult> {
  run.activity.enter({type: 'prepare'});
  if (run.settings.skipExisting) {
    const existing = await findExisting(run);
    if (existing) return existing;
  }
  const small = run.file.size <= run.settings.multipartThreshold;
  // Small and new: one request, and nothing awaited before it.
  if (small && !run.restored) return putWhole(run);
  return withLock(run, async (waited) => {
    if (waited || run.restored) {
      const finished = await finishedElsewhere(run);
      if (finished) return finished;
    }
    return small ? putWhole(run) : uploadParts(run);
  });
}

/** Another tab may have brought the upload to its end while this one waited or was away. */
async function finishedElsewhere(run: Run): Promise<UploadResult | undefined> {
  const known = await run.journal.get(uploadFingerprint(run.client.origin, run.key, run.input));
  if (known || run.journal.broken) return undefined;
  const existing = await findExisting(run);
  if (!existing && run.restored) throw new GivenUp();
  return existing;
}

async function uploadParts(run: Run): Promise<UploadResult> {
  const id = uploadFingerprint(run.client.origin, run.key, run.input);
  for (let restarts = 0; ; restarts++) {
    const session = await beginSession(run);
    let done: UploadResult | undefined;
    if (session instanceof MaybeCompleted) {
      done = await findCompleted(run, journaledParts(run, session), run.file.size);
    } else {
      const resumed = [...session.parts.values()].reduce((sum, part) => sum + part.size, 0);
      try {
        await sendParts(run, session);
        done = await completeSession(run, session, resumed);
      } catch (error) {
        const vanished = error instanceof CosError && error.code === 'NoSuchUpload';
        if (!vanished || restarts >= maxRestarts) throw error;
      }
    }
    // Last of all: a crash before this line finds the object complete, one after it finds nothing to do.
    await run.journal.remove(id);
    if (done) return done;
    if (restarts >= maxRestarts) {
      throw new UploadError(`The multipart upload of ${run.key} vanished from the server again and again.`, {
        code: 'vanished',
        key: run.key,
      });
    }
  }
}

/** One page at a time: another tab that sends the same object is watched until it ends. */
async function withLock<T>(run: Run, work: (waited: boolean) => Promise<T>): Promise<T> {
  const name = `${run.client.origin}/${run.key}`;
  let waiting: PromiseWithResolvers | undefined;
  let unwatch: (() => void) | undefined;
  const release = await run.locks
    .acquire(name, run.signal, () => {
      waiting = resolvers();
      void run.activity.waiting('other-tab', waiting.promise);
      unwatch = run.locks.watch(name, (sent) => run.dispatch({type: 'follow', sent}));
    })
    .finally(() => {
      waiting?.resolve();
      unwatch?.();
    });
  try {
    return await work(waiting !== undefined);
  } finally {
    release();
  }
}

interface PromiseWithResolvers {
  promise: Promise<void>;
  resolve: () => void;
}

function resolvers(): PromiseWithResolvers {
  let resolve!: () => void;
  const promise = new Promise<void>((done) => (resolve = done));
  return {promise, resolve};
}
