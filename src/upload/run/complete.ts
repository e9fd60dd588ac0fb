import {hiddenEtag} from '../../cos/wire/cors.js';
import type {CompleteMultipartUploadResult, ObjectMetadata} from '../../cos/wire/results.js';
import {CosError, UploadError} from '../../errors.js';
import {formatCrc64, parseCrc64} from '../../hash/crc64.js';
import {attempt} from '../requests/attempt.js';
import type {UploadResult} from '../tasks/state.js';
import {assertUnchanged, explainRead, fileChanged} from './file-check.js';
import {combineParts, compare, hintUnproven, md5OfEtag, type ProvenPart} from './proof.js';
import {completeOptions} from './request-options.js';
import type {Run} from './run-context.js';
import {sampleHash} from './sample-hash.js';
import {sendParts} from './send-parts.js';
import {agreeOnParts, listParts} from './server-parts.js';
import type {Session} from './session.js';
import {ageOf, askForObject, isTaken} from './stored-object.js';
import {uploadResult} from './upload-result.js';
import {whatIsStored, type WhatIsStored} from './what-is-stored.js';

/**
 * COS needs minutes to join the parts of a large object (436/7742), and sends blanks meanwhile as a sign of life. A gateway may keep them
 * back, so the request may go 20 minutes without one.
 */
const limitOfJoining =
  ({stallTimeout}: Run) =>
  (): number =>
    stallTimeout(0) * 40;

/** Joins the parts and proves the whole. Undefined when the upload has vanished from the server and must begin anew. */
export async function completeSession(
  run: Run,
  session: Session,
  resumed: number,
): Promise<UploadResult | undefined> {
  await assertSameFile(run, session.record.sample);
  run.activity.enter({type: 'complete'});
  if (session.sorted.some(({etag}) => md5OfEtag(etag) === undefined)) await repair(run, session);
  for (let repaired = false; ; repaired = true) {
    try {
      return await join(run, session, resumed);
    } catch (error) {
      if (!(error instanceof CosError)) throw error;
      if (error.code === 'NoSuchUpload') return undefined;
      if (error.code !== 'InvalidPart' || repaired) throw error;
      // The journal is wrong about the parts and the page may not see the server's list, so the upload begins anew.
      if (!(await repair(run, session))) {
        if (resumed > 0) return undefined;
        throw error;
      }
    }
  }
}

/** Sends each part again that the server lacks or has otherwise. Answers false where the page may not see the server's list. */
async function repair(run: Run, session: Session): Promise<boolean> {
  const agreed = await agreeOnParts(run, session);
  if (agreed) await sendParts(run, session);
  else await sendForEtags(run, session);
  run.activity.enter({type: 'complete'});
  return agreed;
}

/**
 * No list tells the ETags that something has kept back, so their parts are sent again. The first of them shows whether ETags arrive now; a
 * CORS rule that hides them hides all.
 */
async function sendForEtags(run: Run, session: Session): Promise<void> {
  const hidden = session.sorted.filter(({etag}) => etag === '').map(({partNumber}) => partNumber);
  for (const numbers of [hidden.splice(-1), hidden]) {
    if (numbers.length === 0) continue;
    for (const number of numbers) session.parts.delete(number);
    await sendParts(run, session);
    if (numbers.some((number) => session.parts.get(number)?.etag === '')) throw hiddenEtag(run.key);
  }
}

/** A Complete that was sent. COS may have done it although this page has not heard the answer. */
export interface Sent {
  readonly uploadId: string;
  readonly parts: readonly ProvenPart[];
  readonly resumed: number;
  /** When the first one was sent, in epoch milliseconds; undefined when nothing suggests that COS has done it. */
  readonly since: number | undefined;
  /** The server has said that it knows no such upload. */
  readonly gone: boolean;
}

/** Asks COS to join the parts, until its answer or the object itself says that it has. */
async function join(run: Run, session: Session, resumed: number): Promise<UploadResult> {
  let unheard = session.record.completing === undefined ? 0 : 1;
  const first = session.completing();
  const parts = session.sorted;
  const made = (gone: boolean): Promise<UploadResult | undefined> => {
    // Browsers may send a request again by themselves. If the server had the upload a moment ago and now has none, our own Complete has
    // ended it.
    const since = unheard > 0 || session.seen ? first : undefined;
    return findMade(run, {uploadId: session.uploadId, parts, resumed, since, gone});
  };
  let heard: WhatIsStored<CompleteMultipartUploadResult> | UploadResult;
  try {
    heard = await attempt(run, {limit: limitOfJoining(run)}, async (signal, _number, received) => {
      // One lost answer may be an accident, and the next answer tells. After two, each try looks for the object first.
      const object = unheard > 1 ? await made(false) : undefined;
      if (object) return object;
      run.activity.enter({type: 'complete'});
      try {
        return await whatIsStored(
          run.client.completeMultipartUpload(run.key, session.uploadId, parts, {
            ...completeOptions(run),
            onReceived: received,
            signal,
          }),
        );
      } catch (error) {
        if (!(error instanceof CosError) || error.retryable) unheard++;
        throw error;
      }
    });
  } catch (error) {
    const gone = error instanceof CosError && error.code === 'NoSuchUpload';
    const lost = unheard > 0 && error instanceof UploadError && error.retryable;
    const object = gone || lost || isTaken(error) ? await made(gone) : undefined;
    if (!object) throw error;
    return object;
  }
  if ('proof' in heard) return heard;
  const result = await prove(run, session, heard.answer, first, resumed);
  if (heard.failed) throw heard.failed.carrying(result);
  return result;
}

