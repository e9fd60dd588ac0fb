import {type CSSResultGroup, html, nothing, type TemplateResult} from 'lit';
import {DragController} from '../adding/drag.js';
import {isField} from '../adding/fields.js';
import {takerIn} from '../adding/paste.js';
import {isOnGround} from '../base/clicks.js';
import {hasWords} from '../base/slotted.js';
import {FocusKeeper} from '../list/focus-keeper.js';
import {buttonView} from '../views/button.js';
import {type DropZoneView, dropZoneView} from '../views/drop-zone.js';
import {controls} from '../views/styles/controls.js';
import {notices} from '../views/styles/notices.js';
import {tokens} from '../views/styles/tokens.js';
import {zone} from '../views/styles/zone.js';
import {zoneIcon} from '../views/zone-icons.js';
import {CosUploadPart} from './part.js';
import {flat, part, veil} from './styles.js';
import {zoneOf} from './zone-of.js';

/**
 * Files can be dropped and pasted here. Around content of the page it only shows where; without content it is the drop zone of
 * `<cos-uploader>`, with buttons.
 *
 * @customElement
 * @tag cos-upload-drop-zone
 *
 * @slot - Any content of the page. It stays as it is.
 * @slot icon - The icon, where there is no content.
 * @slot hint - What is said before the choice, where there is no content; default: the limits.
 * @slot browse-button - Content of the button that opens the picker, where there is no content.
 * @slot folder-button - Content of the button that opens the folder picker, where there is no content.
 *
 * @csspart base - The whole.
 * @csspart dropzone - Where there is no content: the zone, with its words and buttons.
 * @csspart icon - Of the zone.
 * @csspart title - Of the zone.
 * @csspart hint - The limits, or what the page says instead.
 * @csspart button - Every button; each also has a name of its own: `browse-button`, `folder-button`, `stop-button`.
 * @csspart reading - While a folder is being read.
 * @csspart veil - What lies over content of the page while files are held over it.
 * @csspart rejections - The list of files that were refused, where no list shows it.
 * @csspart configuration-error - What is wrong with the attributes of the uploader, where no list shows it.
 *
 * @attr dragging - Set while files are dragged over the page.
 */
export class CosUploadDropZoneElement extends CosUploadPart {
  static override styles: CSSResultGroup = [tokens, controls, zone, notices, part, flat, veil];

  /** Registers the class. A second name needs a subclass or a registry of its own. */
  static define(
    tag: string = 'cos-upload-drop-zone',
    registry: CustomElementRegistry = customElements,
  ): void {
    if (!registry.get(tag)) registry.define(tag, this);
  }

  /** @internal */
  readonly kind = 'drop-zone';
  readonly #drag: DragController = new DragController(
    this,
    (data) => void this.hub?.context.intake.drop(data),
  );

  constructor() {
    super();
    new FocusKeeper(this);
    this.addEventListener('paste', (event) => {
      const data = event.clipboardData;
      if (!this.hub || this.isDisabled || event.defaultPrevented) return;
      const path = event.composedPath();
      if (!data?.files.length || isField(path[0]) || takerIn(path)) return;
      event.preventDefault();
      void this.hub.context.intake.paste(data);
    });
  }

  /** @internal */
  get accept(): string {
    return this.hub?.context.host.accept ?? '';
  }

  protected override renderContent(): unknown {
    const view = zoneOf(this, this.#drag.state);
    if (hasWords(this))
      return html`<div><slot></slot></div>
        ${view ? this.#over(view) : nothing}${this.notices(false)}`;
    if (!view) return nothing;
    return html`<div role="group" aria-label=${view.label}>${dropZoneView(view)}</div>
      ${this.notices(false)}`;
  }

  /** What lies over or under the content of the page. */
  #over({reading, drag, title, locale}: DropZoneView): TemplateResult {
    return html`${
      reading === undefined
        ? nothing
        : html`<div class="zone-buttons reading" part="reading">
            <span>${reading}</span>
            ${buttonView({command: 'stop', content: locale.t('stop'), look: ''})}
          </div>`
    }${
      drag
        ? html`<div class="veil ${drag.refused ? 'refuse' : ''}" part="veil">
            <span>${zoneIcon('upload')} ${title}</span>
          </div>`
        : nothing
    }`;
  }

  protected override clicked(event: MouseEvent, button: HTMLElement | undefined): void {
    if (!button && !hasWords(this) && isOnGround(event)) this.hub?.context.openPicker();
  }

  protected override updated(): void {
    this.toggleAttribute('dragging', this.#drag.state !== undefined);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cos-upload-drop-zone': CosUploadDropZoneElement;
  }
}
