import {html, nothing, type TemplateResult} from 'lit';
import type {DragState} from '../adding/drag.js';
import type {Locale} from '../language/locale.js';
import {buttonView} from './button.js';
import type {ZoneCommand} from './commands.js';
import type {Texts} from '../language/texts.js';
import {type ZoneIcon, zoneIcon} from './zone-icons.js';

export interface DropZoneView {
  readonly locale: Locale;
  /** Accessible name of the whole: what a `<label>` says. */
  readonly label: string;
  readonly drag: DragState | undefined;
  /** What its title says instead of the usual words: while files are held over it, and when the page has to be loaded anew. */
  readonly title: string | undefined;
  /** What the button says that opens the picker. */
  readonly choose: unknown;
  readonly multiple: boolean;
  /** There is room for one file. */
  readonly single: boolean;
  /** The page has words of its own. */
  readonly hasWords: boolean;
  /** The page has buttons of its own. */
  readonly ownButtons: {readonly browse: boolean; readonly folder: boolean};
  /** The picker picks a folder. */
  readonly directory: boolean;
  readonly disabled: boolean;
  /** There are files below, so the zone is small. */
  readonly compact: boolean;
  /** What a phone may record on the spot. */
  readonly records: readonly Recorder[];
  /** The attribute `capture`. */
  readonly capture: string | undefined;
  readonly limits: string;
  /** Files found so far in a folder being read. */
  readonly reading: string | undefined;
}

export type Recorder = Extract<ZoneCommand, 'camera' | `record-${string}`>;

const recorders: Record<Recorder, {icon: ZoneIcon; text: keyof Texts}> = {
  camera: {icon: 'camera', text: 'takePhoto'},
  'record-video': {icon: 'video', text: 'recordVideo'},
  'record-audio': {icon: 'audio', text: 'recordAudio'},
};

/** Buttons are the controls, the zone is a group around them. */
export function dropZoneView(view: DropZoneView): TemplateResult {
  const {locale, drag, multiple, single, directory, disabled, compact, limits, reading} = view;
  const {t} = locale;
  const size = compact ? 'small' : '';
  const button = (command: ZoneCommand, look: string, content: unknown): TemplateResult =>
    buttonView({command, look, content, describedBy: 'limits rejections', disabled});
  const slotted = (command: 'browse' | 'folder', look: string, content: unknown): TemplateResult =>
    view.ownButtons[command]
      ? html`<slot
          class=${command === 'folder' ? 'for-mouse' : ''}
          name="${command}-button"
          data-action=${command}
        ></slot>`
      : button(command, look, html`<slot name="${command}-button">${content}</slot>`);
  return html`<div
    class="zone ${compact ? 'compact' : ''} ${drag ? 'over' : ''} ${drag?.refused ? 'refuse' : ''}"
    part="dropzone"
  >
    <div class="zone-icon" part="icon"><slot name="icon">${zoneIcon('upload')}</slot></div>
    <div class="zone-text ${limits ? '' : 'no-limits'}">
      <div class="zone-title" part="title">
        ${
          view.title ??
          html`<span class="for-mouse"
            ><slot></slot
            >${view.hasWords ? nothing : t(single ? 'dropFile' : compact ? 'dropMore' : 'dropFiles')}</span
          >`
        }
      </div>
      <div class="hint" part="hint" id="limits">
        <slot name="hint" @slotchange=${markFilled}
          >${limits}${compact ? nothing : html`<span class="for-mouse">${limits ? '\u00a0· ' : ''}${t('orPaste')}</span>`}</slot
        >
      </div>
    </div>
    ${
      reading === undefined
        ? html`<div class="zone-buttons">
            ${slotted('browse', `${size} ${compact && !single ? '' : 'primary'}`, view.choose)}
            ${view.records.map((command) =>
              button(command, `for-touch ${size}`, [
                zoneIcon(recorders[command].icon),
                t(recorders[command].text),
              ]),
            )}
            ${multiple && !directory ? slotted('folder', `for-mouse ${size}`, t('chooseFolder')) : nothing}
          </div>`
        : html`<div class="zone-buttons reading" part="reading">
            <span>${reading}</span>
            ${buttonView({command: 'stop', content: t('stop'), look: ''})}
          </div>`
    }
  </div>`;
}

/** Not every browser knows `:has-slotted`, so a filled slot is marked for the styles. */
const markFilled = ({target}: {target: HTMLSlotElement}): void =>
  void target.classList.toggle('filled', target.assignedNodes().length > 0);
