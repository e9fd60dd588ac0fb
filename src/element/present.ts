import type {UploadTask} from '../index.js';
import type {Candidate, Present} from './restrictions.js';

/**
 * What the list holds, for the next files to come. Unfinished uploads of earlier visits wait for their files, failed ones
 * may be replaced; anything else of the same path is the same object, and would overwrite it.
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
      const {file} = task;
      // Without its file only the size is known here; the engine compares the rest.
      const same =
        task.size === candidate.file.size &&
        (!(file instanceof File) || file.lastModified === candidate.file.lastModified);
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

/** The failed uploads whose place accepted files take, first of all `replaced`; in single mode, the finished one too. */
export function replacedBy(
  accepted: readonly Candidate[],
  tasks: readonly UploadTask[],
  single: boolean,
  replaced: UploadTask | undefined,
): UploadTask[] {
  const paths = new Set(accepted.map(({path}) => path));
  return tasks.filter(
    (task) =>
      task === replaced ||
      (task.state.status === 'failed' && (single || paths.has(task.path))) ||
      (single && task.state.status === 'done'),
  );
}
