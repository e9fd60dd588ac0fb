import type {UploaderLike, UploadTask} from '../../index.js';

/** Milliseconds in which a cancel can be taken back. @internal */
export const undoTime = 5000;

/** How an upload is about to go while it can still come back. */
export type Undoable = 'cancel' | 'remove';

interface Leaving {
  readonly uploader: UploaderLike;
  takeBack: () => void;
}

/**
 * Cancels or removes one upload or many, with a way back. They stop at once, but their parts leave the server only when the time is over,
 * the next upload is canceled, or the person leaves the page.
 */
export class Undo {
  readonly #changed: () => void;
  #leaving: ReadonlyMap<UploadTask, Leaving> = new Map();
  #kind: Undoable = 'cancel';
  #since = 0;
  #timer: number | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** What can be taken back now; another map after each change. */
  get leaving(): ReadonlyMap<UploadTask, unknown> {
    return this.#leaving;
  }

  /** Milliseconds of that time that have gone. */
  get gone(): number {
    return performance.now() - this.#since;
  }

  /** How `task` is about to go; undefined for any other. */
  of(task: UploadTask): Undoable | undefined {
    return this.#leaving.has(task) ? this.#kind : undefined;
  }

  begin(kind: Undoable, ...tasks: readonly (readonly [UploaderLike, UploadTask])[]): void {
    this.commit();
    if (tasks.length === 0) return;
    this.#kind = kind;
    this.#since = performance.now();
    this.#timer = window.setTimeout(() => this.commit(), undoTime);
    // To the page this is no pause, so `leaving` holds the uploads before the uploader tells that they have stopped.
    const leaving = new Map<UploadTask, Leaving>();
    for (const [uploader, task] of tasks) leaving.set(task, {uploader, takeBack: () => undefined});
    this.#leaving = leaving;
    for (const [task, entry] of leaving) entry.takeBack = entry.uploader.holdCancel(task);
    this.#changed();
  }

  /** Takes back one of them, or all. */
  takeBack(task?: UploadTask): void {
    const staying = [...this.#leaving].filter(([other]) => !task || other === task);
    // To the page nothing has happened, so the uploads still count as leaving while they resume.
    for (const [, {takeBack}] of staying) takeBack();
    const rest = new Map(this.#leaving);
    for (const [other] of staying) rest.delete(other);
    this.#leaving = rest;
    if (rest.size === 0) window.clearTimeout(this.#timer);
    this.#changed();
  }

  commit(): void {
    window.clearTimeout(this.#timer);
    const leaving = this.#leaving;
    if (leaving.size === 0) return;
    this.#leaving = new Map();
    for (const [task, {uploader}] of leaving) {
      if (task.state.status !== 'done') uploader.cancel(task);
      uploader.remove(task);
    }
    this.#changed();
  }
}
