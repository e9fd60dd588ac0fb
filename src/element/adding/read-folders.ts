import type {FolderCount} from './restrictions.js';
import type {Entered, FolderWay} from './walk.js';

/** Where what is shown of it stands. */
interface Shown {
  reading: number | undefined;
  read: FolderCount | undefined;
  readonly refusals: readonly unknown[];
}

/**
 * Lets in what folders give, and tells what came of them. The files found so far stay when it is stopped, but nothing is told where the
 * form was reset (`isReset`).
 */
export async function readFolders(
  enterFolders: (way: FolderWay) => Promise<Entered>,
  way: Omit<FolderWay, 'found'>,
  shown: Shown,
  host: {requestUpdate(): void},
  tell: (read: FolderCount) => void,
  isReset: () => boolean,
): Promise<void> {
  const before = shown.refusals.length;
  const show = (files: number | undefined): void => {
    shown.reading = files;
    host.requestUpdate();
  };
  try {
    const found = (files: number): void => show((shown.reading ?? 0) + files);
    const entered = await enterFolders({...way, found});
    if (!entered || isReset()) return;
    tell((shown.read = {...entered, refused: shown.refusals.length - before}));
  } finally {
    show(undefined);
  }
}
