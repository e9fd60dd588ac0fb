import type {Uploader, UploadTask} from '../../index.js';
import type {Undoable} from '../views/row-model.js';

/** Milliseconds in which a cancel can be taken back. @internal */
export const undoTime = 5000;

interface Pending {
  readonly uploader: Uploader;
  readonly task: UploadTask;
  readonly kind: Undoable;
  /** It was on its way, and goes on when the cancel is taken back. */
  readonly ran: boolean;
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

  begin(uploader: Uploader, task: UploadTask, kind: Undoable): void {
    this.commit();
    const ran = !['paused', 'done', 'failed', 'canceled', 'suspended'].includes(task.state.status);
    const timer = window.setTimeout(() => this.commit(), undoTime);
    this.#pending = {uploader, task, kind, ran, timer};
    if (ran) uploader.pause(task);
    // A reload is no way to take it back.
    uploader.setUnwanted(task, true);
    this.#changed();
  }

  takeBack(): void {
    const pending = this.#pending;
    pending?.uploader.setUnwanted(pending.task, false);
    // Still pending while it resumes: to the page nothing has happened.
    if (pending?.ran) pending.uploader.resume(pending.task);
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