/**
 * The object that a Complete has made whose answer was lost. It is ours when it has the CRC64 of our parts or, where no CRC64 can be read,
 * their size, their number and a new date. Undefined when there is no object, or nothing shows that it is ours.
 */
export async function findMade(
  run: Run,
  {uploadId, parts, resumed, since, gone}: Sent,
): Promise<UploadResult | undefined> {
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  if (size !== run.input.size) return undefined;
  run.activity.enter({type: 'verify'});
  const joined = {parts: parts.length, resumedBytes: resumed};
  const found = await askForObject(run);
  if (found === 'absent') return undefined;
  if (found === 'unknown') {
    // The upload is gone. A lost answer to our Complete is a likelier cause than an Abort by somebody else.
    if (since === undefined || !(gone || (await listParts(run, uploadId)) === 'gone')) return undefined;
    hintUnproven(run);
    return uploadResult(run, {etag: ''}, {...joined, proof: 'none'});
  }
  if (found.size !== size) return undefined;
  const crc64 = parseCrc64(found.crc64);
  if (crc64 !== undefined)
    return (await combineParts(run, parts)) === crc64
      ? uploadResult(run, found, {...joined, crc64, proof: 'crc64'})
      : undefined;
  const isOurs = since !== undefined && ageOf(found, since) === 'newer' && isOfParts(found.etag, parts);
  if (!isOurs) return undefined;
  hintUnproven(run);
  return uploadResult(run, found, {...joined, proof: 'size'});
}

/** The ETag of an object that was made of parts ends with their number. An ETag that is kept back contradicts nothing. */
const isOfParts = (etag: string, parts: readonly ProvenPart[]): boolean =>
  etag === '' || new RegExp(`-${parts.length}"?$`).test(etag);

/** Browsers differ in what they notice while parts are read, so the file is looked at a last time before it becomes an object. */
async function assertSameFile(run: Run, sample: string | undefined): Promise<void> {
  await assertUnchanged(run);
  const now = await sampleHash(run.file).catch((cause: unknown) => {
    throw explainRead(cause, run.key);
  });
  if (sample !== undefined && now !== sample) throw fileChanged(run.key);
}

/**
 * COS has answered that it has joined the parts. The headers of that answer may have left before the object had a CRC64; then HEAD tells
 * it. Where neither does, the MD5s of all parts are the proof, if COS has compared them.
 */
async function prove(
  run: Run,
  {sorted: parts}: Session,
  answer: CompleteMultipartUploadResult,
  since: number,
  resumed: number,
): Promise<UploadResult> {
  const joined = {parts: parts.length, resumedBytes: resumed};
  const byParts = parts.every(({md5}) => md5) ? 'md5' : undefined;
  if (!run.settings.crc64) return uploadResult(run, answer, {...joined, proof: byParts ?? 'none'});
  run.activity.enter({type: 'verify'});
  const found = parseCrc64(answer.crc64) === undefined ? await askOnTrust(run) : undefined;
  const crc64 = parseCrc64(answer.crc64) ?? parseCrc64(found?.crc64);
  if (crc64 !== undefined) {
    compare(run, 'object', {crc64: await combineParts(run, parts)}, {etag: '', crc64: formatCrc64(crc64)});
    return uploadResult(run, answer, {...joined, crc64, proof: 'crc64'});
  }
  hintUnproven(run);
  const isThere = found?.size === run.input.size && ageOf(found, since) === 'newer';
  return uploadResult(run, answer, {...joined, proof: byParts ?? (isThere ? 'size' : 'none')});
}

/** COS has answered that it has the object, so when this HEAD fails the upload does not. */
async function askOnTrust(run: Run): Promise<ObjectMetadata | undefined> {
  const found = await askForObject(run).catch(() => run.signal.throwIfAborted());
  return typeof found === 'object' ? found : undefined;
}
