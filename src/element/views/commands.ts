import type {ListCommand, RowCommand} from './list-commands.js';

/** The pickers that the buttons of the drop zone open. */
export const pickers = {
  browse: {},
  folder: {directory: true},
  camera: {camera: 'image'},
  'record-video': {camera: 'video'},
  'record-audio': {camera: 'audio'},
} as const;

/** Commands of the drop zone. */
export type ZoneCommand = keyof typeof pickers | 'stop';
/** All commands that a button can have in its `data-action`. */
export type Command = ZoneCommand | ListCommand | RowCommand;

export const opensPicker = (command: string): command is keyof typeof pickers => command in pickers;
