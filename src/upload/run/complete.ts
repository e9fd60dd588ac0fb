import {CosError} from '../../errors.js';
import {parseCrc64} from '../../hash/crc64.js';
import {attempt} from '../requests/attempt.js';
import type {MaybeCompleted} from './begin-session.js';
import {assertUnchanged, explainRead, fileChanged} from './file-check.js';
import {partAt} from '../parts/layout.js';
import {listParts} from './server-parts.js';
import {combineParts, hintUnproven, prove, type ProvenPart} from './proof.js';
import type {Run} from './run-context.js';
import {sampleHash} from './sample-hash.js';
import {sendParts} from './send-parts.js';
import type {Session} from './session.js';
import {isTaken} from './stored-object.js';
import type {UploadResult} from '../tasks/state.js';

/**
 * Complete answers its status at once and its result when the parts are joined: minutes, for a large object. Cut too early,
 * it is asked again, and waited for longer.
 */
const limitOfJoining =
  ({stallTimeout}: Run) =>
  (attempt: number): number =>
    stallTimeout(0) * 2 ** (attempt + 1);

/** What COS does with an object once it is whole has to be asked for at Complete too. 436/7742 */
const atTheEnd = /^(pic-operations|x-cos-callback|x-cos-callback-var|x-cos-return-body)$/i;

function completeHeaders({objectOptions: {headers = {}}}: Run): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => atTheEnd.test(name)));
}

interface Stored {
  readonly etag: string;
  readonly versionId?: string | undefined;
  readonly crc64?: string | undefined;
  readonly requestId?: string | undefined;
}

/** Joins the parts and proves the whole. Undefined when the upload has vanished from the server and must begin anew. */
export async function completeSession(
  run: Run,
  session: Session,
  resumed: number,
): Promise<UploadResult | undefined> {
  await assertSameFile(run, session.record.sample);
  session.completing(true);
  run.activity.enter({type: 'complete'});
  for (let repaired = false; ; repaired = true) {
    try {
      const stored = await attempt(run, {limit: limitOfJoining(run)}, (signal) =>
        run.client.completeMultipartUpload(run.key, session.uploadId, session.sorted, {
          forbidOverwrite: run.objectOptions.forbidOverwrite,
          headers: completeHeaders(run),
          signal,
        }),
      );
      return await proven(run, session.sorted, stored, resumed);
    } catch (error) {
      if (!(error instanceof CosError)) throw error;
      if (error.code === 'NoSuchUpload') return await findCompleted(run, session.sorted, resumed);
      const joined = isTaken(error) ? await findCompleted(run, session.sorted, resumed) : undefined;
      if (joined) return joined;
      if (error.code !== 'InvalidPart' || repaired) throw error;
      await resend(run, session);
    }
  }
}

/**
 * Looks for an object whose Complete was answered but not heard: same size, and the CRC64 of our parts. Without a CRC64 in
 * the answer nothing can be told, and the upload begins anew.
 */
export async function findCompleted(
  run: Run,
  parts: readonly ProvenPart[],
  resumed: number,
): Promise<UploadResult | undefined> {
  run.activity.enter({type: 'verify'});
  const found = await head(run);
  if (found?.size !== run.file.size || found.crc64 === undefined) return undefined;
  if (parts.reduce((sum, part) => sum + part.size, 0) !== run.file.size) return undefined;
  if ((await combineParts(run, parts)) !== parseCrc64(found.crc64)) return undefined;
  return result(run, parts, found, found.crc64, resumed);
}

/** The parts as the journal has them, placed in the file. */
export function journaledParts(run: Run, {parts, record}: MaybeCompleted): ProvenPart[] {
  return parts
    .flatMap((part) => {
      const place = partAt(record.layout, run.file.size, part.partNumber);
      return place?.size === part.size ? [{...part, offset: place.offset}] : [];
    })
    .sort((a, b) => a.partNumber - b.partNumber);
}

/** The server misses parts that we believed it had: sends those it does not list as we know them. */
async function resend(run: Run, session: Session): Promise<void> {
  const listed = new Map((await listParts(run, session.uploadId))?.map((part) => [part.partNumber, part]));
  for (const part of session.sorted) {
    if (listed.get(part.partNumber)?.etag !== part.etag) session.parts.delete(part.partNumber);
  }
  await sendParts(run, session);
  run.activity.enter({type: 'complete'});
}

/** The last look at the file before it becomes an object: browsers differ in what they notice while parts are read. */
async function assertSameFile(run: Run, sample: string | undefined): Promise<void> {
  await assertUnchanged(run);
  const now = await sampleHash(run.file).catch((cause: unknown) => {
    throw explainRead(cause, run.key);
  });
  if (sample !== undefined && now !== sample) throw fileChanged(run.key);
}

async function proven(
  run: Run,
  parts: readonly ProvenPart[],
  stored: Stored,
  resumed: number,
): Promise<UploadResult> {
  if (!run.settings.crc64) return result(run, parts, stored, undefined, resumed);
  run.activity.enter({type: 'verify'});
  // The answer's headers left before the parts were joined, so they may lack the CRC64: HEAD has it.
  const crc64 = stored.crc64 ?? (await head(run))?.crc64;
  if (crc64 === undefined) hintUnproven(run);
  else prove(run, 'object', {crc64: await combineParts(run, parts)}, {etag: stored.etag, crc64});
  return result(run, parts, stored, crc64, resumed);
}

type Metadata = Awaited<ReturnType<Run['client']['headObject']>>;

/** Undefined also where HEAD is not permitted: a proof that cannot be had is no failure. */
async function head(run: Run): Promise<Metadata> {
  const {sseCustomerAlgorithm, sseCustomerKey, sseCustomerKeyMD5} = run.objectOptions;
  try {
    return await attempt(run, {}, (signal) =>
      run.client.headObject(run.key, {sseCustomerAlgorithm, sseCustomerKey, sseCustomerKeyMD5, signal}),
    );
  } catch (error) {
    if (error instanceof CosError && error.status === 403) return undefined;
    throw error;
  }
}

function result(
  {client, key, file}: Run,
  parts: readonly ProvenPart[],
  stored: Stored,
  crc64: string | undefined,
  resumedBytes: number,
): UploadResult {
  return {
    key,
    etag: stored.etag,
    location: client.locationOf(key),
    ...(stored.versionId === undefined ? {} : {versionId: stored.versionId}),
    ...(crc64 === undefined ? {} : {crc64}),
    size: file.size,
    parts: parts.length,
    resumedBytes,
    skipped: false,
    requestId: stored.requestId ?? '',
  };
}
