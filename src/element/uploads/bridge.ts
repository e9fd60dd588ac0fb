import type {Status, TaskChangeEvent, TaskState, Totals, UploaderLike, UploadTask} from '../../index.js';
import {
  CosIdleEvent,
  CosPartDoneEvent,
  CosRestoreEvent,
  CosUploadCancelEvent,
  CosUploadErrorEvent,
  CosUploadPauseEvent,
  CosUploadProgressEvent,
  CosUploadResumeEvent,
  CosUploadStartEvent,
  CosUploadSuccessEvent,
  type PauseReason,
} from '../base/cos-events.js';
import {runningStatuses} from './running.js';

/** Milliseconds between two progress events of one file. */
const progressInterval = 100;

/** States in which something is left to do, by itself or when it goes on. */
const openStatuses: readonly Status[] = [...runningStatuses, 'paused'];

/** All uploads of the element, whichever uploader they belong to. */
interface Whole {
  readonly totals: Totals;
  count(...statuses: readonly Status[]): number;
}

/** Whether the engine has refused a file, because the page had given its key to another one. */
export const isRefused = (state: TaskState): boolean =>
  state.status === 'failed' && state.error.code === 'duplicate-key';

/**
 * Turns what an uploader does into events of the element. `isMuted`: whether a task is about to go, so that its pause is no pause to the
 * page.
 */
export function bridge(
  uploader: UploaderLike,
  target: EventTarget,
  whole: Whole,
  isMuted: (task: UploadTask) => boolean,
  signal: AbortSignal,
): void {
  const started = new WeakSet<UploadTask>();
  const say = (event: Event): unknown => target.dispatchEvent(event);
  const progress = new ProgressThrottle((task) => say(new CosUploadProgressEvent(task)));
  signal.addEventListener('abort', () => progress.clear());

  const onChange = ({task, action, previous}: TaskChangeEvent): void => {
    const {state} = task;
    if (state.status !== 'uploading' && action.type !== 'follow')
      progress.stop(task, state.status === 'done');
    if (action.type === 'part') say(new CosPartDoneEvent(task, action.part));
    if (action.type === 'progress' || action.type === 'follow') progress.note(task);
    const begun = isBegun(state);
    const was = reasonOf(previous);
    const now = reasonOf(state);
    if (state.status === previous.status && now === was && begun === isBegun(previous)) return;
    const ended = state.status === 'canceled' || state.status === 'failed';
    if (was && was !== now && !ended && !isMuted(task)) say(new CosUploadResumeEvent(task, was));
    if (begun && !started.has(task)) {
      started.add(task);
      say(new CosUploadStartEvent(task));
    }
    if (now && was !== now && !isMuted(task)) say(new CosUploadPauseEvent(task, now));
    if (state.status === 'done') say(new CosUploadSuccessEvent(task, state.result));
    if (ended) started.delete(task);
    if (isRefused(state) || isRefused(previous)) return;
    if (state.status === 'failed') say(new CosUploadErrorEvent(task, state.error));
    if (state.status === 'canceled') say(new CosUploadCancelEvent(task));
    if (openStatuses.includes(previous.status) && whole.count(...openStatuses) === 0)
      say(new CosIdleEvent(whole.totals));
  };
  uploader.addEventListener('change', onChange, {signal});
  uploader.addEventListener('restore', ({tasks}) => say(new CosRestoreEvent(tasks)), {signal});
}

/** Whether requests are about to go: what the page prepares comes before. */
const isBegun = (state: TaskState): boolean =>
  state.status === 'uploading' || (state.status === 'preparing' && state.prepared === undefined);

/** Why a task sends nothing; undefined when the page need not know. A short wait before the next try is no reason. */
function reasonOf(state: TaskState): PauseReason | undefined {
  if (state.status === 'paused' || state.status === 'suspended') return 'user';
  return state.status === 'waiting' && state.reason !== 'backoff' ? state.reason : undefined;
}

/** Lets each task report at most once in an interval, and never drops its last report. */
class ProgressThrottle {
  readonly #say: (task: UploadTask) => unknown;
  readonly #timers = new Map<UploadTask, number>();
  readonly #waiting = new Set<UploadTask>();

  constructor(say: (task: UploadTask) => unknown) {
    this.#say = say;
  }

  note(task: UploadTask): void {
    if (this.#timers.has(task)) {
      this.#waiting.add(task);
      return;
    }
    this.#say(task);
    this.#timers.set(
      task,
      window.setTimeout(() => {
        this.#timers.delete(task);
        if (this.#waiting.delete(task)) this.note(task);
      }, progressInterval),
    );
  }

  /** Ends the reports of a task. `last`: after one more. */
  stop(task: UploadTask, last: boolean): void {
    window.clearTimeout(this.#timers.get(task));
    this.#timers.delete(task);
    this.#waiting.delete(task);
    if (last) this.#say(task);
  }

  clear(): void {
    for (const timer of this.#timers.values()) window.clearTimeout(timer);
    this.#timers.clear();
    this.#waiting.clear();
  }
}
