import type {UploadTask} from '../index.js';
import type {Locale} from './locale.js';

/** The element's value: one entry per finished upload, and no submit before the last one is. */
export class FormValue {
  readonly #internals: ElementInternals;
  #data = new FormData();
  #name = '';
  #keys = 0;
  #appended = false;
  #validity = '';
  /** Keys of an earlier page that the browser or a script gave back: no tasks belong to them. */
  kept: readonly string[] = [];

  constructor(internals: ElementInternals) {
    this.#internals = internals;
  }

  /** Adds one finished upload. Not a new value of 10,000 entries for each of 10,000 files. */
  append(key: string): void {
    this.#keys++;
    this.#appended = true;
    if (!this.#name) return;
    this.#data.append(this.#name, key);
    this.#internals.setFormValue(this.#data);
  }

  /** Makes the value anew where it is not what the tasks say. True when it has changed since the last call. */
  sync(name: string, done: number, tasks: readonly UploadTask[]): boolean {
    const count = done + this.kept.length;
    const changed = this.#appended || count !== this.#keys;
    this.#appended = false;
    if (name === this.#name && count === this.#keys) return changed;
    const data = new FormData();
    for (const key of this.kept) data.append(name, key);
    for (const {state} of tasks) if (state.status === 'done') data.append(name, state.result.key);
    this.#name = name;
    this.#keys = count;
    this.#data = data;
    this.#internals.setFormValue(name ? data : null);
    return changed;
  }

  /** `anchor`: where the browser points when it complains. */
  validate(running: boolean, required: boolean, {t, tag}: Locale, anchor: HTMLElement | undefined): void {
    const problem = running ? 'busy' : required && this.#keys === 0 ? 'required' : undefined;
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
