import type {Status, UploaderLike, UploadTask} from '../../index.js';
import type {Locale} from '../language/locale.js';

/** How many of the tasks are in this state. */
export function countOf(tasks: ReadonlyMap<UploadTask, unknown>, status: Status): number {
  let count = 0;
  for (const [{state}] of tasks) if (state.status === status) count++;
  return count;
}

/** What the value of the form is made of. */
export interface Uploads {
  /** How many of `tasks` are done. */
  readonly done: number;
  readonly tasks: readonly UploadTask[];
  /** Uploads that were removed a moment ago and can still come back; another map after each change. */
  readonly leaving: ReadonlyMap<UploadTask, unknown>;
  readonly uploader: UploaderLike | undefined;
}

/** The element's value: one entry per finished upload, and no submit before the last one is. */
export class FormValue {
  readonly #internals: ElementInternals;
  #data = new FormData();
  #name = '';
  #keys: string[] = [];
  #madeFor: readonly unknown[] = [];
  #appended = false;
  #validity = '';
  /** Keys of an earlier page that the browser or a script has given back. They have no tasks. */
  kept: readonly string[] = [];

  constructor(internals: ElementInternals) {
    this.#internals = internals;
  }

  /** Adds one finished upload to the value. To make the value anew for each of 10,000 files would cost too much. */
  append(key: string): void {
    this.#keys.push(key);
    this.#appended = true;
    if (!this.#name) return;
    this.#data.append(this.#name, key);
    this.#internals.setFormValue(this.#data);
  }

  /** Makes the value anew when it differs from `uploads`. Answers true when it has changed since the last call. */
  sync(name: string, uploads: Uploads): boolean {
    const {done, tasks, leaving, uploader} = uploads;
    const appended = this.#appended;
    this.#appended = false;
    const count = done + this.kept.length - countOf(leaving, 'done');
    const madeFor = [name, uploader, leaving, this.kept];
    if (count === this.#keys.length && madeFor.every((thing, i) => thing === this.#madeFor[i]))
      return appended;
    const keys = [...this.kept];
    for (const task of tasks)
      if (task.state.status === 'done' && !leaving.has(task)) keys.push(task.state.result.key);
    const changed = appended || keys.join('\n') !== this.#keys.join('\n');
    const data = new FormData();
    for (const key of keys) data.append(name, key);
    this.#name = name;
    this.#keys = keys;
    this.#madeFor = madeFor;
    this.#data = data;
    this.#internals.setFormValue(name ? data : null);
    return changed;
  }

  /** Tells the form whether it may be sent. `anchor`: the element at which the browser shows its message. */
  validate(running: boolean, required: boolean, {t, tag}: Locale, anchor: HTMLElement | undefined): void {
    const problem = running ? 'busy' : required && this.#keys.length === 0 ? 'required' : undefined;
    const id = `${problem ?? ''} ${tag} ${anchor ? 'anchored' : ''}`;
    if (id === this.#validity) return;
    this.#validity = id;
    if (!problem) this.#internals.setValidity({});
    else {
      const flags = problem === 'busy' ? {customError: true} : {valueMissing: true};
      this.#internals.setValidity(flags, t(problem), anchor);
    }
  }
}
