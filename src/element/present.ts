import type {UploadTask} from '../index.js';
import type {Candidate, Present} from './restrictions.js';

/**
 * What the list holds, for the next files to come. Unfinished uploads of earlier visits wait for their files, failed ones go
 * on with the same file or are replaced by another; anything else of the same path is the same object, and would overwrite it.
 */
export function presentOf(tasks: readonly UploadTask[], hasOwnKeys: boolean, single: boolean): Present {
  const counted = tasks.filter(({state}) => state.status !== 'canceled');
  const byPath = new Map(counted.map((task) => [task.path, task]));
  let count = 0;
  let bytes = 0;
  for (const task of counted) {
    // A single file is replaced by the next one, as in a native input; not while it is on its way.
    if (single && (task.state.status === 'done' || task.state.status === 'failed')) continue;
    count++;
    bytes += task.size;
  }
  return {
    count,
    bytes,
    find: (candidate) => {
      const task = byPath.get(candidate.path);
      if (!task) return undefined;
      const same = isSame(task, candidate);
      switch (task.state.status) {
        case 'suspended':
          return same ? 'restores' : undefined;
        case 'failed':
          return 'replaces';
        case 'done':
          return same ? 'duplicate' : undefined;
        default:
          return same || !hasOwnKeys ? 'duplicate' : undefined;
      }
    },
  };
}

/** Without its file only the size is known here; the engine compares the rest. */
function isSame({file, size}: UploadTask, candidate: Candidate): boolean {
  return (
    size === candidate.file.size &&
    (!(file instanceof File) || file.lastModified === candidate.file.lastModified)
  );
}

/**
 * The failed uploads whose place accepted files take, first of all `replaced`; in single mode, the finished one too. Where its
 * own file comes again, the engine goes on with it.
 */
export function replacedBy(
  accepted: readonly Candidate[],
  tasks: readonly UploadTask[],
  single: boolean,
  replaced: UploadTask | undefined,
): UploadTask[] {
  const byPath = new Map(accepted.map((candidate) => [candidate.path, candidate]));
  return tasks.filter((task) => {
    const next = byPath.get(task.path);
    const failed = task.state.status === 'failed';
    if (failed && next && isSame(task, next)) return false;
    return task === replaced || (failed && (single || next)) || (single && task.state.status === 'done');
  });
}
