import type {ObjectOptions} from '../../cos/operations/object-options.js';
import type {TakenTicket} from '../../cos/tickets/tickets.js';
import {untilAborted} from '../../cos/wire/until-aborted.js';
import {CallbackError, CosError} from '../../errors.js';
import type {Settings} from '../options/settings.js';
import {Activity} from '../tasks/activity.js';
import {uploadFingerprint} from '../tasks/fingerprint.js';
import type {Action, UploadResult} from '../tasks/state.js';
import type {UploadTask} from '../tasks/task.js';
import {handOver} from './hand-over.js';
import {runUpload} from './run.js';
import type {Run, Shared} from './run-context.js';
import {takeTicket} from './take-ticket.js';

/** An upload whose turn it is, and what only its uploader knows or decides. */
interface Turn {
  readonly task: UploadTask;
  readonly order: number;
  readonly asked: number;
  readonly restored: boolean;
  readonly begun?: boolean;
  /** Set when a callback has failed: the next run sends the file again, over its own object. */
  anew?: boolean;
  /** The key is still being asked for, or could not be had. */
  readonly key: Promise<void> | undefined;
  /** The application has named its object already. */
  readonly ticketed: boolean;
}

export interface TurnHost<T extends Turn> {
  settings(): Settings;
  /** An object has the key: gives the upload the next one. */
  renumber(turn: T): void;
  /** Object options of a file, from the uploader and its task. */
  objectOptions(turn: T): ObjectOptions;
  /** The application has named the object of a file. */
  take(turn: T, ticket: TakenTicket): void;
}

/** One upload from its ticket to the hand-over. Rejects with an UploadError, CanceledElsewhere or the signal's reason. */
export async function takeTurn<T extends Turn>(
  shared: Shared,
  turn: T,
  host: TurnHost<T>,
  dispatch: (action: Action) => void,
  signal: AbortSignal,
): Promise<UploadResult> {
  try {
    return await bringAndHandOver(shared, turn, host, dispatch, signal);
  } catch (error) {
    if (!signal.aborted) shared.advise(error);
    throw error;
  }
}

async function bringAndHandOver<T extends Turn>(
  shared: Shared,
  turn: T,
  host: TurnHost<T>,
  dispatch: (action: Action) => void,
  signal: AbortSignal,
): Promise<UploadResult> {
  const {task} = turn;
  if (turn.key) await untilAborted(turn.key, signal);
  const common = {
    ...shared,
    settings: turn.anew ? {...host.settings(), skipExisting: false} : host.settings(),
    asked: turn.asked,
    owner: {order: turn.order, held: 0},
    activity: new Activity(dispatch),
    signal,
  };
  const {tickets} = shared.client;
  let {stored} = task.input;
  if (tickets && !turn.ticketed && !stored) {
    const {key, input} = task;
    const taken = await takeTicket({...common, tickets, key, input, objectOptions: host.objectOptions(turn)});
    signal.throwIfAborted();
    host.take(turn, taken);
    signal.throwIfAborted();
    if (taken.stored) stored = storedAlready(shared, task);
  }
  const objectOptions = (): ObjectOptions => ({
    ...host.objectOptions(turn),
    ...(turn.anew ? {forbidOverwrite: false} : {}),
  });
  const run = (): Run => ({
    ...common,
    id: uploadFingerprint(shared.client.origin, task.key, task.input),
    key: task.key,
    file: task.file!,
    input: task.input,
    objectOptions: stored ? {} : objectOptions(),
    restored: turn.restored && !turn.anew,
    begun: !turn.anew && (turn.begun || task.state.sent > 0),
    dispatch,
  });
  const finish = (result: UploadResult): Promise<UploadResult> => {
    stored = result;
    // What comes now may be repeated alone.
    if (common.settings.commit !== undefined) task.provide({stored});
    return handOver(run(), stored, task);
  };
  if (stored) return finish(stored);
  for (;;) {
    try {
      return await runUpload(run(), finish);
    } catch (error) {
      turn.anew ||= error instanceof CallbackError;
      // A ticket is good for one object.
      const mayMove = host.settings().conflict === 'rename' && !tickets && !signal.aborted;
      if (!mayMove || !(error instanceof CosError) || error.code !== 'FileAlreadyExists') throw error;
      host.renumber(turn);
    }
  }
}

/** What the application says is there already; nobody has asked COS. */
function storedAlready({client}: Shared, {key, size}: UploadTask): UploadResult {
  const location = client.locationOf(key);
  return {
    key,
    etag: '',
    location,
    size,
    parts: 0,
    resumedBytes: 0,
    skipped: true,
    proof: 'none',
    requestId: '',
  };
}
