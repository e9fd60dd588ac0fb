import {html, type TemplateResult} from 'lit';

/**
 * Draws the icons of `paths`: on a 24 px grid, strokes of `currentColor`. Decoration only: what it says is also said in
 * words.
 */
export const drawing =
  <Name extends string>(paths: Readonly<Record<Name, string>>) =>
  (name: Name): TemplateResult =>
    html`<svg class="icon icon-${name}" viewBox="0 0 24 24" aria-hidden="true">
      <path d=${paths[name]} />
    </svg>`;
