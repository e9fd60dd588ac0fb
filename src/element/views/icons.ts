import {html, type TemplateResult} from 'lit';

/** An icon on a 24 px grid, strokes of `currentColor`. Decoration only: what it says is also said in words. */
export function drawing(path: string, name = ''): TemplateResult {
  return html`<svg class="icon icon-${name}" viewBox="0 0 24 24" aria-hidden="true"><path d=${path} /></svg>`;
}

export const uploadIcon = 'M12 15.5V4m0 0L7.5 8.5M12 4l4.5 4.5M4 14.5V17a3 3 0 0 0 3 3h10a3 3 0 0 0 3-3v-2.5';

export const cameraIcon =
  'M4.5 8H7l1.6-2.4a1.3 1.3 0 0 1 1.1-.6h4.6a1.3 1.3 0 0 1 1.1.6L17 8h2.5A1.5 1.5 0 0 1 21 9.5V17.5a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17.5v-8A1.5 1.5 0 0 1 4.5 8zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z';
