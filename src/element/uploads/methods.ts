import type {PropertyDeclarations} from 'lit';
import type {ResumeMode, Totals, UploaderLike, UploadTask} from '../../index.js';
import {FormValue} from '../base/form.js';
import {CosUploaderFormControl} from '../base/form-associated.js';
import type {Locale} from '../language/locale.js';
import {Engines} from './engines.js';
import {runningStatuses} from './running.js';

/**
 * Milliseconds between two pictures of `many` files. When small files finish fast, one picture a frame would cost more than sending them.
 */
const drawTime = 100;
const many = 100;

const nothingLeaves: ReadonlyMap<UploadTask, unknown> = new Map();

/** What a page can ask of the element's uploads, which is handed on to the engines, and what a form gets of them. */
export class CosUploaderMethods extends CosUploaderFormControl {
  /** These properties have accessors below. Lit has to know them, so that values set before the upgrade are not lost. */
  static override properties: PropertyDeclarations = {
    resume: {attribute: false, noAccessor: true},
    uploader: {attribute: false, noAccessor: true},
  };

  #due = false;
  /** Asks for a new picture. There is one a frame, or ten a second with many files, however often it is called. */
  protected readonly redraw = (): void => {
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

  protected readonly formValue: FormValue = new FormValue(this.internals);

  constructor() {
    super();
    this.addEventListener('cos-upload-success', ({result}) => this.formValue.append(result.key));
  }

  /**
   * Uploads that were canceled or removed a moment ago and can still come back. Their pause is no pause to the page, and they count no
   * more.
   */
  protected get leaving(): ReadonlyMap<UploadTask, unknown> {
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

  /** The form was reset, so nothing is chosen any more. */
  formResetCallback(): void {
    for (const task of this.tasks) this.engines.ownerOf(task)?.remove(task);
    this.keep([]);
  }

  /** The browser gives back what the form held before a reload or a return. */
  formStateRestoreCallback(state: unknown): void {
    if (state instanceof FormData) this.keep([...state.values()].map(String));
  }

  protected keep(keys: readonly string[]): void {
    this.formValue.kept = keys;
    this.requestUpdate();
  }

  /** Gives the form its value. */
  protected syncForm(): void {
    const {tasks, leaving, uploader} = this;
    if (this.formValue.sync(this.name, {done: this.engines.count('done'), tasks, leaving, uploader})) {
      for (const type of ['input', 'change'])
        this.dispatchEvent(new Event(type, {bubbles: true, composed: true}));
    }
  }

  /** Tells the form whether it may go. `anchor`: where the browser points when it may not. */
  protected validateForm(locale: Locale, anchor: HTMLElement | undefined): void {
    const running = this.engines.count(...runningStatuses) > 0;
    // The object of a hand-over that failed is stored, but the form does not name it yet.
    const isUnheard = ({state}: UploadTask): boolean =>
      state.status === 'failed' && state.error.name === 'CommitError';
    const unheard = this.engines.count('failed') > 0 && this.tasks.some(isUnheard);
    this.formValue.validate(running || unheard, this.required, locale, anchor);
  }
}
