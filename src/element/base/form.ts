import type {Status, UploaderLike, UploadTask} from '../../index.js';
import type {Locale} from '../language/locale.js';

/** How many of them are in this state. */
export function countOf(tasks: ReadonlyMap<UploadTask, unknown>, status: Status): number {
  let count = 0;
  for (const [{state}] of tasks) if (state.status === status) count++;
  return count;
}

/** What the value is made of. */
export interface Uploads {
  /** How many of `tasks` are. */
  readonly done: number;
  readonly tasks: readonly UploadTask[];
  /** Removed a moment ago, and can still come back; another map after each change. */
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
  /** Keys of an earlier page that the browser or a script gave back: no tasks belong to them. */
  kept: readonly string[] = [];

  constructor(internals: ElementInternals) {
    this.#internals = internals;
  }

  /** Adds one finished upload. Not a new value of 10,000 entries for each of 10,000 files. */
  append(key: string): void {
    this.#keys.push(key);
    this.#appended = true;
    if (!this.#name) return;
    this.#data.append(this.#name, key);
    this.#internals.setFormValue(this.#data);
  }

  /** Makes the value anew where it is not what `uploads` say. True when it has changed since the last call. */
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

  /** `anchor`: where the browser points when it complains. */
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
