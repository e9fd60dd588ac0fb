import type {UploaderLike, UploadTask} from '../../index.js';

/** Milliseconds in which a cancel can be taken back. @internal */
export const undoTime = 5000;

/** Canceled or removed a moment ago, and can still come back. */
export type Undoable = 'cancel' | 'remove';

interface Pending {
  readonly uploader: UploaderLike;
  readonly task: UploadTask;
  readonly kind: Undoable;
  readonly takeBack: () => void;
  readonly timer: number;
}

/**
 * Cancels and removes with a way back: the upload stops at once, but its parts leave the server only when the time is
 * over, the next one is canceled, or the page is left.
 */
export class Undo {
  readonly #changed: () => void;
  #pending: Pending | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** What can be taken back now. */
  get pending(): {readonly task: UploadTask; readonly kind: Undoable} | undefined {
    return this.#pending;
  }

  /** How `task` is about to go; undefined for any other. */
  of(task: UploadTask): Undoable | undefined {
    return this.#pending?.task === task ? this.#pending.kind : undefined;
  }

  begin(uploader: UploaderLike, task: UploadTask, kind: Undoable): void {
    this.commit();
    const timer = window.setTimeout(() => this.commit(), undoTime);
    // Known before the uploader says that it has stopped: to the page that is no pause.
    this.#pending = {uploader, task, kind, takeBack: () => undefined, timer};
    this.#pending = {...this.#pending, takeBack: uploader.holdCancel(task)};
    this.#changed();
  }

  takeBack(): void {
    // Still pending while it resumes: to the page nothing has happened.
    this.#pending?.takeBack();
    this.#end();
    this.#changed();
  }

  commit(): void {
    const pending = this.#end();
    if (!pending) return;
    const {uploader, task} = pending;
    if (task.state.status !== 'done') uploader.cancel(task);
    uploader.remove(task);
    this.#changed();
  }

  #end(): Pending | undefined {
    const pending = this.#pending;
    window.clearTimeout(pending?.timer);
    this.#pending = undefined;
    return pending;
  }
}
