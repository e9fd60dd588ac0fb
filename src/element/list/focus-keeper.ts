import type {ReactiveController, ReactiveControllerHost} from 'lit';

/** The button that gets the focus when a pressed one goes. For buttons that are not listed it is the first one of their part. */
const successors: Readonly<Record<string, string>> = {
  start: 'pause-all',
  'pause-all': 'resume-all',
  'resume-all': 'pause-all',
  'cancel-all': 'undo-all',
};

/** When a focused button outside of the list goes, this gives the focus to one near it. In the list `Grid` does so. */
export class FocusKeeper implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #part: Element | undefined;
  #action = '';

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdate(): void {
    const button = this.#host.shadowRoot?.activeElement?.closest<HTMLElement>('[data-action]');
    this.#part = button?.closest('.totals, .notice, .zone, .fold') ?? undefined;
    this.#action = button?.dataset['action'] ?? '';
  }

  hostUpdated(): void {
    const part = this.#part;
    if (!part || !isFocusLost(this.#host)) return;
    const find = (selector: string): HTMLElement | null =>
      part.isConnected ? part.querySelector(selector) : null;
    const next =
      find(`[data-action="${successors[this.#action] ?? ''}"]:enabled`) ?? find('[data-action]:enabled');
    (next ?? this.#host).focus({preventScroll: true});
  }
}

/** Whether the focus has fallen to the page itself, as it does when the focused element is removed. */
export function isFocusLost(host: HTMLElement): boolean {
  const active = document.activeElement;
  return host.shadowRoot?.activeElement === null && (active === null || active === document.body);
}
