import {tellMistakes} from './base/mistakes.js';
import {type CSSResult, html, nothing, type ReactiveController, type TemplateResult} from 'lit';
import {isRunning, type Totals, type UploadTask} from '../index.js';
import type {Choice} from './adding/intake.js';
import type {FolderCount, Refusal} from './adding/restrictions.js';
import {countOf} from './base/form.js';
import {LeaveGuard, WakeLock} from './base/page-life.js';
import {completeEnglish} from './language/locale.js';
import {visibleName} from './language/visible-name.js';
import {moreTexts} from './language/locales/en.js';
import {FocusKeeper} from './list/focus-keeper.js';
import {Grid} from './list/grid.js';
import {endLost, ListActions} from './list/list-actions.js';
import {NameFit} from './list/name-fit.js';
import {RowActions} from './list/row-actions.js';
import {RowWindow} from './list/row-window.js';
import {Rows} from './list/rows.js';
import {columnsIn, isForCards} from './list/look.js';
import {drawThumbnails} from './list/thumbnails.js';
import type {PanelContext} from './panel-context.js';
import {Announcer} from './speech/announcer.js';
import {Narrator} from './speech/narrator.js';
import {runningStatuses} from './uploads/running.js';
import {Undo} from './uploads/undo.js';
import type * as Cards from './views/card.js';
import {isListCommand, isRowCommand} from './views/list-commands.js';
import {detailsView} from './views/details.js';
import {dragWords} from './views/drag-words.js';
import {type ListView, listView} from './views/list.js';
import {configurationView, folderWords, keptView, rejectionsView, restoreView} from './views/notices.js';
import {rowModel, type RowModel} from './views/row-model.js';
import {SteadyPace} from './views/steady-pace.js';
import {list} from './views/styles/list.js';
import {notices} from './views/styles/notices.js';
import {row} from './views/styles/row.js';
import {totals} from './views/styles/totals.js';
import {type TotalsView, totalsView} from './views/totals.js';

/** Milliseconds for which the end of an upload is shown in its row. */
const endTime = 1200;

export const panelStyles: readonly CSSResult[] = [notices, totals, row, list];

/** Everything below the drop zone. It is loaded when there is something to show, or soon will be. */
export class Panel implements ReactiveController {
  readonly #context: PanelContext;
  readonly #announcer: Announcer;
  readonly #narrator: Narrator;
  readonly #undo: Undo;
  readonly #window: RowWindow;
  readonly #grid: Grid;
  readonly #rows = new Rows();
  readonly #guard: LeaveGuard;
  readonly #awake = new WakeLock();
  readonly #listActions: ListActions;
  readonly #rowActions: RowActions;
  readonly #pace = new SteadyPace();
  #second: number | undefined;
  #fold: number | undefined;
  /** Draws cards, once that is wanted. */
  #cards: typeof Cards | undefined;
  #showsCards = false;
  #awaitsCards = false;
  /** The list that cards were last asked for. */
  #wantedCardsAt: unknown;

