import type {Digests} from '../hash/hasher.js';
import {attempt} from './attempt.js';
import {assertUnchanged, explainFailure, explainRead} from './file-check.js';
import {ProgressReporter} from './progress-reporter.js';
import {contentMd5, hintUnproven, prove} from './proof.js';
import type {Run} from './run-context.js';
import type {UploadResult} from './state.js';

/** One PUT Object: one request, nothing to resume. The CRC64 is computed while the body is on its way. */
export async function putWhole(run: Run): Promise<UploadResult> {
  const {file, key, client, settings, signal} = run;
  await assertUnchanged(run);
  const progress = new ProgressReporter(file.size, 0, run.dispatch);
  const hash = (wanted: {md5?: boolean; crc64?: boolean}): Promise<Digests> =>
    run.hasher.hash(file, wanted, signal).catch((cause: unknown) => {
      throw explainRead(cause, key);
    });
  try {
    const md5 = settings.md5 ? await hash({md5: true, crc64: settings.crc64}) : undefined;
    let begun: Promise<Digests> | undefined;
    const stored = await attempt(run, {bytes: file.size, slot: 'acquire'}, async (signal) => {
      run.activity.enter({type: 'upload', sent: 0});
      const digests = (begun ??= !md5 && settings.crc64 ? hash({crc64: true}) : Promise.resolve(md5 ?? {}));
      digests.catch(() => undefined);
      progress.begin(1, file.size);
      try {
        const answer = await client.putObject(key, file, {
          ...run.objectOptions,
          ...(md5?.md5 ? {contentMD5: contentMd5(md5.md5)} : {}),
          trafficLimit: settings.trafficLimit ?? run.objectOptions.trafficLimit,
          signal,
          onProgress: ({sent, total}) => sent < total && progress.begin(1, file.size, sent),
        });
        prove(run, 'part', await digests, answer);
        return answer;
      } catch (error) {
        progress.drop(1);
        throw await explainFailure(error, file, key);
      }
    });
    progress.confirm(1, file.size);
    const {crc64} = await begun!;
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
  } finally {
    progress.stop();
  }
}
