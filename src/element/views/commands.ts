/** Commands of the drop zone. */
const zoneCommands = ['browse', 'folder', 'camera', 'record-video', 'record-audio', 'stop'] as const;

/** Commands for the whole, in the totals and the notices. */
const listCommands = [
  'choose-again',
  'dismiss',
  'forget',
  'start',
  'pause-all',
  'resume-all',
  'retry-failed',
  'clear',
  'restore',
  'discard',
  'cancel-all',
  'undo-all',
  'only-failed',
  'fold',
  'fold-done',
] as const;

/** Commands for one upload, in its row. */
const rowCommands = [
  'pause',
  'resume',
  'cancel',
  'remove',
  'retry',
  'try-now',
  'again',
  'choose',
  'allow',
  'copy',
  'copied',
  'details',
  'undo',
] as const;

export type ZoneCommand = (typeof zoneCommands)[number];
export type ListCommand = (typeof listCommands)[number];
export type RowCommand = (typeof rowCommands)[number];
/** All commands that a button can have in its `data-action`. */
export type Command = ZoneCommand | ListCommand | RowCommand;

const among =
  <T extends string>(all: readonly T[]) =>
  (text: string | undefined): text is T =>
    (all as readonly (string | undefined)[]).includes(text);

export const isZoneCommand: (text: string | undefined) => text is ZoneCommand = among(zoneCommands);
export const isListCommand: (text: string | undefined) => text is ListCommand = among(listCommands);
export const isRowCommand: (text: string | undefined) => text is RowCommand = among(rowCommands);
