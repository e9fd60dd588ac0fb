import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {english, findLocale, languageOf, type Locale} from './locale.js';

/** Milliseconds that the first picture waits for its language: a flash of English is worse than a short wait. */
const patience = 400;

/** The language of the element: its `locale`, else the nearest `lang`. */
export class Language implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement & {locale: string | undefined};
  #loading: Promise<unknown> | undefined;
  #wanted: string | undefined;
  current: Locale = english;

  constructor(host: ReactiveControllerHost & HTMLElement & {locale: string | undefined}) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.update();
  }

  /** Settles when the first picture may be drawn; undefined: at once. */
  get ready(): Promise<unknown> | undefined {
    return (
      this.#loading && Promise.race([this.#loading, new Promise((resolve) => setTimeout(resolve, patience))])
    );
  }

  update(): void {
    const tag = this.#host.locale ?? languageOf(this.#host);
    if (tag === this.#wanted) return;
    this.#wanted = tag;
    const found = findLocale(tag);
    if (!(found instanceof Promise)) {
      this.current = found;
      return;
    }
    this.#loading = found.then((locale) => {
      this.#loading = undefined;
      if (tag !== this.#wanted) return;
      this.current = locale;
      this.#host.requestUpdate();
    });
  }
}
