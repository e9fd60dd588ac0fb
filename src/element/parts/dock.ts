import {type CSSResultGroup, html, nothing, type PropertyDeclarations, type TemplateResult} from 'lit';
import type {Item} from '../base/stored-item.js';
import type {Hub} from '../hub.js';
import {percentIn} from '../language/measures.js';
import {FileList} from '../list/file-list.js';
import {buttonView} from '../views/button.js';
import {icon} from '../views/list-icons.js';
import {controls} from '../views/styles/controls.js';
import {list} from '../views/styles/list.js';
import {notices} from '../views/styles/notices.js';
import {row} from '../views/styles/row.js';
import {tokens} from '../views/styles/tokens.js';
import {totals} from '../views/styles/totals.js';
import {ringView, totalsView, type TotalsView} from '../views/totals.js';
import {dock} from './dock-styles.js';
import {CosUploadPart} from './part.js';
import {part} from './styles.js';

/**
 * A panel in the corner of the page, for uploads that go on while the person does something else: folded it is one line, open it has the
 * totals and the list. It is not there while there is no file.
 *
 * @customElement
 * @tag cos-upload-dock
 *
 * @slot row-{id} - Text or a control in the row of one file: `row-` and the `id` of its task.
 *
 * @csspart base - The panel.
 * @csspart summary - The line.
 * @csspart totals - The line over the list.
 * @csspart ring - The progress of all, as a circle.
 * @csspart button - Every button; each also has a name of its own: `dock-button`, `pause-all-button`, `row-button`…
 * @csspart menu - What can be done to all besides the likeliest.
 * @csspart rejections - The list of files that were refused.
 * @csspart banner - Unfinished uploads of earlier visits.
 * @csspart list - All rows.
 * @csspart row - Also `row-` and its status: `row-uploading`, `row-failed`…
 * @csspart name - The name of a file.
 * @csspart status - The sentence under the name.
 * @csspart details - Of a failure.
 */
export class CosUploadDockElement extends CosUploadPart {
  static override styles: CSSResultGroup = [tokens, controls, notices, totals, row, list, part, dock];
  static override properties: PropertyDeclarations = {open: {type: Boolean, reflect: true}};

  /** Registers the class. A second name needs a subclass or a registry of its own. */
  static define(tag: string = 'cos-upload-dock', registry: CustomElementRegistry = customElements): void {
    if (!registry.get(tag)) registry.define(tag, this);
  }

  /** The totals and the list are shown. */
  open = false;

  /** @internal */
  readonly kind = 'dock';
  /** @internal */
  readonly look = 'rows';
  #turned = false;
  readonly #files: FileList = new FileList({
    host: this,
    port: () => (this.open ? this.hub : undefined),
    locale: () => this.language,
    addStyles: this.addStyles,
  });

  constructor() {
    super();
    this.addEventListener('keydown', (event) => {
      // A menu or the details of a failure close first.
      const [target] = event.composedPath();
      if (event.key !== 'Escape' || !this.open || (target as Element).closest('[popover]')) return;
      if (!event.defaultPrevented) this.#turn();
    });
  }

  /** @internal */
  focusOn(item: Item): void {
    this.open = true;
    void this.updateComplete.then(() => this.#files.focusOn(item));
  }

  get #view(): TotalsView | undefined {
    const view = this.hub?.totals(1);
    // It has a button of its own to fold the list.
    return view && {...view, locale: this.language, collapsed: false, hasList: false, listId: undefined};
  }

  protected override get isEmpty(): boolean {
    return !this.#view && this.notices(true).length === 0;
  }

  protected override renderContent(): unknown {
    const view = this.#view;
    const notices = this.notices(this.open);
    if (!view) return notices;
    const label = this.language.t(this.open ? 'hideList' : 'showList');
    const turn = {command: 'dock', expanded: this.open, controls: 'files'} as const;
    return html`<div class="dock" role="region" aria-label=${this.language.t('files')}>
      <div class="dock-head">
        ${
          this.open
            ? [totalsView(view), buttonView({...turn, label, icon: icon('chevron')})]
            : [
                ringView(view),
                buttonView({
                  ...turn,
                  look: 'line',
                  content: html`<span part="summary">${lineOf(view)}</span>${icon('chevron')}`,
                }),
                view.totals.done === view.totals.files
                  ? buttonView({command: 'clear', label: this.language.t('clear'), icon: icon('close')})
                  : nothing,
              ]
        }
      </div>
      <div id="files" class="files">
        ${notices} ${this.open ? [this.#files.renderRows(), this.#files.renderDetails()] : nothing}
      </div>
    </div>`;
  }

  protected override act(button: HTMLElement, command: string, hub: Hub): void {
    if (command === 'dock') this.#turn();
    super.act(button, command, hub);
    this.#files.click(button, command);
  }

  #turn(): void {
    this.open = !this.open;
    this.#turned = true;
  }

  protected override updated(): void {
    if (!this.#turned) return;
    this.#turned = false;
    // It is another button now.
    this.renderRoot.querySelector<HTMLElement>('[data-action=dock]')?.focus({preventScroll: true});
  }
}

/** "Uploading 3 of 12" */
function lineOf({
  locale,
  totals,
  running,
  paused,
  canceled,
  offline,
  startable,
}: TotalsView): TemplateResult | string {
  const {t} = locale;
  const {done, failed, files, sent, bytes} = totals;
  const whole = {done, n: files};
  const main = canceled
    ? t('canceledAll', {n: canceled})
    : done === files
      ? t('allDone', whole)
      : running && offline
        ? t('offline')
        : running && !startable
          ? t('uploadingFiles', whole)
          : paused
            ? t('paused', {percent: percentIn(locale, bytes ? Math.min(0.99, sent / bytes) : 0)})
            : t('filesDone', whole);
  return failed ? html`${main} · <span>${t('someFailed', {n: failed})}</span>` : main;
}

declare global {
  interface HTMLElementTagNameMap {
    'cos-upload-dock': CosUploadDockElement;
  }
}
