import {type CSSResult, html, nothing, type ReactiveController, type TemplateResult} from 'lit';
import {isRunning, type UploadTask} from '../index.js';
import {Announcer} from './announcer.js';
import {command, rowCommands, type ViewState} from './commands.js';
import {Grid} from './grid.js';
import {Narrator} from './narrator.js';
import {completeEnglish} from './locale.js';
import {moreTexts} from './locales/en.js';
import {LeaveGuard, WakeLock} from './page-life.js';
import {runningStatuses} from './running.js';
import {type RowAction, rowModel, type RowModel} from './row-model.js';
import {RowWindow} from './row-window.js';
import {Rows} from './rows.js';
import type {Shell} from './shell.js';
import {list} from './styles/list.js';
import {notices} from './styles/notices.js';
import {row} from './styles/row.js';
import {totals} from './styles/totals.js';
import {loadThumbnails} from './thumbnail-loader.js';
import {Undo} from './undo.js';
import type {Refusal} from './views/notices.js';
import {detailsView} from './views/details.js';
import {type ListView, listView} from './views/list.js';
import {configurationView, keptView, rejectionsView, restoreView} from './views/notices.js';
import {type TotalsView, totalsView} from './views/totals.js';

export const panelStyles: readonly CSSResult[] = [notices, totals, row, list];

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

  constructor(shell: Shell) {
    const {host, engines, language, changed} = shell;
    completeEnglish(moreTexts);
    this.#shell = shell;
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
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('pagehide', this.#leave);
  }
  hostDisconnected(): void {
    removeEventListener('pagehide', this.#leave);
    window.clearTimeout(this.#second);
  }

  /** What screen readers are told: in its turn, and at once. */
  get polite(): string {
    return this.#announcer.polite;
  }
  get alert(): string {
    return this.#announcer.alert;
  }

  /** Is this one about to go, so that its pause is none? */
  isLeaving(task: UploadTask): boolean {
    return this.#undo.of(task) !== undefined;
  }

  tellAdded(count: number, refused: readonly Refusal[]): void {
    this.#narrator.added(count, refused);
  }

  /** A click on something with a `data-action`. */
  click(button: HTMLElement, action: string): void {
    const id = button.closest<HTMLElement>('[data-id]')?.dataset['id'];
    if (id === undefined) command(this.#shell, this.#view, action);
    else {
      const task = this.#find(id);
      if (task) this.#act(task, action as RowAction, button);
    }
  }

  render(): TemplateResult {
    const {check, engines, form, intake, language} = this.#shell;
    const locale = language.current;
    const {tasks} = engines;
    const suspended = engines.count('suspended')
      ? tasks.filter(({state}) => state.status === 'suspended')
      : [];
    const totals = this.#totals();
    const showsList = tasks.length > 0 && !(this.#view.collapsed && totals);
    return html`${check.errors.length ? configurationView(check.errors) : nothing}
    ${rejectionsView(intake.refusals, locale)} ${suspended.length ? restoreView(suspended, locale) : nothing}
    ${form.kept.length ? keptView(form.kept.length, locale) : nothing}
    ${totals ? totalsView(totals) : nothing} ${showsList ? listView(this.#list()) : nothing}
    ${detailsView(this.#view.details, locale)}`;
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
        !this.isLeaving(task) &&
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
      paused: engines.count('paused'),
      startable: engines.isHeld,
      offline: !navigator.onLine,
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

  readonly #leave = (): void => this.#undo.commit();

  #find(id: string): UploadTask | undefined {
    return this.#shell.engines.tasks.find((task) => task.id === id);
  }

  #act(task: UploadTask, action: RowAction, source: HTMLElement): void {
    if (this.#shell.host.isDisabled) return;
    const {engines} = this.#shell;
    const uploader = engines.ownerOf(task);
    if (!uploader) return;
    if (action === 'details') this.#showDetails(task, source);
    else if (action === 'copy') void this.#copy(uploader.client.locationOf(task.key));
    else rowCommands[action](task, uploader, this.#undo, this.#shell);
  }

  async #copy(link: string): Promise<void> {
    await navigator.clipboard.writeText(link);
    this.#announcer.say('copied', this.#shell.language.current.t('copied'));
  }

  #showDetails(task: UploadTask, source: HTMLElement): void {
    const {host} = this.#shell;
    this.#view.details = task;
    host.requestUpdate();
    void host.updateComplete.then(() =>
      host.renderRoot.querySelector<HTMLElement>('#details')?.showPopover({source}),
    );
  }
}
