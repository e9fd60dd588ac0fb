import type {Status, UploaderLike, UploadTask} from '../../index.js';
import type {Item} from './stored-item.js';
import type {Locale} from '../language/locale.js';
import {isSame} from './same.js';
import {isKey, listOf, type StoredFile} from './stored-file.js';

/** How many of the tasks are in this state. */
export function countOf(tasks: ReadonlyMap<Item, unknown>, status: Status): number {
  let count = 0;
  for (const [{state}] of tasks) if (state.status === status) count++;
  return count;
}

/** What the value of the form is made of. */
export interface Uploads {
  /** How many of `tasks` are done. */
  readonly done: number;
  readonly tasks: readonly UploadTask[];
  /** What was removed a moment ago and can still come back; another map after each change. */
  readonly leaving: ReadonlyMap<Item, unknown>;
  readonly uploader: UploaderLike | undefined;
  /** There is room for one file: while there is an upload, what is stored gives way to it. */
  readonly single: boolean;
}

/** The element's value: the keys of what is stored and of finished uploads, and no submit before the last one is. */
export class FormValue {
  readonly #internals: ElementInternals;
  #data = new FormData();
  /** For a reload: `+` is the key of an upload, `-` that of a stored file that is gone. */
  #state = new FormData();
  #name = '';
  #keys: string[] = [];
  #value: readonly string[] | undefined;
  #madeFor: readonly unknown[] = [];
  #appended = false;
  #validity = '';
  #given: readonly string[] | undefined;
  #kept: readonly string[] = [];
  #files: ReadonlyMap<string, StoredFile> = new Map();
  /** Keys of stored files that are no part of the value any more. */
  readonly #gone = new Set<string>();
  #stored: unknown;
  #default: unknown;
  #arranged: readonly StoredFile[] = [];
  /** What the page knows of the value: told by an event, or set by itself. */
  known: readonly string[] = [];
  /** The value that was set last and cannot be one. */
  wrong: unknown;
  /** What is stored and part of the value. */
  here: readonly StoredFile[] = [];

  constructor(internals: ElementInternals) {
    this.#internals = internals;
  }

  get value(): readonly string[] {
    return (this.#value ??= Object.freeze([...this.#keys]));
  }

  /** What the page says is stored, as it says it. */
  get stored(): unknown {
    return this.#stored;
  }
  set stored(given: unknown) {
    this.#stored = listOf(given);
    const files = new Map<string, StoredFile>();
    for (const file of Array.isArray(this.#stored) ? (this.#stored as (StoredFile | null)[]) : [])
      if (isKey(file?.key) && !files.has(file.key)) files.set(file.key, file);
    // What the server has no more may be stored anew under the same key.
    for (const key of this.#gone)
      if (this.#files.has(key) && !files.has(key) && !this.#given?.includes(key)) this.#gone.delete(key);
    this.#files = files;
    this.#arrange();
  }

  /** The value after a reset, as the page says it; undefined: what is stored. */
  get default(): unknown {
    return this.#default;
  }
  set default(given: unknown) {
    this.#default = listOf(given);
    this.#arrange();
  }

  /** What is stored, and what of it is gone but may come back. */
  get arranged(): readonly StoredFile[] {
    return this.#arranged;
  }

  /** Whether there is something stored to be shown, or a mistake. */
  get needsPanel(): boolean {
    const isNothing = (given: unknown): boolean =>
      given === undefined || given === '' || (Array.isArray(given) && given.length === 0);
    return ![this.#arranged, this.#stored, this.#default, this.wrong].every(isNothing);
  }

  /** Takes a stored file out of the value, or puts it back. */
  setGone(key: string, gone: boolean): void {
    if (gone) this.#gone.add(key);
    else this.#gone.delete(key);
    this.#arrange();
  }

  /**
   * Sets the value as the page says it. Answers the keys, unless nothing changes: what cannot be a value does nothing, nor does what the page
   * knows already, so that a framework may set what it has just heard.
   */
  give(given: unknown, done: ReadonlySet<string>): readonly string[] | undefined {
    const list = listOf(given);
    const keys = Array.isArray(list) && list.every(isKey) ? list : undefined;
    this.wrong = keys || list === undefined || list === '' ? undefined : list;
    const news = keys && ![this.known, this.value].some((other) => isSame(other, keys));
    if (keys) this.known = keys;
    if (news) {
      this.#given = keys.filter((key) => !done.has(key));
      this.#kept = [];
      this.#gone.clear();
    } else if (keys) this.#given ??= this.#arranged.map(({key}) => key);
    else if (this.wrong === undefined) this.#given = undefined;
    this.#arrange();
    return news ? keys : undefined;
  }

  reset(): void {
    this.#given = this.wrong = undefined;
    this.#kept = [];
    this.#gone.clear();
    this.#arrange();
  }

  /** The browser gives back what the form held before a reload or a return. */
  restore(state: FormData): void {
    this.#kept = [...state].flatMap(([sign, key]) => (sign !== '-' && isKey(key) ? key : []));
    for (const key of state.getAll('-')) if (isKey(key)) this.#gone.add(key);
    this.#arrange();
  }

  #arrange(): void {
    const standard = Array.isArray(this.#default) ? this.#default.filter(isKey) : undefined;
    const keys = new Set([...(this.#given ?? standard ?? this.#files.keys()), ...this.#kept]);
    this.#arranged = Array.from(keys, (key) => this.#files.get(key) ?? {key});
  }

  /**
   * Adds one finished upload to the value. To make the value anew for each of 10,000 files would cost too much, so until the last one has
   * ended (`last`) they stand in the order in which they ended.
   */
  append(key: string, last: boolean): void {
    this.#appended = true;
    if (last) this.#madeFor = [];
    // The object is another one now, and the row of the upload stands for it.
    if (this.here.some((file) => file.key === key)) {
      this.setGone(key, true);
      return;
    }
    this.#keys.push(key);
    this.#value = undefined;
    if (!this.#name) return;
    this.#data.append(this.#name, key);
    this.#state.append('+', key);
    this.#internals.setFormValue(this.#data, this.#state);
  }

  /** Makes the value anew when it differs from `uploads`. Answers true when it has changed since the last call. */
  sync(name: string, uploads: Uploads): boolean {
    const {done, tasks, leaving, uploader, single} = uploads;
    const appended = this.#appended;
    this.#appended = false;
    const isThere = (task: UploadTask): boolean => task.state.status !== 'canceled' && !leaving.has(task);
    const alone = single && this.#arranged.length > 0 && tasks.some(isThere);
    const left = countOf(leaving, 'done');
    const madeFor = [name, uploader, leaving, this.#arranged, alone];
    if (done - left + this.here.length === this.#keys.length && isSame(madeFor, this.#madeFor))
      return appended;
    this.here = alone ? [] : this.#arranged.filter((file) => !this.#gone.has(file.key));
    const keys = this.here.map(({key}) => key);
    const state = new FormData();
    for (const key of this.#kept) state.append('+', key);
    for (const key of this.#gone) state.append('-', key);
    for (const task of tasks) {
      if (task.state.status !== 'done' || leaving.has(task)) continue;
      keys.push(task.state.result.key);
      state.append('+', task.state.result.key);
    }
    const changed = appended || !isSame(keys, this.#keys);
    const data = new FormData();
    for (const key of keys) data.append(name, key);
    this.#name = name;
    this.#keys = keys;
    if (changed) this.#value = undefined;
    this.#madeFor = madeFor;
    this.#data = data;
    this.#state = state;
    this.#internals.setFormValue(name ? data : null, state);
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
