import {acceptsAll, isAccepted, isVisual} from '../adding/accept.js';
import type {DragState} from '../adding/drag.js';
import {bringsButton, hasWords} from '../base/slotted.js';
import type {CosUploaderFormControl} from '../base/form-associated.js';
import type {Intake} from '../adding/intake.js';
import type {Locale} from '../language/locale.js';
import {describeLimits, type Limits} from '../adding/restrictions.js';
import type {DropZoneView, Recorder} from './drop-zone.js';

/** What the drop zone shows: made of the attributes and of what is dragged over it. */
export function zoneModel(
  host: CosUploaderFormControl,
  {
    drag,
    intake,
    limits,
    locale,
    compact,
    kinds,
    replaces,
  }: {
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
  const single = limits?.maxFiles === 1;
  const multiple = host.multiple && !single;
  return {
    locale,
    drag,
    kinds,
    multiple,
    single,
    replaces,
    hasWords: hasWords(host),
    ownButtons: {browse: bringsButton(host, 'browse-button'), folder: bringsButton(host, 'folder-button')},
    directory,
    capture,
    disabled: isDisabled,
    compact,
    records: capture === undefined && !directory ? recordersFor(accept) : [],
    library: isVisual(accept),
    limits: limits ? describeLimits(limits, locale) : '',
    reading:
      intake.judging ?? (intake.reading === undefined ? undefined : locale.t('reading', {n: intake.reading})),
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
