import type {Candidate} from './restrictions.js';
import type {TreeNode} from './walk.js';

/** What a drop has brought: files, and folders that still have to be read. */
export interface Dropped {
  readonly files: Promise<Candidate>[];
  readonly folders: (() => Promise<TreeNode>)[];
}

/** Must be called inside the event handler. After it the items are gone, but what they have answered stays valid. */
export function collectDropped(data: DataTransfer): Dropped {
  const files: Promise<Candidate>[] = [];
  const folders: (() => Promise<TreeNode>)[] = [];
  for (const item of data.items) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    const handle = handleOf(item);
    if (entry?.isDirectory) {
      folders.push(async () => {
        const {nodeOfEntry} = await import('./on-demand.js');
        return nodeOfEntry(entry, () => handle);
      });
    } else if (file) {
      files.push(
        handle.then((found) =>
          candidateOf(file, found?.kind === 'file' ? (found as FileSystemFileHandle) : undefined),
        ),
      );
    } else if (entry) {
      // The browser shows the file but does not give it.
      files.push(import('./on-demand.js').then(({unreadable}) => unreadable(entry.name)));
    }
  }
  return {files, folders};
}

/** A handle survives a reload, so the upload can go on without asking for the file again. Chromium only, secure pages only. */
async function handleOf(item: DataTransferItem & HandleItem): Promise<FileSystemHandle | undefined> {
  try {
    return (await item.getAsFileSystemHandle?.()) ?? undefined;
  } catch {
    return undefined;
  }
}

interface HandleItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

/** A file with the path it has inside a folder that was picked. */
export function candidateOf(file: File, handle?: FileSystemFileHandle): Candidate {
  return {file, path: file.webkitRelativePath || file.name, handle};
}
