import type {ReactiveController} from 'lit';
import type {UploadTask} from '../index.js';
import type {Hub} from './hub.js';

/** Sends the form when its uploads are done. One that fails stops it. */
export class Submission implements ReactiveController {
  readonly #hub: Hub;
  readonly #focus: (task: UploadTask) => void;
  #submit: (() => void) | undefined;

  /** `focus`: shows the upload that has failed. */
  constructor(hub: Hub, focus: (task: UploadTask) => void) {
    this.#hub = hub;
    this.#focus = focus;
    hub.context.host.addController(this);
  }

  /** Starts everything, also what is paused or has failed. The last submit counts, with the button that made it. */
  begin(form: HTMLFormElement, submitter: HTMLElement | null): void {
    this.#submit = () => {
      const button = submitter as HTMLButtonElement | null;
      if (form.isConnected) form.requestSubmit(button?.form === form ? button : null);
    };
    this.#hub.engines.forEach((uploader) => {
      uploader.retry();
      uploader.resume();
    });
    this.#goOn();
  }

  hostDisconnected(): void {
    this.#submit = undefined;
  }

  hostUpdated(): void {
    if (this.#submit) this.#goOn();
  }

  #goOn(): void {
    const {engines, context} = this.#hub;
    // `manual` holds back what comes in while the form waits, too.
    if (engines.count('queued') > 0) engines.forEach((uploader) => uploader.start());
    if (engines.running + engines.count('paused') > 0) return;
    const failed = engines.tasks.find(({state}) => state.status === 'failed');
    if (failed) this.#stop(failed);
    // The value of the form is made at the end of an update, and frameworks draw what they make of it a moment later.
    else void context.host.updateComplete.then(() => setTimeout(() => this.#send()));
  }

  #send(): void {
    const submit = this.#submit;
    const {engines} = this.#hub;
    if (!submit || engines.running + engines.count('paused', 'failed') > 0) return;
    this.#submit = undefined;
    submit();
  }

  #stop(failed: UploadTask): void {
    const {context, state, warn} = this.#hub;
    this.#submit = undefined;
    state.collapsed = false;
    this.#focus(failed);
    warn(context.language.current.t('notSent'));
  }
}
