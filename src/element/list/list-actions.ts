import type {Status, UploadTask} from '../../index.js';
import type {Intake} from '../adding/intake.js';
import type {CosUploaderFormControl} from '../base/form-associated.js';
import type {Engines} from '../uploads/engines.js';
import {runningStatuses} from '../uploads/running.js';
import {leavable, type Leavable, type Undo} from '../uploads/undo.js';
import {isRetryable} from '../views/explain.js';
import type {ListCommand} from '../views/list-commands.js';
import {switchesOf, type SwitchesView} from '../views/totals.js';

/** What the person has chosen to see of the list. */
export interface ListState {
  onlyFailed: boolean;
  collapsed: boolean;
  /** The finished ones of a long list are shown. */
  unfolded: boolean;
}

/** The button that takes a choice back may go. Then the choice ends with it. */
export function endLost(state: ListState, shown: SwitchesView): void {
  const {filter, fold} = switchesOf(shown);
  state.onlyFailed &&= filter;
  state.collapsed &&= fold;
}

export interface ListActionsContext {
  readonly host: CosUploaderFormControl & {start(): void};
  readonly engines: Engines;
  readonly intake: Intake;
  readonly openPicker: () => void;
  /** Says that so many were canceled at once. */
  readonly tellCanceled: (count: number) => void;
}

/** Does what the buttons of the totals and the notices ask for. */
export class ListActions {
  readonly #context: ListActionsContext;
  readonly #undo: () => Undo;
  readonly state: ListState = {onlyFailed: false, collapsed: false, unfolded: false};

  constructor(context: ListActionsContext, undo: () => Undo) {
    this.#context = context;
    this.#undo = undo;
  }

  act(command: ListCommand): void {
    const {host} = this.#context;
    // Folding only changes what is shown, so it also works while the element is disabled.
    if (host.isDisabled && command !== 'fold' && command !== 'fold-done') return;
    this.#act(command);
    host.requestUpdate();
  }

  #act(command: ListCommand): void {
    const {host, engines, intake, openPicker} = this.#context;
    const {state} = this;
    switch (command) {
      case 'choose-again':
        openPicker();
        break;
      case 'dismiss':
        intake.dismiss();
        break;
      case 'start':
        host.start();
        break;
      case 'pause-all':
        engines.forEach((uploader) => uploader.pause());
        break;
      case 'resume-all':
        this.#each(['paused'], (task) => {
          if (!this.#undo().of(task)) task.resume();
        });
        break;
      case 'retry-failed':
        this.#each(['failed'], (task) => {
          if (isRetryable(task.state)) task.resume();
        });
        break;
      case 'clear':
        engines.forEach((uploader) => uploader.clear());
        break;
      case 'restore':
        // The browser asks for permissions only during a click, so the uploads resume at once.
        this.#each(['suspended'], (task) => task.resume());
        break;
      case 'discard':
        this.#each(['suspended'], (task) => engines.ownerOf(task)?.remove(task));
        break;
      case 'cancel-all':
        this.#cancelAll();
        break;
      case 'undo-all':
        this.#undo().takeBack();
        break;
      case 'only-failed':
        state.onlyFailed = !state.onlyFailed;
        break;
      case 'fold':
        state.collapsed = !state.collapsed;
        break;
      case 'fold-done':
        state.unfolded = !state.unfolded;
    }
  }

  #cancelAll(): void {
    const {engines, tellCanceled} = this.#context;
    const tasks: Leavable[] = [];
    this.#each([...runningStatuses, 'paused'], (task) => {
      const uploader = engines.ownerOf(task);
      if (uploader) tasks.push(leavable(uploader, task));
    });
    this.#undo().begin('cancel', ...tasks);
    tellCanceled(tasks.length);
  }

  #each(statuses: readonly Status[], act: (task: UploadTask) => void): void {
    for (const task of this.#context.engines.tasks) if (statuses.includes(task.state.status)) act(task);
  }
}
