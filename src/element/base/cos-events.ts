import type {Totals, UploadError, UploadResult, UploadTask, WaitReason} from '../../index.js';

/** How files have come in. */
export type AddSource = 'drop' | 'pick' | 'paste' | 'api' | 'restore';
export type RejectCode =
  | 'type'
  | 'too-large'
  | 'too-small'
  | 'too-many'
  | 'total'
  | 'duplicate'
  | 'duplicate-key'
  | 'empty-name'
  | 'custom'
  | 'unreadable';
export type PauseReason = 'user' | Exclude<WaitReason, 'backoff'>;

const init: EventInit = {bubbles: true, composed: true};

/** A file on its way in. */
export interface AddEntry {
  readonly file: File;
  /** Relative path in its folder, or the name. */
  readonly path: string;
  /** Where the browser has given one. */
  readonly handle?: FileSystemFileHandle | undefined;
}

/**
 * Before files enter the queue; `preventDefault()` keeps them out, `keep` some of them. Thousands of files, and folders, come in several such
 * groups.
 */
export class CosFilesAddEvent extends Event {
  readonly files: readonly File[];
  readonly source: AddSource;
  /** The files that may still come in, with their paths and handles. */
  entries: readonly AddEntry[];
  constructor(entries: readonly AddEntry[], source: AddSource) {
    super('cos-files-add', {...init, cancelable: true});
    this.files = entries.map(({file}) => file);
    this.source = source;
    this.entries = entries;
  }

  /** Leaves out the entries for which `wanted` is false. The others keep their paths and handles, so that folders keep their shape. */
  keep(wanted: (entry: AddEntry) => boolean): void {
    this.entries = this.entries.filter(wanted);
  }
}

/**
 * A file was not added; the others of its group were. `message` is in the element's language. A `file` that cannot be read has its name
 * only.
 */
export class CosFileRejectEvent extends Event {
  readonly file: File;
  readonly code: RejectCode;
  readonly message: string;
  constructor(file: File, code: RejectCode, message: string) {
    super('cos-file-reject', init);
    this.file = file;
    this.code = code;
    this.message = message;
  }
}

class TaskEvent extends Event {
  readonly task: UploadTask;
  constructor(type: string, task: UploadTask) {
    super(type, init);
    this.task = task;
  }
}

/** The first request of a file is about to go. */
export class CosUploadStartEvent extends TaskEvent {
  constructor(task: UploadTask) {
    super('cos-upload-start', task);
  }
}

/** At most ten a second for each file. Bytes; `sent` never falls; `bytesPerSecond` is absent until something has moved for a second, `secondsLeft` until there is an honest guess. */
export class CosUploadProgressEvent extends TaskEvent {
  readonly sent: number;
  readonly total: number;
  readonly bytesPerSecond: number | undefined;
  readonly secondsLeft: number | undefined;
  constructor(task: UploadTask) {
    super('cos-upload-progress', task);
    const {state} = task;
    this.sent = state.sent;
    this.total = task.size;
    this.bytesPerSecond = state.status === 'uploading' ? state.bytesPerSecond : undefined;
    this.secondsLeft = state.status === 'uploading' ? state.secondsLeft : undefined;
  }
}

/** A part is on the server: sent now, or found there (`resumed`). */
export class CosPartDoneEvent extends TaskEvent {
  readonly partNumber: number;
  readonly size: number;
  readonly attempts: number;
  readonly resumed: boolean;
  constructor(
    task: UploadTask,
    part: Readonly<{partNumber: number; size: number; attempts: number; resumed: boolean}>,
  ) {
    super('cos-part-done', task);
    this.partNumber = part.partNumber;
    this.size = part.size;
    this.attempts = part.attempts;
    this.resumed = part.resumed;
  }
}

/** Sending has stopped for a while: by the user, or until the reason is gone. */
export class CosUploadPauseEvent extends TaskEvent {
  readonly reason: PauseReason;
  constructor(task: UploadTask, reason: PauseReason) {
    super('cos-upload-pause', task);
    this.reason = reason;
  }
}

/** Sending goes on after a pause; `reason` is that of the pause. */
export class CosUploadResumeEvent extends TaskEvent {
  readonly reason: PauseReason;
  constructor(task: UploadTask, reason: PauseReason) {
    super('cos-upload-resume', task);
    this.reason = reason;
  }
}

/** The object is in the store. */
export class CosUploadSuccessEvent extends TaskEvent {
  readonly result: UploadResult;
  constructor(task: UploadTask, result: UploadResult) {
    super('cos-upload-success', task);
    this.result = result;
  }
}

/** An upload has stopped; `retry(task)` is possible. Without a task: the element itself cannot work as configured. */
export class CosUploadErrorEvent extends Event {
  readonly task: UploadTask | undefined;
  readonly error: UploadError;
  constructor(task: UploadTask | undefined, error: UploadError) {
    super('cos-upload-error', init);
    this.task = task;
    this.error = error;
  }
}

export class CosUploadCancelEvent extends TaskEvent {
  constructor(task: UploadTask) {
    super('cos-upload-cancel', task);
  }
}

/** Unfinished uploads of earlier visits were found; each one's `state.needs` says what it takes to go on. */
export class CosRestoreEvent extends Event {
  readonly tasks: readonly UploadTask[];
  constructor(tasks: readonly UploadTask[]) {
    super('cos-restore', init);
    this.tasks = tasks;
  }
}

/** Nothing is left to do: nothing runs, is due or paused. */
export class CosIdleEvent extends Event {
  readonly totals: Totals;
  constructor(totals: Totals) {
    super('cos-idle', init);
    this.totals = totals;
  }
}

declare global {
  /** The events of elements, and of `document` and `window`, which they reach as well. */
  interface GlobalEventHandlersEventMap {
    'cos-files-add': CosFilesAddEvent;
    'cos-file-reject': CosFileRejectEvent;
    'cos-upload-start': CosUploadStartEvent;
    'cos-upload-progress': CosUploadProgressEvent;
    'cos-part-done': CosPartDoneEvent;
    'cos-upload-pause': CosUploadPauseEvent;
    'cos-upload-resume': CosUploadResumeEvent;
    'cos-upload-success': CosUploadSuccessEvent;
    'cos-upload-error': CosUploadErrorEvent;
    'cos-upload-cancel': CosUploadCancelEvent;
    'cos-restore': CosRestoreEvent;
    'cos-idle': CosIdleEvent;
  }
}
