import {html, nothing, type TemplateResult} from 'lit';
import type {Locale} from '../language/locale.js';
import {type DropZoneView, dropZoneView} from './drop-zone.js';

export interface ShellView {
  readonly locale: Locale;
  /** Direction of the texts, when it is not that of the page. */
  readonly dir: 'ltr' | 'rtl' | undefined;
  /** The page sets no color-scheme, so the widget follows the system. */
  readonly autoScheme: boolean;
  readonly zone: DropZoneView;
  /** Other elements show all but what is heard. */
  readonly headless: boolean;
  readonly accept: string;
  /** There is only a list to look at. */
  readonly readOnly: boolean;
  /** Everything below the drop zone, once there is anything. */
  readonly panel: unknown;
  /** What screen readers are told: in its turn, and at once. */
  readonly news: {readonly polite: string; readonly alert: string} | undefined;
  readonly onSlotChange: () => void;
  readonly onClick: (event: MouseEvent) => void;
  readonly onPick: (event: Event) => void;
}

/**
 * What is there from the start. The live regions are too, because screen readers do not read a region that appears together with its text.
 */
export function shellView(view: ShellView): TemplateResult {
  const {locale, zone, panel, news} = view;
  const inputs = inputsView(view);
  return html`<div
    class="base ${view.autoScheme ? 'auto-scheme' : ''}"
    part="base"
    dir=${view.dir ?? nothing}
    lang=${locale.tag}
    @click=${view.onClick}
    @slotchange=${view.onSlotChange}
  >
    ${
      view.headless
        ? inputs
        : html`<div role="group" aria-label=${zone.label}>
              ${view.readOnly ? nothing : [dropZoneView(zone), inputs]}
            </div>
            ${panel}
            <slot name="footer"></slot>`
    }
    <div class="sr" role="status">${news?.polite}</div>
    <div class="sr" role="alert">${news?.alert}</div>
  </div>`;
}

/** The element fires an `input` event of its own when its value changes, so those of its inputs stay inside. */
const keepInside = (event: Event): void => event.stopPropagation();

/** Real inputs open the pickers. Only the buttons are shown and read aloud. */
function inputsView({zone, accept, onPick}: ShellView): TemplateResult[] {
  const {multiple, directory, disabled, capture} = zone;
  const input = (
    kind: string,
    folder: boolean,
    many: boolean,
    types: string,
    camera?: string,
  ): TemplateResult =>
    html`<input
      type="file"
      class=${kind}
      tabindex="-1"
      aria-hidden="true"
      accept=${types || nothing}
      capture=${camera ?? nothing}
      ?multiple=${many}
      ?webkitdirectory=${folder}
      ?disabled=${disabled}
      @input=${keepInside}
      @change=${onPick}
    />`;
  return [
    input('file-input', directory, multiple, accept, capture),
    input('folder-input', true, true, ''),
    input('camera-input', false, false, 'image/*', 'environment'),
  ];
}
