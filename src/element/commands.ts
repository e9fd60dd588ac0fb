import type {Status, Uploader, UploadTask} from '../index.js';
import type {RowAction} from './views/row-model.js';
import {runningStatuses} from './uploads/running.js';
import type {Shell} from './panel-context.js';
import type {Undo} from './uploads/undo.js';
import {switchesOf, type TotalsView} from './views/totals.js';

/** What the person has chosen to see. */
export interface ViewState {
  onlyFailed: boolean;
  collapsed: boolean;
  /** "Cancel all?" is being asked. */
  asking: boolean;
  /** The failed upload whose details are shown. */
  details: UploadTask | undefined;
}

/** What was chosen to be seen ends with the button that alone could take it back. */
export function endLost(view: ViewState, totals: TotalsView | undefined): void {
  const {filter, fold, cancel} = totals ? switchesOf(totals) : {};
  view.onlyFailed &&= filter === true;
  view.collapsed &&= fold === true;
  view.asking &&= cancel === true;
}

/** What the buttons of the whole do, by their `data-action`. */
const commands: Record<string, (shell: Shell, view: ViewState, undo: Undo) => void> = {
  'choose-again': ({openPicker}) => openPicker(),
  dismiss: ({intake}) => intake.dismiss(),
  forget: ({forgetKept}) => forgetKept(),
  start: ({start}) => start(),
  'pause-all': ({engines}) => engines.forEach((uploader) => uploader.pause()),
  'resume-all': (shell, _view, undo) =>
    each(shell, ['paused'], (task) => {
      if (!undo.of(task)) task.resume();
    }),
  'retry-failed': ({engines}) => engines.forEach((uploader) => uploader.retry()),
  clear: ({engines}) => engines.forEach((uploader) => uploader.clear()),
  // Asks for permissions at once: later it would not be the answer to a click.
  restore: (shell) => each(shell, ['suspended'], (task) => task.resume()),
  discard: (shell) => each(shell, ['suspended'], (task) => shell.engines.ownerOf(task)?.remove(task)),
  'ask-cancel': (_shell, view) => (view.asking = true),
  keep: (_shell, view) => (view.asking = false),
  'cancel-all': (shell, view) => {
    view.asking = false;
    each(shell, [...runningStatuses, 'paused'], (task) => shell.engines.ownerOf(task)?.remove(task));
  },
  'only-failed': (_shell, view) => (view.onlyFailed = !view.onlyFailed),
  fold: (_shell, view) => (view.collapsed = !view.collapsed),
};

export function command(shell: Shell, view: ViewState, undo: Undo, name: string): void {
  // A change of what is seen does no harm.
  if (shell.host.isDisabled && name !== 'fold') return;
  commands[name]?.(shell, view, undo);
  shell.host.requestUpdate();
}

/** What the buttons of a row do. */
export const rowCommands: Record<
  Exclude<RowAction, 'details' | 'copy' | 'copied'>,
  (task: UploadTask, uploader: Uploader, undo: Undo, shell: Shell) => void
> = {
  pause: (task, uploader) => uploader.pause(task),
  resume: (task, uploader) => uploader.resume(task),
  again: (task, uploader) => uploader.resume(task),
  allow: (task, uploader) => uploader.resume(task),
  retry: (task, uploader) => uploader.retry(task),
  'try-now': (task, uploader) => {
    uploader.pause(task);
    uploader.resume(task);
  },
  cancel: (task, uploader, undo) => undo.begin(uploader, task, 'cancel'),
  remove: (task, uploader, undo) => undo.begin(uploader, task, 'remove'),
  undo: (_task, _uploader, undo) => undo.takeBack(),
  choose: (task, _uploader, _undo, {intake, openPicker}) => {
    openPicker();
    const failed = task.state.status === 'failed';
    const {name, path, key, size, input} = task;
    intake.choice = {
      replaced: failed ? task : undefined,
      // What has changed fits by its name; what is to be continued is the same file.
      fit: (candidate) =>
        candidate.file.name === name &&
        (failed || (candidate.file.size === size && candidate.file.lastModified === input.lastModified))
          ? {...candidate, path, key: key || undefined}
          : candidate,
    };
  },
};

function each({engines}: Shell, statuses: readonly Status[], act: (task: UploadTask) => void): void {
  for (const task of engines.tasks) if (statuses.includes(task.state.status)) act(task);
}
