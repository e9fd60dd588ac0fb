import type {ConfigurationError} from '../../index.js';
import type {FormValue} from '../base/form.js';
import type {CosUploaderFormControl} from '../base/form-associated.js';
import {isSame} from '../base/same.js';
import {storedMistakes} from '../base/stored-check.js';
import {StoredItem} from '../base/stored-item.js';
import {CosStoredRemoveEvent} from '../base/stored-remove-event.js';
import type {Undo} from '../uploads/undo.js';

export interface StoredItemsContext {
  readonly host: CosUploaderFormControl;
  readonly form: FormValue;
  readonly undo: () => Undo;
  readonly changed: () => void;
}

/** Tells a screen reader what the row of a file shows now. */
type Tell = (item: StoredItem, urgent?: boolean) => void;

/** What is stored, as rows of the list, and what can be done about it. */
export class StoredItems {
  readonly #context: StoredItemsContext;
  readonly #byKey = new Map<string, StoredItem>();
  #checked: readonly unknown[] = [undefined, undefined, undefined];
  #all: readonly StoredItem[] = [];

  constructor(context: StoredItemsContext) {
    this.#context = context;
  }

  /** What is wrong with what the page says of them; undefined where it says nothing new. */
  mistakes(): readonly ConfigurationError[] | undefined {
    const {form} = this.#context;
    const said = [form.stored, form.wrong, form.default];
    if (isSame(said, this.#checked)) return undefined;
    this.#checked = said;
    return storedMistakes(form.stored, form.wrong, form.default);
  }

  /** Those to show: of the value, and on their way out of it. Another list only where it differs. */
  update(): readonly StoredItem[] {
    const {form} = this.#context;
    const undo = this.#context.undo();
    const here = new Set(form.here);
    const all = form.arranged.flatMap((stored) => {
      const known = this.#byKey.get(stored.key);
      const isLeaving = known && (undo.of(known) ?? known.removal === 'pending');
      if (!here.has(stored) && !isLeaving) return [];
      const item = known ?? new StoredItem(stored);
      item.stored = stored;
      if (here.has(stored) && item.removal === 'done') item.removal = undefined;
      this.#byKey.set(stored.key, item);
      return item;
    });
    if (!isSame(all, this.#all)) this.#all = all;
    return this.#all;
  }

  /** Takes one out of the value, and asks the page: at once where that says so, else with a way back. */
  remove(item: StoredItem, tell: Tell): void {
    const {host, form, undo, changed} = this.#context;
    const event = new CosStoredRemoveEvent(item.stored);
    if (!host.dispatchEvent(event)) return;
    item.removal = undefined;
    if (event.promises.length) void this.#waitFor(item, event.promises, tell);
    else {
      const hold = (): (() => void) => {
        form.setGone(item.key, true);
        return () => form.setGone(item.key, false);
      };
      undo().begin('remove', {item, hold, end: () => undefined});
    }
    tell(item);
    changed();
  }

  async #waitFor(item: StoredItem, promises: readonly PromiseLike<unknown>[], tell: Tell): Promise<void> {
    const {form, changed} = this.#context;
    item.removal = 'pending';
    form.setGone(item.key, true);
    try {
      await Promise.all(promises);
      item.removal = 'done';
      tell(item);
    } catch (error) {
      console.error(error);
      item.removal = 'failed';
      form.setGone(item.key, false);
      tell(item, true);
    }
    changed();
  }
}
