import type {PropertyDeclarations} from 'lit';
import type {ResumeMode, Totals, UploaderLike, UploadTask} from '../../index.js';
import {FormValue} from '../base/form.js';
import {CosUploaderFormControl} from '../base/form-associated.js';
import type {Locale} from '../language/locale.js';
import {Engines} from './engines.js';
import {runningStatuses} from './running.js';

/** Milliseconds between two pictures of `many` files: where they fly past, one a frame would cost more than sending them. */
const drawTime = 100;
const many = 100;

const nothingLeaves: ReadonlyMap<UploadTask, unknown> = new Map();

/** What a page can ask of the element's uploads: all of it is handed on to the engines. And what a form gets of them. */
export class CosUploaderMethods extends CosUploaderFormControl {
  /** Have their accessors below; known to Lit so that what was set before the upgrade is not lost. */
  static override properties: PropertyDeclarations = {
    resume: {attribute: false, noAccessor: true},
    uploader: {attribute: false, noAccessor: true},
  };

  #due = false;
  /** Asks for a new picture: one a frame, or ten a second of many files, whatever happens in between. */
  protected readonly redraw = (): void => {
    if (this.#due) return;
    this.#due = true;
    const draw = (): void => {
      if (!this.#due) return;
      this.#due = false;
      this.requestUpdate();
    };
    if (this.tasks.length < many) requestAnimationFrame(draw);
    // A hidden page has no frames, but its form and its guard want to know.
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

  /** Canceled or removed a moment ago, and can still come back: its pause is none, and it counts no more. */
  protected get leaving(): ReadonlyMap<UploadTask, unknown> {
    return nothingLeaves;
  }

  /** Takes the way back away from what is `leaving`. */
  protected letGo(): void {
    // Nothing ever is.
  }

  /** The engine has not taken a file: the way in tells. */
  protected refused(_task: UploadTask): void {
    // Nobody to tell.
  }

  /** The engine: its own, made from the attributes, or one that was given to it to be shared. */
  get uploader(): UploaderLike | undefined {
    return this.engines.current;
  }
  set uploader(uploader: UploaderLike | undefined) {
    this.engines.share(uploader);
    this.requestUpdate('uploader');
  }

  /** What has been added and is at hand. */
  get files(): readonly Blob[] {
    return this.tasks.flatMap(({file}) => file ?? []);
  }
  get tasks(): readonly UploadTask[] {
    return this.engines.tasks;
  }
  get totals(): Totals {
    return this.engines.totals;
  }

  /** Starts what `manual` holds back. */
  start(): void {
    this.engines.forEach((uploader) => uploader.start());
    this.redraw();
  }
  pause(task?: UploadTask): void {
    this.engines.forEach((uploader) => uploader.pause(task));
  }
  /**
   * Goes on after a pause: `resume(task?)`. A ResumeMode may be assigned, which sets `resumeMode`: frameworks take
   * whatever is in an element for the property of the attribute of the same name.
   */
  get resume(): (task?: UploadTask) => void {
    return this.#resume;
  }
  set resume(mode: ResumeMode | undefined | ((task?: UploadTask) => void)) {
    if (typeof mode !== 'function') this.resumeMode = mode;
  }
  readonly #resume = (task?: UploadTask): void => this.engines.forEach((uploader) => uploader.resume(task));
  /** Stops and removes the parts from the server, at once: the way back is for people, not for programs. */
  cancel(task?: UploadTask): void {
    this.engines.forEach((uploader) => uploader.cancel(task));
  }
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

  /** The form was reset: nothing is chosen any more. */
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

  /** Tells the form what it has. */
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
    this.formValue.validate(running, this.required, locale, anchor);
  }
}
