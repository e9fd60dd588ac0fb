import {truncate, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {round, type Section} from './report.js';
import type {Stage} from './stage.js';
import {runOnce} from './upload-bench.js';
import {workloads} from './upload-plan.js';

/** JS heap of the page while files of these sizes (MB) are sent. */
export async function benchMemory(stage: Stage, sizes: readonly number[]): Promise<Section> {
  const [contender] = workloads['file']!.contenders.filter(({label}) => label === 'cos-uploader');
  const rows: string[][] = [];
  for (const megabytes of sizes) {
    const path = join(stage.folder, `${megabytes}.bin`);
    await writeFile(path, '');
    // Without blocks on the disk: only the length matters here.
    await truncate(path, megabytes * 2 ** 20);
    const run = await runOnce(stage, contender!, {
      paths: [path],
      bytes: megabytes * 2 ** 20,
      verify: true,
      watching: {collect: true},
    });
    rows.push([
      `${megabytes} MB`,
      round(run.heapBeforeMB),
      round(run.heapMB),
      round(run.heapMB - run.heapBeforeMB),
      round(run.residentMB ?? 0),
      String(run.requests),
    ]);
    console.log(`  ${rows.at(-1)!.join('  ')}`);
  }
  return {
    title: 'Memory',
    notes: [
      'cos-uploader with its defaults. JS heap of the page’s thread, garbage collected before each look, twice a second; resident memory is that of the whole renderer process, workers and WebAssembly included.',
    ],
    tables: [
      {
        columns: [
          'file',
          'heap before, MB',
          'highest heap, MB',
          'growth, MB',
          'highest resident, MB',
          'requests',
        ],
        rows,
      },
    ],
  };
}
