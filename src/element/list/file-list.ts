import {type CSSResult, type ReactiveController, type ReactiveControllerHost, type TemplateResult} from 'lit';
import type {Resumability} from '../../index.js';
import {type Item, StoredItem} from '../base/stored-item.js';
import type {Locale} from '../language/locale.js';
import {visibleName} from '../language/visible-name.js';
import type * as Cards from '../views/card.js';
import {detailsView} from '../views/details.js';
import {isRowCommand} from '../views/list-commands.js';
import {type ListView, listView} from '../views/list.js';
import {rowModel, type RowModel} from '../views/row-model.js';
import {SteadyPace} from '../views/steady-pace.js';
import {FocusKeeper} from './focus-keeper.js';
import {Grid} from './grid.js';
import type {ListPort} from './list-port.js';
import {columnsIn, isForCards} from './look.js';
import {NameFit} from './name-fit.js';
import {RowActions} from './row-actions.js';
import {RowWindow} from './row-window.js';
import {Rows} from './rows.js';
import {drawThumbnails} from './thumbnails.js';

/** Milliseconds for which the end of an upload is shown in its row. */
const endTime = 1200;

/** The element that shows a list. */
interface ListHost extends ReactiveControllerHost, HTMLElement {
  readonly renderRoot: HTMLElement | DocumentFragment;
  readonly look: 'auto' | 'rows' | 'cards';
}

export interface FileListContext {
  readonly host: ListHost;
  /** Undefined as long as there is no uploader. */
  readonly port: () => ListPort | undefined;
  readonly locale: () => Locale;
  /** Adds styles to those of the shadow root. */
  readonly addStyles: (styles: readonly CSSResult[]) => void;
}

/** The files of an uploader as rows or as cards, in the shadow root of any element. */
export class FileList implements ReactiveController {
  readonly #context: FileListContext;
  readonly #window: RowWindow;
  readonly #grid: Grid;
  readonly #rows = new Rows();
  readonly #actions: RowActions;
  readonly #pace = new SteadyPace();
  #fold: number | undefined;
  /** Draws cards, once that is wanted. */
  #cards: typeof Cards | undefined;
  #showsCards = false;
  #awaitsCards = false;
  /** The list that cards were last asked for. */
  #wantedCardsAt: unknown;

