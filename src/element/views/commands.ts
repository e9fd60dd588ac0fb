import type {ListCommand, RowCommand} from './list-commands.js';

/** Commands of the drop zone. */
const zoneCommands = ['browse', 'folder', 'camera', 'record-video', 'record-audio', 'stop'] as const;

export type ZoneCommand = (typeof zoneCommands)[number];
/** All commands that a button can have in its `data-action`. */
export type Command = ZoneCommand | ListCommand | RowCommand;

export const isZoneCommand = (text: string): text is ZoneCommand =>
  (zoneCommands as readonly string[]).includes(text);
