import {html, nothing, type TemplateResult} from 'lit';
import {CosError, type UploadTask} from '../../index.js';
import {visibleName} from '../language/visible-name.js';
import type {Locale} from '../language/locale.js';

/** What support asks about a failed upload. Errors hold no secrets, so all of it may be shown. */
export function detailsView(
  task: UploadTask | undefined,
  {t}: Locale,
  onToggle: (event: ToggleEvent) => void,
): TemplateResult {
  const error = task?.state.status === 'failed' ? task.state.error : undefined;
  const line = (label: string, value: string | undefined): unknown =>
    value
      ? html`<dt>${label}</dt>
          <dd>${value}</dd>`
      : nothing;
  return html`<div
    id="details"
    class="details"
    part="details"
    popover
    role="dialog"
    aria-label=${t('named', {action: t('details'), name: visibleName(task?.name ?? '')})}
    tabindex="-1"
    @toggle=${onToggle}
  >
    ${
      error
        ? html`<div lang="en" dir="ltr">${error.message}</div>
            <dl>
              ${line(t('code'), error.code)}
              ${line(t('requestId'), error instanceof CosError ? error.requestId : undefined)}
              ${line(t('key'), visibleName(task?.key ?? ''))}
            </dl>`
        : nothing
    }
  </div>`;
}
