import type {UploadAnswer} from '../../cos/wire/results.js';
import type {UploadError} from '../../errors.js';

/** Why an upload that wants to run is not sending. */
export type WaitReason = 'offline' | 'credentials' | 'other-tab' | 'backoff';

/** What an upload of an earlier visit needs before it can go on. */
export type RestoreNeed = 'nothing' | 'permission' | 'file';

/**
 * What proves that the store has the file: its CRC64 or MD5 was compared (`md5` also by COS itself, as Content-MD5 asks it to), HEAD has
 * told the right size and a date that is not before the upload began, or COS's word alone.
 */
export type Proof = 'crc64' | 'md5' | 'size' | 'none';

/**
 * What is in the store at the end. `etag` keeps its quotes, as COS sends it, and is empty where something on the way keeps it back;
 * `crc64` is unsigned decimal text.
 */
export interface UploadResult {
  readonly key: string;
  readonly etag: string;
  /** URL of the object, unsigned. */
  readonly location: string;
  readonly versionId?: string;
  /** Set when it was compared with that of the file. */
  readonly crc64?: string;
  readonly size: number;
  /** 0 for an object sent whole. */
  readonly parts: number;
  /** Bytes that were on the server already and were not sent again. */
  readonly resumedBytes: number;
  /** `skipExisting` found the same object in the store, or a ticket said that it is there. */
  readonly skipped: boolean;
  readonly proof: Proof;
  /**
   * What COS said of `callback`, `returnBody` and `picOperations`. Absent also where COS's answer was lost and the object itself was the
   * proof: the callback may have been made.
   */
  readonly answer?: UploadAnswer;
  /** What `commit` answered. */
  readonly committed?: unknown;
  readonly requestId: string;
}

/** A part that is on the server, sent now or found there. */
export interface PartDone {
  readonly partNumber: number;
  readonly size: number;
  readonly attempts: number;
  readonly resumed: boolean;
}

/** What the numbers of a running upload say. All sizes in bytes. */
export interface Pace {
  /** Confirmed by the server, and what has left of bodies that XMLHttpRequest sends, but for their last bytes. Never falls. */
  readonly sent: number;
  /** In requests under way: the next step of `sent` is at most this far. */
  readonly inFlight: number;
  /** Absent until something has moved for a second, and while nothing moves. */
  readonly bytesPerSecond?: number;
  /** A day at most: 86,400 is that or more. Absent until there is an honest guess. */
  readonly secondsLeft?: number;
}

/** The status decides the shape: a field exists only where it means something. */
export type TaskState =
  | {readonly status: 'queued'; readonly sent: number}
  /**
   * `compared`: bytes of the file hashed so far to prove what is on the server already. `prepared`: there while `prepare` has the file, or is
   * waited for: how much of its work is done, from 0 to 1. `ready`: there is nothing left to prepare, other bodies have the line.
   */
  | {
      readonly status: 'preparing';
      readonly sent: number;
      readonly compared?: number;
      readonly prepared?: number;
      readonly ready?: true;
    }
  | ({readonly status: 'uploading'} & Pace)
  /** `until`: epoch milliseconds of the next try; `attempt`: its number. */
  | {
      readonly status: 'waiting';
      readonly reason: WaitReason;
      readonly sent: number;
      readonly until?: number;
      readonly attempt?: number;
    }
  | {readonly status: 'completing'; readonly sent: number}
  | {readonly status: 'verifying'; readonly sent: number}
  /** The object is proven; the application takes it over. */
  | {readonly status: 'committing'; readonly sent: number}
  | {readonly status: 'paused'; readonly sent: number}
  | {readonly status: 'done'; readonly sent: number; readonly result: UploadResult}
  | {readonly status: 'failed'; readonly sent: number; readonly error: UploadError}
  | {readonly status: 'canceled'; readonly sent: number}
  | {readonly status: 'suspended'; readonly sent: number; readonly needs: RestoreNeed};

export type Status = TaskState['status'];

