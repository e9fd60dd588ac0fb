import type {TemplateResult} from 'lit';
import type {FileKind} from './file-kind.js';
import {drawing} from './icon.js';
import {type ZoneIcon, zoneIcons} from './zone-icons.js';

export type IconName =
  | FileKind
  | ZoneIcon
  | 'pause'
  | 'play'
  | 'close'
  | 'retry'
  | 'check'
  | 'alert'
  | 'info'
  | 'clock'
  | 'link'
  | 'undo'
  | 'offline'
  | 'lock'
  | 'tabs'
  | 'chevron'
  | 'more'
  | 'bin'
  | 'dash';

/** A page with lines. */
const page =
  'M7 3.5h6.5L18.5 8.5V19a1.5 1.5 0 0 1-1.5 1.5H7A1.5 1.5 0 0 1 5.5 19V5A1.5 1.5 0 0 1 7 3.5zM13.5 3.5v5h5M9 13h6m-6 3.5h4';

/** Those of rows, totals and notices, which are loaded with them. */
const paths: Record<IconName, string> = {
  ...zoneIcons,
  pause: 'M9 5.5v13M15 5.5v13',
  play: 'M8 5.2v13.6L18.8 12z',
  close: 'M6.5 6.5l11 11m0-11l-11 11',
  retry: 'M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9M19.5 4.5V9H15',
  check: 'M5 12.5l4.7 4.7L19 7.5',
  alert: 'M12 7.8v5m0 3.1v.1M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
  info: 'M12 11v5.2m0-8.3v-.1M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
  clock: 'M12 7.2V12l3.2 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
  link: 'M10 13.5a4 4 0 0 0 6 .4l2.6-2.6a4 4 0 0 0-5.7-5.7L11.5 7M14 10.5a4 4 0 0 0-6-.4l-2.6 2.6a4 4 0 0 0 5.7 5.7l1.4-1.4',
  undo: 'M8.5 13.5L4 9l4.5-4.5M4 9h10a5.5 5.5 0 0 1 0 11h-3',
  offline:
    'M3.5 3.5l17 17M8.8 16.3a4.6 4.6 0 0 1 6.4 0M5.3 12.7a9.6 9.6 0 0 1 4.3-2.4M18.7 12.7a9.6 9.6 0 0 0-4.4-2.5M2 9.2a14.4 14.4 0 0 1 4-2.7M22 9.2A14.4 14.4 0 0 0 11 5.4M12 19.5v.1',
  lock: 'M7 11V8a5 5 0 0 1 10 0v3M6.5 11h11A1.5 1.5 0 0 1 19 12.5v6a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 18.5v-6A1.5 1.5 0 0 1 6.5 11z',
  tabs: 'M8 8V5.5A1.5 1.5 0 0 1 9.5 4h9A1.5 1.5 0 0 1 20 5.5v9a1.5 1.5 0 0 1-1.5 1.5H16M5.5 8h9A1.5 1.5 0 0 1 16 9.5v9a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 4 18.5v-9A1.5 1.5 0 0 1 5.5 8z',
  chevron: 'M7 10l5 5 5-5',
  more: 'M5.5 12h.1m6.3 0h.1m6.3 0h.1',
  bin: 'M4.5 6.5h15M9.5 6.5v-2h5v2M6.5 6.5l.9 12a1.5 1.5 0 0 0 1.5 1.4h6.2a1.5 1.5 0 0 0 1.5-1.4l.9-12M10 10.5v5.5m4-5.5V16',
  dash: 'M6 12h12',
  image:
    'M5.5 4.5h13a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2v-11a2 2 0 0 1 2-2zM4 17l4.6-4.6a1.5 1.5 0 0 1 2.1 0l5.8 5.8M14 15.5l1.7-1.7a1.5 1.5 0 0 1 2.1 0l2.7 2.7M15.5 9.2v.1',
  archive:
    'M6.5 3.5h11a1.5 1.5 0 0 1 1.5 1.5v14a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 19V5a1.5 1.5 0 0 1 1.5-1.5zM12 4v1.5m0 2.5v1.5m0 2.5v4',
  sheet:
    'M5 4.5h14A1.5 1.5 0 0 1 20.5 6v12a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 18V6A1.5 1.5 0 0 1 5 4.5zM3.5 9.5h17m-17 5h17m-11-10v15',
  code: 'M8.5 7.5L4 12l4.5 4.5m7-9L20 12l-4.5 4.5M13.5 5.5l-3 13',
  pdf: page,
  text: page,
  file: 'M7 3.5h6.5L18.5 8.5V19a1.5 1.5 0 0 1-1.5 1.5H7A1.5 1.5 0 0 1 5.5 19V5A1.5 1.5 0 0 1 7 3.5zM13.5 3.5v5h5',
};

export const icon: (name: IconName) => TemplateResult = drawing(paths);
