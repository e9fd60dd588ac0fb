import {ConfigurationError, type UploadResult, type UploadTask} from '../../index.js';
import type {Item} from '../base/stored-item.js';
import type {CosUploaderAttributes} from '../base/attributes.js';
import {addresses, isAddress} from '../base/stored-check.js';

/** Where the names of finished uploads lead to, and what "Copy link" copies: what the page says by `link`, asked once for each. */
export class Links {
  readonly #host: CosUploaderAttributes;
  readonly #changed: () => void;
  readonly #told: (error: ConfigurationError) => void;
  readonly #known = new WeakMap<UploadResult, string | undefined>();

  constructor(host: CosUploaderAttributes, changed: () => void, told: (error: ConfigurationError) => void) {
    this.#host = host;
    this.#changed = changed;
    this.#told = told;
  }

  /** The address behind the name; undefined: none, or not yet. */
  of({state}: Pick<Item, 'state'>): string | undefined {
    if (state.status !== 'done' || !this.#host.link) return undefined;
    const {result} = state;
    if (!this.#known.has(result)) {
      this.#known.set(result, undefined);
      const answer = this.#ask(result);
      void answer?.then(this.#changed);
    }
    return this.#known.get(result);
  }

  isCopyable(item: Pick<Item, 'state'>): boolean {
    return !this.#host.link || this.of(item) !== undefined;
  }

  /** The address to copy. One that is signed may be out of date, so the page is asked anew. */
  toCopy({state}: Pick<UploadTask, 'state'>): string | undefined | Promise<string | undefined> {
    if (state.status !== 'done') return undefined;
    const {result} = state;
    if (!this.#host.link) return result.location;
    return this.#ask(result)?.then(() => this.#known.get(result)) ?? this.#known.get(result);
  }

  #ask(result: UploadResult): Promise<void> | undefined {
    const keep = (address: unknown): void => {
      if (address === undefined || address === null || isAddress(address))
        this.#known.set(result, address ?? undefined);
      else this.#told(new ConfigurationError('link', address, `${addresses}, or undefined`, result.key));
    };
    const fail = (error: unknown): void => console.error(error);
    try {
      const answer: unknown = this.#host.link?.(result);
      // Zones of Angular and others have a Promise of their own, so that the answer of an async function is none.
      if (typeof answer === 'object') return Promise.resolve(answer).then(keep, fail);
      keep(answer);
    } catch (error) {
      fail(error);
    }
    return undefined;
  }
}
