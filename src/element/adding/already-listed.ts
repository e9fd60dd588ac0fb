import type {UploadTask} from '../../index.js';
import type {Candidate, Found, Present} from './restrictions.js';

export interface PresentOptions {
  /** There is room for one only. */
  readonly single: boolean;
  /** Its place is to be taken. */
  readonly replaced: UploadTask | undefined;
}

/**
 * What the list holds, for the next files to come; `nobody`: without it. Unfinished uploads of earlier visits wait for their files, failed ones go
 * on with the same file; else what has ended is replaced by another file of the same path, because that is the same object,
 * and what is on its way is not overwritten.
 */
export function presentOf(
  tasks: readonly UploadTask[],
  nobody: Present,
  {single, replaced}: PresentOptions,
): Present {
  const byPath = new Map<string, UploadTask>();
  // A single file is replaced by the next one, as in a native input; not while it is on its way.
  const isCounted = (task: UploadTask): boolean => task !== replaced && !(single && hasEnded(task));
  let {count, bytes} = nobody;
  for (const task of tasks) {
    if (task.state.status === 'canceled') continue;
    byPath.set(nobody.pathOf(task), task);
    if (!isCounted(task)) continue;
    count++;
    bytes += task.size;
  }
  const relation = (task: UploadTask, candidate: Candidate): Found['as'] | undefined => {
    const same = isSame(task, candidate);
    const overwrites = candidate.key !== undefined || !nobody.hasOwnKeys;
    switch (task.state.status) {
      case 'suspended':
        return same ? 'restores' : undefined;
      case 'failed':
        return same ? 'continues' : 'replaces';
      case 'done':
        return same ? 'duplicate' : overwrites ? 'replaces' : undefined;
      default:
        return same || overwrites ? 'duplicate' : undefined;
    }
  };
  return {
    count,
    bytes,
    hasOwnKeys: nobody.hasOwnKeys,
    pathOf: nobody.pathOf,
    find: (candidate) => {
      const task = byPath.get(nobody.pathOf(candidate));
      if (!task || (candidate.key !== undefined && candidate.key !== task.key)) return undefined;
      const as = relation(task, candidate);
      return as && {as, task, counted: isCounted(task)};
    },
  };
}

const hasEnded = ({state}: UploadTask): boolean => state.status === 'done' || state.status === 'failed';

function isSame({size, lastModified}: UploadTask, {file}: Candidate): boolean {
  return size === file.size && lastModified === file.lastModified;
}

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
