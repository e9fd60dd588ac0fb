import type {ReactiveController, ReactiveControllerHost} from 'lit';

/** What takes the place of a button that goes when it is pressed. Of any other it is the first button of its part. */
const successors: Readonly<Record<string, string>> = {
  start: 'pause-all',
  'pause-all': 'resume-all',
  'resume-all': 'pause-all',
  'cancel-all': 'undo-all',
};

/** Keeps the focus near a button outside of the list that goes away under it; the list has its own way, `Grid`. */
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
    this.#part = button?.closest('.totals, .notice, .zone') ?? undefined;
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

/** The focus fell to the page itself, as it does when the element that has it is removed. */
export function isFocusLost(host: HTMLElement): boolean {
  const active = document.activeElement;
  return host.shadowRoot?.activeElement === null && (active === null || active === document.body);
}
