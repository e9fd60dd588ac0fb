import {html, nothing, type TemplateResult} from 'lit';
import type {Totals} from '../../index.js';
import type {Locale} from '../language/locale.js';
import {percentIn, sizeOf, speedIn} from '../language/measures.js';
import {isTelling, timeLeft} from './row-model.js';
import {styleProperties} from './style-properties.js';
import {type ButtonView, buttonView} from './button.js';
import type {ListCommand} from './list-commands.js';
import {goingView} from './going.js';
import {icon} from './list-icons.js';

export interface TotalsView {
  readonly locale: Locale;
  readonly totals: Totals;
  readonly running: number;
  readonly paused: number;
  /** Some have failed, and it may help to send them again. */
  readonly retryable: boolean;
  /** Manual mode, with files that wait for the start. */
  readonly startable: boolean;
  readonly offline: boolean;
  /** Bytes are on their way. Otherwise a speed and a time would be out of date. */
  readonly sending: boolean;
  readonly onlyFailed: boolean;
  readonly collapsed: boolean;
  /** How many were canceled a moment ago and can still come back. */
  readonly canceled: number;
  /** Milliseconds that have gone of the time in which they can come back. */
  readonly gone: number;
  readonly disabled: boolean;
  /** There is a list to fold and to filter. */
  readonly hasList: boolean;
  /** Id of the list, where it stands in the same tree. */
  readonly listId: string | undefined;
}

/** A list that fits on the screen needs no filter. */
const filterFrom = 6;

/** What decides on the buttons that change what is shown. */
export type SwitchesView = Pick<TotalsView, 'totals' | 'onlyFailed' | 'hasList'>;

/** Which of the buttons that change what is shown there are. */
export function switchesOf({totals, onlyFailed, hasList}: SwitchesView): Record<Switch, boolean> {
  return {
    filter: hasList && (onlyFailed || (totals.failed > 0 && totals.files > filterFrom)),
    fold: hasList && !isDone(totals),
  };
}

type Switch = 'filter' | 'fold';

const isDone = ({files, done}: Totals): boolean => files > 0 && done === files;

/** One line for the whole, and what can be done to all at once. */
export function totalsView(view: TotalsView): TemplateResult {
  const {totals, canceled} = view;
  return html`<div class="totals" part="totals">
    ${ringView(view)} ${canceled ? undoView(view) : [summaryView(view, isDone(totals)), buttonsView(view)]}
  </div>`;
}

/** How far the whole is. */
export function ringView({locale, totals}: TotalsView): TemplateResult {
  const done = isDone(totals);
  const ratio = done ? 1 : Math.min(0.99, totals.sent / (totals.bytes || 1));
  const percent = Math.floor(ratio * 100 + 1e-6);
  return html`<div
    class="ring ${done ? 'good' : ''}"
    part="ring"
    role="progressbar"
    aria-label=${locale.t('total')}
    aria-valuenow=${percent}
    aria-valuetext=${percentIn(locale, ratio)}
    ${styleProperties({'--_sent': ratio.toFixed(2)})}
  >
    <svg viewBox="0 0 40 40" aria-hidden="true">
      <circle class="track" cx="20" cy="20" r="17.5" pathLength="1" />
      <circle class="value" cx="20" cy="20" r="17.5" pathLength="1" />
    </svg>
    ${done ? icon('check') : html`<span aria-hidden="true">${locale.number(percent)}</span>`}
  </div>`;
}

function summaryView(view: TotalsView, done: boolean): TemplateResult {
  const {locale, totals, offline, sending, running} = view;
  const {t} = locale;
  const [sent, total] = sizeOf(locale, totals.sent, totals.bytes);
  const tells = sending && isTelling(totals.sent, totals.bytes);
  const sums = [
    done ? locale.size(totals.bytes) : t('ofTotal', {sent, total}),
    offline && running && t('offline'),
    tells && totals.secondsLeft !== undefined && timeLeft(totals.secondsLeft, locale)[0],
    tells && totals.bytesPerSecond && speedIn(locale, totals.bytesPerSecond),
  ]
    .filter(Boolean)
    .join('\n· ')
    // The line breaks between its parts alone, so that one goes whole.
    .replaceAll(' ', '\u00a0')
    .replaceAll('/', '/\u2060');
  return html`<div class="summary" part="summary">
    <div>
      <strong>${t(done ? 'allDone' : 'filesDone', {done: totals.done, n: totals.files})}</strong>${
        totals.failed ? html` · <span class="bad">${t('someFailed', {n: totals.failed})}</span>` : nothing
      }
    </div>
    <div class="sums">${sums}</div>
  </div>`;
}

/** One button for what is likely to be wanted next, and a menu for the rest. */
function buttonsView(view: TotalsView): TemplateResult {
  const {locale, disabled} = view;
  const [main, ...others] = offersOf(view);
  const label = locale.t('more');
  return html`<div class="totals-buttons">
    ${
      main
        ? buttonView({
            ...main,
            label: main.content,
            content: html`<span>${main.content}</span>`,
            look: `main small ${main.look ?? ''}`,
            disabled: disabled && main.command !== 'fold',
          })
        : nothing
    }
    ${
      others.length
        ? html`${buttonView({command: 'more', label, icon: icon('more'), opens: 'menu'})}
            <div class="menu" part="menu" id="menu" popover role="group" aria-label=${label}>
              ${others.map((other) => buttonView({...other, look: 'plain', disabled: disabled && other.command !== 'fold'}))}
            </div>`
        : nothing
    }
  </div>`;
}

interface Offer extends ButtonView {
  readonly command: ListCommand;
  readonly icon: TemplateResult;
  readonly content: string;
}

/** The commands for all uploads, the likeliest first. */
function offersOf(view: TotalsView): readonly Offer[] {
  const {locale, totals, running, paused, startable, onlyFailed, collapsed} = view;
  const {t} = locale;
  const {filter, fold} = switchesOf(view);
  const all = isDone(totals);
  const clear: Offer = {command: 'clear', icon: icon('check'), content: t('clear')};
  const offers: readonly (Offer | false)[] = [
    startable && {command: 'start', icon: icon('play'), content: t('start'), look: 'primary'},
    running > 0 && !startable && {command: 'pause-all', icon: icon('pause'), content: t('pauseAll')},
    paused > 0 && {command: 'resume-all', icon: icon('play'), content: t('resumeAll')},
    view.retryable && {command: 'retry-failed', icon: icon('retry'), content: t('retryFailed')},
    all && clear,
    filter && {command: 'only-failed', icon: icon('alert'), content: t('onlyFailed'), pressed: onlyFailed},
    fold && {
      command: 'fold',
      icon: icon('chevron'),
      content: t(collapsed ? 'showList' : 'hideList'),
      expanded: !collapsed,
      ...(view.listId && {controls: view.listId}),
    },
    !all && !running && totals.done > 0 && !startable && clear,
    running + paused > 0 && {command: 'cancel-all', icon: icon('close'), content: t('cancelAll')},
  ];
  return offers.filter((offer) => offer !== false);
}

function undoView({locale, canceled, gone, disabled}: TotalsView): TemplateResult {
  const {t} = locale;
  return html`<div class="summary"><strong>${t('canceledAll', {n: canceled})}</strong></div>
    ${buttonView({command: 'undo-all', content: t('undo'), disabled})} ${goingView(gone)}`;
}
