import type {UploadTask} from '../../index.js';
import {type Candidate, fileOf, type Found, type Present} from './restrictions.js';

export interface PresentOptions {
  /** The list has room for one file only. */
  readonly single: boolean;
  /** The upload whose place the next file takes. */
  readonly replaced: UploadTask | undefined;
}

/**
 * What the list holds when the next files come in; `nobody`: an empty list. An unfinished upload of an earlier visit waits for its file. A
 * failed one goes on with the same file, and is replaced by another file of the same path. A file never takes the place of another one that
 * is done or on its way; the engine gives it a key of its own.
 */
export function presentOf(
  tasks: readonly UploadTask[],
  nobody: Present,
  {single, replaced}: PresentOptions,
): Present {
  const byFile = new Map<string, UploadTask>();
  const byPath = new Map<string, UploadTask>();
  // As in a native input the next file replaces a single one, but not while that is on its way.
  const isCounted = (task: UploadTask): boolean => task !== replaced && !(single && hasEnded(task));
  let {count, bytes} = nobody;
  for (const task of tasks) {
    if (task.state.status === 'canceled') continue;
    // The page may have made something else of the file meanwhile.
    const {source} = task;
    byFile.set(fileOf(nobody.pathOf(source), source), task);
    byPath.set(nobody.pathOf(source), task);
    if (!isCounted(task)) continue;
    count++;
    bytes += task.size;
  }
  return {
    count,
    bytes,
    pathOf: nobody.pathOf,
    find: (candidate) => {
      const path = nobody.pathOf(candidate);
      const same = byFile.get(fileOf(path, candidate.file));
      const task = same ?? byPath.get(path);
      if (!task || (candidate.key !== undefined && candidate.key !== task.key)) return undefined;
      const as = same ? relationTo(task) : task.state.status === 'failed' ? 'replaces' : undefined;
      return as && {as, task, counted: isCounted(task)};
    },
  };
}

const hasEnded = ({state}: UploadTask): boolean => state.status === 'done' || state.status === 'failed';

/** What it means for an upload when the same file is chosen again. */
const relationTo = ({state}: UploadTask): Found['as'] =>
  state.status === 'suspended' ? 'restores' : state.status === 'failed' ? 'continues' : 'duplicate';

/** The uploads whose place the `accepted` files take: `replaced`, and in single mode all that have ended. */
export function replacedBy(
  accepted: readonly Candidate[],
  tasks: readonly UploadTask[],
  present: Present,
  {single, replaced}: PresentOptions,
): UploadTask[] {
  const found = new Map(
    accepted.map((candidate) => {
      const known = present.find(candidate);
      return [known?.task, known?.as];
    }),
  );
  return tasks.filter((task) => {
    const as = found.get(task);
    return as ? as === 'replaces' : task === replaced || (single && hasEnded(task));
  });
}
