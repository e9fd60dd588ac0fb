import {ownTask} from '../../next-task.js';
import type {Digests} from '../../hash/types.js';
import {attempt} from '../requests/attempt.js';
import {assertUnchanged, explainFailure, explainRead} from './file-check.js';
import {lockName} from '../tasks/fingerprint.js';
import type {Part} from '../parts/layout.js';
import {PartSizes} from '../requests/part-sizes.js';
import {createPlanner} from '../parts/planner.js';
import type {Release} from '../requests/slots.js';
import {ProgressReporter} from '../tasks/progress-reporter.js';
import {contentMd5} from '../../hash/content-md5.js';
import {compare, type ProvenPart} from './proof.js';
import {partOptions} from './request-options.js';
import type {Run} from './run-context.js';
import type {Session} from './session.js';

interface Planned {
  readonly part: Part;
  readonly body: Blob;
  readonly signal: AbortSignal;
  /** Hashing begins before the part has a slot, so that little is left to hash when the last part has been sent. */
  readonly digests: Promise<Digests>;
}

/** Sends every part that the server lacks, as many at a time as there are slots. All are in `session.parts` at the end. */
export async function sendParts(run: Run, session: Session): Promise<void> {
  const {file, settings} = run;
  const withMd5 = settings.md5 || run.objectOptions.enableMD5 === true;
  // A part that fails for good stops its siblings: they share this signal.
  const stop = new AbortController();
  // Node warns of a leak when one signal has more than ten listeners, so each part gets a signal of its own.
  const ownSignal = (): AbortSignal => AbortSignal.any([run.signal, stop.signal]);
  const signal = ownSignal();
  const resumed = session.sent;
  const name = lockName(run.client.origin, run.key);
  const progress = new ProgressReporter(run.environment, file.size, resumed, (action) => {
    run.dispatch(action);
    // Other tabs may be waiting for this object.
    run.news.announce(name, action.sent);
  });
  run.activity.enter({type: 'upload', sent: resumed});

  const common = partOptions(run);
  const sizes = new PartSizes(run);
  const planner = createPlanner(
    file.size,
    session.layout,
    new Set(session.parts.keys()),
    (restBytes, partsLeft, current) => sizes.choose({restBytes, partsLeft, current, layout: planner.layout}),
    (layout) => session.relayout(layout),
  );

  const hashing = withMd5 || settings.crc64;
  const hash = (body: Blob, signal: AbortSignal): Promise<Digests> => {
    const digests = run.hasher
      .hash(body, {md5: withMd5, crc64: settings.crc64}, signal)
      .catch((cause: unknown) => Promise.reject(explainRead(cause, run.key) as Error));
    digests.catch(() => undefined);
    return digests;
  };

  const send = async ({part, body, signal, digests}: Planned, slot: Release): Promise<void> => {
    let tries = 0;
    const options = {
      bytes: part.size,
      limit: (number: number) => sizes.limit(part.size, number),
      slot,
      signal,
    };
    const stored = await attempt(run, options, async (limited, number, moved) => {
      tries = number;
      await assertUnchanged(run);
      const known = withMd5 ? await digests : undefined;
      progress.begin(part.partNumber, part.size);
      const since = run.environment.now();
      try {
        const answer = await run.client.uploadPart(run.key, session.uploadId, part.partNumber, body, {
          ...common,
          ...(known?.md5 ? {contentMD5: contentMd5(known.md5)} : {}),
          trafficLimit: settings.trafficLimit ?? run.objectOptions.trafficLimit,
          signal: limited,
          // A body that has left may not be stored yet. Only the answer confirms it.
          onProgress: ({sent, total}) => {
            moved(sent);
            if (sent < total) progress.begin(part.partNumber, part.size, sent);
          },
        });
        sizes.sent(part, (run.environment.now() - since) / 1000);
        // This part may still be hashed, which takes no line: its slot is given to the next body.
        moved(Infinity);
        slot();
        const ours = await digests;
        compare(run, 'part', ours, answer);
        return {...answer, ours};
      } catch (error) {
        progress.drop(part.partNumber);
        throw await explainFailure(error, body, run.key);
      }
    });
    const crc64 = stored.ours.crc64?.toString();
    session.confirm({
      ...part,
      etag: stored.etag,
      ...(crc64 === undefined ? {} : {crc64}),
      // COS compares the Content-MD5 before it takes a body, so the MD5 is proven.
      ...(withMd5 ? {md5: true} : {}),
    } satisfies ProvenPart);
    progress.confirm(part.partNumber, part.size);
    run.dispatch({
      type: 'part',
      part: {partNumber: part.partNumber, size: part.size, attempts: tries, resumed: false},
    });
  };

  const underWay = new Set<Promise<void>>();
  const ahead: Planned[] = [];
  const lookahead = hashing ? 2 : 1;
  try {
    for (;;) {
      while (ahead.length < lookahead) {
        const part = planner.next();
        if (!part) break;
        // To cut a part off and hand it to a worker takes a slow machine 10 ms.
        await ownTask();
        const body = file.slice(part.offset, part.offset + part.size);
        const signal = ownSignal();
        const digests = hashing ? hash(body, signal) : Promise.resolve({});
        ahead.push({part, body, signal, digests});
      }
      const next = ahead.shift();
      if (!next) break;
      if (withMd5) await next.digests;
      // Hashing may be slower than sending: parts that only wait for their checksum must not pile up.
      while (underWay.size >= run.slots.size * 2 + 2) await Promise.race(underWay);
      const slot = await run.slots.acquire(run.owner, signal, next.part.size);
      const sending = send(next, slot).finally(() => underWay.delete(sending));
      sending.catch((error: unknown) => stop.abort(error));
      underWay.add(sending);
    }
    await Promise.all(underWay);
  } catch (error) {
    stop.abort(error);
    await Promise.allSettled(underWay);
    throw stop.signal.reason;
  } finally {
    progress.stop();
  }
}
