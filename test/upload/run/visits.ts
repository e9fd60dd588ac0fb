import {
  createIdbStore,
  type ResumeStore,
  Uploader,
  type UploaderOptions,
  type UploadTask,
} from '../../../src/index.js';
import {addFaults, clearFaults, localClient} from '../../support/cos.js';
import {quick} from '../faults/fault-cases.js';
import {ended} from '../ended.js';
import {until} from '../../support/until.js';

export const MB: number = 2 ** 20;
let count = 0;

/** A journal of its own in the real IndexedDB, under a name that no other test uses. */
export function freshStore(): ResumeStore {
  return createIdbStore(freshName());
}
export function freshName(): string {
  return `test-${Date.now().toString(36)}-${(count++).toString()}`;
}

const open = new Set<Uploader>();
/** Gives up a request that gets no answer. What a slow machine alone has held up is tried again, as often as need be. */
export const impatient = {stallTimeout: () => 1500, retries: 20} satisfies Partial<UploaderOptions>;

/** A machine under load answers late. What is sent again for that would be counted, so no request is given up unless a test says when. */
const patient = {stallTimeout: () => 60_000} satisfies Partial<UploaderOptions>;

/** A page's visit: what it shares with the next is the store. */
export function visit(options: Partial<UploaderOptions>): Uploader {
  const uploader = new Uploader({client: localClient(), ...quick, ...patient, ...options});
  open.add(uploader);
  return uploader;
}

/** For `afterEach`. */
export async function leave(): Promise<void> {
  for (const uploader of open) uploader.close();
  open.clear();
  await clearFaults();
}

/** Begins an upload and leaves the page when `parts` of its parts are on the server; the rest never arrives. */
export async function leaveHalfway(
  begin: (uploader: Uploader) => UploadTask,
  {parts, key, ...options}: Omit<Partial<UploaderOptions>, 'key'> & {parts: number; key: string},
): Promise<void> {
  const ids = await addFaults(
    ...Array.from({length: 40}, (_, index) => ({
      match: {operation: 'UploadPart', key, partNumber: parts + 1 + index},
      effect: {hang: true},
    })),
  );
  const uploader = visit(options);
  let done = 0;
  uploader.addEventListener('change', ({action}) => (done += Number(action.type === 'part')));
  const task = begin(uploader);
  await until(() => done >= parts || ended(task.state), `${parts} parts of ${key}`);
  uploader.close();
  await clearFaults(ids);
}

/** A file in the origin's private file system: its handle is that of a picked file, without a permission to ask for. */
export async function privateFile(name: string, content: Blob): Promise<FileSystemFileHandle> {
  const root = await navigator.storage.getDirectory();
  const handle = await root.getFileHandle(name, {create: true});
  await write(handle, content);
  return handle;
}

export async function write(handle: FileSystemFileHandle, content: Blob): Promise<void> {
  const writable = await handle.createWritable();
  await writable.write(content);
  await writable.close();
}
