import type {Item} from '../base/stored-item.js';

/** Up to this many files all rows are shown, in the order in which they were added. */
const allUpTo = 20;

/** Milliseconds for which a row that has just come to its end stays in sight. */
const stay = 3000;

/** How many of them do: more would push what is being sent out of sight. */
const atMost = 3;

export interface RowsOptions {
  readonly onlyFailed: boolean;
  /** The person wants to see the finished ones of a long list. */
  readonly unfolded: boolean;
}

/**
 * The rows to show. In a long list the work is in sight: first what has begun or failed, then what waits, at the end the
 * finished ones. These are folded, but for those of the last moments. What an earlier form has stored stands before the finished ones.
 */
export class Rows {
  readonly #ended = new WeakMap<Item, number>();
  readonly #begun = new WeakSet<Item>();
  /** The last to come to their end. */
  #recent: readonly Item[] = [];
  shown: readonly Item[] = [];
  /** Places of the rows in the whole list, from 1. */
  places: readonly number[] = [];
  /** How many finished ones there are to fold, or folded. */
  foldable = 0;
  /** When the next row is to be folded. */
  until: number = Infinity;

  /** Milliseconds since the end of an upload whose course was seen; Infinity where it was not. */
  sinceEnd(task: Item, now: number): number {
    const {status} = task.state;
    if (status !== 'done') {
      if (status !== 'queued') this.#begun.add(task);
      this.#ended.delete(task);
      return Infinity;
    }
    if (this.#begun.delete(task)) {
      this.#ended.set(task, now);
      this.#recent = [...this.#recent, task].slice(-atMost);
    }
    return now - (this.#ended.get(task) ?? -Infinity);
  }

  /** Makes the rows anew. `now`: milliseconds. */
  update(tasks: readonly Item[], {onlyFailed, unfolded}: RowsOptions, now: number): void {
    const [finished, begun, queued, stored]: [number[], number[], number[], number[]] = [[], [], [], []];
    const folds = tasks.length > allUpTo && !onlyFailed;
    this.until = Infinity;
    this.foldable = 0;
    const ages = tasks.map((task) => this.sinceEnd(task, now));
    tasks.forEach((task, i) => {
      const {status} = task.state;
      const since = ages[i]!;
      if (onlyFailed && status !== 'failed') return;
      if (!folds) begun.push(i);
      else if (status === 'queued') queued.push(i);
      else if (status === 'stored') stored.push(i);
      else if (status !== 'done') begun.push(i);
      else if (since >= stay || !this.#recent.includes(task)) finished.push(i);
      else {
        this.until = Math.min(this.until, stay - since);
        begun.push(i);
      }
    });
    this.foldable = finished.length;
    const order = [...begun, ...queued, ...stored, ...(unfolded ? finished : [])];
    this.shown = order.map((i) => tasks[i]!);
    this.places = order.map((i) => i + 1);
  }
}
