import type {UploadTask} from '../../index.js';
import {type Candidate, fileOf, type Found, type Present} from './restrictions.js';

export interface PresentOptions {
  /** There is room for one only. */
  readonly single: boolean;
  /** Its place is to be taken. */
  readonly replaced: UploadTask | undefined;
}

/**
 * What the list holds, for the next files to come; `nobody`: without it. Unfinished uploads of earlier visits wait for their files, failed ones go
 * on with the same file, or are replaced by another one of the same path. Another file never takes the place of one that is done or
 * on its way: the engine gives it a key of its own.
 */
export function presentOf(
  tasks: readonly UploadTask[],
  nobody: Present,
  {single, replaced}: PresentOptions,
): Present {
  const byFile = new Map<string, UploadTask>();
  const byPath = new Map<string, UploadTask>();
  // A single file is replaced by the next one, as in a native input; not while it is on its way.
  const isCounted = (task: UploadTask): boolean => task !== replaced && !(single && hasEnded(task));
  let {count, bytes} = nobody;
  for (const task of tasks) {
    if (task.state.status === 'canceled') continue;
    byFile.set(fileOf(nobody.pathOf(task), task), task);
    byPath.set(nobody.pathOf(task), task);
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

/** What the same file, chosen again, is to an upload. */
const relationTo = ({state}: UploadTask): Found['as'] =>
  state.status === 'suspended' ? 'restores' : state.status === 'failed' ? 'continues' : 'duplicate';

/** The uploads whose place `accepted` files take, first of all `replaced`; in single mode, whatever has ended. */
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
