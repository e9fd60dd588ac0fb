import {writeFiles} from './files.js';
import type {Hashed} from './page/hash.js';
import {median, round, type Section} from './report.js';
import {setStage} from './stage.js';

/** Each leaves just one path of the hasher open. */
const policies = {
  'worker-wasm': "script-src 'self' 'wasm-unsafe-eval'",
  'worker-js': "script-src 'self'",
  'page-wasm': "script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'",
  'page-js': "script-src 'self'; worker-src 'none'",
};
const sums = {crc64: {crc64: true}, md5: {md5: true}, 'crc64 md5': {crc64: true, md5: true}};
const partSize = 16 * 2 ** 20;

/** MB/s of every path of the hasher, from a file on disk. */
export async function benchHash(megabytes: number, rounds: number): Promise<Section> {
  const stage = await setStage({policies});
  try {
    const files = await writeFiles(stage.folder, 1, megabytes * 2 ** 20);
    const rows: string[][] = [];
    for (const path of Object.keys(policies)) {
      const tab = await stage.open(`/policy/${path}/upload.html`);
      await tab.choose(files);
      for (const [name, wanted] of Object.entries(sums)) {
        const runs: Hashed[] = [];
        for (let done = 0; done < rounds; done++) {
          const run = await tab.call<Hashed>('hash', wanted, partSize);
          if (run.path !== path) throw new Error(`Measured ${String(run.path)} instead of ${path}`);
          runs.push(run);
        }
        const speeds = runs.map(({seconds}) => megabytes / seconds);
        rows.push([
          path,
          name,
          round(median(speeds)),
          `${round(Math.min(...speeds))}–${round(Math.max(...speeds))}`,
          String(median(runs.map(({longTasks}) => longTasks))),
        ]);
        console.log(`  ${rows.at(-1)!.join('  ')}`);
      }
      await tab.close();
    }
    return {
      title: 'Every path of the hasher',
      notes: [
        `A file of ${megabytes} MB, cut into 16 MB, all parts asked for at once; ${rounds} rounds. The path is forced by the page's ` +
          'content security policy: `worker` or the page’s own thread, WebAssembly (`wasm`: hash-wasm) or plain script (`js`: spark-md5 and a table).',
      ],
      tables: [{columns: ['path', 'checksum', 'MB/s', 'range', 'tasks > 50 ms'], rows}],
    };
  } finally {
    await stage.close();
  }
}
