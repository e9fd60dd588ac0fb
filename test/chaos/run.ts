import {parseArgs} from 'node:util';
import {runOnce} from './one-run.js';
import {servePage} from './site.js';

/** `npm run test:chaos -- --seed N --runs M`: M runs from seed N on; the same seed makes the same plan. */
const {values} = parseArgs({options: {seed: {type: 'string'}, runs: {type: 'string', default: '5'}}});
const first = Number(values.seed ?? Math.floor(Math.random() * 1e6));
const site = await servePage();
let failures = 0;
try {
  for (let seed = first; seed < first + Number(values.runs); seed++) {
    const {wrong, ...report} = await runOnce(seed, site).catch((error: unknown) => ({
      wrong: [String(error)],
    }));
    const numbers = Object.entries(report).map(([name, value]) => `${name} ${value}`);
    console.log([`seed ${seed}`, ...numbers, wrong.length > 0 ? 'WRONG' : 'ok'].join('  '));
    for (const line of wrong) console.log(`    ${line}`);
    if (wrong.length > 0) failures++;
  }
} finally {
  await site.close();
}
console.log(
  failures === 0 ? `All ${values.runs} runs ended well.` : `${failures} of ${values.runs} runs went wrong.`,
);
process.exitCode = failures === 0 ? 0 : 1;
