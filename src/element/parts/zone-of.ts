import type {DragState} from '../adding/drag.js';
import type {DropZoneView} from '../views/drop-zone.js';
import {zoneModel} from '../views/zone-model.js';
import type {CosUploadPart} from './part.js';

/** What a drop zone or a button shows of the uploader of `part`; undefined as long as there is none. */
export function zoneOf(part: CosUploadPart, drag?: DragState): DropZoneView | undefined {
  const {hub} = part;
  if (!hub) return undefined;
  const {host, intake, limits} = hub.context;
  return zoneModel(host, {
    slots: part,
    drag,
    intake,
    limits: limits(),
    locale: part.language,
    compact: false,
    kinds: drag && hub.kindsOf(drag.types),
    replaces: hub.replacing !== undefined,
  });
}
