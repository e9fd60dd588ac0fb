import type {UploaderLike, UploadTask} from '../../index.js';

/** Milliseconds in which a cancel can be taken back. @internal */
export const undoTime = 5000;

/** Canceled or removed a moment ago, and can still come back. */
export type Undoable = 'cancel' | 'remove';

interface Leaving {
  readonly uploader: UploaderLike;
  takeBack: () => void;
}

/**
 * Cancels and removes with a way back, one upload or many: they stop at once, but their parts leave the server only when the
 * time is over, the next is canceled, or the page is left.
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

  /** Of the time there is, in milliseconds. */
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
    // Known before the uploader says that they have stopped: to the page that is no pause.
    const leaving = new Map<UploadTask, Leaving>();
    for (const [uploader, task] of tasks) leaving.set(task, {uploader, takeBack: () => undefined});
    this.#leaving = leaving;
    for (const [task, entry] of leaving) entry.takeBack = entry.uploader.holdCancel(task);
    this.#changed();
  }

  /** One of them, or all. */
  takeBack(task?: UploadTask): void {
    const staying = [...this.#leaving].filter(([other]) => !task || other === task);
    // Still leaving while they resume: to the page nothing has happened.
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
