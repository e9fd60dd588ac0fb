import {createHash} from 'node:crypto';
import {existsSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {type Change, changesOf, marked} from './changes.js';
import {copyTree, tryAll} from './trials.js';

/** Where it lies between runs, beside the copies. */
const kept = 'coverage/mutants-coverage.json';

/** Files in a browser that are tried before what is known is written down. */
const step = 12;

/** What was seen when a test file ran over sources that are right. */
interface Seen {
  /** Of the test file. */
  readonly hash: string;
  readonly ms: number;
  /** The places that it came by, in each source. */
  readonly places: Readonly<Record<string, {readonly hash: string; readonly at: readonly string[]}>>;
}

/** A test file that passes, and how long it takes. */
export interface Known {
  readonly test: string;
  readonly ms: number;
  comesBy(change: Change): boolean;
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 16);
const placeOf = ({from, to}: Change): string => `${from}-${to}`;

/**
 * Which tests come by which places of `texts`. A test file is asked once, and again when it has changed or is `anew`. Of a source that has
 * changed since, a test that came by any place of it counts as one that comes by each.
 */
export async function coverage(
  tests: readonly string[],
  texts: ReadonlyMap<string, string>,
  anew: boolean,
): Promise<Known[]> {
  const seen: Record<string, Seen> =
    !anew && existsSync(kept) ? (JSON.parse(readFileSync(kept, 'utf8')) as Record<string, Seen>) : {};
  const hashes = new Map([...texts].map(([file, text]) => [file, hashOf(text)]));
  const own = new Map(tests.map((test) => [test, hashOf(readFileSync(test, 'utf8'))]));
  const isKnown = (test: string): boolean => seen[test]?.hash === own.get(test);

  const unknown = tests.filter((test) => !isKnown(test));
  if (unknown.length > 0) {
    const places: {readonly file: string; readonly at: string}[] = [];
    const others = new Map<string, string>();
    for (const [file, text] of texts) {
      const once = new Map(changesOf(file, text).map((change) => [placeOf(change), change]));
      const numbered = [...once].map(([at, change]) => [places.push({file, at}) - 1, change] as const);
      others.set(file, marked(text, numbered));
    }
    const tree = copyTree('none', others);
    for (let from = 0; from < unknown.length; from += step) {
      const some = unknown.slice(from, from + step).map((test) => ({tree, test}));
      for (const {test, passed, why, ms, hits} of await tryAll(some, 600_000)) {
        if (!passed) {
          console.log(`left out, for it fails: ${test} (${why})`);
          continue;
        }
        const by: Record<string, {hash: string; at: string[]}> = {};
        for (const hit of hits) {
          const {file, at} = places[hit]!;
          (by[file] ??= {hash: hashes.get(file)!, at: []}).at.push(at);
        }
        seen[test] = {hash: own.get(test)!, ms, places: by};
      }
      writeFileSync(kept, JSON.stringify(seen));
    }
    rmSync(tree, {recursive: true, force: true});
  }

  return tests.filter(isKnown).map((test) => {
    const {ms, places} = seen[test]!;
    const sets = new Map(Object.entries(places).map(([file, {at}]) => [file, new Set(at)]));
    return {
      test,
      ms,
      comesBy: (change) => {
        const at = sets.get(change.file);
        if (!at) return false;
        return places[change.file]!.hash !== hashes.get(change.file) || at.has(placeOf(change));
      },
    };
  });
}
