import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Item} from '../base/stored-item.js';
import {isFocusLost} from './focus-keeper.js';
import type {RowCommand} from '../views/list-commands.js';

interface GridContext {
  rows(): readonly Item[];
  commandsOf(task: Item): readonly RowCommand[];
  act(task: Item, command: RowCommand, source: HTMLElement): void;
  /** How many stand side by side: 1 in rows. */
  columns(): number;
  /** Brings a row into the window, so that it exists when it gets the focus. */
  reveal(index: number): void;
}

/**
 * The list as one tab stop: arrows, Home, End and Page keys move inside it, Enter follows the link of a row, else does its first action
 * unless that is to cancel or remove, Space pauses and resumes, in cards Tab goes to the buttons, Delete and Backspace cancel or remove. When the focused row or button goes, the one in its place gets the
 * focus.
 */
export class Grid implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #context: GridContext;
  #task: Item | undefined;
  #index = 0;
  #column = 0;
  #wanted = false;
  #hadFocus = false;

  constructor(host: ReactiveControllerHost & HTMLElement, context: GridContext) {
    this.#host = host;
    this.#context = context;
    host.addController(this);
  }

  /** The row of the tab stop: the one visited last or, when that has gone, the one in its place. */
  get active(): number {
    const rows = this.#context.rows();
    if (this.#task && rows[this.#index] !== this.#task) {
      const found = rows.indexOf(this.#task);
      if (found >= 0) this.#index = found;
    }
    this.#index = Math.max(0, Math.min(this.#index, rows.length - 1));
    this.#task = rows[this.#index];
    return this.#index;
  }

  /** Column of the tab stop where it is in this row; else -1. */
  columnIn(index: number, commands: number): number {
    return index === this.active ? Math.min(this.#column, commands) : -1;
  }

  focusOn(item: Item): void {
    const index = this.#context.rows().indexOf(item);
    if (index < 0) return;
    this.#index = index;
    this.#column = 0;
    this.#move(0);
  }

  hostUpdate(): void {
    this.#hadFocus = this.#focused !== null;
  }

  hostUpdated(): void {
    // When the focused row or button is gone, and the focus has not moved elsewhere, the one in its place gets it.
    const lost = this.#hadFocus && isFocusLost(this.#host);
    if (!this.#wanted && !lost) return;
    this.#wanted = false;
    this.#hadFocus = false;
    const task = this.#context.rows()[this.active];
    if (!task) {
      this.#host.focus();
      return;
    }
    const column = Math.min(this.#column, this.#context.commandsOf(task).length);
    this.#cell(task, column)?.focus({preventScroll: true});
  }

  /** Follows the focus to where a click or a screen reader has put it. */
  readonly onFocusIn = (event: Event): void => {
    const cell = (event.target as Element).closest<HTMLElement>('[data-column]');
    const index = this.#rowIndex(cell);
    if (index === undefined || (index === this.#index && this.#column === Number(cell?.dataset['column'])))
      return;
    this.#index = index;
    this.#task = this.#context.rows()[index];
    this.#column = Number(cell?.dataset['column']);
    // An update may have moved the focus. So the next one is asked for when that has ended.
    queueMicrotask(() => this.#host.requestUpdate());
  };

  readonly onKeyDown = (event: KeyboardEvent): void => {
    const task = this.#context.rows()[this.active];
    // What the page has put into a row has keys of its own.
    const isOwn = (event.currentTarget as Element).contains(event.target as Element);
    if (!isOwn || !task || event.ctrlKey || event.metaKey || event.altKey) return;
    const commands = this.#context.commandsOf(task);
    const onButton = Math.min(this.#column, commands.length) > 0;
    const forward =
      getComputedStyle(event.currentTarget as Element).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    switch (event.key) {
      case 'ArrowDown':
        this.#move(this.#context.columns());
        break;
      case 'ArrowUp':
        this.#move(-this.#context.columns());
        break;
      case 'PageDown':
        this.#move(5 * this.#context.columns());
        break;
      case 'PageUp':
        this.#move(-5 * this.#context.columns());
        break;
      case 'Home':
        this.#move(-Infinity);
        break;
      case 'End':
        this.#move(Infinity);
        break;
      case 'ArrowLeft':
      case 'ArrowRight':
        this.#turn(task, event.key === forward ? 1 : -1, commands.length);
        break;
      case 'Delete':
      case 'Backspace':
        this.#act(
          task,
          commands.find((command) => command === 'cancel' || command === 'remove'),
        );
        break;
      case 'Enter':
        if (onButton) return;
        this.#enter(task, event.currentTarget as Element, commands[0]);
        break;
      case ' ':
        if (onButton) return;
        this.#act(
          task,
          commands.find((command) => command === 'pause' || command === 'resume' || command === 'allow'),
        );
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  #move(by: number): void {
    this.#index = Math.max(0, Math.min(this.#index + by, this.#context.rows().length - 1));
    this.#task = this.#context.rows()[this.#index];
    this.#wanted = true;
    this.#context.reveal(this.#index);
    this.#host.requestUpdate();
  }

  /** To the next button of a row, or to the next card. */
  #turn(task: Item, by: number, commands: number): void {
    if (this.#context.columns() > 1) {
      this.#column = 0;
      this.#move(by);
      return;
    }
    let column = Math.min(this.#column, commands);
    do column += by;
    while (column > 0 && column <= commands && this.#isHidden(task, column));
    if (column < 0 || column > commands) return;
    this.#column = column;
    this.#wanted = true;
    this.#host.requestUpdate();
  }

  /** The page may hide a button by its part. */
  #isHidden(task: Item, column: number): boolean {
    const button: Partial<Element> | null | undefined = this.#cell(task, column);
    return button?.checkVisibility?.() === false;
  }

  #cell(task: Item, column: number): HTMLElement | null | undefined {
    return this.#host.shadowRoot?.querySelector<HTMLElement>(
      `[data-id="${task.id}"] [data-column="${column}"]`,
    );
  }

  /** Enter never cancels and never removes. Delete does. */
  #enter(task: Item, list: Element, command: RowCommand | undefined): void {
    const link = list.querySelector<HTMLElement>(`[data-id="${task.id}"] a`);
    if (link) link.click();
    else if (command !== 'cancel' && command !== 'remove') this.#act(task, command);
  }

  #act(task: Item, command: RowCommand | undefined): void {
    const source = this.#focused;
    if (command && source) this.#context.act(task, command, source);
  }

  get #focused(): HTMLElement | null {
    return this.#host.shadowRoot?.activeElement?.closest<HTMLElement>('[data-column]') ?? null;
  }

  #rowIndex(cell: Element | null): number | undefined {
    const id = cell?.closest<HTMLElement>('[data-id]')?.dataset['id'];
    const index = this.#context.rows().findIndex((task) => task.id === id);
    return index < 0 ? undefined : index;
  }
}
