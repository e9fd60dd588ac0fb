import {type CSSResultGroup, nothing} from 'lit';
import {controls} from '../views/styles/controls.js';
import {notices} from '../views/styles/notices.js';
import {tokens} from '../views/styles/tokens.js';
import {totals} from '../views/styles/totals.js';
import {totalsView} from '../views/totals.js';
import {FocusKeeper} from '../list/focus-keeper.js';
import {CosUploadPart} from './part.js';
import {flat, part} from './styles.js';

/**
 * One line for all files of an uploader: how far they are, and what can be done to all at once.
 *
 * @customElement
 * @tag cos-upload-totals
 *
 * @csspart base - The whole.
 * @csspart totals - The line.
 * @csspart ring - The progress of all, as a circle.
 * @csspart summary - The progress of all, in words.
 * @csspart menu - What can be done to all besides the likeliest.
 * @csspart button - Every button; each also has a name of its own: `pause-all-button`, `clear-button`…
 */
export class CosUploadTotalsElement extends CosUploadPart {
  static override styles: CSSResultGroup = [tokens, controls, notices, totals, part, flat];

  /** Registers the class. A second name needs a subclass or a registry of its own. */
  static define(tag: string = 'cos-upload-totals', registry: CustomElementRegistry = customElements): void {
    if (!registry.get(tag)) registry.define(tag, this);
  }

  /** @internal */
  readonly kind = 'totals';

  constructor() {
    super();
    new FocusKeeper(this);
  }

  protected override renderContent(): unknown {
    const view = this.hub?.totals(1);
    return view ? totalsView({...view, locale: this.language, listId: undefined}) : nothing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cos-upload-totals': CosUploadTotalsElement;
  }
}
