import type {CSSResultGroup, PropertyValues, TemplateResult} from 'lit';
import type {Totals, Uploader, UploadTask} from '../index.js';
import {Announcer} from './announcer.js';
import {candidateOf} from './collect.js';
import {command, type CommandContext, rowCommand} from './commands.js';
import {ConfigurationCheck} from './configuration-check.js';
import {CosRestoreEvent} from './cos-events.js';
import {DragController} from './drag.js';
import {Engines} from './engines.js';
import {FormValue} from './form.js';
import {CosUploaderFormControl} from './form-associated.js';
import {Grid} from './grid.js';
import {Intake} from './intake.js';
import {Language} from './language.js';
import {readLimits} from './limits.js';
import {Narrator} from './narrator.js';
import {LeaveGuard, WakeLock} from './page-life.js';
import {listenToPaste} from './paste.js';
import type {Limits} from './restrictions.js';
import type {RowAction} from './row-model.js';
import {RowWindow} from './row-window.js';
import {Rows} from './rows.js';
import {controls} from './styles/controls.js';
import {list} from './styles/list.js';
import {tokens} from './styles/tokens.js';
import {zone} from './styles/zone.js';
import {loadThumbnails} from './thumbnail-loader.js';
import {Undo} from './undo.js';
import {isHeld, modelOf, type Parts, rootModel, rowsOf, runningStatuses} from './view-model.js';
import {rootView} from './views/root.js';

/** What `addFiles` takes. */
export type FileInput = File | FileSystemFileHandle | {file: File; path?: string; key?: string};

/**
 * Uploads files to Tencent Cloud COS: a drop zone, a list and totals around an `Uploader`. It can be moved, removed and
 * put back while files are on their way.
 */
export class CosUploaderElement extends CosUploaderFormControl {
  static override styles: CSSResultGroup = [tokens, controls, zone, list];

  /** Registers the class. A second name needs a subclass or a registry of its own. */
  static define(tag: string = 'cos-uploader', registry: CustomElementRegistry = customElements): void {
    if (!registry.get(tag)) registry.define(tag, this);
  }

