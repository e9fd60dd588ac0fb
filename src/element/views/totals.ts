import {html, nothing, type TemplateResult} from 'lit';
import type {Totals} from '../../index.js';
import type {Locale} from '../language/locale.js';
import {percentIn, sizeOf, speedIn} from '../language/measures.js';
import {timeLeft} from './row-model.js';
import {styleProperties} from './style-properties.js';
import {type ButtonView, buttonView} from './button.js';
import type {ListCommand} from './commands.js';
import {icon} from './icons.js';

export interface TotalsView {
  readonly locale: Locale;
  readonly totals: Totals;
  readonly running: number;
  readonly paused: number;
  /** Manual mode, with files that wait for the start. */
  readonly startable: boolean;
  readonly offline: boolean;
  /** Bytes are on their way: else a speed and a time would be of what was. */
  readonly sending: boolean;
  readonly onlyFailed: boolean;
  readonly collapsed: boolean;
  /** "Cancel 5 uploads?" is being asked. */
  readonly asking: boolean;
  readonly disabled: boolean;
}

/** A list that fits on the screen needs no filter. */
const filterFrom = 6;

/** Which of the buttons there are that change what is seen. */
export function switchesOf({totals, running, paused, onlyFailed}: TotalsView): Record<Switch, boolean> {
  return {
    filter: onlyFailed || (totals.failed > 0 && totals.files > filterFrom),
    fold: !isDone(totals),
    cancel: running + paused > 0,
  };
}

type Switch = 'filter' | 'fold' | 'cancel';

const isDone = ({files, done}: Totals): boolean => files > 0 && done === files;

/** One line for the whole, and what can be done to all at once. */
export function totalsView(view: TotalsView): TemplateResult {
  const {locale, totals, asking} = view;
  const {t} = locale;
  const done = isDone(totals);
  const ratio = totals.bytes ? totals.sent / totals.bytes : done ? 1 : 0;
  const percent = percentIn(locale, done ? 1 : Math.min(0.99, ratio));
  return html`<div class="totals" part="totals">
    <div
      class="ring ${done ? 'good' : ''}"
      part="ring"
      role="progressbar"
      aria-label=${t('total')}
      aria-valuenow=${Math.floor((done ? 1 : Math.min(0.99, ratio)) * 100)}
      aria-valuetext=${percent}
      ${styleProperties({'--_sent': ratio.toFixed(2)})}
    >
      <svg viewBox="0 0 40 40" aria-hidden="true">
        <circle class="track" cx="20" cy="20" r="17.5" pathLength="1" />
        <circle class="value" cx="20" cy="20" r="17.5" pathLength="1" />
      </svg>
      ${done ? icon('check') : html`<span aria-hidden="true">${locale.number(Math.floor(Math.min(0.99, ratio) * 100))}</span>`}
    </div>
    ${asking ? askView(view) : [summaryView(view, done), buttonsView(view)]}
  </div>`;
}

function summaryView(view: TotalsView, done: boolean): TemplateResult {
  const {locale, totals, offline, sending, running} = view;
  const {t} = locale;
  const [sent, total] = sizeOf(locale, totals.sent, totals.bytes);
  const more = [
    done ? locale.size(totals.bytes) : t('ofTotal', {sent, total}),
    ...(offline && running ? [t('offline')] : []),
    ...(sending && totals.bytesPerSecond > 0 ? [speedIn(locale, totals.bytesPerSecond)] : []),
    ...(sending && totals.secondsLeft !== undefined ? [timeLeft(totals.secondsLeft, locale)] : []),
  ];
  return html`<div class="summary" part="summary">
    <div>
      <strong>${t(done ? 'allDone' : 'filesDone', {done: totals.done, n: totals.files})}</strong>${
        totals.failed ? html` · <span class="bad">${t('someFailed', {n: totals.failed})}</span>` : nothing
      }
    </div>
    <div class="sums">${more.join('\u00a0· ')}</div>
  </div>`;
}

function buttonsView(view: TotalsView): TemplateResult {
  const {locale, totals, running, paused, startable, onlyFailed, collapsed, disabled} = view;
  const {t} = locale;
  const button = (command: ListCommand, content: string, more?: Partial<ButtonView>): TemplateResult =>
    buttonView({command, content, disabled, ...more});
  const {filter, fold, cancel} = switchesOf(view);
  return html`<div class="totals-buttons">
    <div class="choices">
      ${filter ? button('only-failed', t('onlyFailed'), {look: 'small toggle', pressed: onlyFailed}) : nothing}
      ${totals.failed > 1 ? button('retry-failed', t('retryFailed')) : nothing}
      ${startable ? button('start', t('start'), {look: 'small primary'}) : nothing}
      ${running && !startable ? button('pause-all', t('pauseAll')) : nothing}
      ${paused ? button('resume-all', t('resumeAll')) : nothing}
      ${!running && totals.done > 0 && !startable ? button('clear', t('clear')) : nothing}
    </div>
    ${cancel ? buttonView({command: 'ask-cancel', label: t('cancelAll'), icon: 'close', disabled}) : nothing}
    ${
      fold
        ? buttonView({
            command: 'fold',
            label: t('showList'),
            icon: 'chevron',
            look: `icon-button fold ${collapsed ? '' : 'open'}`,
            expanded: !collapsed,
            controls: 'list',
          })
        : nothing
    }
  </div>`;
}

function askView({locale, running, paused, disabled}: TotalsView): TemplateResult {
  const {t} = locale;
  return html`<div class="summary"><strong>${t('cancelAllAsk', {n: running + paused})}</strong></div>
    <div class="choices" role="group" aria-label=${t('cancelAllAsk', {n: running + paused})}>
      ${buttonView({command: 'keep', content: t('keepUploading'), disabled})}
      ${buttonView({command: 'cancel-all', content: t('cancelAll'), look: 'small danger', disabled})}
    </div>`;
}
