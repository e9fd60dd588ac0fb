import {expect} from 'chai';
import {
  createMemoryStore,
  fullJitter,
  type RetryPolicy,
  type TaskState,
  type TransportName,
  Uploader,
  type UploaderOptions,
  UploadError,
  type UploadTask,
} from '../../../src/index.js';
import {hurried} from '../../support/clock.js';
import {
  addFaults,
  clearFaults,
  download,
  freshKey,
  localClient,
  makeFile,
  hitsOf,
  openUploads,
  sha256,
} from '../../support/cos.js';
import {ended} from '../ended.js';
import {until} from '../../support/until.js';

const MB = 2 ** 20;

export const phases = {
  sts: 'sts',
  Initiate: 'InitiateMultipartUpload',
  UploadPart: 'UploadPart',
  ListParts: 'ListParts',
  Complete: 'CompleteMultipartUpload',
  Abort: 'AbortMultipartUpload',
  HeadObject: 'HeadObject',
  PutObject: 'PutObject',
  PostObject: 'PostObject',
  /** After a Complete whose answer nobody heard. */
  Unheard: 'HeadObject',
} as const;
export type Phase = keyof typeof phases;

/** What the retry policy of the library says, only sooner. */
const soon: RetryPolicy = (error, attempt) => (fullJitter(error, attempt) === undefined ? undefined : 20);

export const quick = {
  multipartThreshold: MB,
  partSize: MB,
  concurrency: 3,
  retries: 3,
  giveUpAfter: 0,
  retry: soon,
} satisfies Partial<UploaderOptions>;

export interface CaseOptions {
  /** How many requests the fault strikes; all of them when absent. */
  readonly times?: number;
  /** How fast the time of the upload passes. */
  readonly clock?: number;
  /** The whole store is so, for so many milliseconds of that time from the first request of the phase on. */
  readonly away?: number;
  /** What goes on after a pause sends its parts so slowly that questions asked beside them are answered first. */
  readonly slowly?: boolean;
  readonly transport?: TransportName;
  /** Who is to abort the upload in the end; no other is waited for long. */
  readonly abortedBy?: 'this visit' | 'the next visit' | 'nobody';
}

/**
 * Runs one upload of 3 MB with one fault in one phase, in words: `intact` (the object equals the file), or the error and
 * what is in the store under the key; after an error also what a retry without the fault makes of it.
 */
