import type {PropertyDeclarations} from 'lit';
import type {ResumeMode, Totals, UploaderLike, UploadTask} from '../../index.js';
import {isSingle} from '../base/attributes.js';
import {FormValue} from '../base/form.js';
import type {Item} from '../base/stored-item.js';
import type {StoredFile} from '../base/stored-file.js';
import {CosUploaderFormControl} from '../base/form-associated.js';
import type {Locale} from '../language/locale.js';
import {Engines} from './engines.js';

/**
 * Milliseconds between two pictures of `many` files. When small files finish fast, one picture a frame would cost more than sending them.
 */
const drawTime = 100;
const many = 100;

const nothingLeaves: ReadonlyMap<Item, unknown> = new Map();

/** What a page can ask of the element's uploads, which is handed on to the engines, and what a form gets of them. */
export abstract class CosUploaderMethods extends CosUploaderFormControl {
  /** These properties have accessors below. Lit has to know them, so that values set before the upgrade are not lost. */
  static override properties: PropertyDeclarations = {
    resume: {attribute: false, noAccessor: true},
    uploader: {attribute: false, noAccessor: true},
    value: {attribute: false, noAccessor: true},
    defaultValue: {attribute: 'value', noAccessor: true},
    stored: {noAccessor: true},
  };

  #due = false;
  /** Asks for a new picture. There is one a frame, or ten a second with many files, however often it is called. */
  protected readonly redraw = (): void => {
    // A form may be sent before the picture comes.
    this.noteValidity();
    if (this.#due) return;
    this.#due = true;
    const draw = (): void => {
      if (!this.#due) return;
      this.#due = false;
      this.requestUpdate();
    };
    if (this.tasks.length < many) requestAnimationFrame(draw);
    // A hidden page has no frames, but its form and its guard need the news.
    setTimeout(draw, drawTime);
  };
  protected readonly engines: Engines = new Engines(this, {
    isMuted: (task) => this.leaving.has(task),
    changed: this.redraw,
    refused: (task) => this.refused(task),
    letGo: () => this.letGo(),
  });

  /** The value has changed, and the page has not been told. */
  #news = false;
  protected readonly formValue: FormValue = new FormValue(this.internals);

  constructor() {
    super();
    this.addEventListener('cos-upload-success', ({result}) => {
      this.formValue.append(result.key, this.engines.running === 0);
      // The page may send its form now.
      this.noteValue();
      this.noteValidity();
    });
  }

  /**
   * Uploads that were canceled or removed a moment ago and can still come back. Their pause is no pause to the page, and they count no
   * more.
   */
  protected get leaving(): ReadonlyMap<Item, unknown> {
    return nothingLeaves;
  }

  /** Ends the way back of what is `leaving`. */
  protected letGo(): void {
    // Nothing ever is.
  }

  /** The engine has not taken a file, and the intake shows why. */
  protected refused(_task: UploadTask): void {
    // Nobody to tell.
  }

  /** The engine: the element's own, made from the attributes, or a shared one that was given to it. */
  get uploader(): UploaderLike | undefined {
    return this.engines.current;
  }
  set uploader(uploader: UploaderLike | undefined) {
    this.engines.share(uploader);
    this.requestUpdate('uploader');
  }

  /** The files that have been added and are at hand. */
  get files(): readonly Blob[] {
    return this.tasks.flatMap(({file}) => file ?? []);
  }
  /** All that is in the list, in the order of adding. */
  get tasks(): readonly UploadTask[] {
    return this.engines.tasks;
  }
  /** Sums over the list: `{files, done, failed, bytes, sent, bytesPerSecond, secondsLeft}`. */
  get totals(): Totals {
    return this.engines.totals;
  }

  /** Starts what `manual` holds back. */
  start(): void {
    this.engines.forEach((uploader) => uploader.start());
    this.redraw();
  }
  /** Stops sending until `resume`. Without a task: everything. */
  pause(task?: UploadTask): void {
    this.engines.forEach((uploader) => uploader.pause(task));
  }
  /**
   * Goes on after a pause: `resume(task?)`. Frameworks assign the attribute `resume` to the property of that name, so a ResumeMode that is
   * assigned sets `resumeMode`.
   */
  get resume(): (task?: UploadTask) => void {
    return this.#resume;
  }
  set resume(mode: ResumeMode | undefined | ((task?: UploadTask) => void)) {
    if (typeof mode !== 'function') this.resumeMode = mode;
  }
  readonly #resume = (task?: UploadTask): void => this.engines.forEach((uploader) => uploader.resume(task));
  /** Stops and removes the parts from the server, at once: only people get a way back, not programs. */
  cancel(task?: UploadTask): void {
    this.engines.forEach((uploader) => uploader.cancel(task));
  }
  /** Tries again what has failed. Without a task: everything. */
  retry(task?: UploadTask): void {
    this.engines.forEach((uploader) => uploader.retry(task));
  }
  /** Takes a task off the list; one that is not done is canceled. Without a task: the element leaves the document. */
  override remove(task?: UploadTask): void {
    if (task) this.engines.ownerOf(task)?.remove(task);
    else super.remove();
  }
  /** Takes everything finished off the list. */
  clear(): void {
    this.engines.forEach((uploader) => uploader.clear());
  }

  /** As of native form controls: tells one from the others. */
  get type(): string {
    return 'cos-uploader';
  }

  /**
   * Keys of what is stored and of finished uploads. Once it is set it decides which of `stored` are there; a key that `stored` does not name
   * stands for itself. Uploads under way are not touched. An array may be given as JSON. `undefined`: nothing is set.
   */
  get value(): readonly string[] {
    this.noteValue();
    return this.formValue.value;
  }
  set value(given: readonly string[] | undefined) {
    this.#setQuietly(() => {
      const done = new Set(
        this.tasks.flatMap(({state}) => (state.status === 'done' ? state.result.key : [])),
      );
      const keys = new Set(this.formValue.give(given, done) ?? done);
      this.#takeOff((key) => !keys.has(key));
    });
  }

