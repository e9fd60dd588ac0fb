import {spawn} from 'node:child_process';
import {existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';

/** Where the copies lie: in the tree, so that packages are found, in a folder that nothing looks at. */
export const place = 'coverage/mutants';

/** A copy of source and tests in which some files are others. */
export function copyTree(name: string, others: ReadonlyMap<string, string>): string {
  const tree = join(place, name);
  rmSync(tree, {recursive: true, force: true});
  const link = (folder: string): void => {
    mkdirSync(join(tree, folder), {recursive: true});
    for (const entry of readdirSync(folder, {withFileTypes: true})) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!/^(node_modules|dist)$/.test(entry.name)) link(path);
      } else if (!others.has(path)) linkSync(path, join(tree, path));
    }
  };
  for (const folder of ['src', 'test', 'demo']) link(folder);
  for (const [path, text] of others) {
    mkdirSync(dirname(join(tree, path)), {recursive: true});
    writeFileSync(join(tree, path), text);
  }
  return tree;
}

/** A test file in a copy. */
export interface Trial {
  readonly tree: string;
  readonly test: string;
}

export interface Outcome extends Trial {
  readonly passed: boolean;
  /** What failed first. */
  readonly why: string;
  readonly ms: number;
  /** The places that were reached. */
  readonly hits: readonly number[];
}

/** Nothing where there is no such file. */
const read = (path: string): unknown[] =>
  existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as unknown[]) : [];

/** A command and all that it starts, in a group of their own. Answers its exit code; undefined when it had to be stopped. */
const run = (
  words: readonly string[],
  env: Record<string, string>,
  ms: number,
): Promise<number | undefined> =>
  new Promise((resolve) => {
    const child = spawn(words[0]!, words.slice(1), {
      env: {...process.env, ...env},
      stdio: ['ignore', 'ignore', 'inherit'],
      detached: true,
    });
    let late = false;
    const end = (signal: NodeJS.Signals): void => {
      late = true;
      try {
        process.kill(-child.pid!, signal);
      } catch {
        // It has ended.
      }
    };
    // A browser is closed by the first signal, a loop without an end by the second.
    const timers = [setTimeout(end, ms, 'SIGTERM'), setTimeout(end, ms + 5000, 'SIGKILL')];
    child.once('exit', (code) => {
      timers.forEach(clearTimeout);
      resolve(late ? undefined : (code ?? 1));
    });
  });

const isInNode = ({test}: Trial): boolean => test.startsWith('test/node/');

/** What one browser tells of these. It may die on the way. */
async function askBrowser(trials: readonly Trial[], limit: number): Promise<Outcome[]> {
  const [plan, answer] = [join(place, 'plan.json'), join(place, 'answer.json')];
  rmSync(answer, {force: true});
  writeFileSync(plan, JSON.stringify({files: trials.map(({tree, test}) => join(tree, test)), limit}));
  const words = ['node_modules/.bin/wtr', '--config', 'scripts/mutants/web-test-runner.config.js'];
  await run(words, {MUTANTS_PLAN: plan, MUTANTS_ANSWER: answer}, trials.length * (limit + 10_000));
  const told = new Map((read(answer) as (Outcome & {file: string})[]).map((one) => [one.file, one]));
  return trials.flatMap((trial) => {
    const one = told.get(join(trial.tree, trial.test));
    return one ? [{...one, ...trial}] : [];
  });
}

/** Tries all of them; `limit` milliseconds each. Those of a browser share one, each with a profile of its own. */
export async function tryAll(trials: readonly Trial[], limit: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let left = trials.filter((trial) => !isInNode(trial));
  while (left.length > 0) {
    const told = await askBrowser(left, limit);
    outcomes.push(...told);
    const rest = left.filter(({tree, test}) => !told.some((one) => one.tree === tree && one.test === test));
    // What a browser takes along that dies is tried in another one; alone, where it dies before it has told anything.
    if (told.length > 0) left = rest;
    else if (rest.length > 1)
      for (const trial of left.splice(0)) outcomes.push(...(await tryAll([trial], limit)));
    else
      for (const trial of left.splice(0))
        outcomes.push({...trial, passed: false, why: 'no end: the browser died', ms: 0, hits: []});
  }
  for (const trial of trials.filter(isInNode)) {
    const answer = join(place, 'hits.json');
    rmSync(answer, {force: true});
    const since = performance.now();
    const words = ['node', '--import', 'tsx', '--import', './scripts/mutants/hits.js'];
    // Fewer cases of each property: there are many mutants.
    const env = {MUTANTS_ANSWER: answer, FUZZ_RUNS: '200'};
    const code = await run([...words, join(trial.tree, trial.test)], env, limit);
    outcomes.push({
      ...trial,
      passed: code === 0,
      why: code === undefined ? 'no end' : 'a test in Node',
      ms: performance.now() - since,
      hits: read(answer) as number[],
    });
  }
  return outcomes;
}
