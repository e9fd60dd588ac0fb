import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Item} from '../base/stored-item.js';
import {gap} from './look.js';

/**
 * Fewer rows all exist, as tall as their texts. So many are windowed and equally tall, and stay so while the finished ones fold, until there
 * are few: to lay out more takes a slow machine too long for a picture.
 */
const [windowFrom, windowUntil] = [40, 30];

/** How many rows are kept ready beyond each edge. */
const overscan = 6;

/** How many rows a picture may have that the one before it had not. More would hold up a slow machine. */
const atOnce = 2;

/**
 * Decides which rows of a long list exist. For rows of one height that is a division. The smallest library that is kept up for it has 7.5
 * kB gzip, a quarter of the whole element.
 */
export class RowWindow implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #rows: () => readonly Item[];
  readonly #resized: () => void;
  #observer: ResizeObserver | undefined;
  #list: HTMLElement | undefined;
  #row: HTMLElement | undefined;
  /** The rows of the last picture. */
  #drawn: ReadonlySet<Item> = new Set();
  /** Those of the next one, once they were asked for. */
  #indexes: readonly number[] | undefined;
  #top = 0;
  /** Pixels by which the list has to be scrolled, so that what the person looks at stays where it is. */
  #shift = 0;
  /** The default height of a list, and below that of a row, for text of the usual size. */
  #height = 536;
  windowed = false;
  /** Pixels, measured. */
  rowHeight = 80;
  /** How many stand side by side. */
  columns = 1;
  /** Of the list, in pixels; undefined until there is one. */
  width: number | undefined;
  /** Pixels. */
  em = 15;

  /** `rows`: all of them. `resized` is told that the list or the text in it has another size. */
  constructor(host: ReactiveControllerHost & HTMLElement, rows: () => readonly Item[], resized: () => void) {
    this.#host = host;
    this.#rows = rows;
    this.#resized = resized;
    host.addController(this);
  }

  readonly #draw = (): void => this.#host.requestUpdate();

  hostConnected(): void {
    // Where the list does not scroll by itself, something around it may.
    document.addEventListener('scroll', this.onScroll, {capture: true, passive: true});
    addEventListener('resize', this.onScroll);
  }

  hostDisconnected(): void {
    document.removeEventListener('scroll', this.onScroll, {capture: true});
    removeEventListener('resize', this.onScroll);
    this.#observer?.disconnect();
    this.#list = this.#row = undefined;
  }

  /** The rows were `before`. Where some have come or gone above those in sight, a person who has scrolled keeps them in sight. */
  follow(before: readonly Item[]): void {
    const rows = this.#rows();
    this.windowed = rows.length >= (this.windowed ? windowUntil : windowFrom);
    if (!this.windowed || rows === before || this.#top === 0) return;
    const first = this.#first;
    const place = new Map(rows.map((task, i) => [task, i]));
    for (let i = first; i < before.length; i++) {
      const now = place.get(before[i]!);
      if (now === undefined) continue;
      const lines = Math.floor(now / this.columns) - Math.floor(i / this.columns);
      const shift = Math.max(-this.#top, lines * this.rowHeight);
      this.#shift += shift;
      this.#top += shift;
      return;
    }
  }

  hostUpdated(): void {
    if (this.#shift && this.#list) this.#scroll(this.#list, this.#shift);
    this.#shift = 0;
    const list = this.#host.shadowRoot?.querySelector<HTMLElement>('.list') ?? undefined;
    this.#note(list);
    if (list !== this.#list) {
      this.#observer?.disconnect();
      // One of the script's window would tell an error a frame once the window of the element, a frame or a popup, has gone. jsdom has no
      // layout, and so nothing that observes it or scrolls.
      const page = this.#host.ownerDocument.defaultView ?? globalThis;
      if ('ResizeObserver' in page) this.#observer = new page.ResizeObserver(this.#measure);
      if (list) this.#observer?.observe(list);
      this.#list = list;
      this.#row = undefined;
    }
    // Any row can be measured. The row of the tab stop stays when others come and go.
    const row = list?.querySelector('[tabindex="0"]')?.closest<HTMLElement>('[data-id]') ?? undefined;
    if (row === this.#row) return;
    if (this.#row) this.#observer?.unobserve(this.#row);
    if (row) this.#observer?.observe(row);
    this.#row = row;
  }

  /** Indexes of the rows that exist, in order. Rows that are still missing come with the next pictures. */
  get indexes(): readonly number[] {
    return (this.#indexes ??= this.#choose());
  }

  /** There will be more rows in a moment. */
  get isGrowing(): boolean {
    const [start, end] = this.#wanted;
    return this.indexes.length < end - start;
  }

  #choose(): readonly number[] {
    const rows = this.#rows();
    const [start, end] = this.#wanted;
    const all = Array.from({length: end - start}, (_, i) => start + i);
    let left = atOnce;
    const exists = (i: number): boolean => this.#drawn.has(rows[i]!) || left-- > 0;
    // Those above what is in sight come last.
    const below = all.filter((i) => i >= this.#first && exists(i));
    return [...all.filter((i) => i < this.#first && exists(i)), ...below];
  }

  #note(list: HTMLElement | undefined): void {
    if (list && this.isGrowing) requestAnimationFrame(this.#draw);
    const rows = this.#rows();
    this.#drawn = new Set(list ? this.indexes.map((i) => rows[i]!) : []);
    this.#indexes = undefined;
  }

  /** Index of the first row in sight. */
  get #first(): number {
    return this.windowed ? Math.floor(this.#top / this.rowHeight) * this.columns : 0;
  }

  get #wanted(): readonly [start: number, end: number] {
    const {length} = this.#rows();
    if (!this.windowed) return [0, length];
    const extra = Math.ceil(overscan / this.columns);
    const first = this.#first - extra * this.columns;
    const last = (Math.ceil((this.#top + this.#height) / this.rowHeight) + extra) * this.columns;
    const start = Math.max(0, Math.min(first, length - 1));
    return [start, Math.max(start, Math.min(last, length))];
  }

  /** Scrolls a row into sight. */
  reveal(index: number): void {
    const list = this.#list;
    if (!list) return;
    if (!this.windowed) {
      const row: Partial<Element> | undefined = list.querySelectorAll('[data-id]')[index];
      row?.scrollIntoView?.({block: 'nearest'});
      return;
    }
    const [from, height] = this.#view(list);
    const top = Math.floor(index / this.columns) * this.rowHeight;
    const by = top < from ? top - from : Math.max(0, top + this.rowHeight - from - height);
    this.#scroll(list, by);
    [this.#top] = this.#view(list);
  }

  #scroll(list: HTMLElement, by: number): void {
    if (this.#scrolls(list)) list.scrollTop += by;
    else scrollBy({top: by, behavior: 'instant'});
  }

  /** Whether the list scrolls by itself. Where it does not, the page does. */
  #scrolls(list: HTMLElement): boolean {
    return getComputedStyle(list).overflowY !== 'visible';
  }

  /** The part of the list that is in sight: pixels from the top of the list, and how many. */
  #view(list: HTMLElement): [top: number, height: number] {
    if (this.#scrolls(list)) return [list.scrollTop, list.clientHeight];
    const {top, height} = list.getBoundingClientRect();
    return [Math.max(0, Math.min(-top, height)), innerHeight];
  }

  readonly onScroll = (): void => {
    if (this.#list && this.windowed && this.#look(this.#list, this.rowHeight)) this.#draw();
  };

  /** Takes note of where the list is, and of the height of a row. Answers whether other rows have to exist, or elsewhere. */
  #look(list: HTMLElement, height: number): boolean {
    const before = [this.rowHeight, ...this.#wanted].join();
    this.rowHeight = height;
    [this.#top, this.#height] = this.#view(list);
    return [this.rowHeight, ...this.#wanted].join() !== before;
  }

  /** Measures after the layout and before the picture. To measure earlier would cost a layout in each update. */
  readonly #measure = (): void => {
    const list = this.#list;
    if (list) {
      this.width = list.clientWidth;
      this.em = parseFloat(getComputedStyle(list).fontSize);
    }
    this.#resized();
    const height = this.#row && this.#row.offsetHeight + (this.columns > 1 ? gap : 0);
    if (!list || !height || !this.windowed) return;
    // The list may be another one now, at another place. The host draws in a task of its own: an observer of sizes that changed sizes at once
    // would be an error in the console of the page.
    if (this.#look(list, height)) this.#draw();
  };
}
