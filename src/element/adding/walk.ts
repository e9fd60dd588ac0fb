import {candidateOf, type DroppedFolder, unreadable} from './collect.js';
import {type IsIgnored, readIgnored, withoutLitter} from './litter.js';
import type {Candidate, FolderCount} from './restrictions.js';

/** A file or folder of a tree, whichever of the two interfaces the browser has for it. */
interface TreeNode {
  readonly name: string;
  readonly isFolder: boolean;
  /** What is in a folder, in groups as they are found. A file has nothing in it. */
  children(): AsyncIterable<TreeNode[]>;
  open(): Promise<{file: File; handle?: FileSystemFileHandle | undefined}>;
}

/** The files of a tree that are found in one step. */
interface Step {
  readonly files: readonly Candidate[];
  /** How many were left out. A folder with all that is in it counts as one. */
  readonly ignored: number;
}

const groupSize = 100;

/** Milliseconds in which files found in folders are gathered, to enter together. */
const gatherTime = 150;

/** Walks a tree of any depth, a group of files at a time; ends early, without an error, when aborted. */
async function* walk(root: TreeNode, isIgnored: IsIgnored, signal: AbortSignal): AsyncGenerator<Step> {
  const stopped = (): boolean => signal.aborted;
  const queue = [{node: root, path: root.name}];
  for (let next; (next = queue.shift()) && !signal.aborted;) {
    const {path} = next;
    try {
      for await (const group of next.node.children()) {
        if (stopped()) return;
        const wanted = group.filter(({name, isFolder}) => !isIgnored(name, isFolder));
        for (const node of wanted) if (node.isFolder) queue.push({node, path: `${path}/${node.name}`});
        const files = wanted.filter(({isFolder}) => !isFolder);
        yield {files: await openAll(files, `${path}/`), ignored: group.length - wanted.length};
      }
    } catch {
      yield {files: [unreadable(path)], ignored: 0};
    }
  }
}

/** The way of the files of folders into the list. */
export interface FolderWay {
  /** What is left out, in the form of the attribute `ignore`. */
  readonly ignore: string | undefined;
  readonly signal: AbortSignal;
  /** Hears how many files each step brings. */
  readonly found: (files: number) => void;
  /** Takes files in, and answers how many. */
  readonly enter: (group: readonly Candidate[]) => Promise<number>;
}

/** What came of folders, but for what was refused; undefined when all that was found has come in: the list tells that. */
export type Entered = Omit<FolderCount, 'refused'> | undefined;

const worthTelling = (found: number, taken: number, ignored: number): Entered =>
  found > 0 && taken === found && ignored === 0 ? undefined : {found, taken, ignored};

/** Takes folders that were dropped. */
export const enterEntries = (folders: readonly DroppedFolder[], way: FolderWay): Promise<Entered> =>
  enterTrees(
    folders.map(({entry, handle}) => nodeOfEntry(entry, () => handle)),
    way,
  );

/** Takes folders from the picker that gives handles. */
export const enterHandles = (folders: readonly FileSystemHandle[], way: FolderWay): Promise<Entered> =>
  enterTrees(folders.map(nodeOfHandle), way);

/** Takes the files of a folder from the picker that gives no handles. */
export async function enterFolderFiles(files: readonly File[], {ignore, enter}: FolderWay): Promise<Entered> {
  const {files: wanted, ignored} = withoutLitter(
    files.map((file) => candidateOf(file)),
    ignore,
  );
  return worthTelling(wanted.length, await enter(wanted), ignored);
}

/** Walks one tree after the other, gathers the files and hands them on together. */
async function enterTrees(
  trees: readonly TreeNode[],
  {ignore, signal, found, enter}: FolderWay,
): Promise<Entered> {
  found(0);
  const isIgnored = readIgnored(ignore);
  const counts = {found: 0, taken: 0, ignored: 0};
  let gathered: Candidate[] = [];
  let since = performance.now();
  for (const tree of trees) {
    for await (const {files, ignored} of walk(tree, isIgnored, signal)) {
      gathered.push(...files);
      counts.found += files.length;
      counts.ignored += ignored;
      found(files.length);
      if (performance.now() - since < gatherTime) continue;
      const next = gathered;
      gathered = [];
      since = performance.now();
      counts.taken += await enter(next);
    }
  }
  return worthTelling(counts.found, counts.taken + (await enter(gathered)), counts.ignored);
}

/** The files of handles that a picker or a program has given. */
export function openHandles(handles: readonly FileSystemFileHandle[]): Promise<Candidate[]> {
  return openAll(handles.map(nodeOfHandle), '');
}

/** Opens the files. One that cannot be opened is refused later, by itself. */
function openAll(files: readonly TreeNode[], folder: string): Promise<Candidate[]> {
  return Promise.all(
    files.map(async (node) => {
      const path = folder + node.name;
      try {
        return {...(await node.open()), path};
      } catch {
        return unreadable(path);
      }
    }),
  );
}

type HandleOf = () => Promise<FileSystemHandle | undefined>;

/**
 * The entries tell what was dropped, and handles come in addition where there are some. Chromium has none for shortcuts and for names with
 * `: ? * " |` or with a dot or a blank at their end, and silently leaves these out of the list of a folder.
 */
function nodeOfEntry(entry: FileSystemEntry, handleOf: HandleOf): TreeNode {
  return {
    name: entry.name,
    isFolder: entry.isDirectory,
    async *children() {
      const folder = (await handleOf()) as FileSystemDirectoryHandle | undefined;
      const handleIn =
        ({name, isDirectory}: FileSystemEntry): HandleOf =>
        async () => {
          try {
            return await (isDirectory ? folder?.getDirectoryHandle(name) : folder?.getFileHandle(name));
          } catch {
            return undefined;
          }
        };
      const reader = (entry as FileSystemDirectoryEntry).createReader();
      // One call answers at most 100 entries; only an empty answer is the end.
      for (;;) {
        const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
          reader.readEntries(resolve, reject),
        );
        if (entries.length === 0) return;
        yield entries.map((child) => nodeOfEntry(child, handleIn(child)));
      }
    },
    async open() {
      const [file, handle] = await Promise.all([
        new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)),
        handleOf(),
      ]);
      return {file, handle: handle as FileSystemFileHandle | undefined};
    },
  };
}

function nodeOfHandle(handle: FileSystemHandle): TreeNode {
  return {
    name: handle.name,
    isFolder: handle.kind === 'directory',
    async *children() {
      let group: TreeNode[] = [];
      for await (const child of (handle as FileSystemDirectoryHandle).values()) {
        group.push(nodeOfHandle(child));
        if (group.length < groupSize) continue;
        yield group;
        group = [];
      }
      if (group.length) yield group;
    },
    open: async () => {
      const own = handle as FileSystemFileHandle;
      return {file: await own.getFile(), handle: own};
    },
  };
}
