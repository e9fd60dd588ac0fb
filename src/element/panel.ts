import {type CSSResult, html, nothing, type TemplateResult} from 'lit';
import {tellMistakes} from './base/mistakes.js';
import {Hub} from './hub.js';
import {completeEnglish} from './language/locale.js';
import {moreTexts} from './language/locales/en.js';
import {FileList} from './list/file-list.js';
import {Growth} from './list/growth.js';
import type {PanelContext} from './panel-context.js';
import {rehearse} from './rehearsal.js';
import {Submission} from './submission.js';
import {list} from './views/styles/list.js';
import {notices} from './views/styles/notices.js';
import {row} from './views/styles/row.js';
import {totals} from './views/styles/totals.js';
import {totalsView} from './views/totals.js';

export const panelStyles: readonly CSSResult[] = [notices, totals, row, list];

/** Everything below the drop zone. It is loaded when there is something to show, or soon will be. */
export class Panel {
  readonly #context: PanelContext;
  readonly #list: FileList;
  readonly hub: Hub;
  readonly submission: Submission;

  constructor(context: PanelContext) {
    const {host, engines, language, addStyles} = context;
    completeEnglish(moreTexts);
    this.#context = context;
    this.hub = new Hub(context);
    this.#list = new FileList({
      host,
      port: () => (host.headless ? undefined : this.hub),
      locale: () => language.current,
      addStyles,
    });
    this.submission = new Submission(this.hub, (task) =>
      (host.headless ? this.hub : this.#list).focusOn(task),
    );
    new Growth(host, () => this.hub.items.length > 0);
    tellMistakes(host);
    rehearse(
      host.shadowRoot!,
      () => language.current,
      () => engines.tasks.length === 0,
    );
  }

  /** A click on a button, by its `data-action`. */
  click(button: HTMLElement, command: string): void {
    this.hub.click(button, command);
    this.#list.click(button, command);
  }

  render(): TemplateResult {
    const {engines} = this.#context;
    const {hub} = this;
    const {length} = engines.tasks;
    const totals = hub.totals();
    const showsList = hub.items.length > 0 && !hub.state.collapsed;
    return html`${hub.notices(showsList)} ${totals ? totalsView(totals) : nothing}
    ${length && engines.totals.done === length ? html`<slot name="done"></slot>` : nothing}
    ${showsList ? this.#list.renderRows() : nothing} ${this.#list.renderDetails()}`;
  }
}
