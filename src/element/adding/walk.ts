import type {Candidate} from './restrictions.js';

/** A file or folder of a dropped tree, whichever of the two interfaces the browser has for it. */
export interface TreeNode {
  readonly name: string;
  readonly folder: boolean;
  /** In groups, as they are found; nothing for a file. */
  children(): AsyncIterable<TreeNode[]>;
  open(): Promise<{file: File; handle?: FileSystemFileHandle}>;
}

const groupSize = 100;

/** Milliseconds in which the files found in folders are gathered before they enter together. */
const gatherTime = 150;

/** What systems leave in folders, and nobody means to upload. */
const litter = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini']);

/** Walks a tree of any depth, a group of files at a time; ends early, without an error, when aborted. */
async function* walk(root: TreeNode, signal: AbortSignal): AsyncGenerator<Candidate[]> {
  const stopped = (): boolean => signal.aborted;
  const queue = [{node: root, path: root.name}];
  for (let next; (next = queue.shift()) && !signal.aborted;) {
    const {path} = next;
    if (stopped()) return;
    try {
      for await (const group of next.node.children()) {
        if (stopped()) return;
        const files: TreeNode[] = [];
        for (const node of group) {
          if (node.folder) queue.push({node, path: `${path}/${node.name}`});
          else if (!litter.has(node.name)) files.push(node);
        }
        yield await openAll(files, `${path}/`);
      }
    } catch {
      yield [unreadable(path)];
    }
  }
}

/** Walks one tree after the other; `found` hears how many files each step brings, and they are handed on gathered. */
export async function readFolders(
  folders: readonly (() => Promise<TreeNode>)[],
  signal: AbortSignal,
  found: (files: number) => void,
  enter: (group: readonly Candidate[]) => Promise<unknown>,
): Promise<void> {
  let gathered: Candidate[] = [];
  let since = performance.now();
  for (const open of folders) {
    for await (const group of walk(await open(), signal)) {
      gathered.push(...group);
      found(group.length);
      if (performance.now() - since < gatherTime) continue;
      const next = gathered;
      gathered = [];
      since = performance.now();
      await enter(next);
    }
  }
  await enter(gathered);
}

/** Files that a picker or a program has given handles of. */
export function openHandles(handles: readonly FileSystemFileHandle[]): Promise<Candidate[]> {
  return openAll(handles.map(nodeOfHandle), '');
}

/** One that cannot be opened is refused later, by itself. */
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

const unreadable = (path: string): Candidate => ({file: new File([], path), path, unreadable: true});

export function nodeOfEntry(entry: FileSystemEntry): TreeNode {
  return {
    name: entry.name,
    folder: entry.isDirectory,
    async *children() {
      const reader = (entry as FileSystemDirectoryEntry).createReader();
      // One call answers at most 100 entries; only an empty answer is the end.
      for (;;) {
        const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
          reader.readEntries(resolve, reject),
        );
        if (entries.length === 0) return;
        yield entries.map(nodeOfEntry);
      }
    },
    open: async () => ({
      file: await new Promise<File>((resolve, reject) =>
        (entry as FileSystemFileEntry).file(resolve, reject),
      ),
    }),
  };
}

export function nodeOfHandle(handle: FileSystemHandle): TreeNode {
  return {
    name: handle.name,
    folder: handle.kind === 'directory',
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
