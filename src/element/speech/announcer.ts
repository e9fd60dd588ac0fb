import type {ReactiveController, ReactiveControllerHost} from 'lit';

/** Milliseconds in which news is gathered before it is told. */
const gatherTime = 700;

/**
 * Tells screen readers the news. News replaces older news of the same kind that has not been told yet, so that no queue of stale
 * percentages builds up.
 */
export class Announcer implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #pending = new Map<string, string>();
  #timer: number | undefined;
  #odd = false;
  /** Text of the polite region. */
  polite = '';
  /** Text of the assertive region. */
  alert = '';

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.flush();
  }

  say(kind: string, text: string): void {
    this.#pending.delete(kind);
    this.#pending.set(kind, text);
    this.#timer ??= window.setTimeout(() => {
      this.polite = this.#distinct([...this.#pending.values()].join('. '));
      this.flush();
      this.#host.requestUpdate();
    }, gatherTime);
  }

  warn(text: string): void {
    this.alert = this.#distinct(text);
    this.#host.requestUpdate();
  }

  /** Forgets the news not told yet: after the end nobody wants to hear how far an upload was. */
  flush(): void {
    window.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pending.clear();
  }

  /** A screen reader is silent when the text of a region stays the same, even when it is news. So the text is made different. */
  #distinct(text: string): string {
    this.#odd = !this.#odd;
    return this.#odd ? text : `${text}\u00a0`;
  }
}
