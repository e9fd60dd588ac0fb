import {
  type CSSResult,
  html,
  LitElement,
  nothing,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import type {UploaderLike} from '../../index.js';
import {Clicks} from '../base/clicks.js';
import {adoptSheets} from '../base/sheets.js';
import type {CosUploaderElement} from '../cos-uploader.js';
import type {Hub, PartKind} from '../hub.js';
import {Language} from '../language/language.js';
import type {Locale} from '../language/locale.js';
import type {Texts} from '../language/texts.js';
import {opensPicker, pickers} from '../views/commands.js';
import {Link} from './link.js';

/** What the elements for an own layout have in common: the uploader they show, its language, and what a click does. */
export abstract class CosUploadPart extends LitElement {
  static override properties: PropertyDeclarations = {
    for: {},
    uploader: {attribute: false},
  };

  /** The id of a `<cos-uploader>` in the same document or shadow tree. It may come later, or be replaced by another. */
  for: string | undefined;
  /** The engine or the `<cos-uploader>`; instead of `for`. */
  uploader: UploaderLike | CosUploaderElement | undefined;

  /** @internal */
  abstract readonly kind: PartKind;
  readonly #language: Language = new Language(this);
  readonly #link: Link = new Link(this);
  readonly #clicks = new Clicks();
  #moreStyles: readonly CSSResult[] = [];
  #autoScheme = false;

  /** @internal */
  get locale(): string | undefined {
    return this.hub?.context.host.locale;
  }
  /** @internal */
  get texts(): Partial<Texts> | undefined {
    return this.hub?.context.host.texts;
  }

  /** @internal */
  get hub(): Hub | undefined {
    return this.#link.hub;
  }

  /** @internal */
  get language(): Locale {
    return this.#language.current;
  }

  /** @internal */
  get isDisabled(): boolean {
    return this.hub?.isDisabled ?? true;
  }

  /** Moves the focus to the first control, or to the one that opens the picker. */
  override focus(options?: FocusOptions): void {
    const own = this.renderRoot.querySelector<HTMLElement>(
      'button:enabled, [tabindex="0"], slot[data-action]',
    );
    const control =
      own instanceof HTMLSlotElement ? (own.assignedElements()[0] as HTMLElement | undefined) : own;
    const {hub} = this;
    if (control) control.focus(options);
    else if (hub && hub.opener !== this) (hub.opener ?? hub.context.host).focus(options);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#autoScheme = getComputedStyle(this).colorScheme === 'normal';
  }

  /** The element has moved to another document. */
  adoptedCallback(): void {
    if (this.shadowRoot) this.#adoptSheets(this.shadowRoot);
  }

  protected override createRenderRoot(): ShadowRoot {
    const root = this.shadowRoot ?? this.attachShadow({mode: 'open'});
    this.#adoptSheets(root);
    return root;
  }

  #adoptSheets(root: ShadowRoot): void {
    const {elementStyles} = this.constructor as typeof CosUploadPart;
    adoptSheets(root, [...elementStyles, ...this.#moreStyles]);
  }

  protected readonly addStyles = (styles: readonly CSSResult[]): void => {
    this.#moreStyles = [...this.#moreStyles, ...styles];
    if (this.shadowRoot) this.#adoptSheets(this.shadowRoot);
  };

  protected override async scheduleUpdate(): Promise<unknown> {
    const {ready} = this.#language;
    if (!this.hasUpdated && ready) await ready;
    await this.hub?.rest();
    return super.scheduleUpdate();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('for') || changed.has('uploader')) this.#link.look();
    this.#language.update();
  }

  protected override render(): TemplateResult {
    const {dir, tag} = this.language;
    const own = this.locale === undefined ? nothing : 'ltr';
    return html`<div
        class="base ${this.isEmpty ? 'empty' : ''} ${this.#autoScheme ? 'auto-scheme' : ''}"
        part="base"
        dir=${dir === 'rtl' ? 'rtl' : own}
        lang=${tag}
        @click=${this.#onClick}
        @slotchange=${() => this.requestUpdate()}
      >
        ${this.renderContent()}
      </div>
      ${this.#link.stand ?? nothing}`;
  }

  protected abstract renderContent(): unknown;

  /** There is nothing to show, so there is no card. */
  protected get isEmpty(): boolean {
    return false;
  }

  /** What was refused, what waits and what is wrong, where no other part of the uploader shows it. */
  protected notices(showsList: boolean): readonly TemplateResult[] {
    const {hub} = this;
    return hub?.holdsNotices(this) ? hub.notices(showsList) : [];
  }

  readonly #onClick = (event: MouseEvent): void => {
    const {hub} = this;
    const button = this.#clicks.buttonOf(event, this.renderRoot);
    if (!hub) return;
    this.clicked(event, button);
    const command = this.#clicks.commandOf(event, button);
    if (!button || !command) return;
    if (command === 'stop') hub.context.intake.stop();
    else if (opensPicker(command)) hub.context.openPicker(pickers[command]);
    else this.act(button, command, hub);
  };

  /** A click anywhere in the part. `button`: the one it is on. */
  protected clicked(_event: MouseEvent, _button: HTMLElement | undefined): void {
    // Most of them do nothing.
  }

  protected act(button: HTMLElement, command: string, hub: Hub): void {
    hub.click(button, command);
  }
}
