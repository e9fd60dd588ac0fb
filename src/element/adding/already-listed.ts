import type {UploadTask} from '../../index.js';
import {type Candidate, type Found, isSameFile, type Present} from './restrictions.js';

export interface PresentOptions {
  /** How many files are there besides the uploads. */
  readonly count: number;
  readonly pathOf: Present['pathOf'];
  /** The list has room for one file only. */
  readonly single: boolean;
  /** The upload whose place the next file takes. */
  readonly replaced: UploadTask | undefined;
}

interface Listed extends Present {
  /** Those of the uploads `all` whose place the `accepted` files take. */
  replacedBy(accepted: readonly Candidate[], all: readonly UploadTask[]): UploadTask[];
}

/**
 * What the list holds when the next files come in. An unfinished upload of an earlier visit waits for its file. A failed one goes on with
 * the same file, and is replaced by another file of the same path. A file never takes the place of another one that is done or on its way;
 * the engine gives it a key of its own.
 */
export function presentOf(
  tasks: readonly UploadTask[],
  {count, pathOf, single, replaced}: PresentOptions,
): Listed {
  const byPath = new Map<string, UploadTask[]>();
  // As in a native input the next file replaces a single one, but not while that is on its way.
  const isGoing = (task: UploadTask): boolean => task === replaced || (single && hasEnded(task));
  const find: Present['find'] = (candidate) => {
    const twins = byPath.get(pathOf(candidate)) ?? [];
    const same = twins.find(({source}) => isSameFile(source, candidate.file));
    const task = same ?? twins[0];
    if (!task || (candidate.key !== undefined && candidate.key !== task.key)) return undefined;
    const as = same ? relationTo(task) : task.state.status === 'failed' ? 'replaces' : undefined;
    return as && {as, task, counted: !isGoing(task)};
  };
  const present = {count, bytes: 0, pathOf, find, replacedBy};
  for (const task of tasks) {
    if (task.state.status === 'canceled') continue;
    // The page may have made something else of the file meanwhile.
    const path = pathOf(task.source);
    const twins = byPath.get(path) ?? [];
    byPath.set(path, twins);
    twins.unshift(task);
    if (isGoing(task)) continue;
    present.count++;
    present.bytes += task.size;
  }
  return present;

  function replacedBy(accepted: readonly Candidate[], all: readonly UploadTask[]): UploadTask[] {
    const found = new Map(accepted.map(find).map((known) => [known?.task, known?.as]));
    return all.filter((task) => {
      const as = found.get(task);
      return as ? as === 'replaces' : isGoing(task);
    });
  }
}

const hasEnded = ({state}: UploadTask): boolean => state.status === 'done' || state.status === 'failed';

/** What it means for an upload when the same file is chosen again. */
const relationTo = ({state}: UploadTask): Found['as'] =>
  state.status === 'suspended' ? 'restores' : state.status === 'failed' ? 'continues' : 'duplicate';
