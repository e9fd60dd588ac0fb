/**
 * `npm run test:mutants -- src/upload --sample 100 --seed 7`: changes one thing at a time and runs the tests that come by that place, which
 * should fail. What survives is a fault that no test sees. Files, folders and lines (`src/upload/run/run.ts:28`) are named; without `--sample`
 * every change in them is tried.
 * `--tests` names the tests that may be asked, else all of `test/` that mirror the folders of the sources, and those of Node. Which tests come
 * by is kept between runs; `--anew` asks again.
 */
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {parseArgs} from 'node:util';
import {createRandom} from '../../test/chaos/random.js';
import {apply, canBeRead, type Change, changesOf} from './changes.js';
import {coverage} from './coverage.js';
import {copyTree, type Outcome, place, type Trial, tryAll} from './trials.js';

interface Mutant {
  readonly id: number;
  readonly change: Change;
  /** Those that come by, the nearest first. */
  tests: readonly string[];
  /** So many of them were tried, which takes so many milliseconds. */
  tried: number;
  spent: number;
  killed?: Outcome;
}

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    sample: {type: 'string'},
    seed: {type: 'string', default: '1'},
    tests: {type: 'string', multiple: true, default: []},
    /** Seconds of tests that one mutant is given at most. */
    patience: {type: 'string', default: '180'},
    anew: {type: 'boolean', default: false},
  },
});
if (positionals.length === 0)
  throw new Error('Which files? npm run test:mutants -- src/upload/parts/planner.ts');

/** Texts and looks are not logic. */
const isLogic = (file: string): boolean => !/\.d\.ts$|\/locales\/|styles?\b|worker-source/.test(file);
const filesIn = (path: string, ending: string): string[] => {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path, {recursive: true, encoding: 'utf8'});
  return names
    .filter((name) => name.endsWith(ending))
    .map((name) => join(path, name))
    .sort();
};

const named = positionals.map((word) => {
  const [path = '', line] = word.split(':');
  return {files: filesIn(path, '.ts').filter(isLogic), line: line === undefined ? undefined : Number(line)};
});
const files = [...new Set(named.flatMap(({files}) => files))];
const texts = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
const isNamed = (change: Change): boolean =>
  named.some(({files, line}) => files.includes(change.file) && (line ?? change.line) === change.line);
const all = files.flatMap((file) => changesOf(file, texts.get(file)!)).filter(isNamed);
const random = createRandom(Number(values.seed));
const chosen = values.sample === undefined ? all : random.shuffled(all).slice(0, Number(values.sample));
const mutants: Mutant[] = chosen
  .filter((change) => canBeRead(texts.get(change.file)!, change))
  .sort((a, b) => a.file.localeCompare(b.file) || a.from - b.from)
  .map((change, id) => ({id, change, tests: [], tried: 0, spent: 0}));

const rooms = [...new Set(files.map((file) => file.split('/')[1]!))];
const candidates =
  values.tests.length > 0
    ? values.tests.flatMap((path) => filesIn(path, '.test.ts'))
    : [
        ...rooms.flatMap((room) => filesIn(`test/${room}`, '.test.ts')),
        ...filesIn('test/node', '.test.ts').filter((test) => {
          const text = readFileSync(test, 'utf8');
          // A copy has neither the built package nor the manual: such a test would wait for them in vain.
          return text.includes("'../../src/") && !/support\/(packed|manual)/.test(text);
        }),
      ];

/** How many folders a test and a source have in common, and the name. */
function nearness(test: string, source: string): number {
  const [a, b] = [test, source].map((path) =>
    path
      .replace(/(\.test)?\.ts$/, '')
      .split('/')
      .slice(1),
  );
  const differs = a!.findIndex((name, index) => name !== b![index]);
  return differs < 0 ? a!.length : differs;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

/** Where a mutant is, and what it has changed. */
function told({change}: Mutant): string {
  const was = texts.get(change.file)!.slice(change.from, change.to);
  return oneLine(`${change.file}:${change.line}  ${was}  →  ${change.text}`);
}

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;
/** Seconds of tests in each round; most mutants do not see the second one. */
const rounds = [4, 12, 40, Infinity];

mkdirSync(place, {recursive: true});
console.log(`${mutants.length} of ${all.length} changes in ${files.length} files, seed ${values.seed}`);
const sources = filesIn('src', '.ts').filter(isLogic);
const good = await coverage(
  candidates,
  new Map(sources.map((file) => [file, readFileSync(file, 'utf8')])),
  values.anew,
);
const took = new Map(good.map(({test, ms}) => [test, ms]));
console.log(`${good.length} test files take ${seconds(good.reduce((sum, {ms}) => sum + ms, 0))}`);
for (const mutant of mutants) {
  const {file} = mutant.change;
  mutant.tests = good
    .filter((known) => known.comesBy(mutant.change))
    .sort((a, b) => nearness(b.test, file) - nearness(a.test, file) || a.ms - b.ms)
    .map(({test}) => test);
  // What runs in a worker tells nothing.
  if (mutant.tests.length === 0)
    mutant.tests = good.filter(({test}) => nearness(test, file) > 0).map(({test}) => test);
}

for (const round of rounds) {
  const trials: Trial[] = [];
  let longest = 0;
  for (const mutant of mutants.filter(({killed}) => !killed)) {
    const {change, id, tests, tried: from} = mutant;
    const end = mutant.spent + round * 1000;
    while (
      mutant.tried < tests.length &&
      (mutant.tried === from || mutant.spent < end) &&
      mutant.spent < Number(values.patience) * 1000
    ) {
      const ms = took.get(tests[mutant.tried++]!)!;
      mutant.spent += ms;
      longest = Math.max(longest, ms);
    }
    if (mutant.tried === from) continue;
    const changed = new Map([[change.file, apply(texts.get(change.file)!, change)]]);
    const copy = copyTree(String(id), changed);
    trials.push(...tests.slice(from, mutant.tried).map((test) => ({tree: copy, test})));
  }
  if (trials.length === 0) continue;
  for (const outcome of await tryAll(trials, 20_000 + 3 * longest)) {
    const mutant = mutants[Number(outcome.tree.split('/').at(-1))]!;
    if (!outcome.passed && !mutant.killed) {
      mutant.killed = outcome;
      console.log(`killed: ${told(mutant)}  by ${outcome.test} (${oneLine(outcome.why).slice(0, 150)})`);
    }
    rmSync(outcome.tree, {recursive: true, force: true});
  }
  console.log(`${trials.length} test files, ${mutants.filter(({killed}) => !killed).length} mutants alive`);
}

for (const mutant of mutants.filter(({killed}) => !killed)) {
  const left = mutant.tests.length - mutant.tried;
  const which = `${mutant.tests.length} tests come by${left > 0 ? `, ${left} were not tried` : ''}`;
  console.log(`SURVIVES: ${told(mutant)}  ${which}`);
}
const noEnd = ({killed}: Mutant): boolean => /^no end|did not (start|finish)/.test(killed?.why ?? '');
const row = (name: string, of: readonly Mutant[]): string =>
  `| ${name} | ${of.length} | ${of.filter(({killed}) => killed).length} | ${of.filter(noEnd).length} |`;
console.log('\n| | mutants | killed | of these without an end |\n| --- | --- | --- | --- |');
const folderOf = ({change}: Mutant): string => dirname(change.file);
for (const folder of new Set(mutants.map(folderOf)))
  console.log(
    row(
      folder,
      mutants.filter((mutant) => folderOf(mutant) === folder),
    ),
  );
console.log(row('all', mutants));
