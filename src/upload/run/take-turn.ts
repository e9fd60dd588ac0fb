import type {ObjectOptions} from '../../cos/operations/object-options.js';
import type {TakenTicket} from '../../cos/tickets/tickets.js';
import {untilAborted} from '../../cos/wire/until-aborted.js';
import {CallbackError, CosError} from '../../errors.js';
import {keyOf} from '../options/object-key.js';
import type {UploaderOptions} from '../options/options.js';
import {mostWhole, type Settings} from '../options/settings.js';
import {Activity} from '../tasks/activity.js';
import {uploadFingerprint} from '../tasks/fingerprint.js';
import type {Action, UploadResult} from '../tasks/state.js';
import type {Prepared, TaskInput, UploadTask} from '../tasks/task.js';
import {handOver} from './hand-over.js';
import {objectOptionsOf} from './object-options.js';
import {outgoing, prepareFile} from './prepare.js';
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
  /** Parts of it are on the server. */
  readonly inParts?: boolean;
}

export interface TurnHost<T extends Turn> {
  options(): UploaderOptions;
  settings(): Settings;
  /** What is sent in place of the file; undefined: the file itself. */
  prepare(turn: T, prepared: Prepared | undefined): void;
  /** Gives the upload its key, which is made of what is sent. */
  name(turn: T, key: string | Promise<string>): void;
  /** An object has the key: gives the upload the next one. */
  renumber(turn: T): void;
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
  let kept = false;
  try {
    return await bringAndHandOver(shared, turn, host, dispatch, signal);
  } catch (error) {
    if (!signal.aborted) shared.advise(error);
    kept = turn.inParts === true;
    throw error;
  } finally {
    // The bytes that the page has made are needed again only where the server has some of them.
    const {prepared} = turn.task.input;
    if (prepared && !kept) host.prepare(turn, {...prepared, file: undefined});
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
  const optionsOf = (input: TaskInput): ObjectOptions =>
    objectOptionsOf(host.options(), input, mostWhole(host.settings()));
  const {tickets} = shared.client;
  let {stored} = task.input;
  if (!stored) {
    const prepared = await prepareFile(task.input, common);
    if (prepared !== task.input.prepared) host.prepare(turn, prepared);
  }
  if (!tickets && !stored && task.key === '') {
    host.name(turn, keyOf(host.options(), outgoing(task.input)));
    signal.throwIfAborted();
    if (turn.key) await untilAborted(turn.key, signal);
  }
  if (tickets && !turn.ticketed && !stored) {
    const {key} = task;
    const input = outgoing(task.input);
    const taken = await takeTicket({...common, tickets, key, input, objectOptions: optionsOf(input)});
    signal.throwIfAborted();
    host.take(turn, taken);
    signal.throwIfAborted();
    if (taken.stored) stored = storedAlready(shared, task);
  }
  const run = (): Run => {
    const input = outgoing(task.input);
    return {
      ...common,
      id: uploadFingerprint(shared.client.origin, task.key, task.input),
      key: task.key,
      file: input.file!,
      input,
      source: task.input,
      objectOptions: stored ? {} : {...optionsOf(input), ...(turn.anew ? {forbidOverwrite: false} : {})},
      restored: turn.restored && !turn.anew,
      begun: !turn.anew && (turn.begun || task.state.sent > 0),
      dispatch,
    };
  };
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
