import {html} from 'lit';
import {acceptsAll, isAccepted, isVisual} from '../adding/accept.js';
import type {DragState} from '../adding/drag.js';
import {bringsButton, hasWords} from '../base/slotted.js';
import {isSingle} from '../base/attributes.js';
import type {CosUploaderFormControl} from '../base/form-associated.js';
import type {Intake} from '../adding/intake.js';
import type {Locale} from '../language/locale.js';
import {describeLimits, type Limits} from '../adding/restrictions.js';
import type {DropZoneView, Recorder} from './drop-zone.js';

/** What the drop zone shows: made of the attributes and of what is dragged over it. */
export function zoneModel(
  host: CosUploaderFormControl,
  {
    slots,
    drag,
    intake,
    limits,
    locale,
    compact,
    kinds,
    replaces,
  }: {
    /** What the page has put words and buttons into. */
    slots: Element;
    drag: DragState | undefined;
    intake: Intake;
    limits: Limits | undefined;
    locale: Locale;
    compact: boolean;
    kinds: string | undefined;
    replaces: boolean;
  },
): DropZoneView {
  const {accept, directory, capture, isDisabled} = host;
  const single = isSingle(host);
  const multiple = host.multiple && !single;
  const {t} = locale;
  const files = t(multiple ? 'chooseFiles' : 'chooseFile');
  return {
    locale,
    label: Array.from(host.labels, (label) => label.textContent?.trim()).join(' ') || t('label'),
    drag,
    title: drag
      ? drag.refused
        ? t('dropNone')
        : ((single ? undefined : kinds) ?? t('dropNow', {n: single ? 1 : drag.count}))
      : intake.outdated
        ? t('errorOutdated')
        : undefined,
    choose: replaces
      ? t('replace')
      : directory
        ? t('chooseFolder')
        : isVisual(accept)
          ? html`<span class="for-mouse">${files}</span
              ><span class="for-touch">${t('chooseFromLibrary')}</span>`
          : files,
    multiple,
    single,
    hasWords: hasWords(slots),
    ownButtons: {browse: bringsButton(slots, 'browse-button'), folder: bringsButton(slots, 'folder-button')},
    directory,
    capture,
    disabled: isDisabled,
    compact,
    records: capture === undefined && !directory ? recordersFor(accept) : [],
    limits: limits ? describeLimits(limits, locale) : '',
    reading: intake.judging ?? (intake.reading === undefined ? undefined : t('reading', {n: intake.reading})),
  };
}

/**
 * Each phone gives videos and sounds types of its own. So a recorder for them is offered only where the page accepts any video or any
 * sound.
 */
function recordersFor(accept: string): Recorder[] {
  return [
    ...(isAccepted({name: '.jpg', type: 'image/jpeg'}, accept) ? (['camera'] as const) : []),
    ...(acceptsAll('video/*', accept) ? (['record-video'] as const) : []),
    ...(acceptsAll('audio/*', accept) ? (['record-audio'] as const) : []),
  ];
}