  /** Attribute `value`: the keys after a reset, as JSON; default: those of `stored`. */
  get defaultValue(): readonly string[] | undefined {
    return this.formValue.default as readonly string[] | undefined;
  }
  set defaultValue(given: readonly string[] | undefined) {
    this.#setQuietly(() => (this.formValue.default = given));
  }

  /** What an earlier form has stored. Shown as rows, part of the value, and counted by `required` and `max-files`. */
  get stored(): readonly StoredFile[] | undefined {
    return this.formValue.stored as readonly StoredFile[] | undefined;
  }
  set stored(given: readonly StoredFile[] | undefined) {
    this.#setQuietly(() => {
      const form = this.formValue;
      const before = new Set(form.arranged.map(({key}) => key));
      form.stored = given;
      // What has been uploaded here is stored now, says the page, so its row is that of a stored file.
      const now = new Set(form.arranged.map(({key}) => key));
      this.#takeOff((key) => now.has(key) && !before.has(key));
    });
  }

  /** Takes finished uploads off the list, by their keys. */
  #takeOff(isMeant: (key: string) => boolean): void {
    for (const task of this.tasks) {
      const {state} = task;
      if (state.status === 'done' && isMeant(state.result.key)) this.engines.ownerOf(task)?.remove(task);
    }
  }

  /** The page changes the value, and as in native controls no event tells it so. What the person did before is still told. */
  #setQuietly(change: () => void): void {
    this.noteValue();
    change();
    this.#sync();
    // As long as the page has not heard of what the person did, it knows the value before, and may set that again.
    if (!this.#news) this.formValue.known = this.formValue.value;
    this.noteValidity();
    this.requestUpdate();
  }

  /** The form was reset, so nothing is chosen any more. */
  formResetCallback(): void {
    this.#setQuietly(() => {
      for (const task of this.tasks) this.engines.ownerOf(task)?.remove(task);
      this.formValue.reset();
    });
  }

  /** The browser gives back what the form held before a reload or a return. */
  formStateRestoreCallback(state: unknown): void {
    if (state instanceof FormData) this.#setQuietly(() => this.formValue.restore(state));
  }

  /** Makes the value what it has to be; what has changed is told later. */
  protected noteValue(): void {
    if (this.#sync()) this.#news = true;
  }

  #sync(): boolean {
    const {tasks, leaving, uploader} = this;
    const done = this.engines.count('done');
    return this.formValue.sync(this.name, {done, tasks, leaving, uploader, single: isSingle(this)});
  }

  /** Gives the form its value. Answers whether that was news to the page. */
  protected syncForm(): boolean {
    if (!this.#sync() && !this.#news) return false;
    this.#news = false;
    this.formValue.known = this.formValue.value;
    for (const type of ['input', 'change'])
      this.dispatchEvent(new Event(type, {bubbles: true, composed: true}));
    return true;
  }

  /** Tells the form whether it may go. */
  protected abstract noteValidity(): void;

  /** The same. `anchor`: where the browser points when it may not. */
  protected validateForm(locale: Locale, anchor: HTMLElement | undefined): void {
    const {engines} = this;
    // A form that waits by itself is not held up here.
    const holds = !this.waits;
    this.formValue.validate(
      holds &&
        (engines.running > 0 ||
          // The object of a hand-over that failed is stored, but the form does not name it yet.
          (engines.count('failed') > 0 &&
            engines.tasks.some(
              ({state}) => state.status === 'failed' && state.error.name === 'CommitError',
            ))),
      holds && this.required,
      locale,
      anchor,
    );
  }

  /** Whether a submit waits for uploads. */
  protected get waits(): boolean {
    const open = this.engines.running + this.engines.count('paused', 'failed');
    return this.submit === 'upload' && !this.isDisabled && open > 0;
  }
}
