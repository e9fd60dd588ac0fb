import type {CSSResult, CSSResultGroup, PropertyValues, TemplateResult} from 'lit';
import type {DiagnoseLine, UploadTask} from '../index.js';
import {isSingle} from './base/attributes.js';
import {Clicks, isOnGround} from './base/clicks.js';
import {checkLook} from './base/check-look.js';
import {ConfigurationCheck} from './base/configuration-check.js';
import {countOf} from './base/form.js';
import type {Item} from './base/stored-item.js';
import {adoptSheets} from './base/sheets.js';
import {DragController} from './adding/drag.js';
import {type Choice, type FileInput, Intake} from './adding/intake.js';
import {Language} from './language/language.js';
import {readLimits} from './adding/limits.js';
import type {Hub} from './hub.js';
import type {Panel} from './panel.js';
import {listenToPaste} from './adding/paste.js';
import type {Limits} from './adding/restrictions.js';
import type {PickerOptions} from './panel-context.js';
import {controls} from './views/styles/controls.js';
import {tokens} from './views/styles/tokens.js';
import {zone} from './views/styles/zone.js';
import {CosUploaderMethods} from './uploads/methods.js';
import {opensPicker, pickers} from './views/commands.js';
import {shellView} from './views/shell.js';
import {zoneModel} from './views/zone-model.js';

/**
 * Uploads files to Tencent Cloud COS: a drop zone, a list and totals around an `Uploader`. It can be moved, removed and
 * put back while files are on their way. What is below the drop zone is loaded when it is about to be needed.
 *
 * @customElement
 * @tag cos-uploader
 *
 * @fires {CosFilesAddEvent} cos-files-add - Before files enter the queue; cancelable.
 * @fires {CosFileRejectEvent} cos-file-reject - A file was refused; the others of its group were not.
 * @fires {CosUploadStartEvent} cos-upload-start - The first request of a file is about to go.
 * @fires {CosUploadProgressEvent} cos-upload-progress - At most ten a second for each file.
 * @fires {CosPartDoneEvent} cos-part-done - A part is on the server.
 * @fires {CosUploadPauseEvent} cos-upload-pause - Sending has stopped for a while.
 * @fires {CosUploadResumeEvent} cos-upload-resume - Sending goes on.
 * @fires {CosUploadSuccessEvent} cos-upload-success - The object is in the store.
 * @fires {CosUploadErrorEvent} cos-upload-error - An upload has stopped; without a task: the attributes make no sense.
 * @fires {CosUploadCancelEvent} cos-upload-cancel - An upload was canceled, and its parts are removed from the server.
 * @fires {CosStoredRemoveEvent} cos-stored-remove - A person removes what is stored; cancelable.
 * @fires {CosRestoreEvent} cos-restore - Unfinished uploads of earlier visits were found.
 * @fires {CosIdleEvent} cos-idle - Nothing is left to do: all is done, failed, canceled, or waits since an earlier visit.
 * @fires {Event} input - The form value has changed, not by the page itself.
 * @fires {Event} change - The form value has changed, not by the page itself.
 *
 * @slot - The words of the drop zone.
 * @slot icon - The drop zone's icon.
 * @slot hint - What is said before the choice; default: the limits.
 * @slot browse-button - Content of the button that opens the picker.
 * @slot folder-button - Content of the button that opens the folder picker.
 * @slot row-{id} - Text or a control in the row of one file: `row-` and the `id` of its task.
 * @slot done - What is said when all files are uploaded.
 * @slot footer - Below everything.
 *
 * @csspart base - The card.
 * @csspart dropzone - Where files are dropped, with its words and buttons.
 * @csspart icon - Of the drop zone.
 * @csspart title - Of the drop zone.
 * @csspart hint - The limits, or what the page says instead.
 * @csspart button - Every button; each also has a name of its own: `browse-button`, `resume-button`, `row-button`…
 * @csspart reading - While a folder is being read.
 * @csspart rejections - The list of files that were refused.
 * @csspart banner - Unfinished uploads of earlier visits.
 * @csspart configuration-error - What is wrong with the attributes.
 * @csspart totals - The line over the list.
 * @csspart menu - What can be done to all besides the likeliest.
 * @csspart ring - The progress of all, as a circle.
 * @csspart summary - The progress of all, in words.
 * @csspart list - All rows.
 * @csspart row - Also `row-` and its status: `row-uploading`, `row-failed`…
 * @csspart card - A file with `look="cards"`; also `card-` and its status.
 * @csspart thumbnail - The picture of a row, or the icon of its kind.
 * @csspart name - The name of a file.
 * @csspart link - The name, where it leads to the file.
 * @csspart status - The sentence under the name.
 * @csspart bar - The progress of a row: its track.
 * @csspart progress - The filled part of the bar.
 * @csspart details - Of a failure.
 * @csspart folder-summary - How many files a folder gave, and how many were left out.
 *
 * @cssprop --cos-accent - The one colour.
 * @cssprop --cos-on-accent - Text on it.
 * @cssprop --cos-surface - The ground of the card.
 * @cssprop --cos-text - Text of first rank.
 * @cssprop --cos-muted - Text of second rank.
 * @cssprop --cos-line - Lines between rows, and the border of the card.
 * @cssprop --cos-edge - Borders of what can be used: 3:1 against the surface.
 * @cssprop --cos-fill - Tracks and tiles.
 * @cssprop --cos-good - What has gone well.
 * @cssprop --cos-warn - What waits for somebody.
 * @cssprop --cos-bad - What has failed.
 * @cssprop [--cos-radius=14px] - The corners of the card; those inside follow.
 * @cssprop [--cos-space=16px] - The space inside the card.
 * @cssprop --cos-font - The shorthand `font`.
 * @cssprop --cos-tile-radius - Of the picture of one file alone (`max-files="1"`); `50%` for a portrait.
 * @cssprop [--cos-list-max-block-size=33.5rem] - Height at which the list scrolls.
 *
 * @cssState dragging - Files are held over the element.
 * @cssState uploading - Something is under way.
 * @cssState paused - Something is paused, and nothing runs.
 * @cssState offline - The browser says that it has no network.
 * @cssState complete - All files of the list are stored.
 * @cssState has-error - An upload has failed, or the attributes make no sense.
 */
