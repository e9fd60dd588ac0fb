import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {english, findLocale, isKnown, languageOf, type Locale, reworded} from './locale.js';
import type {Texts} from './texts.js';

/** Milliseconds that the first picture waits for its language. A flash of English is worse than a short wait. */
const longestWait = 400;

interface LanguageHost extends ReactiveControllerHost, HTMLElement {
  readonly locale: string | undefined;
  readonly texts: Partial<Texts> | undefined;
}

/** Tags without texts, of which the developer has been told in the console. */
const told = new Set<string>();

/** The language of the element: its `locale`, else the nearest `lang`, else the browser's; with the element's own `texts`. */
export class Language implements ReactiveController {
  readonly #host: LanguageHost;
  #loading: Promise<unknown> | undefined;
  #wanted: string | undefined;
  #found: Locale = english;
  #texts: Partial<Texts> | undefined;
  #current: Locale = english;

  constructor(host: LanguageHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.update();
  }

  get current(): Locale {
    const {texts} = this.#host;
    if (texts !== this.#texts) {
      this.#texts = texts;
      this.#current = texts ? reworded(this.#found, texts) : this.#found;
    }
    return this.#current;
  }

  /** Settles when the first picture may be drawn; undefined when it may be drawn at once. */
  get ready(): Promise<unknown> | undefined {
    return (
      this.#loading &&
      Promise.race([this.#loading, new Promise((resolve) => setTimeout(resolve, longestWait))])
    );
  }

  update(): void {
    const said = this.#host.locale ?? languageOf(this.#host);
    const tag = said ?? navigator.language;
    if (tag === this.#wanted) return;
    this.#wanted = tag;
    if (said !== undefined && !isKnown(said)) tell(said);
    const found = findLocale(tag);
    if (!('then' in found)) {
      this.#use(found);
      return;
    }
    this.#loading = found.then((locale) => {
      this.#loading = undefined;
      if (tag !== this.#wanted) return;
      this.#use(locale);
      this.#host.requestUpdate();
    });
  }

  #use(found: Locale): void {
    this.#found = found;
    this.#texts = undefined;
    this.#current = found;
  }
}

function tell(tag: string): void {
  if (told.has(tag)) return;
  told.add(tag);
  console.warn(
    `cos-uploader: no texts for "${tag}": English is shown. Give a BCP 47 tag or call registerLocale.`,
  );
}
