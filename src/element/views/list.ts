import {html, nothing, type TemplateResult} from 'lit';
import {guard} from 'lit/directives/guard.js';
import {repeat} from 'lit/directives/repeat.js';
import type {Item} from '../base/stored-item.js';
import type {Locale} from '../language/locale.js';
import type {RowModel} from './row-model.js';
import {styleProperties} from './style-properties.js';
import {buttonView} from './button.js';
import {icon} from './list-icons.js';
import {type RowView, rowView} from './row.js';

export interface ListView {
  readonly locale: Locale;
  readonly rows: readonly Item[];
  /** Their places in the whole list, from 1. */
  readonly places: readonly number[];
  /** Of the whole list. */
  readonly count: number;
  /** How many finished ones can be folded. */
  readonly foldable: number;
  readonly unfolded: boolean;
  /** Of the rows that exist, in order. The row with the tab stop always exists. */
  readonly indexes: readonly number[];
  /** There will be more rows in a moment. */
  readonly growing: boolean;
  readonly active: number;
  readonly windowed: boolean;
  /** Pixels, in a windowed list. */
  readonly rowHeight: number;
  /** How many stand side by side. */
  readonly columns: number;
  /** One file alone, larger. */
  readonly tile: boolean;
  /** Draws one as a card; undefined: as a row. */
  readonly card: ((view: RowView) => TemplateResult) | undefined;
  readonly disabled: boolean;
  /** What the look of a row depends on besides its task. */
  readonly dependencies: (task: Item) => readonly unknown[];
  readonly model: (task: Item) => RowModel;
  /** Column of the tab stop when it is in this row, else -1. */
  readonly columnIn: (index: number, commands: number) => number;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFocusIn: (event: FocusEvent) => void;
  readonly onScroll: () => void;
}

/** What the page has put into a row comes and goes with the row, and nothing else is drawn in another way for it. */
const stay = (event: Event): void => event.stopPropagation();

/** The rows that exist. Each is drawn again only when something about it changes. */
export function listView(list: ListView): TemplateResult {
  const {locale, rows, active, windowed, rowHeight, columns, disabled} = list;
  const indexes = [...new Set([...list.indexes, active])].sort((a, b) => a - b);
  return html`${
    rows.length
      ? html`<div
          class="list ${windowed ? 'windowed' : ''} ${list.card ? 'cards' : ''} ${list.tile ? 'tile' : ''}"
          id="list"
          part="list"
          role="grid"
          aria-label=${locale.t('files')}
          aria-rowcount=${list.count}
          aria-busy=${list.growing || nothing}
          @keydown=${list.onKeyDown}
          @focusin=${list.onFocusIn}
          @scroll=${list.onScroll}
          @slotchange=${stay}
        >
          <div
            class="rows"
            role="rowgroup"
            ${styleProperties({
              'block-size': windowed ? `${Math.ceil(rows.length / columns) * rowHeight}px` : undefined,
              '--_columns': columns.toString(),
            })}
          >
            ${repeat(
              indexes,
              (index) => rows[index]?.id,
              (index) => {
                const task = rows[index];
                if (!task) return nothing;
                const place = windowed
                  ? {top: Math.floor(index / columns) * rowHeight, column: index % columns}
                  : undefined;
                const column = list.columnIn(index, Infinity);
                const number = list.places[index] ?? 0;
                const dependencies = [
                  task.state,
                  locale,
                  number,
                  place?.top,
                  place?.column,
                  column,
                  disabled,
                  list.card,
                  ...list.dependencies(task),
                ];
                return guard(dependencies, () => {
                  const model = list.model(task);
                  return (list.card ?? rowView)({
                    task,
                    model,
                    locale,
                    index: number,
                    column: list.columnIn(index, model.commands.length),
                    disabled,
                    place,
                  });
                });
              },
            )}
          </div>
        </div>`
      : nothing
  }${list.foldable ? foldView(list) : nothing}`;
}

/** "482 uploaded ▸" */
function foldView({locale, foldable, unfolded}: ListView): TemplateResult {
  return buttonView({
    command: 'fold-done',
    look: 'fold',
    icon: icon('check'),
    content: html`<span>${locale.t('foldedDone', {n: foldable})}</span>${icon('chevron')}`,
    expanded: unfolded,
  });
}
