import {type CSSResult, html, nothing, type ReactiveController, type TemplateResult} from 'lit';
import {isRunning, type UploadTask} from '../index.js';
import {Announcer} from './speech/announcer.js';
import {copyText} from './list/clipboard.js';
import {command, endLost, rowCommands, type ViewState} from './commands.js';
import {FocusKeeper, isFocusLost} from './list/focus-keeper.js';
import {Grid} from './list/grid.js';
import {Narrator} from './speech/narrator.js';
import {completeEnglish} from './language/locale.js';
import {visibleName} from './language/visible-name.js';
import {moreTexts} from './language/locales/en.js';
import {LeaveGuard, WakeLock} from './base/page-life.js';
import {runningStatuses} from './uploads/running.js';
import {type RowAction, rowModel, type RowModel} from './views/row-model.js';
import {RowWindow} from './list/row-window.js';
import * as others from './adding/already-listed.js';
import {Rows} from './list/rows.js';
import type {Shell} from './panel-context.js';
import {list} from './views/styles/list.js';
import {notices} from './views/styles/notices.js';
import {row} from './views/styles/row.js';
import {totals} from './views/styles/totals.js';
import {loadThumbnails} from './list/thumbnail-loader.js';
import {Undo} from './uploads/undo.js';
import type {Refusal} from './views/notices.js';
import {detailsView} from './views/details.js';
import {type ListView, listView} from './views/list.js';
import {configurationView, keptView, rejectionsView, restoreView} from './views/notices.js';
import {type TotalsView, totalsView} from './views/totals.js';

export const panelStyles: readonly CSSResult[] = [notices, totals, row, list];

/** Milliseconds in which a row says that its link was copied. */
const copiedTime = 2000;

/** Everything below the drop zone. Loaded when there is something to show, or about to be. */
export class Panel implements ReactiveController {
  readonly #shell: Shell;
  readonly #announcer: Announcer;
  readonly #narrator: Narrator;
  readonly #undo: Undo;
  readonly #window: RowWindow;
  readonly #grid: Grid;
  readonly #rows = new Rows();
  readonly #guard: LeaveGuard;
  readonly #awake = new WakeLock();
  readonly #view: ViewState = {onlyFailed: false, collapsed: false, asking: false, details: undefined};
  #second: number | undefined;
  #copied: UploadTask | undefined;
  #copiedTimer: number | undefined;
  /** The button that the details belong to. */
  #opener: HTMLElement | undefined;