export async function runCase(
  phase: Phase,
  effect: Record<string, unknown>,
  {times, clock = 1, away, slowly = false, transport, abortedBy}: CaseOptions = {},
): Promise<string> {
  const key = freshKey();
  const prefix = key.slice(0, key.lastIndexOf('/') + 1);
  const file = makeFile(3 * MB, 'file.bin', Math.ceil(Math.random() * 1e9));
  const store = createMemoryStore();
  const client = localClient({
    transport,
    credentialsUrl: `${cosOrigin}/-/sts?prefix=${prefix}${phase === 'PostObject' ? '&actions=*' : ''}`,
  });
  const make = (): Uploader =>
    new Uploader({
      ...quick,
      // A machine under load answers late, and only where nothing is answered is that the fault.
      ...(effect['hang'] === true ? {stallTimeout: () => 1500, retries: 20} : {stallTimeout: () => 60_000}),
      // Minutes, by the limits that users have.
      ...(clock > 1 && {environment: hurried(clock), stallTimeout: (bytes: number) => 30_000 + bytes / 10}),
      ...(away && {retry: fullJitter, giveUpAfter: 900}),
      ...(phase === 'PutObject' && {multipartThreshold: 20 * MB}),
      ...(phase === 'PostObject' && {multipartThreshold: 20 * MB, smallUpload: 'form'}),
      // Joining parts may take forty times as long as any other answer.
      ...(phase === 'Complete' && effect['hang'] === true && {stallTimeout: () => 400}),
      skipExisting: phase === 'HeadObject',
      // The list has no key that a rule could name, and a store that is away does not answer it.
      client: away ? {...client, listMultipartUploads: () => Promise.reject(new Error('away'))} : client,
      store,
    });
  const fault = async (): Promise<number> => {
    const [id] = await addFaults({
      match: {
        operation: phases[phase],
        // The key of a form is read after the desk has been asked.
        ...(phase === 'PostObject' ? {} : {key: phase === 'sts' ? prefix : key}),
        ...(phase === 'UploadPart' && {partNumber: 2}),
      },
      ...(times === undefined ? {} : {times}),
      // Held until all requests meet the same.
      effect: away ? {...effect, delay: 200} : effect,
    });
    if (away) void goAway(id!, away / clock).catch(() => undefined);
    return id!;
  };
  /** From the first request that the fault strikes on, nothing about the object is answered, for so many milliseconds. */
  const goAway = async (id: number, ms: number): Promise<void> => {
    await until(async () => (await hitsOf(id)) > 0, `the first request of ${phase}`, 25_000);
    const all = await addFaults({match: {key}, effect});
    await new Promise((resolve) => setTimeout(resolve, ms));
    await clearFaults([id, ...all]);
  };
  if (phase === 'Unheard') {
    const match = {operation: phases.Complete, key};
    await addFaults({match, times: 1, effect: {dropAnswer: true}});
  }
  const inStore = async (): Promise<string> => {
    const stored = await download(key);
    if (!stored) return 'nothing stored';
    return (await sha256(stored)) === (await sha256(file)) ? 'intact' : 'DAMAGED OBJECT';
  };

  let uploader = make();
  let id: number | undefined;
  let task: UploadTask;
  if (phase === 'ListParts' || phase === 'Abort') {
    // Stopped after two of three parts, so that there is something to list or to abort.
    const [held] = await addFaults({
      match: {operation: 'UploadPart', key, partNumber: 3},
      effect: {delay: 60_000},
    });
    task = uploader.add(file, {key});
    let parts = 0;
    uploader.addEventListener('change', ({action}) => (parts += Number(action.type === 'part')));
    await until(() => parts === 2 || ended(task.state), 'two parts');
    id = await fault();
    if (phase === 'Abort') {
      task.cancel();
      await until(() => ended(task.state), 'the cancel');
      await until(async () => (await hitsOf(id!)) > 0, 'the fault');
      await untilGone(key, abortedBy === 'this visit' ? 30_000 : 1000);
      await clearFaults([id]);
      await clearFaults([held!]);
      const left = (await openUploads(key)).length;
      if (left === 0) return `${task.state.status}, aborted`;
      // The next visit tells the server.
      const next = make();
      await next.restore();
      await untilGone(key, abortedBy === 'the next visit' ? 30_000 : 1000);
      next.close();
      if ((await openUploads(key)).length === 0) return `${task.state.status}, aborted by the next visit`;
      return `${task.state.status}, ${await sweep(prefix, key)}`;
    }
    uploader.close();
    await clearFaults([held!]);
    if (slowly) await addFaults({match: {operation: 'UploadPart', key}, effect: {delay: 700}});
    uploader = make();
    task = uploader.add(file, {key});
  } else {
    id = await fault();
    task = uploader.add(file, {key});
  }
  await until(() => ended(task.state), `the end of ${key}, ${JSON.stringify(task.state)}`, 25_000);
  let outcome = await describe(task.state, inStore);
  await clearFaults([id]);
  if (task.state.status === 'failed') {
    task.resume();
    await until(() => ended(task.state), 'the end of the retry', 25_000);
    outcome += `; retry: ${await describe(task.state, inStore)}`;
  }
  uploader.close();
  const left = await openUploads(key);
  if (left.length === 0 || task.state.status !== 'done') return outcome;
  const empty = left.every(({parts}) => parts.length === 0) ? 'empty uploads' : 'UPLOAD WITH PARTS';
  return `${outcome}, ${empty} ${await sweep(prefix, key)}`;
}

/** What the page can do about uploads that nobody knows of. */
async function sweep(keyPrefix: string, key: string): Promise<string> {
  const uploader = new Uploader({client: localClient(), store: createMemoryStore(), keyPrefix});
  await uploader.abortOrphans({olderThan: 0});
  return (await openUploads(key)).length === 0 ? 'left to abortOrphans' : 'ORPHANED';
}

async function describe(state: TaskState, inStore: () => Promise<string>): Promise<string> {
  if (state.status === 'done') {
    const {proof, crc64} = state.result;
    expect(crc64 !== undefined, 'a CRC64 is told where it is the proof').to.equal(proof === 'crc64');
    return `${await inStore()}${proof === 'crc64' ? '' : `, by ${proof}`}`;
  }
  if (state.status !== 'failed') return state.status;
  const {error} = state;
  return `${error.name}${error.name === 'CosError' ? ` ${error.code}` : ''}${error instanceof UploadError ? '' : ' NOT OURS'}, ${await inStore()}`;
}

async function untilGone(key: string, ms: number): Promise<void> {
  for (const end = Date.now() + ms; Date.now() < end;) {
    if ((await openUploads(key)).length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
