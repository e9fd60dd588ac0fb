import {html, nothing, type TemplateResult} from 'lit';
import type {Command} from './commands.js';

export interface ButtonView {
  /** `more` only opens something. */
  readonly command: Command | 'more';
  /** What is shown; of an icon alone, nothing. */
  readonly content?: unknown;
  readonly icon?: TemplateResult;
  /** What it does, where an icon has to say it: a tooltip, and what is read aloud. */
  readonly label?: string;
  /** Read aloud instead of the label, where that does not say to what. */
  readonly name?: string;
  /** Class names, of those in styles/controls.ts and styles/notices.ts. */
  readonly look?: string;
  /** Names of parts besides `button` and the one of its command. */
  readonly part?: string;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  /** Id of what it opens and closes. */
  readonly controls?: string;
  /** Id of a popover. */
  readonly opens?: string;
  /** Ids of what is to be read with it. */
  readonly describedBy?: string;
  /** Place in a row of the list, whose one tab stop may be here. */
  readonly column?: number;
  readonly focusable?: boolean;
}

/** Every button there is. Clicks are told apart by `data-action`. */
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
