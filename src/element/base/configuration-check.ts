import {ConfigurationError, type DiagnoseLine} from '../../index.js';
import {CosUploadErrorEvent} from './cos-events.js';

/** Milliseconds before a mistake is shown, because frameworks set attributes one by one, and people type into them. */
const settleTime = 1000;

/** Collects what is wrong with the attributes, shows it, and tells it once, not at every render. */
export class ConfigurationCheck {
  readonly #host: Element;
  readonly #changed: () => void;
  readonly #said = new Set<string>();
  #found: readonly ConfigurationError[] = [];
  #noted: readonly ConfigurationError[] = [];
  #timer: number | undefined;
  /** The errors that are shown now. */
  errors: readonly ConfigurationError[] = [];

  constructor(host: Element, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
  }

  get failed(): boolean {
    return this.#found.length > 0;
  }

  /** What is wrong, as `diagnose` answers. */
  get lines(): DiagnoseLine[] {
    return this.#found.map(({attribute, message, allowed}) => ({
      check: attribute,
      ok: false,
      detail: message,
      fix: allowed,
    }));
  }

  /** Runs all the checks; each may throw a ConfigurationError. */
  run(...checks: readonly (() => void)[]): void {
    this.#found = checks.flatMap((check) => {
      try {
        check();
        return [];
      } catch (error) {
        if (error instanceof ConfigurationError) return [error];
        throw error;
      }
    });
    clearTimeout(this.#timer);
    if (this.errors.length || !this.failed) {
      this.errors = [...this.#found, ...this.#noted];
      if (!this.errors.length) this.#said.clear();
    }
    // What a server has drawn has this attribute until its framework has come to it and set its properties.
    else if (!this.#host.hasAttribute('defer-hydration'))
      this.#timer = window.setTimeout(() => this.show(), settleTime);
  }

  /** Shows mistakes that stop nothing, in the place of those noted before. */
  note(errors: readonly ConfigurationError[]): void {
    this.#noted = errors;
    this.show();
  }

  /** Shows the errors at once, because somebody wants to use what cannot work. */
  show(): void {
    clearTimeout(this.#timer);
    this.errors = [...this.#found, ...this.#noted];
    this.#changed();
    for (const error of this.errors) {
      if (this.#said.has(error.message)) continue;
      this.#said.add(error.message);
      this.#host.dispatchEvent(new CosUploadErrorEvent(undefined, error));
    }
  }
}