/** Everything that can happen to an upload. Actions come up from a run or from the user; nothing else changes state. */
export type Action =
  | {readonly type: 'prepare'; readonly prepared?: number; readonly ready?: true}
  | {readonly type: 'compare'; readonly compared: number}
  | {readonly type: 'upload'; readonly sent: number}
  | ({readonly type: 'progress'} & Pace)
  | {readonly type: 'part'; readonly part: PartDone}
  | {readonly type: 'wait'; readonly reason: WaitReason; readonly until?: number; readonly attempt?: number}
  /** Another tab sends this object; its progress, shown here. */
  | {readonly type: 'follow'; readonly sent: number}
  | {readonly type: 'complete'}
  | {readonly type: 'verify'}
  | {readonly type: 'commit'}
  | {readonly type: 'succeed'; readonly result: UploadResult}
  | {readonly type: 'fail'; readonly error: UploadError}
  | {readonly type: 'pause'}
  /** Back to `queued`: the one way in after a pause, a failure, or a reload. */
  | {readonly type: 'resume'}
  | {readonly type: 'cancel'}
  | {readonly type: 'suspend'; readonly needs: RestoreNeed};

type ActionType = Action['type'];

const running = [
  'queued',
  'preparing',
  'uploading',
  'waiting',
  'completing',
  'verifying',
  'committing',
] as const;
const always: Partial<Record<ActionType, Status>> = {pause: 'paused', cancel: 'canceled', fail: 'failed'};
const active: Partial<Record<ActionType, Status>> = {
  ...always,
  prepare: 'preparing',
  upload: 'uploading',
  wait: 'waiting',
  complete: 'completing',
  verify: 'verifying',
  commit: 'committing',
  succeed: 'done',
};

/** The machine: a missing cell means "ignore" (a late progress after a cancel is no mistake). */
export const transitions: Readonly<Record<Status, Partial<Record<ActionType, Status>>>> = {
  // An object that is complete stays complete, whatever was asked for meanwhile.
  queued: {...always, prepare: 'preparing', suspend: 'suspended', succeed: 'done'},
  preparing: {...active, compare: 'preparing', part: 'preparing'},
  uploading: {...active, progress: 'uploading', part: 'uploading'},
  waiting: {...active, part: 'waiting', follow: 'waiting', suspend: 'suspended'},
  completing: active,
  verifying: {...active, compare: 'verifying'},
  committing: active,
  paused: {resume: 'queued', cancel: 'canceled', suspend: 'suspended', succeed: 'done'},
  done: {},
  failed: {resume: 'queued', cancel: 'canceled', suspend: 'suspended'},
  canceled: {resume: 'queued'},
  suspended: {resume: 'queued', cancel: 'canceled', suspend: 'suspended'},
};

/** True while a run is under way or due. */
export function isRunning(state: TaskState): boolean {
  return (running as readonly Status[]).includes(state.status);
}

/** True when nothing more will happen by itself and nobody has to act: done or canceled. */
export function isFinished(state: TaskState): boolean {
  return state.status === 'done' || state.status === 'canceled';
}

/** The next state, or the same object where the action does not apply. `sent` never falls but for a cancel. */
export function reduce(state: TaskState, action: Action): TaskState {
  const status = transitions[state.status][action.type];
  if (status === undefined) return state;
  const sent = 'sent' in action ? Math.max(state.sent, action.sent) : state.sent;
  switch (action.type) {
    case 'part':
      return state;
    case 'prepare': {
      const {type: _type, ...details} = action;
      return {status: 'preparing', sent, ...details};
    }
    case 'compare':
      return status === 'preparing' ? {status, sent, compared: action.compared} : state;
    case 'upload':
      return {status: 'uploading', sent, inFlight: 0};
    case 'progress': {
      const {type: _type, ...pace} = action;
      return {status: 'uploading', ...pace, sent};
    }
    case 'wait': {
      const {type: _type, ...wait} = action;
      return {status: 'waiting', sent, ...wait};
    }
    case 'follow':
      return state.status === 'waiting' ? {...state, sent} : state;
    case 'succeed':
      return {status: 'done', sent: action.result.size, result: action.result};
    case 'fail':
      return {status: 'failed', sent, error: action.error};
    case 'suspend':
      return {status: 'suspended', sent, needs: action.needs};
    case 'cancel':
      return {status: 'canceled', sent: 0};
    default:
      return {status, sent} as TaskState;
  }
}
