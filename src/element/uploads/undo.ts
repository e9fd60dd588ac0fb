import type {UploaderLike, UploadTask} from '../../index.js';
import type {Item} from '../base/stored-item.js';

/** Milliseconds in which a cancel can be taken back. @internal */
export const undoTime = 5000;

/** How an upload is about to go while it can still come back. */
export type Undoable = 'cancel' | 'remove';

/** What is about to go. */
export interface Leavable {
  readonly item: Item;
  /** Stops it, and answers what takes that back. */
  hold(): () => void;
  /** The time is over. */
  end(): void;
}

/** An upload that is about to go. */
export const leavable = (uploader: UploaderLike, task: UploadTask): Leavable => ({
  item: task,
  hold: () => uploader.holdCancel(task),
  end: () => {
    if (task.state.status !== 'done') uploader.cancel(task);
    uploader.remove(task);
  },
});

interface Leaving {
  readonly leavable: Leavable;
  takeBack: () => void;
}

/**
 * Cancels or removes one file or many, with a way back. They stop at once, but their parts leave the server only when the time is over,
 * the next upload is canceled, or the person leaves the page.
 */
export class Undo {
  readonly #changed: () => void;
  #leaving: ReadonlyMap<Item, Leaving> = new Map();
  #kind: Undoable = 'cancel';
  #since = 0;
  #timer: number | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** What can be taken back now; another map after each change. */
  get leaving(): ReadonlyMap<Item, unknown> {
    return this.#leaving;
  }

  /** Milliseconds of that time that have gone. */
  get gone(): number {
    return performance.now() - this.#since;
  }

  /** How `task` is about to go; undefined for any other. */
  of(task: Item): Undoable | undefined {
    return this.#leaving.has(task) ? this.#kind : undefined;
  }

  begin(kind: Undoable, ...leavables: readonly Leavable[]): void {
    this.commit();
    if (leavables.length === 0) return;
    this.#kind = kind;
    this.#since = performance.now();
    this.#timer = window.setTimeout(() => this.commit(), undoTime);
    // To the page this is no pause, so `leaving` holds the uploads before the uploader tells that they have stopped.
    const leaving = new Map<Item, Leaving>();
    for (const each of leavables) leaving.set(each.item, {leavable: each, takeBack: () => undefined});
    this.#leaving = leaving;
    for (const entry of leaving.values()) entry.takeBack = entry.leavable.hold();
    this.#changed();
  }

  /** Takes back one of them, or all. */
  takeBack(task?: Item): void {
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
    for (const {leavable} of leaving.values()) leavable.end();
    this.#changed();
  }
}
