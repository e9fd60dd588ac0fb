import type {ReactiveController, ReactiveControllerHost} from 'lit';

/** Milliseconds in which news is gathered before it is said. */
const gatherTime = 700;

/**
 * What screen readers are told. News of the same kind replaces older news that was not said yet, so that a queue of
 * stale percentages cannot build up.
 */
export class Announcer implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #pending = new Map<string, string>();
  #timer: number | undefined;
  #odd = false;
  /** For the polite region. */
  polite = '';
  /** For the assertive region. */
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

  /** Forgets what was not said yet: after the end nobody wants to hear how far it was. */
  flush(): void {
    window.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pending.clear();
  }

  /** A region whose text stays the same is silent, even when it is news. */
  #distinct(text: string): string {
    this.#odd = !this.#odd;
    return this.#odd ? text : `${text}\u00a0`;
  }
}
