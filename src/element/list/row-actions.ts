import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {UploadTask} from '../../index.js';
import type {Choice} from '../adding/intake.js';
import {type Item, StoredItem} from '../base/stored-item.js';
import type {Locale} from '../language/locale.js';
import {leavable} from '../uploads/undo.js';
import type {RowCommand} from '../views/list-commands.js';
import {copyText} from './clipboard.js';
import {isFocusLost} from './focus-keeper.js';
import type {ListPort} from './list-port.js';

/** Milliseconds for which a row shows that its link was copied. */
const copiedTime = 2000;

export interface RowActionsContext {
  readonly host: ReactiveControllerHost & HTMLElement & {readonly renderRoot: HTMLElement | DocumentFragment};
  /** Of the uploader whose files are shown. */
  readonly port: () => ListPort | undefined;
  readonly locale: () => Locale;
  /** Tells a screen reader what the row of a file shows now, where no event does. `urgent`: at once. */
  readonly tell: (item: Item, urgent?: boolean) => void;
}

/** Does what the buttons of a row ask for. */
export class RowActions implements ReactiveController {
  readonly #context: RowActionsContext;
  #copied: UploadTask | undefined;
  #copiedTimer: number | undefined;
  /** The failed upload whose details are shown. */
  #details: UploadTask | undefined;
  /** The button that the details belong to. */
  #opener: HTMLElement | undefined;

  constructor(context: RowActionsContext) {
    this.#context = context;
    context.host.addController(this);
  }

  hostDisconnected(): void {
    this.#setCopied(undefined);
  }

  /** Whether its link was copied a moment ago. */
  isCopied(task: Item): boolean {
    return task === this.#copied;
  }

  get details(): UploadTask | undefined {
    return this.#details;
  }

  act(task: Item, command: RowCommand, source: HTMLElement): void {
    const {tell} = this.#context;
    const port = this.#context.port();
    if (!port || port.isDisabled) return;
    const {undo} = port;
    if (command === 'undo') {
      undo.takeBack(task);
      tell(task);
      return;
    }
    if (task instanceof StoredItem) {
      if (command === 'remove') port.stored.remove(task, tell);
      return;
    }
    const uploader = port.engines.ownerOf(task);
    if (!uploader) return;
    switch (command) {
      case 'pause':
        uploader.pause(task);
        break;
      case 'resume':
      case 'again':
      case 'allow':
        uploader.resume(task);
        break;
      case 'retry':
        uploader.retry(task);
        break;
      case 'try-now':
        uploader.pause(task);
        uploader.resume(task);
        break;
      case 'cancel':
      case 'remove':
        undo.begin(command, leavable(uploader, task));
        tell(task);
        break;
      case 'choose':
        this.#choose(task);
        break;
      case 'details':
        this.#showDetails(task, source);
        break;
      case 'copy':
      case 'copied':
        void this.#copy(task);
    }
  }

  /**
   * Not every browser focuses a button that is clicked, and then the focus does not come back to it when the details close. This gives it
   * back.
   */
  readonly onDetailsToggle = ({newState, target}: ToggleEvent): void => {
    const {host} = this.#context;
    if (newState === 'open') return;
    if (isFocusLost(host) || host.shadowRoot?.activeElement === target)
      this.#opener?.focus({preventScroll: true});
  };

  #choose(task: UploadTask): void {
    const failed = task.state.status === 'failed';
    const {
      key,
      source: {path, size, lastModified},
    } = task;
    // The name shown may have a number, so the name of the file comes from its path.
    const name = path.slice(path.lastIndexOf('/') + 1);
    const choice: Choice = {
      replaced: failed ? task : undefined,
      // A failed upload may take a changed file of the same name. An unfinished one goes on with the same file only.
      fit: (candidate) =>
        candidate.file.name === name &&
        (failed || (candidate.file.size === size && candidate.file.lastModified === lastModified))
          ? {...candidate, path, key: key || undefined}
          : candidate,
    };
    this.#context.port()?.openPicker({choice});
  }

  async #copy(task: UploadTask): Promise<void> {
    const {host, locale} = this.#context;
    const port = this.#context.port();
    const address = port?.links.toCopy(task);
    // Some browsers let a page copy only while it handles the click.
    const text = typeof address === 'object' ? await address : address;
    if (text === undefined || !(await copyText(text, host.renderRoot))) return;
    port?.say('copied', locale().t('copied'));
    this.#setCopied(task);
    this.#copiedTimer = window.setTimeout(() => this.#setCopied(undefined), copiedTime);
  }

  #setCopied(task: UploadTask | undefined): void {
    window.clearTimeout(this.#copiedTimer);
    this.#copied = task;
    this.#context.host.requestUpdate();
  }

  #showDetails(task: UploadTask, source: HTMLElement): void {
    const {host} = this.#context;
    this.#details = task;
    this.#opener = source;
    host.requestUpdate();
    void host.updateComplete.then(() => {
      const details = host.renderRoot.querySelector<HTMLElement>('#details');
      details?.showPopover({source});
      details?.focus({preventScroll: true});
    });
  }
}
