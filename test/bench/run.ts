/**
 * `npm run bench [-- name…] [--quick] [--rounds=N] [--no-verify] [--profile] [--against=FOLDER]`; without a name everything, which takes
 * hours. `--against`: only the bare loops, this code, and the built `dist` of another checkout in that folder; nothing is kept.
 */
import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {chart} from './chart.js';
import {benchConcurrency} from './concurrency-bench.js';
import {benchHash} from './hash-bench.js';
import {benchJournal} from './journal-bench.js';
import {shrinkKernelBuffers} from './kernel-buffers.js';
import {benchLayout} from './layout-bench.js';
import {benchList} from './list-bench.js';
import {benchMemory} from './memory-bench.js';
import {load, type Name, order, renderSection, type Section, store, writeResults} from './report.js';
import {setStage, type Stage} from './stage.js';
import {benchUploads} from './upload-bench.js';
import {against, workloads} from './upload-plan.js';
import {uploadSection} from './upload-section.js';

const args = process.argv.slice(2);
/** Everything tiny and nothing kept: does it run? */
const quick = args.includes('--quick');
const valueOf = (name: string): string | undefined =>
  args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
const rounds = Number(valueOf('rounds') ?? (quick ? 1 : 5));
const before = valueOf('against');
const kept = !quick && before === undefined;
const verify = !args.includes('--no-verify');
const profiles = args.includes('--profile') ? join(import.meta.dirname, 'dist/profiles') : undefined;
const wanted = args.filter((arg) => !arg.startsWith('--'));
const unknown = wanted.find((name) => !(order as readonly string[]).includes(name));
if (unknown !== undefined)
  throw new Error(`There is no benchmark "${unknown}"; there are: ${order.join(', ')}`);

async function onStage<T>(work: (stage: Stage) => Promise<T>): Promise<T> {
  const stage = await setStage({before});
  try {
    return await work(stage);
  } finally {
    await stage.close();
  }
}

async function measure(name: Name): Promise<Section> {
  const workload = before === undefined ? workloads[name] : against(workloads[name]);
  if (workload) {
    const scaled = quick
      ? {...workload, files: Math.ceil(workload.files / 20), size: Math.ceil(workload.size / 8)}
      : workload;
    const conditions = {rounds, verify: workload.verify ?? verify};
    const putBack = workload.watched ? shrinkKernelBuffers() : undefined;
    const tries = await onStage((stage) => benchUploads(stage, scaled, {...conditions, profiles})).finally(
      putBack,
    );
    return uploadSection(scaled, tries, conditions);
  }
  if (name === 'hash') return benchHash(quick ? 32 : 512, quick ? 1 : 3);
  if (name === 'journal') return benchJournal();
  if (name === 'memory') return onStage((stage) => benchMemory(stage, quick ? [30, 300] : [300, 5120]));
  if (name === 'list') return onStage((stage) => benchList(stage, quick ? 200 : 10_000, quick ? 1 : 3));
  if (name === 'list-slowed')
    return onStage((stage) => benchList(stage, quick ? 50 : 500, quick ? 1 : rounds, 6));
  if (name === 'concurrency') return benchConcurrency();
  return benchLayout();
}

for (const name of wanted.length > 0 ? (wanted as Name[]) : order) {
  console.log(`\n${name}`);
  const section = await measure(name);
  console.log(`\n${section.title}\n\n${renderSection(section)}`);
  if (kept) await store(name, section);
}

if (kept) {
  await writeResults();
  const file = await load('file');
  if (file?.bars) {
    await mkdir('docs', {recursive: true});
    await writeFile('docs/bench.svg', chart('One file of 1 GB from Chromium, MB/s', file.bars));
  }
}
