import type {UploadTask} from '../index.js';
import type {Engines} from './engines.js';
import type {Intake} from './intake.js';
import type {RowAction} from './row-model.js';
import type {Undo} from './undo.js';

/** What the person has chosen to see. */
export interface ViewState {
  onlyFailed: boolean;
  collapsed: boolean;
  /** "Cancel all?" is being asked. */
  asking: boolean;
  /** The failed upload whose details are shown. */
  details: UploadTask | undefined;
}

export interface CommandContext {
  readonly engines: Engines;
  readonly undo: Undo;
  readonly intake: Intake;
  readonly view: ViewState;
  openPicker(options?: {directory?: boolean; camera?: boolean}): void;
  showDetails(task: UploadTask, source: HTMLElement): void;
  tellCopied(): void;
  /** Forgets uploads that an earlier page had finished. */
  forgetKept(): void;
  start(): void;
  requestUpdate(): void;
}

/** Does what a button of the whole says. */
export function command(context: CommandContext, name: string): void {
  const {engines, intake, view} = context;
  switch (name) {
    case 'browse':
    case 'choose-again': {
      context.openPicker();
      return;
    }
    case 'folder': {
      context.openPicker({directory: true});
      return;
    }
    case 'camera': {
      context.openPicker({camera: true});
      return;
    }
    case 'stop': {
      intake.stop();
      return;
    }
    case 'dismiss': {
      intake.dismiss();
      return;
    }
    case 'start': {
      context.start();
      return;
    }
    case 'pause-all': {
      engines.all.forEach((uploader) => uploader.pause());
      return;
    }
    case 'resume-all': {
      forEach(engines.tasks, 'paused', (task) => task.resume());
      return;
    }
    case 'retry-failed': {
      engines.all.forEach((uploader) => uploader.retry());
      return;
    }
    case 'clear': {
      engines.all.forEach((uploader) => uploader.clear());
      return;
    }
    case 'restore': {
      forEach(engines.tasks, 'suspended', (task) => task.resume());
      return;
    }
    case 'discard': {
      forEach(engines.tasks, 'suspended', (task) => engines.ownerOf(task)?.remove(task));
      return;
    }
    case 'cancel-all':
      view.asking = false;
      for (const task of engines.tasks) {
        if (!['done', 'failed'].includes(task.state.status)) engines.ownerOf(task)?.remove(task);
      }
      return;
    case 'ask-cancel':
    case 'keep':
      view.asking = name === 'ask-cancel';
      {
        context.requestUpdate();
        return;
      }
    case 'only-failed':
      view.onlyFailed = !view.onlyFailed;
      {
        context.requestUpdate();
        return;
      }
    case 'fold':
      view.collapsed = !view.collapsed;
      {
        context.requestUpdate();
        return;
      }
    case 'forget': {
      context.forgetKept();
      return;
    }
  }
}

/** Does what a button of a row says. */
export function rowCommand(
  context: CommandContext,
  task: UploadTask,
  action: RowAction,
  source: HTMLElement,
): void {
  const {engines, undo, intake} = context;
  const uploader = engines.ownerOf(task);
  if (!uploader) return;
  switch (action) {
    case 'pause': {
      uploader.pause(task);
      return;
    }
    case 'resume':
    case 'again':
    case 'allow': { // asks for the permission at once: later it would not be the answer to a click
      uploader.resume(task);
      return;
    }
    case 'try-now':
      uploader.pause(task);
      {
        uploader.resume(task);
        return;
      }
    case 'retry': {
      uploader.retry(task);
      return;
    }
    case 'cancel':
    case 'remove': {
      undo.begin(uploader, task, action);
      return;
    }
    case 'undo': {
      undo.takeBack();
      return;
    }
    case 'choose':
      intake.replace = task.state.status === 'failed' ? task : undefined;
      {
        context.openPicker();
        return;
      }
    case 'details': {
      context.showDetails(task, source);
      return;
    }
    case 'copy':
      if (task.state.status !== 'done') return;
      return void navigator.clipboard.writeText(uploader.client.locationOf(task.key)).then(
        () => context.tellCopied(),
        () => undefined,
      );
  }
}

function forEach(
  tasks: readonly UploadTask[],
  status: UploadTask['state']['status'],
  act: (task: UploadTask) => void,
): void {
  for (const task of tasks) if (task.state.status === status) act(task);
}
