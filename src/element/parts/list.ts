import {type CSSResultGroup, html, nothing, type PropertyDeclarations} from 'lit';
import type {Item} from '../base/stored-item.js';
import type {Hub} from '../hub.js';
import {FileList} from '../list/file-list.js';
import {controls} from '../views/styles/controls.js';
import {list} from '../views/styles/list.js';
import {notices} from '../views/styles/notices.js';
import {row} from '../views/styles/row.js';
import {tokens} from '../views/styles/tokens.js';
import {CosUploadPart} from './part.js';
import {part} from './styles.js';

/**
 * The files of an uploader, in rows or as cards. Also what was refused, and uploads of an earlier visit that wait for a person.
 *
 * @customElement
 * @tag cos-upload-list
 *
 * @slot - What is shown while there is no file.
 * @slot done - What is said when all files are uploaded.
 * @slot row-{id} - Text or a control in the row of one file: `row-` and the `id` of its task.
 *
 * @csspart base - The card.
 * @csspart button - Every button; each also has a name of its own: `pause-button`, `copy-button`, `row-button`…
 * @csspart rejections - The list of files that were refused.
 * @csspart banner - Unfinished uploads of earlier visits.
 * @csspart configuration-error - What is wrong with the attributes of the uploader.
 * @csspart list - All rows.
 * @csspart row - Also `row-` and its status: `row-uploading`, `row-failed`…
 * @csspart card - A file with `look="cards"`; also `card-` and its status.
 * @csspart thumbnail - The picture of a row, or the icon of its kind.
 * @csspart name - The name of a file.
 * @csspart link - The name, where it leads to the file.
 * @csspart status - The sentence under the name.
 * @csspart bar - The progress of a row: its track.
 * @csspart progress - The filled part of the bar.
 * @csspart details - Of a failure.
 */
export class CosUploadListElement extends CosUploadPart {
  static override styles: CSSResultGroup = [tokens, controls, notices, row, list, part];
  static override properties: PropertyDeclarations = {
    look: {},
    appearance: {reflect: true},
  };

  /** Registers the class. A second name needs a subclass or a registry of its own. */
  static define(tag: string = 'cos-upload-list', registry: CustomElementRegistry = customElements): void {
    if (!registry.get(tag)) registry.define(tag, this);
  }

  /** How files are shown: as `rows`, as `cards`, or as cards where most are pictures or films and there is room (`auto`, default). */
  look: 'auto' | 'rows' | 'cards' = 'auto';
  /** `card` (default) has a border and a ground of its own, `flush` is part of what it stands in. */
  appearance: 'card' | 'flush' = 'card';

  /** @internal */
  readonly kind = 'list';
  readonly #files: FileList = new FileList({
    host: this,
    port: () => this.hub,
    locale: () => this.language,
    addStyles: this.addStyles,
  });

  /** @internal */
  focusOn(item: Item): void {
    this.#files.focusOn(item);
  }

  get #showsRows(): boolean {
    return this.#count > 0 && this.hub?.state.collapsed === false;
  }

  get #count(): number {
    return this.hub?.items.length ?? 0;
  }

  protected override get isEmpty(): boolean {
    return !this.#showsRows && this.notices(false).length === 0;
  }

  protected override renderContent(): unknown {
    const count = this.#count;
    const {files = 0, done = 0} = this.hub?.engines.totals ?? {};
    return html`${this.notices(this.#showsRows)}
    ${files && done === files ? html`<slot name="done"></slot>` : nothing}
    ${count ? nothing : html`<slot></slot>`} ${this.#showsRows ? this.#files.renderRows() : nothing}
    ${this.#files.renderDetails()}`;
  }

  protected override act(button: HTMLElement, command: string, hub: Hub): void {
    super.act(button, command, hub);
    this.#files.click(button, command);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cos-upload-list': CosUploadListElement;
  }
}
