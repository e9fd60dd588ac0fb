import {html, nothing, type TemplateResult} from 'lit';
import {isPicture} from '../base/stored-check.js';
import {type Item, StoredItem} from '../base/stored-item.js';
import {endingOf, kindOf} from './file-kind.js';
import type {Locale} from '../language/locale.js';
import {buttonView} from './button.js';
import type {RowCommand} from './list-commands.js';
import type {Bar, RowModel} from './row-model.js';
import {styleProperties} from './style-properties.js';
import type {Texts} from '../language/texts.js';
import {goingView} from './going.js';
import {icon, type IconName} from './list-icons.js';
import {splitName} from './name.js';
import {visibleName} from '../language/visible-name.js';

export interface RowView {
  readonly task: Item;
  readonly model: RowModel;
  readonly locale: Locale;
  /** Place in the whole list, from 1. */
  readonly index: number;
  /** Column of the list's one tab stop when it is in this row: 0 the file, then its buttons; else -1. */
  readonly column: number;
  readonly disabled: boolean;
  /** Its place in a windowed list: pixels from the top, and how many stand before it in its line. Undefined in a short list. */
  readonly place: {readonly top: number; readonly column: number} | undefined;
}

/** A button has words where the person must decide and there is room, else an icon. */
const looks: Record<RowCommand, {text: keyof Texts; icon: IconName; inWords?: true}> = {
  pause: {text: 'pause', icon: 'pause'},
  resume: {text: 'resume', icon: 'play'},
  cancel: {text: 'cancel', icon: 'close'},
  remove: {text: 'remove', icon: 'bin'},
  copy: {text: 'copyLink', icon: 'link'},
  copied: {text: 'copied', icon: 'check'},
  details: {text: 'details', icon: 'info'},
  retry: {text: 'tryAgain', icon: 'retry', inWords: true},
  'try-now': {text: 'tryNow', icon: 'retry', inWords: true},
  again: {text: 'uploadAgain', icon: 'retry', inWords: true},
  choose: {text: 'chooseAgain', icon: 'file', inWords: true},
  allow: {text: 'allow', icon: 'lock', inWords: true},
  undo: {text: 'undo', icon: 'undo', inWords: true},
};

/** One file: what it is, what is happening to it, and what can be done about it. */
export function rowView(view: RowView): TemplateResult {
  const {task, model, index, column, place} = view;
  const {status} = task.state;
  return html`<div
    class="row row-${status} ${model.tone} ${model.ended ? 'just-now' : ''}"
    part="row row-${status}"
    role="row"
    aria-rowindex=${index}
    data-id=${task.id}
    ${styleProperties({'inset-block-start': place && `${place.top}px`})}
  >
    <div
      class="info"
      role="gridcell"
      aria-labelledby="${task.id}-name ${task.id}-words"
      data-column="0"
      tabindex=${column === 0 ? 0 : -1}
    >
      ${thumb(task)}
      <div class="text">
        ${nameView(task, model.link)}
        <div class="words" part="status" id="${task.id}-words">
          ${model.icon ? icon(model.icon) : nothing}<span
            >${model.words.map((word, i) =>
              i === 0
                ? word
                : html`<span
                    class="more-${i}"
                    data-brief=${i === 1 && model.brief ? `\u00a0· ${model.brief}` : nothing}
                    ><span>&nbsp;· ${word}</span></span
                  >`,
            )}</span
          >
        </div>
      </div>
      ${model.gone === undefined ? nothing : goingView(model.gone)}
      ${model.bar ? barView(task, model.bar, model.words.slice(0, 2).join(', ')) : nothing}
      ${model.ended ? html`<div class="bar ended" aria-hidden="true"></div>` : nothing}
      <slot name="row-${task.id}"></slot>
    </div>
    ${model.commands.map((command, i) => commandView(command, i + 1, view))}
  </div>`;
}

export function thumb(item: Item): TemplateResult {
  const kind = kindOf(item.name, item.type);
  const picture = item instanceof StoredItem ? item.stored.thumbnail : undefined;
  return html`<div
    class="thumb kind-${kind}"
    part="thumbnail"
    aria-hidden="true"
    data-kind=${kind}
    data-ending=${endingOf(item.name)}
  >
    ${icon(kind)}${
      isPicture(picture)
        ? html`<img
            src=${picture}
            alt=""
            loading="lazy"
            decoding="async"
            draggable="false"
            @error=${hide}
            @load=${show}
          />`
        : nothing
    }
  </div>`;
}

/** A picture that cannot be had leaves the icon in sight. */
const hide = ({target}: Event): unknown => ((target as HTMLElement).hidden = true);
const show = ({target}: Event): unknown => ((target as HTMLElement).hidden = false);

/** A screen reader would read the two halves of a shortened name as two words, so it gets the path in one piece. */
export function nameView(task: Item, link: string | undefined): TemplateResult {
  const [head, tail] = splitName(visibleName(task.name));
  const path = visibleName(task.path);
  const folder = visibleName(task.path.slice(0, task.path.length - task.name.length));
  const shown = html`${folder ? html`<bdi class="folder" aria-hidden="true">${folder}</bdi>` : nothing}<bdi
      class="filename"
      aria-hidden="true"
      ><span class="head">${head}</span><span class="tail">${tail}</span></bdi
    ><bdi class="sr">${path}</bdi>`;
  return html`<div class="name" part="name" id="${task.id}-name" title=${path}>
    ${
      link === undefined
        ? shown
        : html`<a
            part="link"
            href=${link}
            target="_blank"
            rel="noopener noreferrer"
            tabindex="-1"
            draggable="false"
            >${shown}</a
          >`
    }
  </div>`;
}

/**
 * The solid bar shows what the server has. The pale one moves ahead of it, as far as the requests under way can bring it. No bar is ever at
 * 100, because a stored file has none.
 */
function barView(task: Item, bar: Bar, text: string): TemplateResult {
  return html`<div
    class="bar ${bar.busy ? 'busy' : ''} ${bar.sent > 0.99 ? 'full' : ''}"
    part="bar"
    role="progressbar"
    aria-labelledby="${task.id}-name"
    aria-valuenow=${Math.min(99, Math.floor(bar.sent * 100))}
    aria-valuetext=${text}
    ${styleProperties({
      '--_sent': bar.sent.toFixed(4),
      '--_ahead': bar.ahead.toFixed(4),
      '--_seconds': `${bar.seconds.toFixed(1)}s`,
    })}
  >
    <div class="ahead"></div>
    <div class="sent" part="progress"></div>
  </div>`;
}

/** `inCard`: as an icon, and all buttons of the card that the tab stop is in can be reached by Tab. */
export function commandView(
  command: RowCommand,
  column: number,
  {column: current, task, locale, disabled}: RowView,
  inCard = false,
): TemplateResult {
  const {text, icon: name, inWords} = looks[command];
  const label = locale.t(text);
  return html`<div role="gridcell" class="action">
    ${buttonView({
      command,
      label,
      icon: icon(name),
      ...(inWords && !inCard && {look: 'small', content: html`<span>${label}</span>`}),
      name: locale.t('named', {action: label, name: visibleName(task.name)}),
      part: 'row-button',
      column,
      focusable: inCard ? current >= 0 : column === current,
      disabled,
    })}
  </div>`;
}