  constructor(context: PanelContext) {
    const {host, engines, language, changed} = context;
    completeEnglish(moreTexts);
    this.#context = context;
    this.#announcer = new Announcer(host);
    this.#narrator = new Narrator(host, this.#announcer, () => language.current);
    this.#narrator.catchUp(engines.tasks);
    this.#undo = new Undo(changed);
    this.#listActions = new ListActions(
      {...context, tellCanceled: (n) => this.#announcer.say('row', language.current.t('canceledAll', {n}))},
      this.#undo,
    );
    this.#rowActions = new RowActions({
      ...context,
      undo: this.#undo,
      locale: () => language.current,
      tell: (task) =>
        this.#announcer.say('row', `${visibleName(task.name)}: ${this.#model(task).words[0] ?? ''}`),
      say: (text) => this.#announcer.say('copied', text),
    });
    const fit = new NameFit(host);
    this.#window = new RowWindow(
      host,
      () => this.#rows.shown,
      () => {
        fit.again();
        const {width = 0, em} = this.#window;
        if (this.#window.columns > 1 && columnsIn(width, em) !== this.#window.columns) changed();
      },
    );
    this.#guard = new LeaveGuard(() => this.#losesWork);
    this.#grid = new Grid(host, {
      rows: () => this.#rows.shown,
      commandsOf: (task) => this.#model(task).commands,
      act: (task, command, source) => this.#rowActions.act(task, command, source),
      columns: () => this.#window.columns,
      reveal: (index) => this.#window.reveal(index),
    });
    new FocusKeeper(host);
    host.addController(this);
    tellMistakes(host);
  }

  hostConnected(): void {
    addEventListener('pagehide', this.letGo);
  }
  hostDisconnected(): void {
    removeEventListener('pagehide', this.letGo);
    window.clearTimeout(this.#second);
    window.clearTimeout(this.#fold);
  }

  /** What screen readers say in its turn. */
  get polite(): string {
    return this.#announcer.polite;
  }
  get alert(): string {
    return this.#announcer.alert;
  }

  /** Uploads that were canceled or removed a moment ago and can still come back. */
  get leaving(): ReadonlyMap<UploadTask, unknown> {
    return this.#undo.leaving;
  }

  tellAdded(count: number, refused: readonly Refusal[]): void {
    this.#narrator.added(count, refused);
  }

  /** "3 photos, 1 PDF": what is dragged, by MIME types; undefined where the browser does not tell. */
  kindsOf(types: readonly string[]): string | undefined {
    return dragWords(types, this.#context.language.current);
  }

  tellRead(read: FolderCount): void {
    this.#announcer.say('added', folderWords(read, this.#context.language.current));
  }

  /** A click on a button, by its `data-action`. */
  click(button: HTMLElement, command: string): void {
    if (isListCommand(command)) {
      const menu = button.closest<HTMLElement>('[popover]');
      (menu as Partial<HTMLElement> | null)?.hidePopover?.(); // jsdom has no popovers.
      // Not every browser gives the focus back to the button that has opened the menu.
      if (menu)
        this.#context.host.renderRoot.querySelector<HTMLElement>(`[popovertarget=${menu.id}]`)?.focus();
      this.#listActions.act(command);
    }
    if (!isRowCommand(command)) return;
    const task = this.#find(button.closest<HTMLElement>('[data-id]')?.dataset['id'] ?? '');
    if (task) this.#rowActions.act(task, command, button);
  }

  render(): TemplateResult {
    const {host, check, engines, form, intake, language} = this.#context;
    const locale = language.current;
    const {tasks} = engines;
    const suspended = engines.count('suspended')
      ? tasks.filter(({state}) => state.status === 'suspended')
      : [];
    const totals = this.#totals();
    const showsList = tasks.length > 0 && !this.#listActions.state.collapsed;
    return html`${check.errors.length ? configurationView(check.errors) : nothing}
    ${rejectionsView(intake.refusals, intake.read, locale, host.isDisabled)}
    ${suspended.length > 1 || (suspended.length && !showsList) ? restoreView(suspended, locale, host.isDisabled) : nothing}
    ${form.kept.length ? keptView(form.kept.length, locale, host.isDisabled) : nothing}
    ${totals ? totalsView(totals) : nothing}
    ${tasks.length && engines.totals.done === tasks.length ? html`<slot name="done"></slot>` : nothing}
    ${showsList ? listView(this.#list()) : nothing}
    ${detailsView(this.#rowActions.details, locale, this.#rowActions.onDetailsToggle)}`;
  }

  hostUpdate(): void {
    const {state} = this.#listActions;
    endLost(state, this.#totals());
    const before = this.#rows.shown;
    this.#rows.update(this.#context.engines.tasks, state, performance.now());
    state.unfolded &&= this.#rows.foldable > 0;
    this.#chooseLook();
    this.#window.follow(before);
    window.clearTimeout(this.#fold);
    if (this.#rows.until < Infinity) this.#fold = window.setTimeout(this.#context.changed, this.#rows.until);
  }

  /** The one file where there is room for no other. */
  get #tile(): UploadTask | undefined {
    const {host, engines} = this.#context;
    return host.maxFiles === 1 && host.look !== 'rows' && engines.tasks.length === 1
      ? engines.tasks[0]
      : undefined;
  }

  /** What the next file is chosen for, where it takes the place of the only one. */
  get replacing(): Choice | undefined {
    return this.#tile && {replaced: this.#tile, fit: (candidate) => candidate};
  }

  #chooseLook(): void {
    const {host, engines} = this.#context;
    const {width = host.clientWidth, em} = this.#window;
    const wanted =
      engines.tasks.length > 0 &&
      (host.look === 'cards' ||
        this.#tile !== undefined ||
        (host.look === 'auto' && isForCards(engines.tasks, width / em)));
    if (wanted && !this.#cards && this.#wantedCardsAt !== engines.tasks) void this.#loadCards();
    this.#showsCards = wanted && this.#cards !== undefined;
    this.#window.columns = this.#showsCards && !this.#tile ? columnsIn(width, em) : 1;
  }

  /** Until they are there, and without a network, there are rows. */
  async #loadCards(): Promise<void> {
    const {addStyles, changed, engines} = this.#context;
    // A list that has changed tries again.
    this.#wantedCardsAt = engines.tasks;
    this.#awaitsCards = true;
    this.#cards = await import('./views/card.js').catch(() => undefined);
    this.#awaitsCards = false;
    if (this.#cards) addStyles(this.#cards.cardStyles);
    changed();
  }

  hostUpdated(): void {
    const {host, engines, changed} = this.#context;
    const running = engines.count(...runningStatuses);
    this.#guard.active = host.guard !== 'off' && running + engines.count('paused') > 0;
    this.#awake.active = host.wakeLock && running > 0 && !engines.isHeld;
    // For cards they are larger, and none is decoded twice.
    if (!this.#awaitsCards) drawThumbnails(host.renderRoot, (id) => this.#find(id));
    window.clearTimeout(this.#second);
    if (engines.count('waiting')) this.#second = window.setTimeout(changed, 1000);
  }

  /** Whether leaving the page now ends an upload under way (`always`), or loses bytes of one that runs or is paused. */
  get #losesWork(): boolean {
    const {host, engines} = this.#context;
    if (host.guard === 'always' && engines.count(...runningStatuses) > 0) return true;
    return engines.tasks.some(
      (task) =>
        (isRunning(task.state) || task.state.status === 'paused') &&
        !this.leaving.has(task) &&
        engines.resumability(task) === 'lost',
    );
  }

  #model(task: UploadTask): RowModel {
    const {engines, language} = this.#context;
    return rowModel(task, {
      locale: language.current,
      manual: engines.isHeld,
      undo: this.#undo.of(task),
      ...(task.state.status === 'uploading' && {pace: this.#pace.of(task, task.state, performance.now())}),
      gone: this.leaving.size === 1 ? this.#undo.gone : undefined,
      copied: this.#rowActions.isCopied(task),
      ended: this.#hasJustEnded(task),
      resumability: task.state.status === 'paused' ? engines.resumability(task) : 'nothing',
      now: Date.now(),
    });
  }

  /** Its bar turns green and goes. A row that comes into sight later has none. */
  readonly #hasJustEnded = (task: UploadTask): boolean =>
    this.#rows.sinceEnd(task, performance.now()) < endTime;

  #totals(): TotalsView | undefined {
    const {host, engines, language} = this.#context;
    // The row of a single file tells all that the totals would.
    if (engines.tasks.length < 2 && !engines.isHeld) return undefined;
    return {
      ...this.#listActions.state,
      locale: language.current,
      totals: this.#steady(engines.totals),
      running: engines.count(...runningStatuses),
      // Uploads that were canceled or removed are paused too, but only until they are gone.
      paused: engines.count('paused') - countOf(this.leaving, 'paused'),
      canceled: this.leaving.size > 1 ? this.leaving.size : 0,
      gone: this.#undo.gone,
      startable: engines.isHeld,
      offline: !navigator.onLine,
      sending: navigator.onLine && engines.count('uploading') > 0,
      disabled: host.isDisabled,
    };
  }

  /** The whole ends no sooner than the last of its files, so its time is at least the longest of theirs. */
  #steady(totals: Totals): Totals {
    const {bytesPerSecond: speed, secondsLeft: whole, ...sums} = totals;
    const longest = (): number =>
      this.#context.engines.tasks.reduce(
        (most, {state}) => Math.max(most, (state.status === 'uploading' && state.secondsLeft) || 0),
        0,
      );
    const {bytesPerSecond, secondsLeft} = this.#pace.of(
      this,
      {bytesPerSecond: speed, secondsLeft: whole === undefined ? undefined : Math.max(whole, longest())},
      performance.now(),
    );
    return {
      ...sums,
      ...(bytesPerSecond !== undefined && {bytesPerSecond}),
      ...(secondsLeft !== undefined && {secondsLeft}),
    };
  }

  #list(): ListView {
    const {host, engines, language} = this.#context;
    return {
      locale: language.current,
      rows: this.#rows.shown,
      places: this.#rows.places,
      count: engines.tasks.length,
      foldable: this.#rows.foldable,
      unfolded: this.#listActions.state.unfolded,
      range: this.#window.range,
      active: this.#grid.active,
      windowed: this.#window.windowed,
      rowHeight: this.#window.rowHeight,
      columns: this.#window.columns,
      card: this.#showsCards ? this.#cards?.cardView : undefined,
      tile: this.#showsCards && this.#tile !== undefined,
      disabled: host.isDisabled,
      dependencies: (task) => [
        this.#undo.of(task),
        this.#undo.of(task) && this.leaving.size,
        this.#rowActions.isCopied(task),
        this.#hasJustEnded(task),
        task.state.status === 'queued' && engines.isHeld,
        task.state.status === 'paused' && engines.resumability(task),
        task.state.status === 'waiting' && Math.floor(Date.now() / 1000),
      ],
      model: (task) => this.#model(task),
      columnIn: (index, commands) => this.#grid.columnIn(index, commands),
      onKeyDown: this.#grid.onKeyDown,
      onFocusIn: this.#grid.onFocusIn,
      onScroll: this.#window.onScroll,
    };
  }

  /** Ends the way back: what was canceled or removed is gone. */
  readonly letGo = (): void => this.#undo.commit();

  #find(id: string): UploadTask | undefined {
    return this.#context.engines.tasks.find((task) => task.id === id);
  }
}