  constructor(shell: Shell) {
    const {host, engines, language, changed} = shell;
    completeEnglish(moreTexts);
    this.#shell = shell;
    shell.intake.others = others;
    this.#announcer = new Announcer(host);
    this.#narrator = new Narrator(host, this.#announcer, () => language.current);
    this.#narrator.catchUp(engines.tasks);
    this.#undo = new Undo(changed);
    this.#window = new RowWindow(host, () => this.#shown.length);
    this.#guard = new LeaveGuard(() => this.#losesWork);
    this.#grid = new Grid(host, {
      rows: () => this.#shown,
      actionsOf: (task) => this.#model(task).actions,
      act: (task, action, source) => this.#act(task, action, source),
      reveal: (index) => this.#window.reveal(index),
    });
    new FocusKeeper(host);
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('pagehide', this.letGo);
  }
  hostDisconnected(): void {
    removeEventListener('pagehide', this.letGo);
    window.clearTimeout(this.#second);
    this.#setCopied(undefined);
  }

  /** What screen readers are told: in its turn, and at once. */
  get polite(): string {
    return this.#announcer.polite;
  }
  get alert(): string {
    return this.#announcer.alert;
  }

  /** Canceled or removed a moment ago, and can still come back. */
  get leaving(): UploadTask | undefined {
    return this.#undo.pending?.task;
  }

  tellAdded(count: number, refused: readonly Refusal[]): void {
    this.#narrator.added(count, refused);
  }

  /** A click on something with a `data-action`. */
  click(button: HTMLElement, action: string): void {
    const id = button.closest<HTMLElement>('[data-id]')?.dataset['id'];
    if (id === undefined) command(this.#shell, this.#view, this.#undo, action);
    else {
      const task = this.#find(id);
      if (task) this.#act(task, action as RowAction, button);
    }
  }

  render(): TemplateResult {
    const {host, check, engines, form, intake, language} = this.#shell;
    const locale = language.current;
    const {tasks} = engines;
    const suspended = engines.count('suspended')
      ? tasks.filter(({state}) => state.status === 'suspended')
      : [];
    const totals = this.#totals();
    const showsList = tasks.length > 0 && !this.#view.collapsed;
    return html`${check.errors.length ? configurationView(check.errors) : nothing}
    ${rejectionsView(intake.refusals, locale, host.isDisabled)}
    ${suspended.length ? restoreView(suspended, locale, host.isDisabled) : nothing}
    ${form.kept.length ? keptView(form.kept.length, locale, host.isDisabled) : nothing}
    ${totals ? totalsView(totals) : nothing} ${showsList ? listView(this.#list()) : nothing}
    ${detailsView(this.#view.details, locale, this.#detailsToggled)}`;
  }

  hostUpdate(): void {
    endLost(this.#view, this.#totals());
  }

  hostUpdated(): void {
    const {host, engines, changed} = this.#shell;
    const running = engines.count(...runningStatuses);
    this.#guard.active = host.guard !== 'off' && running + engines.count('paused') > 0;
    this.#awake.active = host.wakeLock && running > 0 && !engines.isHeld;
    loadThumbnails(host.renderRoot, (id) => this.#find(id));
    window.clearTimeout(this.#second);
    if (engines.count('waiting')) this.#second = window.setTimeout(changed, 1000);
  }

  /** Would leaving the page now end what runs (`always`), or lose what was sent of it or of what is paused? */
  get #losesWork(): boolean {
    const {host, engines} = this.#shell;
    if (host.guard === 'always' && engines.count(...runningStatuses) > 0) return true;
    return engines.tasks.some(
      (task) =>
        (isRunning(task.state) || task.state.status === 'paused') &&
        task !== this.leaving &&
        engines.resumability(task) === 'lost',
    );
  }

  get #shown(): readonly UploadTask[] {
    const {engines} = this.#shell;
    return this.#rows.of(engines.tasks, this.#view.onlyFailed ? engines.count('failed') : undefined);
  }

  #model(task: UploadTask): RowModel {
    const {engines, language} = this.#shell;
    return rowModel(task, {
      locale: language.current,
      manual: engines.isHeld,
      undo: this.#undo.of(task),
      copied: task === this.#copied,
      resumability: task.state.status === 'paused' ? engines.resumability(task) : 'nothing',
      now: Date.now(),
    });
  }

  #totals(): TotalsView | undefined {
    const {host, engines, language} = this.#shell;
    // One file says it all by itself.
    if (engines.tasks.length < 2 && !engines.isHeld) return undefined;
    return {
      ...this.#view,
      locale: language.current,
      totals: engines.totals,
      running: engines.count(...runningStatuses),
      // One that is leaving only waits for its end.
      paused: engines.count('paused') - (this.leaving?.state.status === 'paused' ? 1 : 0),
      startable: engines.isHeld,
      offline: !navigator.onLine,
      sending: navigator.onLine && engines.count('uploading') > 0,
      disabled: host.isDisabled,
    };
  }

  #list(): ListView {
    const {host, engines, language} = this.#shell;
    return {
      locale: language.current,
      rows: this.#shown,
      range: this.#window.range,
      active: this.#grid.active,
      windowed: this.#window.windowed,
      rowHeight: this.#window.rowHeight,
      disabled: host.isDisabled,
      dependencies: (task) => [
        this.#undo.of(task),
        task === this.#copied,
        task.state.status === 'queued' && engines.isHeld,
        task.state.status === 'waiting' && Math.floor(Date.now() / 1000),
      ],
      model: (task) => this.#model(task),
      columnIn: (index, actions) => this.#grid.columnIn(index, actions),
      onKeyDown: this.#grid.onKeyDown,
      onFocusIn: this.#grid.onFocusIn,
      onScroll: this.#window.onScroll,
    };
  }

  /** From now on it cannot come back. */
  readonly letGo = (): void => this.#undo.commit();

  #find(id: string): UploadTask | undefined {
    return this.#shell.engines.tasks.find((task) => task.id === id);
  }

  #act(task: UploadTask, action: RowAction, source: HTMLElement): void {
    if (this.#shell.host.isDisabled) return;
    const {engines} = this.#shell;
    const uploader = engines.ownerOf(task);
    if (!uploader) return;
    if (action === 'details') this.#showDetails(task, source);
    else if (action === 'copy' || action === 'copied') {
      void this.#copy(task, uploader.client.locationOf(task.key));
    } else {
      rowCommands[action](task, uploader, this.#undo, this.#shell);
      if (action === 'cancel' || action === 'remove' || action === 'undo') this.#tell(task);
    }
  }

  /** Says what a row shows, where nothing else does. */
  #tell(task: UploadTask): void {
    this.#announcer.say('row', `${visibleName(task.name)}: ${this.#model(task).words[0] ?? ''}`);
  }

  async #copy(task: UploadTask, link: string): Promise<void> {
    const {host, language} = this.#shell;
    if (!(await copyText(link, host.renderRoot))) return;
    this.#announcer.say('copied', language.current.t('copied'));
    this.#setCopied(task);
    this.#copiedTimer = window.setTimeout(() => this.#setCopied(undefined), copiedTime);
  }

  #setCopied(task: UploadTask | undefined): void {
    window.clearTimeout(this.#copiedTimer);
    this.#copied = task;
    this.#shell.changed();
  }

  #showDetails(task: UploadTask, source: HTMLElement): void {
    const {host} = this.#shell;
    this.#view.details = task;
    this.#opener = source;
    host.requestUpdate();
    void host.updateComplete.then(() => {
      const details = host.renderRoot.querySelector<HTMLElement>('#details');
      details?.showPopover({source});
      details?.focus({preventScroll: true});
    });
  }

  /** The browser gives the focus back only where the click on the button had given it to the button. */
  readonly #detailsToggled = ({newState, target}: ToggleEvent): void => {
    const {host} = this.#shell;
    if (newState === 'open') return;
    if (isFocusLost(host) || host.shadowRoot?.activeElement === target)
      this.#opener?.focus({preventScroll: true});
  };
}
