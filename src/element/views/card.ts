import {type CSSResult, html, nothing, type TemplateResult} from 'lit';
import {icon} from './list-icons.js';
import {commandView, nameView, type RowView, thumb} from './row.js';
import {styleProperties} from './style-properties.js';
import {card} from './styles/card.js';

export const cardStyles: readonly CSSResult[] = [card];

/** One file as a card: its picture with what is happening to it, its name, and what can be done about it. */
export function cardView(view: RowView): TemplateResult {
  const {task, model, index, column, place} = view;
  const {status} = task.state;
  const badge = status === 'done' ? 'check' : status === 'failed' ? 'alert' : undefined;
  return html`<div
    class="card card-${status} ${model.tone} ${model.ended ? 'just-now' : ''} ${model.commands.includes('undo') ? 'leaving' : ''}"
    part="card card-${status}"
    role="row"
    aria-rowindex=${index}
    data-id=${task.id}
    ${styleProperties({
      'inset-block-start': place && `${place.top}px`,
      '--_column': place?.column.toString(),
    })}
  >
    <div
      class="info"
      role="gridcell"
      aria-labelledby="${task.id}-name ${task.id}-words"
      data-column="0"
      tabindex=${column === 0 ? 0 : -1}
    >
      <div class="picture">
        ${thumb(task)} ${model.bar ? ringView(view) : nothing}
        ${badge ? html`<div class="badge">${icon(badge)}</div>` : nothing}
      </div>
      ${nameView(task, model.link)}
      <div class="words" part="status" id="${task.id}-words">
        <span>${(model.bar ? model.words.slice(0, 2) : model.words).join('\u00a0· ')}</span>
      </div>
      <slot name="row-${task.id}"></slot>
    </div>
    <div class="card-actions" role="presentation">
      ${model.commands.map((command, i) => commandView(command, i + 1, view, true))}
    </div>
  </div>`;
}

/** The solid ring shows what the server has. Without a measure a part of it turns. */
function ringView({task, model}: RowView): TemplateResult {
  const {sent = 0, busy = false} = model.bar ?? {};
  return html`<div
    class="card-ring ${busy ? 'turning' : ''}"
    part="ring"
    role="progressbar"
    aria-labelledby="${task.id}-name"
    aria-valuenow=${Math.min(99, Math.floor(sent * 100))}
    aria-valuetext=${model.words.slice(0, 2).join(', ')}
    ${styleProperties({'--_sent': (busy ? 0.25 : sent).toFixed(3)})}
  >
    <svg viewBox="0 0 40 40" aria-hidden="true">
      <circle class="track" cx="20" cy="20" r="17" pathLength="1" />
      <circle class="value" cx="20" cy="20" r="17" pathLength="1" />
    </svg>
  </div>`;
}
