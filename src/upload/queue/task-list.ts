import type {Environment} from '../../environment.js';
import type {Entry} from './entry.js';
import {TaskAddEvent, TaskChangeEvent, TaskRemoveEvent, UploaderIdleEvent} from '../tasks/events.js';
import type {Meter} from '../tasks/meter.js';
import {type Action, isFinished, isRunning, reduce, transitions} from '../tasks/state.js';
import type {Prepared, UploadTask} from '../tasks/task.js';
import {type Sums, tally, type Totals} from '../tasks/totals.js';

/** The list of uploads and what it adds up to. Every change of a task goes through `apply` and comes out as one event. */
export class TaskList {
  readonly #target: EventTarget;
  readonly #environment: Environment;
  readonly #idOf: (task: UploadTask) => string;
  /** By id. */
  readonly #unfinished = new Map<string, number>();
  readonly #entries = new Map<UploadTask, Entry>();
  readonly #sums: Sums = {files: 0, done: 0, failed: 0, bytes: 0, sent: 0, due: 0};
  /** Measures how fast all of it goes. It comes with the tools, for before them nothing moves. */
  meter: Meter | undefined;
  #tasks: readonly UploadTask[] | undefined;
  #running = 0;
  /** Bytes that went over the wire: what speed is made of. */
  #moved = 0;

  /** `target` dispatches the events. `idOf`: by what the journal knows an upload. */
  constructor(target: EventTarget, environment: Environment, idOf: (task: UploadTask) => string) {
    this.#target = target;
    this.#environment = environment;
    this.#idOf = idOf;
  }

  /** In the order of adding. */
  get tasks(): readonly UploadTask[] {
    return (this.#tasks ??= [...this.#entries.keys()]);
  }

  get totals(): Totals {
    const {due, ...sums} = this.#sums;
    const now = this.#environment.now();
    const bytesPerSecond = this.#running > 0 ? this.meter?.bytesPerSecond(now) : undefined;
    const secondsLeft = due > 0 ? this.meter?.secondsLeft(due, now) : undefined;
    return {
      ...sums,
      ...(bytesPerSecond === undefined ? {} : {bytesPerSecond}),
      ...(secondsLeft === undefined ? {} : {secondsLeft}),
    };
  }

  /** The entry of one task, or all; a copy, so that the list may change on the way. */
  select(task?: UploadTask): Entry[] {
    if (!task) return [...this.#entries.values()];
    const entry = this.#entries.get(task);
    return entry ? [entry] : [];
  }

  /** How many tasks that have not come to their end have this id. */
  unfinished(id: string): number {
    return this.#unfinished.get(id) ?? 0;
  }

  enter(entry: Entry): void {
    const {task} = entry;
    this.#entries.set(task, entry);
    this.#tasks = undefined;
    this.#count(task, 1);
    tally(this.#sums, task.size, task.state, 1);
    if (isRunning(task.state)) this.#running++;
    this.#target.dispatchEvent(new TaskAddEvent(task));
  }

  /** An entry that does not run. */
  remove(task: UploadTask): void {
    this.#count(task, -1);
    if (!this.#entries.delete(task)) return;
    this.#tasks = undefined;
    tally(this.#sums, task.size, task.state, -1);
    this.#target.dispatchEvent(new TaskRemoveEvent(task));
  }

  /** Gives a task its key. */
  name(task: UploadTask, key: string): void {
    this.#count(task, -1);
    task.provide({}, key);
    this.#count(task, 1);
  }

  /** What is sent of a task is something else from now on, perhaps of another size. */
  prepare(task: UploadTask, prepared: Prepared | undefined): void {
    const {size} = task;
    task.provide({prepared});
    if (!this.#entries.has(task)) return;
    tally(this.#sums, size, task.state, -1);
    tally(this.#sums, task.size, task.state, 1);
  }

  /** False where the action does not apply to the task as it is. */
  apply({task}: Entry, action: Action): boolean {
    const previous = task.state;
    if (transitions[previous.status][action.type] === undefined) return false;
    const state = reduce(previous, action);
    tally(this.#sums, task.size, previous, -1);
    tally(this.#sums, task.size, state, 1);
    if (action.type === 'progress' || (action.type === 'succeed' && !action.result.skipped)) {
      this.#moved += Math.max(0, state.sent - previous.sent);
      this.meter?.record(this.#moved, this.#environment.now());
    }
    this.#running += Number(isRunning(state)) - Number(isRunning(previous));
    if (isFinished(state)) this.#count(task, -1);
    task.update(state);
    if (isFinished(previous)) this.#count(task, 1);
    this.#target.dispatchEvent(new TaskChangeEvent(task, action, previous));
    if (this.#running === 0 && isRunning(previous)) {
      this.meter?.reset();
      this.#target.dispatchEvent(new UploaderIdleEvent(this.totals));
    }
    return true;
  }

  #count(task: UploadTask, by: number): void {
    if (isFinished(task.state) || !this.#entries.has(task)) return;
    const id = this.#idOf(task);
    const count = this.unfinished(id) + by;
    if (count > 0) this.#unfinished.set(id, count);
    else this.#unfinished.delete(id);
  }
}
