import type {ReactiveController, ReactiveControllerHost} from 'lit';

/**
 * Where a name is shortened, the browser draws the ellipsis after the last letter that fits, and what is left of the box would be a hole
 * before the rest of the name. This moves the rest up to the ellipsis.
 */
export class NameFit implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #measured = new WeakSet<Element>();
  readonly #range = document.createRange();
  #waiting = false;
  #ellipsis: readonly [font: string, width: number] | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  /** The list has another width, or its text another size. */
  readonly again = (): void => {
    this.#measured = new WeakSet();
    this.hostUpdated();
  };

  hostUpdated(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame(() => {
      this.#waiting = false;
      const heads = [...(this.#host.shadowRoot?.querySelectorAll<HTMLElement>('.head') ?? [])].filter(
        (head) => !this.#measured.has(head),
      );
      // First all are read, then all are written: one layout, not one for each.
      const holes = heads.map((head) => this.#holeIn(head));
      heads.forEach((head, i) => {
        this.#measured.add(head);
        const style = head.parentElement?.style;
        const hole = holes[i] ? `${holes[i]}px` : '';
        // Most names fit, and what is not written costs no new layout.
        if (style && style.getPropertyValue('--_hole') !== hole) style.setProperty('--_hole', hole);
      });
    });
  }

  /** Pixels between the ellipsis and the end of the box. */
  #holeIn(head: HTMLElement): number {
    const room = head.clientWidth;
    const text = Array.from(head.childNodes).find((node) => node instanceof Text);
    if (!text || head.scrollWidth <= room) return 0;
    const left = room - this.#ellipsisWidth(getComputedStyle(head).font);
    let width = 0;
    for (let low = 0, high = text.length; low < high;) {
      const middle = (low + high + 1) >> 1;
      this.#range.setStart(text, 0);
      this.#range.setEnd(text, middle);
      const {width: wide} = this.#range.getBoundingClientRect();
      if (wide <= left) [low, width] = [middle, wide];
      else high = middle - 1;
    }
    return Math.max(0, left - width);
  }

  #ellipsisWidth(font: string): number {
    if (this.#ellipsis?.[0] !== font) {
      const context = document.createElement('canvas').getContext('2d');
      if (context) context.font = font;
      this.#ellipsis = [font, context?.measureText('…').width ?? 0];
    }
    return this.#ellipsis[1];
  }
}
