import type {Candidate} from './restrictions.js';

/** Files that systems leave in folders and nobody means to upload. */
const litter =
  '.DS_Store, ._*, Icon\r, .Spotlight-V100/, .Trashes/, .fseventsd/, __MACOSX/, Thumbs.db, ehthumbs.db, desktop.ini, $RECYCLE.BIN/, System Volume Information/';

/** Whether a file or folder of this name is left out. */
export type IsIgnored = (name: string, isFolder: boolean) => boolean;

/** `list`: names with commas between them. A slash at the end stands for a folder, `*` for anything; capitals do not matter. */
export function readIgnored(list: string = litter): IsIgnored {
  const patterns = list
    .split(',')
    .map((name) => name.replace(/^[ \n\t]+|[ \n\t]+$/g, ''))
    .filter(Boolean)
    .map((name) => name.replace(/[\\^$.|?+()[\]{}]/g, '\\$&').replace(/\*/g, '.*'));
  const all = new RegExp(`^(?:${patterns.join('|')})$`, 'is');
  return (name, isFolder) => patterns.length > 0 && all.test(isFolder ? `${name}/` : name);
}

/**
 * The files of a folder without those that are left out, and how many those are. A folder that is left out counts as one, with all that is
 * in it.
 */
export function withoutLitter(
  files: readonly Candidate[],
  list: string | undefined,
): {files: Candidate[]; ignored: number} {
  const isIgnored = readIgnored(list);
  const ignored = new Set<string>();
  const wanted = files.filter(({path}) => {
    const names = path.split('/');
    // The person has chosen the folder itself, so its own name does not count.
    const at = names.findIndex((name, i) => i > 0 && isIgnored(name, i < names.length - 1));
    if (at > 0) ignored.add(names.slice(0, at + 1).join('/'));
    return at < 0;
  });
  return {files: wanted, ignored: ignored.size};
}
