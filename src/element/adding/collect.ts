import type {Candidate} from './restrictions.js';

/** What a drop has brought: files, and folders that still have to be read. */
export interface Dropped {
  readonly files: Promise<Candidate>[];
  readonly folders: DroppedFolder[];
}

export interface DroppedFolder {
  readonly entry: FileSystemEntry;
  readonly handle: Promise<FileSystemHandle | undefined>;
}

/** Must be called inside the event handler. After it the items are gone, but what they have answered stays valid. */
export function collectDropped(data: DataTransfer): Dropped {
  const files: Promise<Candidate>[] = [];
  const folders: DroppedFolder[] = [];
  for (const item of data.items) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    const handle = handleOf(item);
    if (entry?.isDirectory) folders.push({entry, handle});
    else if (file) {
      files.push(
        handle.then((found) =>
          candidateOf(file, found?.kind === 'file' ? (found as FileSystemFileHandle) : undefined),
        ),
      );
    } else if (entry) {
      // The browser shows the file but does not give it.
      files.push(Promise.resolve(unreadable(entry.name)));
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

/** A file of which there is the name only. */
export const unreadable = (path: string): Candidate => ({file: new File([], path), path, unreadable: true});
