import {type CSSResultGroup, html, type PropertyDeclarations} from 'lit';
import {bringsButton} from '../base/slotted.js';
import {buttonView} from '../views/button.js';
import {controls} from '../views/styles/controls.js';
import {notices} from '../views/styles/notices.js';
import {tokens} from '../views/styles/tokens.js';
import {CosUploadPart} from './part.js';
import {button, flat, part} from './styles.js';
import {zoneOf} from './zone-of.js';

/**
 * The button that opens the picker of an uploader.
 *
 * @customElement
 * @tag cos-upload-button
 *
 * @slot - The words of the button, or a button of the page's own.
 *
 * @csspart base - The whole.
 * @csspart button - The button.
 * @csspart rejections - The list of files that were refused, where no list shows it.
 * @csspart configuration-error - What is wrong with the attributes of the uploader, where no list shows it.
 */
export class CosUploadButtonElement extends CosUploadPart {
  static override styles: CSSResultGroup = [tokens, controls, notices, part, flat, button];
  static override properties: PropertyDeclarations = {directory: {type: Boolean}};

  /** Registers the class. A second name needs a subclass or a registry of its own. */
  static define(tag: string = 'cos-upload-button', registry: CustomElementRegistry = customElements): void {
    if (!registry.get(tag)) registry.define(tag, this);
  }

  /** The picker picks a folder. */
  directory = false;

  /** @internal */
  readonly kind = 'button';

  protected override renderContent(): unknown {
    const command = this.directory ? 'folder' : 'browse';
    const words = this.directory
      ? this.language.t('chooseFolder')
      : (zoneOf(this)?.choose ?? this.language.t('chooseFiles'));
    return html`${
      bringsButton(this, '')
        ? html`<slot data-action=${command}></slot>`
        : buttonView({
            command,
            content: html`<slot>${words}</slot>`,
            look: 'primary',
            describedBy: 'rejections',
            disabled: this.isDisabled,
          })
    }${this.notices(false)}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cos-upload-button': CosUploadButtonElement;
  }
}