export class CosUploaderElement extends CosUploaderMethods {
  static override styles: CSSResultGroup = [tokens, controls, zone];

  /** Registers the class. A second name needs a subclass or a registry of its own. */
  static define(tag: string = 'cos-uploader', registry: CustomElementRegistry = customElements): void {
    if (!registry.get(tag)) registry.define(tag, this);
  }

  readonly #clicks = new Clicks();
  readonly #language: Language = new Language(this);
  readonly #check: ConfigurationCheck = new ConfigurationCheck(this, this.redraw);
  readonly #intake: Intake = new Intake(this, {
    engines: this.engines,
    language: this.#language,
    form: this.formValue,
    leaving: () => this.leaving,
    letGo: () => this.letGo(),
    ready: () => this.#ready(),
    limits: () => this.#limits,
    tell: (say) => void this.loadHub().then((hub) => hub && say(hub)),
  });
  readonly #drag: DragController = new DragController(this, (data) => void this.#intake.drop(data));
  #panel: Panel | undefined;
  #loading: Promise<Panel | undefined> | undefined;
  #panelStyles: readonly CSSResult[] = [];
  #limits: Limits | undefined;
  #connection: AbortController | undefined;
  /** What the next files are picked for. */
  #choice: Choice | undefined;
  #autoScheme = false;

  constructor() {
    super();
    // A pointer or the focus tells that there will soon be something to show. Loaded now, the panel makes nobody wait.
    for (const sign of ['pointerenter', 'focusin']) {
      this.addEventListener(sign, () => void this.#needPanel(), {once: true});
    }
    // A label or `click()` clicks the element itself. Like an input, it then opens its picker.
    this.addEventListener('click', (event) => {
      if (event.composedPath()[0] === this) void this.openPicker();
    });
  }

  /**
   * Adds the files that keep the limits, and resolves with their tasks. The first five files enter before it returns, unless the browser
   * needs long to look at them or `validate` is set; others a moment later.
   */
  addFiles(files: Iterable<FileInput>): Promise<UploadTask[]> {
    return this.#intake.add(files);
  }

  /** Opens the picker; must be called from a click or a key. */
  openPicker(options: PickerOptions = {}): Promise<void> {
    return this.#openPicker(options);
  }

  /** `choice`: what the files are picked for. */
  async #openPicker({
    directory = this.directory,
    camera,
    choice,
  }: PickerOptions & {choice?: Choice}): Promise<void> {
    if (this.isDisabled) return;
    this.#ready();
    // The panel is loaded while the person looks for the file.
    void this.#needPanel();
    this.#choice = choice ?? this.#panel?.hub.replacing;
    const wantsHandles = !camera && this.capture === undefined && this.resumeMode !== 'off';
    if (wantsHandles && 'showOpenFilePicker' in globalThis) {
      const code = await this.#intake.onDemand();
      const multiple = this.multiple && !isSingle(this);
      const handles = await code?.pickHandles({accept: this.accept, multiple, directory});
      if (handles) return this.#intake.pickHandles(handles, this.#takeChoice());
    }
    const kind = camera ? 'camera' : directory && !this.directory ? 'folder' : 'file';
    const input = this.shadowRoot?.querySelector<HTMLInputElement>(`.${kind}-input`);
    if (input && camera) input.accept = `${camera}/*`;
    input?.click();
  }

  /**
   * To be called when a person signs out: takes everything off the list, and deletes what this library keeps in this browser, the records
   * of unfinished uploads of all buckets and scopes and the keys in memory.
   */
  async forget(): Promise<void> {
    this.#intake.reset();
    this.formStateRestoreCallback(new FormData());
    await this.engines.forget();
    this.#configure();
    this.redraw();
  }

  /** Looks for unfinished uploads of earlier visits; the element does it once by itself. Under `resume="off"` they are removed. */
  async restore(): Promise<UploadTask[]> {
    this.#ready();
    return (await this.uploader?.restore()) ?? [];
  }

  /** Tries everything an upload needs; each line says what is wrong and what to paste where. */
  async diagnose(): Promise<DiagnoseLine[]> {
    this.#ready();
    return this.#check.failed ? this.#check.lines : ((await this.uploader?.diagnose()) ?? []);
  }

  /** Moves the focus to the button that opens the picker. */
  override focus(options?: FocusOptions): void {
    (this.headless ? this.#panel?.hub.opener : this.#anchor)?.focus(options);
  }

  /** What the elements for an own layout need of it. @internal */
  async loadHub(): Promise<Hub | undefined> {
    return (await this.#needPanel())?.hub;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#connection = new AbortController();
    const {signal} = this.#connection;
    this.#autoScheme = getComputedStyle(this).colorScheme === 'normal';
    listenToPaste(this, signal, (data) => void this.#intake.paste(data));
    this.getRootNode().addEventListener('submit', this.#holdSubmit, {signal, capture: true});
    addEventListener('online', this.redraw, {signal});
    addEventListener('offline', this.redraw, {signal});
    this.redraw();
  }

  /** No other listener of the page hears of a submit that waits: it comes again. */
  readonly #holdSubmit = (event: Event): void => {
    const {form} = this;
    if (event.target !== form || !form) return;
    // A file may have arrived a moment ago. Its form must not go without what the page makes of that.
    const told = this.syncForm();
    if (this.submit !== 'upload') return;
    this.letGo();
    if (!told && !this.waits) return;
    event.preventDefault();
    event.stopPropagation();
    const {submitter} = event as SubmitEvent;
    void this.#needPanel().then((panel) => panel?.submission.begin(form, submitter));
  };

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#connection?.abort();
  }

  /** The element has moved to another document. */
  adoptedCallback(): void {
    if (this.shadowRoot) this.#adoptSheets(this.shadowRoot);
  }

  override formResetCallback(): void {
    super.formResetCallback();
    this.#intake.reset();
  }

  protected override createRenderRoot(): ShadowRoot {
    const root = this.shadowRoot ?? this.attachShadow({mode: 'open'});
    this.#adoptSheets(root);
    return root;
  }

  #adoptSheets(root: ShadowRoot): void {
    const {elementStyles} = this.constructor as typeof CosUploaderElement;
    adoptSheets(root, [...elementStyles, ...this.#panelStyles]);
  }

  protected override async scheduleUpdate(): Promise<unknown> {
    const {ready} = this.#language;
    if (!this.hasUpdated && ready) await ready;
    await this.#panel?.hub.rest();
    return super.scheduleUpdate();
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    const complete = await super.getUpdateComplete();
    if (!this.#loading || this.#panel) return complete;
    await this.#loading;
    return this.getUpdateComplete();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.noteValue();
    if (changed.has('locale')) this.#language.update();
    if (changed.size > 0 || !this.hasUpdated) this.#configure();
    const shown = this.tasks.length + this.#check.errors.length + this.#intake.refusals.length;
    if (shown || this.formValue.needsPanel || this.#drag.state) void this.#needPanel();
  }

  protected override get leaving(): ReadonlyMap<Item, unknown> {
    return this.#panel?.hub.undo.leaving ?? super.leaving;
  }

  protected override refused(task: UploadTask): void {
    this.#intake.refuse(task);
  }

  protected override letGo(): void {
    this.#panel?.hub.letGo();
  }

  protected override render(): TemplateResult {
    const locale = this.#language.current;
    return shellView({
      locale,
      dir: locale.dir === 'rtl' ? 'rtl' : this.locale === undefined ? undefined : 'ltr',
      autoScheme: this.#autoScheme,
      zone: zoneModel(this, {
        slots: this,
        drag: this.#drag.state,
        intake: this.#intake,
        limits: this.#limits,
        locale,
        compact: Boolean(this.#panel?.hub.items.length),
        replaces: this.#panel?.hub.replacing !== undefined,
        kinds: this.#drag.state && this.#panel?.hub.kindsOf(this.#drag.state.types),
      }),
      accept: this.accept,
      headless: this.headless,
      readOnly: this.readOnly,
      panel: this.headless || this.#panel?.render(),
      news: this.#panel?.hub,
      onSlotChange: () => this.requestUpdate(),
      onClick: (event) => this.#click(event),
      onPick: (event) => {
        event.stopPropagation();
        this.#pick(event.currentTarget as HTMLInputElement);
      },
    });
  }

  protected override updated(): void {
    const {files, done, failed} = this.totals;
    const running = this.engines.running;
    this.reflectState('dragging', this.#drag.state !== undefined);
    this.reflectState('uploading', running > 0 && !this.engines.isHeld);
    const paused = this.engines.count('paused') - countOf(this.leaving, 'paused');
    this.reflectState('paused', running === 0 && paused > 0);
    this.reflectState('offline', !navigator.onLine);
    this.reflectState('complete', files > 0 && done === files);
    this.reflectState('has-error', failed > 0 || this.#check.errors.length > 0);
    this.syncForm();
    this.noteValidity();
  }

  protected override noteValidity(): void {
    this.validateForm(this.#language.current, this.#anchor);
  }

  /** The button that opens the picker. Of a headless element it is elsewhere: an input leads there. */
  get #anchor(): HTMLElement | undefined {
    const button =
      this.shadowRoot?.querySelector<HTMLElement>('[data-action=browse], .file-input') ?? undefined;
    // The page may bring its own button.
    return button instanceof HTMLSlotElement
      ? (button.assignedElements()[0] as HTMLElement | undefined)
      : button;
  }

  #needPanel(): Promise<Panel | undefined> {
    // An element that is not on the page has nowhere to show a panel.
    const root = this.shadowRoot;
    if (!root) return Promise.resolve(undefined);
    if (!this.#loading) this.#intake.expect();
    this.#loading ??= import('./panel.js').then(
      ({Panel, panelStyles}) => {
        const addStyles = (styles: readonly CSSResult[]): void => {
          this.#panelStyles = [...this.#panelStyles, ...styles];
          this.#adoptSheets(root);
        };
        addStyles(panelStyles);
        // What could not be loaded before can be now.
        this.#intake.outdated = false;
        this.#panel = new Panel({
          host: this,
          check: this.#check,
          engines: this.engines,
          form: this.formValue,
          intake: this.#intake,
          language: this.#language,
          addStyles,
          changed: this.redraw,
          limits: () => this.#limits,
          openPicker: (options = {}) => void this.#openPicker(options),
        });
        this.requestUpdate();
        return this.#panel;
      },
      () => {
        // The next need tries again.
        this.#loading = undefined;
        this.#intake.miss();
        return undefined;
      },
    );
    return this.#loading;
  }

  #configure(): void {
    this.#limits = undefined;
    this.#check.run(
      () => this.engines.configure(),
      () => this.engines.checkCredentials(),
      () => checkLook(this),
      () => (this.#limits = readLimits(this)),
    );
    // The uploader may still be the one of the attributes before. Without limits no file enters it.
    if (this.#check.failed) this.#limits = undefined;
    else this.engines.restoreOnce();
  }

  /** Attributes may have been set a moment ago, and what comes next needs them, so they are read at once. */
  #ready(): void {
    if (this.isUpdatePending) this.#configure();
    if (this.#check.failed) this.#check.show();
  }

  #click(event: MouseEvent): void {
    const button = this.#clicks.buttonOf(event, this.renderRoot);
    if (!button && isOnGround(event)) void this.openPicker();
    const command = this.#clicks.commandOf(event, button);
    if (!button || !command) return;
    if (command === 'stop') this.#intake.stop();
    else if (opensPicker(command)) void this.openPicker(pickers[command]);
    else this.#panel?.click(button, command);
  }

  /** Takes the choice of what is picked now. A picker that is dismissed leaves its choice, and the next one puts its own in its place. */
  #takeChoice(): Choice | undefined {
    const choice = this.#choice;
    this.#choice = undefined;
    return choice;
  }

  #pick(input: HTMLInputElement): void {
    const files = [...(input.files ?? [])];
    input.value = '';
    const choice = this.#takeChoice();
    if (input.webkitdirectory) void this.#intake.pickFolderFiles(files, choice);
    else if (input.hasAttribute('capture')) void this.#intake.record(files, choice);
    else void this.#intake.add(files, 'pick', choice);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cos-uploader': CosUploaderElement;
  }
}
