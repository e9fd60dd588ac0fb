import {hiddenEtag} from '../../cos/wire/cors.js';
import type {CompleteMultipartUploadResult, ObjectMetadata} from '../../cos/wire/results.js';
import {CosError, UploadError} from '../../errors.js';
import {formatCrc64, parseCrc64} from '../../hash/crc64.js';
import {attempt} from '../requests/attempt.js';
import type {UploadResult} from '../tasks/state.js';
import {assertUnchanged, explainRead, fileChanged} from './file-check.js';
import {combineParts, compare, hintUnproven, md5OfEtag, type ProvenPart} from './proof.js';
import type {Run} from './run-context.js';
import {sampleHash} from './sample-hash.js';
import {sendParts} from './send-parts.js';
import {agreeOnParts, listParts} from './server-parts.js';
import type {Session} from './session.js';
import {ageOf, askForObject, isTaken} from './stored-object.js';
import {uploadResult} from './upload-result.js';

/**
 * Joining the parts of a large object takes COS minutes (436/7742). The blanks that it sends meanwhile are a sign of life, but a gateway
 * may keep them back: 20 minutes without one.
 */
const limitOfJoining =
  ({stallTimeout}: Run) =>
  (): number =>
    stallTimeout(0) * 40;

/** What COS does with an object once it is whole has to be asked for at Complete too. 436/7742 */
const atTheEnd = /^(pic-operations|x-cos-callback|x-cos-callback-var|x-cos-return-body)$/i;

function completeHeaders({objectOptions: {headers = {}}}: Run): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => atTheEnd.test(name)));
}

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
      // What the journal says of parts is wrong, and the server's list may not be seen.
      if (!(await repair(run, session))) {
        if (resumed > 0) return undefined;
        throw error;
      }
    }
  }
}

/** Sends the parts that the server does not have as we know them. False where its list may not be seen. */
async function repair(run: Run, session: Session): Promise<boolean> {
  const agreed = await agreeOnParts(run, session);
  if (!agreed && session.sorted.some(({etag}) => etag === '')) throw hiddenEtag(run.key);
  if (agreed) await sendParts(run, session);
  run.activity.enter({type: 'complete'});
  return agreed;
}

/** A Complete that was sent, and may have been done without this page having heard of it. */
export interface Sent {
  readonly uploadId: string;
  readonly parts: readonly ProvenPart[];
  readonly resumed: number;
  /** When the first one left, epoch milliseconds; undefined where nothing speaks for its having been done. */
  readonly since: number | undefined;
  /** The server has said that it knows no such upload. */
  readonly gone: boolean;
}

/** Asks COS to join the parts until it has, by its answer or by the object itself. */
async function join(run: Run, session: Session, resumed: number): Promise<UploadResult> {
  let unheard = session.record.completing === undefined ? 0 : 1;
  const first = session.completing();
  const parts = session.sorted;
  const made = (gone: boolean): Promise<UploadResult | undefined> => {
    // An upload that was there a moment ago has been ended by our own Complete: browsers send a request again by themselves.
    const since = unheard > 0 || session.seen ? first : undefined;
    return findMade(run, {uploadId: session.uploadId, parts, resumed, since, gone});
  };
  let answer: CompleteMultipartUploadResult | UploadResult;
  try {
    answer = await attempt(run, {limit: limitOfJoining(run)}, async (signal, _number, received) => {
      // Once may be an accident, and the next answer tells. After that the object is looked for before each try.
      const object = unheard > 1 ? await made(false) : undefined;
      if (object) return object;
      run.activity.enter({type: 'complete'});
      try {
        return await run.client.completeMultipartUpload(run.key, session.uploadId, parts, {
          forbidOverwrite: run.objectOptions.forbidOverwrite,
          headers: completeHeaders(run),
          onReceived: received,
          signal,
        });
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
  return 'proof' in answer ? answer : prove(run, session, answer, first, resumed);
}

/**
 * The object of a Complete whose answer was not heard: by the CRC64 of our parts, else by size, number of parts and date. Undefined
 * when there is none, or nothing speaks for its being ours.
 */
export async function findMade(
  run: Run,
  {uploadId, parts, resumed, since, gone}: Sent,
): Promise<UploadResult | undefined> {
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  if (size !== run.file.size) return undefined;
  run.activity.enter({type: 'verify'});
  const joined = {parts: parts.length, resumedBytes: resumed};
  const found = await askForObject(run);
  if (found === 'absent') return undefined;
  if (found === 'unknown') {
    // Nobody but this upload's own Complete ends it; an Abort by somebody else is less likely than an answer that was lost.
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

/** The ETag of an object that was made of so many parts ends with their number; one that is kept back says nothing. */
const isOfParts = (etag: string, parts: readonly ProvenPart[]): boolean =>
  etag === '' || new RegExp(`-${parts.length}"?$`).test(etag);

/** Looks at the file a last time before it becomes an object: browsers differ in what they notice while parts are read. */
async function assertSameFile(run: Run, sample: string | undefined): Promise<void> {
  await assertUnchanged(run);
  const now = await sampleHash(run.file).catch((cause: unknown) => {
    throw explainRead(cause, run.key);
  });
  if (sample !== undefined && now !== sample) throw fileChanged(run.key);
}

/**
 * COS has joined the parts, by its own word. The CRC64 of the object is in that answer or in that of HEAD: the headers of the first
 * may have left before the parts were joined. Without it the MD5s of all parts are the proof, where they were compared.
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
  const isThere = found?.size === run.file.size && ageOf(found, since) === 'newer';
  return uploadResult(run, answer, {...joined, proof: byParts ?? (isThere ? 'size' : 'none')});
}

/** COS has already said that it has the object, so a HEAD that fails is no failure of the upload. */
async function askOnTrust(run: Run): Promise<ObjectMetadata | undefined> {
  const found = await askForObject(run).catch(() => run.signal.throwIfAborted());
  return typeof found === 'object' ? found : undefined;
}
