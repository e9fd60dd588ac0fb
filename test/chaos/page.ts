import {
  createCosClient,
  createIdbStore,
  fullJitter,
  Uploader,
  type UploadTask,
  type WaitReason,
} from '../../src/index.js';

/** What a run uploads; everything follows from the seed, so that a page can begin again with nothing but its plan. */
export interface PlannedFile {
  name: string;
  size: number;
  seed: number;
  /** What the page can hand in: a file with its handle, one without, or a Blob that exists nowhere else. */
  kind: 'handle' | 'file' | 'blob';
}
export interface Plan {
  bucket: string;
  region: string;
  origin: string;
  files: PlannedFile[];
  /** The application takes each object over. */
  commits: boolean;
}
export interface Standing {
  /** Ended well in this page's life. */
  done: number;
  /** Not done, with what they are at. */
  open: string[];
}

export const prefix = 'chaos/';
const storeName = 'chaos';
let uploader: Uploader | undefined;

const folder = (): Promise<FileSystemDirectoryHandle> => navigator.storage.getDirectory();

/** Writes the files, and answers the SHA-256 of each by name. */
async function prepare(files: readonly PlannedFile[]): Promise<Record<string, string>> {
  const root = await folder();
  const sums: Record<string, string> = {};
  for (const {name, size, seed} of files) {
    const bytes = new Uint32Array(Math.ceil(size / 4));
    let state = seed;
    for (let index = 0; index < bytes.length; index++)
      bytes[index] = state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const content = new Uint8Array(bytes.buffer, 0, size);
    const writable = await (await root.getFileHandle(name, {create: true})).createWritable();
    await writable.write(content);
    await writable.close();
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
    sums[name] = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }
  return sums;
}

/**
 * A visit: takes up what the journal has, and adds what is `missing` in the store and nobody works on. Answers the names of what
 * the journal had.
 */
async function start(plan: Plan, missing: readonly string[]): Promise<string[]> {
  const {bucket, region, origin} = plan;
  const client = createCosClient({bucket, region, endpoint: origin, credentialsUrl: `${origin}/-/sts`});
  uploader = new Uploader({
    client,
    keyPrefix: prefix,
    store: createIdbStore(storeName),
    multipartThreshold: '1MB',
    partSize: '1MB',
    concurrency: 4,
    ...(plan.commits && {commitUrl: '/commit'}),
    retries: 10,
    retry: (error, attempt) => (fullJitter(error, attempt) === undefined ? undefined : Math.random() * 300),
    // Longer with each try, so that a machine that is busy elsewhere comes to an end too.
    stallTimeout: (bytes) => (bytes === 0 ? 1000 : Math.max(3000, bytes / 1000)),
  });
  const found = (await uploader.restore()).map(({key}) => key.slice(prefix.length));
  await add(plan, [...missing, ...found]);
  return found;
}

const taskOf = (name: string): UploadTask | undefined =>
  uploader?.tasks.findLast(({key, state}) => key === prefix + name && state.status !== 'canceled');

/** Hands files in, but those that are on their way already. */
async function add({files}: Plan, names: readonly string[]): Promise<void> {
  const root = await folder();
  for (const {name, kind} of files) {
    const task = taskOf(name);
    if (!names.includes(name) || (task && task.state.status !== 'suspended')) continue;
    const handle = await root.getFileHandle(name);
    const file = await handle.getFile();
    if (kind === 'blob') uploader!.add(new Blob([await file.arrayBuffer()]), {key: prefix + name});
    else uploader!.add(file, kind === 'handle' ? {handle} : {});
  }
}

/** Answers whether there was something to cancel; the row goes with it. With a `reason` only what waits for it. */
function cancel(name: string, reason?: WaitReason): boolean {
  const task = taskOf(name);
  if (!task || task.state.status === 'done') return false;
  if (reason && (task.state.status !== 'waiting' || task.state.reason !== reason)) return false;
  uploader!.remove(task);
  return true;
}

async function pauseFor(ms: number): Promise<void> {
  uploader!.pause();
  await new Promise((resolve) => setTimeout(resolve, ms));
  uploader!.resume();
}

/** How it stands. What has failed is tried again, and what needs its file gets it, as from a patient person. */
async function standing(plan: Plan): Promise<Standing> {
  const tasks: readonly UploadTask[] = uploader?.tasks ?? [];
  for (const task of tasks) if (task.state.status === 'failed') task.resume();
  const needy = tasks.filter(({state}) => state.status === 'suspended' && state.needs === 'file');
  await add(
    plan,
    needy.map(({key}) => key.slice(prefix.length)),
  );
  const open = tasks.filter(({state}) => state.status !== 'done' && state.status !== 'canceled');
  return {
    done: tasks.length - open.length,
    open: open.map(({key, state}) => `${key} ${JSON.stringify(state)}`),
  };
}

/** Keys of the records left in the journal. */
async function journal({origin}: Plan): Promise<string[]> {
  return (await createIdbStore(storeName).list(origin)).map(({key}) => key);
}

const sweep = async (): Promise<number> => (await uploader!.abortOrphans({olderThan: 0})).length;

declare global {
  interface Window {
    chaos: {
      prepare: typeof prepare;
      start: typeof start;
      add: typeof add;
      cancel: typeof cancel;
      pauseFor: typeof pauseFor;
      standing: typeof standing;
      journal: typeof journal;
      sweep: typeof sweep;
    };
  }
}
window.chaos = {prepare, start, add, cancel, pauseFor, standing, journal, sweep};
