import type {ReactiveController, ReactiveControllerHost} from 'lit';

/** Milliseconds. */
const duration = 220;

/** What stays of the drop zone when it becomes small. */
const pieces = ['.zone-icon', '.zone-text', '.zone-buttons'];

/**
 * The first file makes the drop zone small and brings a list, the last one that goes makes it large again. What is there moves to its new
 * place, and the card grows from its old height to the new one: once, and smoothly.
 */
export class Growth implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #hasFiles: () => boolean;
  #before: readonly (DOMRect | undefined)[] | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, hasFiles: () => boolean) {
    this.#host = host;
    this.#hasFiles = hasFiles;
    host.addController(this);
  }

  hostUpdate(): void {
    const zone = this.#find('.zone');
    const changes = zone && zone.classList.contains('compact') !== this.#hasFiles();
    // Only then is it measured, because that costs a layout.
    this.#before = changes && !isCalm() ? this.#places() : undefined;
  }

  hostUpdated(): void {
    const before = this.#before;
    this.#before = undefined;
    // In the frame, not before it: a slow machine would be held up by the picture and its layout in one piece.
    if (before) requestAnimationFrame(() => this.#grow(before));
  }

  #grow(before: readonly (DOMRect | undefined)[]): void {
    const after = this.#places();
    pieces.forEach((selector, i) => {
      const [from, to] = [before[i], after[i]];
      if (!from?.width || !to?.width) return;
      this.#animate(selector, [
        {translate: `${from.left - to.left}px ${from.top - to.top}px`},
        {translate: '0 0'},
      ]);
    });
    const [from, to] = [before.at(-1), after.at(-1)];
    if (from?.height && to)
      this.#animate(
        '.base',
        [from, to].map(({height}) => ({blockSize: `${height}px`, overflow: 'clip'})),
      );
  }

  /** Of the pieces, and of the card. */
  #places(): (DOMRect | undefined)[] {
    return [...pieces, '.base'].map((selector) => this.#find(selector)?.getBoundingClientRect());
  }

  #animate(selector: string, keyframes: Keyframe[]): void {
    this.#find(selector)?.animate(keyframes, {duration, easing: 'ease-out'});
  }

  #find(selector: string): Element | null | undefined {
    return this.#host.shadowRoot?.querySelector(selector);
  }
}

/** Whether the person wants nothing to move. So do test environments without a layout. */
const isCalm = (): boolean =>
  !('matchMedia' in globalThis && 'animate' in Element.prototype) ||
  matchMedia('(prefers-reduced-motion: reduce)').matches;
