import {join} from 'node:path';
import type {LoggedRequest} from '../../demo/local-cos/request-log.js';
import {createRandom} from '../chaos/random.js';
import {writeFiles} from './files.js';
import type {Measured} from './page/upload.js';
import type {Target} from './page/contender.js';
import {startProfile} from './profile.js';
import type {Stage} from './stage.js';
import type {Contender, Workload} from './upload-plan.js';
import {startUsage, type Used} from './usage.js';

export interface Run extends Measured, Used {
  /** Preflights apart. */
  requests: number;
  preflights: number;
}

export interface Tries {
  readonly contender: Contender;
  /** One a round. Empty where the contender failed. */
  readonly runs: Run[];
  error?: string;
}

export interface UploadBenchOptions {
  rounds: number;
  /** Verify the signatures of those that sign. */
  verify: boolean;
  /** Folder for a CPU profile of each contender's last run. */
  profiles?: string | undefined;
}

/** All contenders in turn, round after round, each round in another order: nobody always follows the same one. */
export async function benchUploads(
  stage: Stage,
  {files, size, contenders, link, ownOrigin = false}: Workload,
  {rounds, verify, profiles}: UploadBenchOptions,
): Promise<Tries[]> {
  const paths = await writeFiles(stage.folder, files, size);
  Object.assign(stage.cos.settings.link, link ?? {bytesPerSecond: 0, rttMs: 0});
  const tries: Tries[] = contenders.map((contender) => ({contender, runs: []}));
  // Unmeasured: the first run of a browser pays for much that later ones find ready.
  if (!link) await runOnce(stage, contenders[0]!, {paths, bytes: files * size, verify, ownOrigin});
  const random = createRandom(files + size);
  for (let round = 0; round < rounds; round++) {
    for (const entry of random.shuffled(tries)) {
      if (entry.error !== undefined) continue;
      try {
        const run = await runOnce(stage, entry.contender, {
          paths,
          bytes: files * size,
          verify,
          ownOrigin,
          profiles: round === rounds - 1 ? profiles : undefined,
        });
        entry.runs.push(run);
        const speed = (files * size) / 2 ** 20 / run.seconds;
        console.log(
          `  ${round + 1}  ${entry.contender.label.padEnd(44)} ${run.seconds.toFixed(2).padStart(7)} s ${speed.toFixed(1).padStart(7)} MB/s`,
        );
      } catch (error) {
        entry.error = error instanceof Error ? error.message : String(error);
        entry.runs.length = 0;
        console.log(`  ${round + 1}  ${entry.contender.label.padEnd(44)} failed: ${entry.error}`);
      }
    }
  }
  return tries;
}

let serial = 0;

interface RunOptions {
  paths: readonly string[];
  bytes: number;
  verify: boolean;
  ownOrigin?: boolean;
  profiles?: string | undefined;
  watching?: {collect?: boolean};
}

/** One upload on a page of its own. Throws where not all bytes arrived. */
export async function runOnce(
  stage: Stage,
  {label, module, options, signs, md5}: Contender,
  {paths, bytes, verify, ownOrigin, profiles, watching}: RunOptions,
): Promise<Run> {
  const {cos, tus} = stage;
  cos.settings.verifySignature = verify && signs;
  cos.settings.computeMd5 = md5;
  const tab = await stage.open('/upload.html', ownOrigin);
  const usage = await startUsage(stage.browser);
  try {
    await tab.choose(paths);
    cos.log.length = 0;
    tus.log.length = 0;
    const target: Target = {
      cos: cos.origin,
      bucket: cos.bucket,
      region: cos.region,
      tus: tus.origin,
      prefix: `bench/${serial++}`,
    };
    const stopProfile = profiles === undefined ? undefined : await startProfile(tab.session);
    await usage.begin();
    const measured = await tab.call<Measured>('upload', module, target, options, watching ?? {});
    const used = await usage.end();
    await stopProfile?.(join(profiles!, `${label.replace(/\W+/g, '-')}.cpuprofile`));
    const log = [...cos.log, ...tus.log];
    // Each body once: what failed or came again is no byte of the file.
    const bodies = new Map<string, number>();
    for (const entry of log) {
      const {method, path, status, bytesIn} = entry;
      const {operation, key, partNumber} = entry as Partial<LoggedRequest>;
      if (status >= 300) continue;
      if (/^(PUT|PATCH)$/.test(method)) bodies.set(`${path} ${partNumber ?? ''}`, bytesIn);
      // A form is its fields too.
      else if (operation === 'PostObject') bodies.set(key!, Math.min(bytesIn, bytes / paths.length));
    }
    const arrived = [...bodies.values()].reduce((sum, size) => sum + size, 0);
    if (arrived !== bytes) throw new Error(`${arrived} of ${bytes} bytes arrived`);
    const preflights = log.filter(({method}) => method === 'OPTIONS').length;
    return {...measured, ...used, requests: log.length - preflights, preflights};
  } finally {
    usage.close();
    await tab.close();
  }
}
