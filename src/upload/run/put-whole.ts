import {smallBody} from '../../cos/wire/transport.js';
import {crc64Of} from '../../hash/crc64-table.js';
import type {Digests} from '../../hash/types.js';
import {attempt} from '../requests/attempt.js';
import {assertUnchanged, explainFailure, explainRead} from './file-check.js';
import {ProgressReporter} from '../tasks/progress-reporter.js';
import {contentMd5, hintUnproven, prove} from './proof.js';
import type {Run} from './run-context.js';
import {existingIfAllowed, isTaken} from './stored-object.js';
import type {UploadResult} from '../tasks/state.js';

/** One PUT Object: one request, nothing to resume. The CRC64 is computed while the body is on its way. */
export async function putWhole(run: Run): Promise<UploadResult> {
  const {file, key, client, settings, signal} = run;
  await assertUnchanged(run);
  const progress = new ProgressReporter(run.environment, file.size, 0, run.dispatch);
  const explained = (cause: unknown): never => {
    throw explainRead(cause, key);
  };
  try {
    const wanted = {md5: settings.md5, crc64: settings.crc64};
    // Few bytes are read once, for the CRC64 and for the request, which is the least work for a browser.
    const few = !wanted.md5 && file.size <= smallBody;
    const body = few ? await file.arrayBuffer().catch(explained) : file;
    // Begun while other files have the slots: by the time there is one for this file it is mostly done.
    const digests: Promise<Digests> =
      !wanted.md5 && !wanted.crc64
        ? Promise.resolve({})
        : body instanceof ArrayBuffer
          ? Promise.resolve({crc64: crc64Of(new Uint8Array(body))})
          : run.hasher.hash(file, wanted, signal).catch(explained);
    digests.catch(() => undefined);
    const md5 = wanted.md5 ? (await digests).md5 : undefined;
    const stored = await attempt(run, {bytes: file.size, slot: 'acquire'}, async (signal, _number, moved) => {
      run.activity.enter({type: 'upload', sent: 0});
      progress.begin(1, file.size);
      try {
        const answer = await client.putObject(key, body, {
          ...run.objectOptions,
          ...(md5 === undefined ? {} : {contentMD5: contentMd5(md5)}),
          trafficLimit: settings.trafficLimit ?? run.objectOptions.trafficLimit,
          signal,
          onProgress: ({sent, total}) => {
            moved(sent);
            if (sent < total) progress.begin(1, file.size, sent);
          },
        });
        prove(run, 'part', await digests, answer);
        return answer;
      } catch (error) {
        progress.drop(1);
        throw await explainFailure(error, file, key);
      }
    });
    progress.confirm(1, file.size);
    const {crc64} = await digests;
    if (crc64 !== undefined && stored.crc64 === undefined) hintUnproven(run);
    return {
      key,
      etag: stored.etag,
      location: stored.location,
      ...(stored.versionId === undefined ? {} : {versionId: stored.versionId}),
      ...(crc64 !== undefined && stored.crc64 !== undefined ? {crc64: stored.crc64} : {}),
      size: file.size,
      parts: 0,
      resumedBytes: 0,
      skipped: false,
      requestId: stored.requestId ?? '',
    };
  } catch (error) {
    const existing = isTaken(error) ? await existingIfAllowed(run) : undefined;
    if (!existing) throw error;
    return {...existing, skipped: false};
  } finally {
    progress.stop();
  }
}
