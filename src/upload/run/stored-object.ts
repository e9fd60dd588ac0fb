import {isHeadRefused} from '../../cos/wire/cors-refusal.js';
import type {ObjectMetadata} from '../../cos/wire/results.js';
import {CosError, NetworkError} from '../../errors.js';
import {parseCrc64} from '../../hash/crc64.js';
import {attempt} from '../requests/attempt.js';
import type {UploadResult} from '../tasks/state.js';
import {explainRead} from './file-check.js';
import {askOptionally, mayNot} from './optional.js';
import {md5OfEtag} from './proof.js';
import type {Run} from './run-context.js';
import {uploadResult} from './upload-result.js';

/** What the store has under the key; `unknown` where this page may not ask. */
type Stored = ObjectMetadata | 'absent' | 'unknown';

/** `optional`: the upload waits a few seconds at most for the answer. */
type Need = 'needed' | 'optional';

/**
 * Asks for the object. When the policy, the CORS rules or something on the way refuse the question, it is not asked again. Rejects with the
 * signal's reason, or with an UploadError where an answer that is needed does not come.
 */
export async function askForObject(run: Run, need: Need = 'needed'): Promise<Stored> {
  if (!run.permissions.headObject) return 'unknown';
  if (need === 'optional')
    return (await askOptionally(run, 'headObject', (signal) => head(run, signal))) ?? 'unknown';
  try {
    return await attempt(run, {}, (signal) => head(run, signal));
  } catch (error) {
    if (!mayNot(error)) throw error;
    run.permissions.headObject = false;
    return 'unknown';
  }
}

async function head(run: Run, signal: AbortSignal): Promise<Stored> {
  const {client, key, objectOptions, environment} = run;
  const {sseCustomerAlgorithm, sseCustomerKey, sseCustomerKeyMD5} = objectOptions;
  const options = {sseCustomerAlgorithm, sseCustomerKey, sseCustomerKeyMD5, signal};
  try {
    return (await client.headObject(key, options)) ?? 'absent';
  } catch (error) {
    // A dead line and CORS rules without HEAD give the same error, so preflight questions tell which it is.
    const dead = error instanceof NetworkError && error.code === 'network' && environment.isOnline();
    if (!dead || !(await isHeadRefused(client, key, signal))) throw error;
    run.permissions.headObject = false;
    return 'unknown';
  }
}

/**
 * The result without sending, when the store has the same bytes under this key already, by CRC64 or by an ETag that is an MD5; else
 * undefined.
 */
export async function findSame(run: Run, need: Need = 'needed'): Promise<UploadResult | undefined> {
  const {key, file, hasher, signal} = run;
  const found = await askForObject(run, need);
  if (typeof found === 'string' || found.size !== file.size) return undefined;
  const theirs = parseCrc64(found.crc64);
  const theirMd5 = md5OfEtag(found.etag);
  if (theirs === undefined && theirMd5 === undefined) return undefined;
  const ours = await hasher
    .hash(file, theirs === undefined ? {md5: true} : {crc64: true}, signal, (compared) =>
      run.dispatch({type: 'compare', compared}),
    )
    .catch((cause: unknown) => {
      throw explainRead(cause, key);
    });
  if (theirs === undefined ? ours.md5 !== theirMd5 : ours.crc64 !== theirs) return undefined;
  return uploadResult(run, found, {
    proof: theirs === undefined ? 'md5' : 'crc64',
    crc64: theirs,
    skipped: true,
  });
}

/** HTTP's dates have whole seconds. */
const roundingMs = 2000;
/** Milliseconds that this device's clock may be wrong when the server's `Date` cannot be read. */
const clockMs = 60_000;

/**
 * Whether the object was written after `since` (epoch milliseconds by this device's clock). The server's clock decides where its `Date` can
 * be read. Without it the answer is never `older`, because this device's clock may be wrong.
 */
export function ageOf({lastModified, date}: ObjectMetadata, since: number): 'newer' | 'older' | 'untold' {
  if (!lastModified) return 'untold';
  if (!date) return lastModified.getTime() >= since - clockMs ? 'newer' : 'untold';
  return date.getTime() - lastModified.getTime() <= Date.now() - since + roundingMs ? 'newer' : 'older';
}

/**
 * Under `forbidOverwrite` COS has found the key taken, perhaps by this very upload: an earlier answer may be lost, or the browser may have
 * sent the request again on a fresh connection, which it tells no page.
 */
export const isTaken = (error: unknown): boolean =>
  error instanceof CosError && error.code === 'FileAlreadyExists';
