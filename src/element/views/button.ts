import {html, nothing, type TemplateResult} from 'lit';
import type {Command} from './commands.js';

export interface ButtonView {
  /** `more` and `dock` only open something. */
  readonly command: Command | 'more' | 'dock';
  /** What the button shows beside its icon. */
  readonly content?: unknown;
  readonly icon?: TemplateResult;
  /** What the button does, where only an icon shows it: the tooltip, and the text that is read aloud. */
  readonly label?: string;
  /** Read aloud instead of the label, where the label does not tell to what it applies. */
  readonly name?: string;
  /** Class names of styles/controls.ts and styles/notices.ts. */
  readonly look?: string;
  /** Names of parts besides `button` and the one of its command. */
  readonly part?: string;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  /** Id of the element that it opens and closes. */
  readonly controls?: string;
  /** Id of the popover that it opens. */
  readonly opens?: string;
  /** Ids of the texts that are read with it. */
  readonly describedBy?: string;
  /** Column in a row of the list. The one tab stop of the list may be here. */
  readonly column?: number;
  readonly focusable?: boolean;
}

/** Every button of the element is made here. `data-action` tells their clicks apart. */
export function buttonView(button: ButtonView): TemplateResult {
  const {command, content = nothing, label = nothing, column, focusable, pressed, expanded} = button;
  return html`<button
    type="button"
    class=${button.look ?? (content === nothing ? 'icon-button' : 'small')}
    part="button ${command}-button ${button.part ?? ''}"
    data-action=${command}
    data-column=${column ?? nothing}
    tabindex=${focusable === undefined ? nothing : focusable ? 0 : -1}
    aria-label=${button.name ?? label}
    title=${label}
    aria-description=${label === nothing ? nothing : ''}
    aria-pressed=${pressed === undefined ? nothing : String(pressed)}
    aria-expanded=${expanded === undefined ? nothing : String(expanded)}
    aria-controls=${button.controls ?? nothing}
    popovertarget=${button.opens ?? nothing}
    aria-describedby=${button.describedBy ?? nothing}
    ?disabled=${button.disabled}
  >
    ${button.icon ?? nothing}${content}
  </button>`;
}