  constructor(context: FileListContext) {
    const {host} = context;
    this.#context = context;
    this.#actions = new RowActions({
      ...context,
      tell: (item, urgent) => {
        const port = context.port();
        const words = `${visibleName(item.name)}: ${this.#model(item).words[0] ?? ''}`;
        if (urgent) port?.warn(words);
        else port?.say('row', words);
      },
    });
    const fit = new NameFit(host);
    this.#window = new RowWindow(
      host,
      () => this.#rows.shown,
      () => {
        fit.again();
        const {width = 0, em} = this.#window;
        if (this.#window.columns > 1 && columnsIn(width, em) !== this.#window.columns) host.requestUpdate();
      },
    );
    this.#grid = new Grid(host, {
      rows: () => this.#rows.shown,
      commandsOf: (task) => this.#model(task).commands,
      act: (task, command, source) => this.#actions.act(task, command, source),
      columns: () => this.#window.columns,
      reveal: (index) => this.#window.reveal(index),
    });
    new FocusKeeper(host);
    host.addController(this);
  }

  hostDisconnected(): void {
    window.clearTimeout(this.#fold);
  }

  /** A click on a button of a row, by its `data-action`. */
  click(button: HTMLElement, command: string): void {
    if (!isRowCommand(command)) return;
    const task = this.#find(button.closest<HTMLElement>('[data-id]')?.dataset['id'] ?? '');
    if (task) this.#actions.act(task, command, button);
  }

  /** Moves the focus to the row of a file. */
  focusOn(item: Item): void {
    this.#grid.focusOn(item);
  }

  renderRows(): TemplateResult {
    return listView(this.#view());
  }

  renderDetails(): TemplateResult {
    return detailsView(this.#actions.details, this.#context.locale(), this.#actions.onDetailsToggle);
  }

  hostUpdate(): void {
    const port = this.#context.port();
    const before = this.#rows.shown;
    this.#rows.update(this.#items, port?.state ?? nobody, performance.now());
    if (port) port.state.unfolded &&= this.#rows.foldable > 0;
    this.#chooseLook();
    this.#window.follow(before);
    window.clearTimeout(this.#fold);
    if (port && this.#rows.until < Infinity) this.#fold = window.setTimeout(port.changed, this.#rows.until);
  }

  hostUpdated(): void {
    // For cards they are larger, and none is decoded twice.
    if (!this.#awaitsCards) drawThumbnails(this.#context.host.renderRoot, (id) => this.#find(id));
  }

  /** The one file where there is room for no other. */
  get tile(): Item | undefined {
    const {host, port} = this.#context;
    return port()?.isSingle && host.look !== 'rows' && this.#items.length === 1 ? this.#items[0] : undefined;
  }

  get #items(): readonly Item[] {
    return this.#context.port()?.items ?? nothing;
  }

  #chooseLook(): void {
    const {host} = this.#context;
    const items = this.#items;
    const {em} = this.#window;
    // Before there is a list that costs a layout.
    const width = (): number => this.#window.width ?? host.clientWidth;
    const wanted =
      items.length > 0 &&
      (host.look === 'cards' ||
        this.tile !== undefined ||
        (host.look === 'auto' && isForCards(items, () => width() / em)));
    if (wanted && !this.#cards && this.#wantedCardsAt !== items) void this.#loadCards();
    this.#showsCards = wanted && this.#cards !== undefined;
    this.#window.columns = this.#showsCards && !this.tile ? columnsIn(width(), em) : 1;
  }

  /** Until they are there, and without a network, there are rows. */
  async #loadCards(): Promise<void> {
    const {addStyles, host} = this.#context;
    // A list that has changed tries again.
    this.#wantedCardsAt = this.#items;
    this.#awaitsCards = true;
    this.#cards = await import('../views/card.js').catch(() => undefined);
    this.#awaitsCards = false;
    if (this.#cards) addStyles(this.#cards.cardStyles);
    host.requestUpdate();
  }

  #model(task: Item): RowModel {
    const {engines, undo, links, isReadOnly} = this.#context.port()!;
    return rowModel(task, {
      link: links.of(task),
      copyable: links.isCopyable(task),
      readOnly: isReadOnly,
      locale: this.#context.locale(),
      manual: engines.isHeld,
      undo: undo.of(task),
      ...(task.state.status === 'uploading' && {pace: this.#pace.of(task, task.state, performance.now())}),
      gone: undo.leaving.size === 1 ? undo.gone : undefined,
      copied: this.#actions.isCopied(task),
      ended: this.#hasJustEnded(task),
      resumability: this.#resumability(task) ?? 'nothing',
      now: Date.now(),
    });
  }

  /** Of a paused upload. */
  #resumability(task: Item): Resumability | undefined {
    if (task instanceof StoredItem || task.state.status !== 'paused') return undefined;
    return this.#context.port()?.engines.resumability(task);
  }

  /** Its bar turns green and goes. A row that comes into sight later has none. */
  readonly #hasJustEnded = (task: Item): boolean => this.#rows.sinceEnd(task, performance.now()) < endTime;

  #view(): ListView {
    const port = this.#context.port();
    return {
      locale: this.#context.locale(),
      rows: this.#rows.shown,
      places: this.#rows.places,
      count: this.#items.length,
      foldable: this.#rows.foldable,
      unfolded: port?.state.unfolded ?? false,
      indexes: this.#window.indexes,
      growing: this.#window.isGrowing,
      active: this.#grid.active,
      windowed: this.#window.windowed,
      rowHeight: this.#window.rowHeight,
      columns: this.#window.columns,
      card: this.#showsCards ? this.#cards?.cardView : undefined,
      tile: this.#showsCards && this.tile !== undefined,
      disabled: port?.isDisabled ?? true,
      dependencies: (task) => {
        const {engines, undo, links, isReadOnly} = port!;
        return [
          undo.of(task),
          undo.of(task) && undo.leaving.size,
          this.#actions.isCopied(task),
          this.#hasJustEnded(task),
          task.state.status === 'queued' && engines.isHeld,
          this.#resumability(task),
          links.of(task),
          isReadOnly,
          task.state.status === 'waiting' && Math.floor(Date.now() / 1000),
        ];
      },
      model: (task) => this.#model(task),
      columnIn: (index, commands) => this.#grid.columnIn(index, commands),
      onKeyDown: this.#grid.onKeyDown,
      onFocusIn: this.#grid.onFocusIn,
      onScroll: this.#window.onScroll,
    };
  }

  #find(id: string): Item | undefined {
    return this.#items.find((item) => item.id === id);
  }
}

/** What a list without an uploader shows. */
const nobody = {onlyFailed: false, unfolded: false};
const nothing: readonly Item[] = [];
