import type {Action, TaskState} from './state.js';
import type {UploadTask} from './task.js';
import type {Totals} from './totals.js';

/** `add`: a task has entered the uploader. */
export class TaskAddEvent extends Event {
  readonly task: UploadTask;
  constructor(task: UploadTask) {
    super('add');
    this.task = task;
  }
}

/** `change`: the one event for everything that happens to a task; `action` says what, `previous` how it was before. */
export class TaskChangeEvent extends Event {
  readonly task: UploadTask;
  readonly action: Action;
  readonly previous: TaskState;
  constructor(task: UploadTask, action: Action, previous: TaskState) {
    super('change');
    this.task = task;
    this.action = action;
    this.previous = previous;
  }
}

/** `remove`: a task has left the uploader. */
export class TaskRemoveEvent extends Event {
  readonly task: UploadTask;
  constructor(task: UploadTask) {
    super('remove');
    this.task = task;
  }
}

/** `idle`: nothing is left to do: every task is done, failed, paused, canceled or suspended. */
export class UploaderIdleEvent extends Event {
  readonly totals: Totals;
  constructor(totals: Totals) {
    super('idle');
    this.totals = totals;
  }
}

/** `restore`: uploads of earlier visits were found and have entered as `suspended`; what goes on by itself does so after it. */
export class UploaderRestoreEvent extends Event {
  readonly tasks: readonly UploadTask[];
  constructor(tasks: readonly UploadTask[]) {
    super('restore');
    this.tasks = tasks;
  }
}

/** `forget`: the browser's storage failed or was emptied, so a later visit will not know what this one has not finished. */
export class UploaderForgetEvent extends Event {
  constructor() {
    super('forget');
  }
}

export interface UploaderEventMap {
  add: TaskAddEvent;
  change: TaskChangeEvent;
  remove: TaskRemoveEvent;
  idle: UploaderIdleEvent;
  restore: UploaderRestoreEvent;
  forget: UploaderForgetEvent;
}

/** An EventTarget whose listeners know their events. */
export interface UploaderEventTarget extends EventTarget {
  addEventListener<Type extends keyof UploaderEventMap>(
    type: Type,
    listener: (event: UploaderEventMap[Type]) => void,
    options?: AddEventListenerOptions | boolean,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: AddEventListenerOptions | boolean,
  ): void;
  removeEventListener<Type extends keyof UploaderEventMap>(
    type: Type,
    listener: (event: UploaderEventMap[Type]) => void,
    options?: EventListenerOptions | boolean,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: EventListenerOptions | boolean,
  ): void;
}

export const UploaderEventTarget: new () => UploaderEventTarget = EventTarget;
