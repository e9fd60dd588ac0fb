import {html, nothing, type TemplateResult} from 'lit';
import {guard} from 'lit/directives/guard.js';
import {repeat} from 'lit/directives/repeat.js';
import type {UploadError, UploadTask} from '../../index.js';
import type {Locale} from '../locale.js';
import {type RowModel} from '../row-model.js';
import {detailsView} from './details.js';
import {type DropZoneView, dropZoneView} from './drop-zone.js';
import {configurationView, keptView, type Refusal, rejectionsView, restoreView} from './notices.js';
import {rowView} from './row.js';
import {type TotalsView, totalsView} from './totals.js';

export interface ListView {
  readonly rows: readonly UploadTask[];
  /** Indexes of the rows that exist; the one with the tab stop exists always. */
  readonly range: readonly [start: number, end: number];
  readonly active: number;
  readonly windowed: boolean;
  /** Pixels, in a windowed list. */
  readonly rowHeight: number;
  readonly disabled: boolean;
  /** What the look of a row depends on besides its task. */
  readonly dependencies: (task: UploadTask) => readonly unknown[];
  readonly model: (task: UploadTask) => RowModel;
  readonly columnIn: (index: number, actions: number) => number;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFocusIn: (event: FocusEvent) => void;
  readonly onScroll: () => void;
}

export interface RootView {
  readonly locale: Locale;
  /** Direction of the texts where it is not the page's. */
  readonly dir: 'ltr' | 'rtl' | undefined;
  /** The page says no color-scheme: follow the system. */
  readonly autoScheme: boolean;
  readonly errors: readonly UploadError[];
  readonly zone: DropZoneView;
  readonly accept: string;
  readonly refusals: readonly Refusal[];
  readonly suspended: readonly UploadTask[];
  readonly kept: number;
  readonly totals: TotalsView | undefined;
  readonly list: ListView | undefined;
  readonly details: UploadTask | undefined;
  readonly polite: string;
  readonly alert: string;
  readonly onClick: (event: Event) => void;
  readonly onPick: (event: Event) => void;
}

export function rootView(view: RootView): TemplateResult {
  const {locale, zone, totals, list} = view;
  return html`<div
    class="base ${view.autoScheme ? 'auto-scheme' : ''}"
    part="base"
    dir=${view.dir ?? nothing}
    lang=${locale.tag}
    @click=${view.onClick}
  >
    ${view.errors.length ? configurationView(view.errors) : nothing}
    <div role="group" aria-label=${locale.t('label')}>${dropZoneView(zone)} ${inputsView(view)}</div>
    ${rejectionsView(view.refusals, locale)}
    ${view.suspended.length ? restoreView(view.suspended, locale) : nothing}
    ${view.kept ? keptView(view.kept, locale) : nothing} ${totals ? totalsView(totals) : nothing}
    ${list ? listView(list, locale) : nothing}
    <slot name="footer"></slot>
    ${detailsView(view.details, locale)}
    <div class="sr" role="status">${view.polite}</div>
    <div class="sr" role="alert">${view.alert}</div>
  </div>`;
}

/** Real inputs, for real pickers; the buttons speak for them. */
function inputsView({zone, accept, onPick}: RootView): TemplateResult {
  const {multiple, directory, disabled, capture} = zone;
  return html`<input
      type="file"
      tabindex="-1"
      aria-hidden="true"
      accept=${accept || nothing}
      capture=${capture ?? nothing}
      ?multiple=${multiple}
      ?webkitdirectory=${directory}
      ?disabled=${disabled}
      @change=${onPick}
    /><input
      type="file"
      class="folder-input"
      tabindex="-1"
      aria-hidden="true"
      webkitdirectory
      ?disabled=${disabled}
      @change=${onPick}
    /><input
      type="file"
      class="camera-input"
      tabindex="-1"
      aria-hidden="true"
      accept=${accept || 'image/*'}
      capture="environment"
      ?disabled=${disabled}
      @change=${onPick}
    />`;
}

function listView(list: ListView, locale: Locale): TemplateResult {
  const {rows, range, active, windowed, rowHeight} = list;
  const [start, end] = range;
  const indexes = Array.from({length: end - start}, (_, i) => start + i);
  if (active < start) indexes.unshift(active);
  if (active >= end && active < rows.length) indexes.push(active);
  return html`<div
    class="list ${windowed ? 'windowed' : ''}"
    id="list"
    part="list"
    role="grid"
    aria-label=${locale.t('files')}
    aria-rowcount=${rows.length}
    @keydown=${list.onKeyDown}
    @focusin=${list.onFocusIn}
    @scroll=${list.onScroll}
  >
    <div class="rows" role="rowgroup" style=${windowed ? `block-size:${rows.length * rowHeight}px` : nothing}>
      ${repeat(
        indexes,
        (index) => rows[index]?.id,
        (index) => {
          const task = rows[index];
          if (!task) return nothing;
          const column = index === active ? list.columnIn(index, 99) : -1;
          const top = windowed ? index * rowHeight : undefined;
          return guard(
            [task.state, locale, index, top, column, list.disabled, ...list.dependencies(task)],
            () => {
              const model = list.model(task);
              return rowView({
                task,
                model,
                locale,
                index: index + 1,
                column: list.columnIn(index, model.actions.length),
                disabled: list.disabled,
                top,
              });
            },
          );
        },
      )}
    </div>
  </div>`;
}
