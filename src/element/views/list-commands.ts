/** Commands for the whole, in the totals and the notices. */
const listCommands = [
  'choose-again',
  'dismiss',
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

export type ListCommand = (typeof listCommands)[number];
export type RowCommand = (typeof rowCommands)[number];

export const isListCommand = (text: string): text is ListCommand =>
  (listCommands as readonly string[]).includes(text);
export const isRowCommand = (text: string): text is RowCommand =>
  (rowCommands as readonly string[]).includes(text);
