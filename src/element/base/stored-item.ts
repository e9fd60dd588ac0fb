import type {UploadTask} from '../../index.js';
import type {StoredFile} from './stored-file.js';

/** What is happening to a stored file. */
export interface StoredState {
  readonly status: 'stored';
  readonly sent: 0;
  /** The page is removing it, has done so, or could not. */
  readonly removal?: 'pending' | 'done' | 'failed';
}

let count = 0;

/** A stored file in the list. It stays the same for the same key, so that focus and undo do, whatever the page says of it anew. */
export class StoredItem {
  readonly id: string = `stored-${(++count).toString()}`;
  readonly key: string;
  readonly type = '';
  #stored: StoredFile;
  #state: StoredState = {status: 'stored', sent: 0};

  constructor(stored: StoredFile) {
    this.key = stored.key;
    this.#stored = stored;
  }

  get stored(): StoredFile {
    return this.#stored;
  }
  set stored(stored: StoredFile) {
    if (stored === this.#stored) return;
    this.#stored = stored;
    this.removal = this.#state.removal; // Another state is drawn anew.
  }

  get name(): string {
    const {name} = this.#stored as {name?: unknown};
    return typeof name === 'string' && name ? name : (/[^/]+(?=\/*$)/.exec(this.key)?.[0] ?? this.key);
  }
  get path(): string {
    return this.name;
  }
  /** Bytes; 0 where the page does not say. */
  get size(): number {
    const {size} = this.#stored as {size?: unknown};
    return typeof size === 'number' && size > 0 ? size : 0;
  }
  get state(): StoredState {
    return this.#state;
  }

  get removal(): StoredState['removal'] {
    return this.#state.removal;
  }
  set removal(removal: StoredState['removal']) {
    this.#state = {status: 'stored', sent: 0, ...(removal && {removal})};
  }
}

/** What stands in the list. */
export type Item = UploadTask | StoredItem;
