import type {Candidate} from './restrictions.js';

/** What systems leave in folders, and nobody means to upload. */
const litter =
  '.DS_Store, ._*, Icon\r, .Spotlight-V100/, .Trashes/, .fseventsd/, __MACOSX/, Thumbs.db, ehthumbs.db, desktop.ini, $RECYCLE.BIN/, System Volume Information/';

/** Is a file or folder of this name left out? */
export type IsIgnored = (name: string, isFolder: boolean) => boolean;

/** `list`: names with commas between them, of folders with a slash at the end; `*` stands for anything, and capitals do not matter. */
export function readIgnored(list: string = litter): IsIgnored {
  const patterns = list
    .split(',')
    .map((name) => name.replace(/^[ \n\t]+|[ \n\t]+$/g, ''))
    .filter(Boolean)
    .map((name) => name.replace(/[\\^$.|?+()[\]{}]/g, '\\$&').replace(/\*/g, '.*'));
  const all = new RegExp(`^(?:${patterns.join('|')})$`, 'is');
  return (name, isFolder) => patterns.length > 0 && all.test(isFolder ? `${name}/` : name);
}

/** Files of a folder without those that are left out; of a folder in it that is left out, with all that is in it, one is counted. */
export function withoutLitter(
  files: readonly Candidate[],
  list: string | undefined,
): {files: Candidate[]; ignored: number} {
  const isIgnored = readIgnored(list);
  const ignored = new Set<string>();
  const wanted = files.filter(({path}) => {
    const names = path.split('/');
    // The folder itself was chosen, and is meant.
    const at = names.findIndex((name, i) => i > 0 && isIgnored(name, i < names.length - 1));
    if (at > 0) ignored.add(names.slice(0, at + 1).join('/'));
    return at < 0;
  });
  return {files: wanted, ignored: ignored.size};
}
