import {smallBody} from '../../cos/wire/transport.js';
import type {BodyOptions, ObjectOptions} from '../../cos/operations/object-options.js';
import type {PutObjectResult} from '../../cos/wire/results.js';
import {ConfigurationError, CosError, NetworkError, UploadError} from '../../errors.js';
import {crc64Of} from '../../hash/crc64-table.js';
import {parseCrc64} from '../../hash/crc64.js';
import type {Digests} from '../../hash/types.js';
import {attempt} from '../requests/attempt.js';
import {ProgressReporter} from '../tasks/progress-reporter.js';
import type {Proof, UploadResult} from '../tasks/state.js';
import {assertUnchanged, explainFailure, explainRead} from './file-check.js';
import {contentMd5} from '../../hash/content-md5.js';
import {compare, hintUnproven, md5OfEtag} from './proof.js';
import type {Run} from './run-context.js';
import {ageOf, askForObject, findSame, isTaken} from './stored-object.js';
import {uploadResult} from './upload-result.js';
import {whatIsStored} from './what-is-stored.js';

/** One PUT Object: one request, nothing to resume. The CRC64 is computed while the body is on its way. */
export async function putWhole(run: Run): Promise<UploadResult> {
  const {file, key, settings, signal} = run;
  // A file of a picker asks the disk, and holds up the page, each time it is asked for its size.
  const {size} = run.input;
  await assertUnchanged(run);
  const progress = new ProgressReporter(run.environment, size, 0, run.dispatch);
  const explained = (cause: unknown): never => {
    throw explainRead(cause, key);
  };
  try {
    const wanted = {md5: settings.md5, crc64: settings.crc64};
    // A browser works least when a small file is read once, for the CRC64 and for the request: to hand over a File of a picker costs the
    // page's thread 5 ms where its bytes cost 2 (Chromium 156, 20 kB, a busy machine).
    const few = !wanted.md5 && size <= smallBody;
    const bytes = few ? await file.arrayBuffer().catch(explained) : undefined;
    // Hashing begins while other files have the slots, so it is mostly done when this file gets one.
    const digests: Promise<Digests> =
      !wanted.md5 && !wanted.crc64
        ? Promise.resolve({})
        : bytes
          ? Promise.resolve({crc64: crc64Of(new Uint8Array(bytes))})
          : run.hasher.hash(file, wanted, signal).catch(explained);
    digests.catch(() => undefined);
    const md5 = wanted.md5 ? (await digests).md5 : undefined;
    run.activity.enter({type: 'prepare', ready: true});
    const {result, failed} = await attempt(
      run,
      {bytes: size, slot: 'acquire'},
      async (signal, _number, moved) => {
        run.activity.enter({type: 'upload', sent: 0});
        progress.begin(1, size);
        const since = Date.now();
        try {
          const sending = send(run, bytes, {
            ...run.objectOptions,
            ...(md5 === undefined ? {} : {contentMD5: contentMd5(md5)}),
            trafficLimit: settings.trafficLimit ?? run.objectOptions.trafficLimit,
            signal,
            onProgress: ({sent, total}) => {
              moved(sent);
              if (sent < total) progress.begin(1, size, sent);
            },
          });
          const {answer, failed} = await whatIsStored(sending);
          // The body is answered. The questions from here on have time limits of their own.
          moved(Infinity);
          const ours = await digests;
          const proof = await prove({...run, signal}, since, ours, answer);
          progress.confirm(1, size);
          return {result: uploadResult(run, answer, {proof, crc64: ours.crc64}), failed};
        } catch (error) {
          progress.drop(1);
          throw await explainFailure(error, file, key);
        }
      },
    );
    if (failed) throw failed.carrying(result);
    return result;
  } catch (error) {
    const existing = isTaken(error) ? await findSame(run) : undefined;
    if (!existing) throw error;
    return {...existing, skipped: false};
  } finally {
    progress.stop();
  }
}

/** By PUT, or as a form where the page has chosen so, a form can carry the options, and COS has refused none yet. */
async function send(
  {client, file, key, permissions, settings}: Run,
  bytes: ArrayBuffer | undefined,
  options: ObjectOptions & BodyOptions,
): Promise<PutObjectResult> {
  if (settings.smallUpload === 'form' && permissions.postObject) {
    try {
      return await client.postObject(key, bytes ?? file, options);
    } catch (error) {
      const refused = error instanceof CosError && isRefusal(error);
      if (refused) permissions.postObject = false;
      // What sends forms is gone from the server of the page: a deploy took it.
      const gone = error instanceof UploadError && error.code === 'outdated';
      if (!refused && !gone && !(error instanceof ConfigurationError)) throw error;
    }
  }
  return client.putObject(key, bytes ?? file, options);
}

const isRefusal = ({code, status}: CosError): boolean =>
  code === 'AccessDenied' || code === 'MethodNotAllowed' || status === 404 || status === 405;

/**
 * What proves that the store has the file. It looks at the checksums of the answer, then, where only an ETag can be read, at the MD5 of the
 * file, and at last at the object itself. An answer with a request id comes from COS. One without may come from something on the way; when
 * the object is not there then, the upload fails.
 */
async function prove(run: Run, since: number, ours: Digests, answer: PutObjectResult): Promise<Proof> {
  const {file, key, settings, hasher} = run;
  const ownWord = answer.requestId !== undefined;
  const byAnswer = compare(run, 'part', ours, answer);
  if (byAnswer) return byAnswer;
  // COS refuses a body whose Content-MD5 is wrong, so its success proves the MD5, even where encryption makes the ETag another one.
  if (ours.md5 !== undefined && ownWord) return 'md5';
  if (!settings.crc64 && !settings.md5) {
    if (ownWord) return 'none';
  } else if (ours.md5 === undefined && md5OfEtag(answer.etag) !== undefined) {
    const {md5} = await hasher.hash(file, {md5: true}, run.signal).catch((cause: unknown) => {
      throw explainRead(cause, key);
    });
    if (md5OfEtag(answer.etag) === md5) {
      hintUnproven(run);
      return 'md5';
    }
  }
  run.activity.enter({type: 'verify'});
  const found = await askForObject(run).catch((error: unknown) => {
    run.signal.throwIfAborted();
    if (!ownWord) throw error;
    return 'unknown' as const;
  });
  if (settings.crc64) hintUnproven(run);
  if (found === 'unknown') return 'none';
  const age = found === 'absent' || found.size !== run.input.size ? 'older' : ageOf(found, since);
  if (age === 'older') {
    // COS has said that it took the file. Since then somebody may have deleted the object or written over it.
    if (ownWord) return 'none';
    throw intercepted(key);
  }
  if (found !== 'absent' && parseCrc64(found.crc64) !== undefined && settings.crc64)
    return compare(run, 'part', ours, found)!;
  return age === 'newer' ? 'size' : 'none';
}

const intercepted = (key: string): NetworkError =>
  new NetworkError(
    `Something between this page and the store answered instead of it: "${key}" is not stored. Look for a proxy, a filter or a ` +
      'service worker, then try again.',
    {code: 'intercepted', key},
  );