  readonly #parts: Parts;
  readonly #commands: CommandContext;
  readonly #guard: LeaveGuard = new LeaveGuard(
    () => this.guard === 'always' || this.#parts.engines.losesWork(),
  );
  readonly #awake: WakeLock = new WakeLock();
  #limits: Limits | undefined;
  #connection: AbortController | undefined;
  #frame: number | undefined;
  #second: number | undefined;
  #restored = false;
  #autoScheme = false;

  constructor() {
    super();
    const changed = (): void => this.#schedule();
    const undo = new Undo(changed);
    const engines = new Engines(this, (task) => undo.of(task) !== undefined, changed);
    const language = new Language(this);
    const announcer = new Announcer(this);
    const narrator = new Narrator(this, announcer, () => language.current);
    const limits = (): Limits | undefined => this.#limits;
    const intake = new Intake(this, {
      engines,
      language,
      limits,
      tellAdded: (count, refused) => narrator.added(count, refused),
    });
    const window = new RowWindow(this, () => rowsOf(this.#parts).length);
    const grid = new Grid(this, {
      rows: () => rowsOf(this.#parts),
      actionsOf: (task) => modelOf(this, this.#parts, task).actions,
      act: (task, action, source) => this.#act(task, action, source),
      reveal: (index) => window.reveal(index),
    });
    this.#parts = {
      announcer,
      check: new ConfigurationCheck(this, changed),
      drag: new DragController(this, (data) => void intake.drop(data)),
      engines,
      form: new FormValue(this.internals),
      grid,
      intake,
      language,
      rows: new Rows(),
      undo,
      view: {onlyFailed: false, collapsed: false, asking: false, details: undefined},
      window,
      limits,
    };
    this.#commands = {
      ...this.#parts,
      openPicker: (options) => void this.openPicker(options),
      showDetails: (task, source) => this.#showDetails(task, source),
      tellCopied: () => announcer.say('copied', language.current.t('copied')),
      forgetKept: () => this.#keep([]),
      start: () => this.start(),
      requestUpdate: changed,
    };
    this.addEventListener('cos-upload-success', ({result}) => this.#parts.form.append(result.key));
  }

  /** The engine: its own, made from the attributes, or one that was given to it to be shared. */
  get uploader(): Uploader | undefined {
    return this.#parts.engines.current;
  }
  set uploader(uploader: Uploader | undefined) {
    this.#parts.engines.share(uploader);
    this.requestUpdate();
  }

  /** What has been added and is at hand. */
  get files(): readonly Blob[] {
    return this.tasks.flatMap(({file}) => file ?? []);
  }
  get tasks(): readonly UploadTask[] {
    return this.#parts.engines.tasks;
  }
  get totals(): Totals {
    return this.#parts.engines.totals;
  }

  /** Adds files past the limits; resolves with the tasks made. Files enter before it returns, handles a moment later. */
  addFiles(files: Iterable<FileInput>): Promise<UploadTask[]> {
    this.#ready();
    return this.#parts.intake.add(files);
  }

  /** Opens the picker; must be called from a click or a key. */
  async openPicker({
    directory = this.directory,
    camera = false,
  }: {directory?: boolean; camera?: boolean} = {}): Promise<void> {
    if (this.isDisabled) return;
    this.#ready();
    const useHandles = !directory && !camera && this.capture === undefined && this.resumeMode !== 'off';
    if (useHandles && 'showOpenFilePicker' in globalThis) {
      const {pickWithHandles} = await import('./pick.js');
      const candidates = await pickWithHandles(this.accept, this.multiple);
      if (candidates) return this.#parts.intake.pick(candidates);
    }
    const kind = camera ? '.camera-input' : directory && !this.directory ? '.folder-input' : 'input';
    this.renderRoot.querySelector<HTMLInputElement>(kind)?.click();
  }

  /** Starts what `manual` holds back. */
  start(): void {
    for (const uploader of this.#parts.engines.all) uploader.start();
    this.#schedule();
  }
  pause(task?: UploadTask): void {
    for (const uploader of this.#parts.engines.all) uploader.pause(task);
  }
  resume(task?: UploadTask): void {
    for (const uploader of this.#parts.engines.all) uploader.resume(task);
  }
  /** Stops and removes the parts from the server, at once: the way back is for people, not for programs. */
  cancel(task?: UploadTask): void {
    for (const uploader of this.#parts.engines.all) uploader.cancel(task);
  }
  retry(task?: UploadTask): void {
    for (const uploader of this.#parts.engines.all) uploader.retry(task);
  }
  /** Takes a task off the list; one that is not done is canceled. */
  override remove(task?: UploadTask): void {
    // Without a task it is what every element has: out of the document.
    if (task) this.#parts.engines.ownerOf(task)?.remove(task);
    else super.remove();
  }
  /** Takes everything finished off the list. */
  clear(): void {
    for (const uploader of this.#parts.engines.all) uploader.clear();
  }

  /** Looks for unfinished uploads of earlier visits; done by itself, once, unless `resume` is `off`. */
  async restore(): Promise<UploadTask[]> {
    this.#ready();
    const tasks = (await this.uploader?.restore()) ?? [];
    if (tasks.length) this.dispatchEvent(new CosRestoreEvent(tasks));
    return tasks;
  }

  override focus(options?: FocusOptions): void {
    this.#browseButton?.focus(options);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#connection = new AbortController();
    const {signal} = this.#connection;
    this.#autoScheme = getComputedStyle(this).colorScheme === 'normal';
    listenToPaste(this, signal, (data) => void this.#parts.intake.paste(data));
    addEventListener('pagehide', () => this.#parts.undo.commit(), {signal});
    addEventListener('online', () => this.#schedule(), {signal});
    addEventListener('offline', () => this.#schedule(), {signal});
    this.#schedule();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#connection?.abort();
  }

  /** The form was reset: nothing is chosen any more. */
  formResetCallback(): void {
    for (const task of this.tasks) this.#parts.engines.ownerOf(task)?.remove(task);
    this.#parts.intake.dismiss();
    this.#keep([]);
  }

  /** The browser gives back what the form held before a reload or a return. */
  formStateRestoreCallback(state: unknown): void {
    if (state instanceof FormData) this.#keep([...state.values()].map(String));
  }

  protected override async scheduleUpdate(): Promise<unknown> {
    const {ready} = this.#parts.language;
    if (!this.hasUpdated && ready) await ready;
    return super.scheduleUpdate();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('locale')) this.#parts.language.update();
    if (changed.size > 0 || !this.hasUpdated) this.#configure();
  }

  protected override render(): TemplateResult {
    return rootView({
      ...rootModel(this, this.#parts, this.#autoScheme),
      onClick: (event) => this.#click(event),
      onPick: (event) => this.#pick(event.currentTarget as HTMLInputElement),
    });
  }

  protected override updated(): void {
    const {engines, form, language, check, drag} = this.#parts;
    const {files, done, failed} = engines.totals;
    const running = engines.count(...runningStatuses);
    const sending = running > 0 && !isHeld(this, engines);
    this.reflectState('dragging', drag.state !== undefined);
    this.reflectState('uploading', sending);
    this.reflectState('paused', running === 0 && engines.count('paused') > 0);
    this.reflectState('offline', !navigator.onLine);
    this.reflectState('complete', files > 0 && done === files);
    this.reflectState('has-error', failed > 0 || check.errors.length > 0);
    if (form.sync(this.name, engines.count('done'), this.tasks)) {
      this.dispatchEvent(new Event('input', {bubbles: true, composed: true}));
      this.dispatchEvent(new Event('change', {bubbles: true}));
    }
    form.validate(running > 0, this.required, language.current, this.#browseButton);
    this.#guard.active = this.guard !== 'off' && running > 0;
    this.#awake.active = this.wakeLock && sending;
    loadThumbnails(this.renderRoot, (id) => this.#find(id));
    window.clearTimeout(this.#second);
    if (engines.count('waiting')) this.#second = window.setTimeout(() => this.requestUpdate(), 1000);
  }

  get #browseButton(): HTMLElement | undefined {
    return this.renderRoot.querySelector<HTMLElement>('[data-action=browse]') ?? undefined;
  }

  /** One picture a frame, whatever happens in between; a hidden page has no frames. */
  #schedule(): void {
    if (this.#frame !== undefined) return;
    const draw = (): void => {
      this.#frame = undefined;
      this.requestUpdate();
    };
    this.#frame = document.hidden ? window.setTimeout(draw, 100) : requestAnimationFrame(draw);
  }

  #configure(): void {
    const {check, engines} = this.#parts;
    this.#limits = undefined;
    check.run(
      () => engines.configure(),
      () => (this.#limits = readLimits(this)),
    );
    if (check.failed || this.#restored || !engines.current || this.resumeMode === 'off') return;
    this.#restored = true;
    // A shared engine is restored by whoever made it, once for all who share it.
    if (engines.isOwn) void this.restore();
  }

  /** Attributes may have been set a moment ago, and the next thing done needs them. */
  #ready(): void {
    if (this.isUpdatePending) this.#configure();
    if (this.#parts.check.failed) this.#parts.check.show();
  }

  #keep(keys: readonly string[]): void {
    this.#parts.form.kept = keys;
    this.requestUpdate();
  }

  #click(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>('[data-action]');
    const action = button?.dataset['action'];
    if (!button || !action) return;
    const id = button.closest<HTMLElement>('[data-id]')?.dataset['id'];
    const task = id === undefined ? undefined : this.#find(id);
    if (task) this.#act(task, action as RowAction, button);
    else command(this.#commands, action);
  }

  #act(task: UploadTask, action: RowAction, source: HTMLElement): void {
    if (!this.isDisabled) rowCommand(this.#commands, task, action, source);
  }

  #find(id: string): UploadTask | undefined {
    return this.tasks.find((task) => task.id === id);
  }

  #pick(input: HTMLInputElement): void {
    const files = [...(input.files ?? [])];
    input.value = '';
    this.#ready();
    void this.#parts.intake.pick(files.map((file) => candidateOf(file)));
  }

  #showDetails(task: UploadTask, source: HTMLElement): void {
    this.#parts.view.details = task;
    this.requestUpdate();
    void this.updateComplete.then(() => {
      const details = this.renderRoot.querySelector<HTMLElement>('#details');
      details?.showPopover({source});
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cos-uploader': CosUploaderElement;
  }
}
