import type {TemplateResult} from 'lit';
import {drawing} from './icon.js';

export type ZoneIcon = 'upload' | 'camera' | 'video' | 'audio';

/** Those that a page shows before there is any file. */
export const zoneIcons: Readonly<Record<ZoneIcon, string>> = {
  upload: 'M12 15.5V4m0 0L7.5 8.5M12 4l4.5 4.5M4 14.5V17a3 3 0 0 0 3 3h10a3 3 0 0 0 3-3v-2.5',
  camera:
    'M4.5 8H7l1.6-2.4a1.3 1.3 0 0 1 1.1-.6h4.6a1.3 1.3 0 0 1 1.1.6L17 8h2.5A1.5 1.5 0 0 1 21 9.5V17.5a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17.5v-8A1.5 1.5 0 0 1 4.5 8zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z',
  video:
    'M5 6h8.5a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2zM15.5 11l5.5-3.2v8.4L15.5 13',
  audio:
    'M9 17.5V6.2l10.5-2v11.3M9 17.5a2.6 2.6 0 1 1-5.2 0 2.6 2.6 0 0 1 5.2 0zM19.5 15.5a2.6 2.6 0 1 1-5.2 0 2.6 2.6 0 0 1 5.2 0z',
};

export const zoneIcon: (name: ZoneIcon) => TemplateResult = drawing(zoneIcons);
