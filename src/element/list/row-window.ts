import type {ReactiveController, ReactiveControllerHost} from 'lit';

/** Up to this many rows are simply all there, as tall as their text wants; more are windowed and equally tall. */
const windowFrom = 100;

/** Rows kept ready beyond each edge. */
const overscan = 6;

/**
 * Which rows of a long list exist. Rows of one height need a division, not a library: the smallest kept one is 7.5 kB
 * gzip, a quarter of the whole element.
 */
export class RowWindow implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #count: () => number;
  #observer: ResizeObserver | undefined;
  #list: HTMLElement | undefined;
  #row: HTMLElement | undefined;
  #top = 0;
  /** What a list and a row are by default, where the text is of the usual size. */
  #height = 536;
  /** Pixels, measured. */
  rowHeight = 72;

  /** `count`: of all rows. */
  constructor(host: ReactiveControllerHost & HTMLElement, count: () => number) {
    this.#host = host;
    this.#count = count;
    host.addController(this);
  }

  hostConnected(): void {
    // Of whatever scrolls around it, where the list does not by itself.
    document.addEventListener('scroll', this.onScroll, {capture: true, passive: true});
    addEventListener('resize', this.onScroll);
  }

  hostDisconnected(): void {
    document.removeEventListener('scroll', this.onScroll, {capture: true});
    removeEventListener('resize', this.onScroll);
    this.#observer?.disconnect();
    this.#list = this.#row = undefined;
  }

  hostUpdated(): void {
    const list = this.#host.shadowRoot?.querySelector<HTMLElement>('.list') ?? undefined;
    if (list !== this.#list) {
      this.#observer?.disconnect();
      this.#observer = new ResizeObserver(this.#measure);
      if (list) this.#observer.observe(list);
      this.#list = list;
      this.#row = undefined;
    }
    // Any row would do. That of the tab stop stays when others come and go.
    const row = list?.querySelector('[tabindex="0"]')?.closest<HTMLElement>('.row') ?? undefined;
    if (row === this.#row) return;
    if (this.#row) this.#observer?.unobserve(this.#row);
    if (row) this.#observer?.observe(row);
    this.#row = row;
  }

  get windowed(): boolean {
    return this.#count() >= windowFrom;
  }

  /** Indexes of the rows that exist: first and one past the last. */
  get range(): readonly [start: number, end: number] {
    const length = this.#count();
    if (!this.windowed) return [0, length];
    const first = Math.floor(this.#top / this.rowHeight) - overscan;
    const last = Math.ceil((this.#top + this.#height) / this.rowHeight) + overscan;
    const start = Math.max(0, Math.min(first, length - 1));
    return [start, Math.max(start, Math.min(last, length))];
  }

  /** Scrolls a row into sight. */
  reveal(index: number): void {
    const list = this.#list;
    if (!list) return;
    if (!this.windowed) {
      list.querySelectorAll('.row')[index]?.scrollIntoView({block: 'nearest'});
      return;
    }
    const [from, height] = this.#view(list);
    const top = index * this.rowHeight;
    const by = top < from ? top - from : Math.max(0, top + this.rowHeight - from - height);
    if (this.#scrolls(list)) list.scrollTop += by;
    else scrollBy({top: by, behavior: 'instant'});
    [this.#top] = this.#view(list);
  }

  /** Where there is no other scrolling inside the page, the page does it. */
  #scrolls(list: HTMLElement): boolean {
    return getComputedStyle(list).overflowY !== 'visible';
  }

  /** What of the list is in sight: pixels from its top, and how many. */
  #view(list: HTMLElement): [top: number, height: number] {
    if (this.#scrolls(list)) return [list.scrollTop, list.clientHeight];
    const {top, height} = list.getBoundingClientRect();
    return [Math.max(0, Math.min(-top, height)), innerHeight];
  }

  readonly onScroll = (): void => {
    if (!this.#list || !this.windowed) return;
    const before = this.range.join();
    [this.#top, this.#height] = this.#view(this.#list);
    if (this.range.join() !== before) this.#host.requestUpdate();
  };

  /** After the layout and before the picture: asking earlier would cost a layout in each update. */
  readonly #measure = (): void => {
    const list = this.#list;
    const height = this.#row?.offsetHeight;
    if (!list || !height || !this.windowed) return;
    const before = [this.rowHeight, ...this.range].join();
    this.rowHeight = height;
    // Another list begins where it is, not where the one before was.
    [this.#top, this.#height] = this.#view(list);
    if ([this.rowHeight, ...this.range].join() !== before) this.#host.requestUpdate();
  };
}
