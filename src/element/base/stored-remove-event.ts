import type {StoredFile} from './stored-file.js';

/**
 * A person removes a stored file from the list; `preventDefault()` keeps it there. A page that deletes it now says so by `waitUntil`: then
 * there is no undo, and a promise that rejects brings the file back. Otherwise it leaves the value alone, and can come back for five seconds.
 */
export class CosStoredRemoveEvent extends Event {
  readonly stored: StoredFile;
  readonly key: string;
  /** @internal */
  readonly promises: PromiseLike<unknown>[] = [];
  constructor(stored: StoredFile) {
    super('cos-stored-remove', {bubbles: true, composed: true, cancelable: true});
    this.stored = stored;
    this.key = stored.key;
  }

  /** The file is gone when the promise resolves, and back when it rejects. */
  waitUntil(promise: PromiseLike<unknown>): void {
    this.promises.push(promise);
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'cos-stored-remove': CosStoredRemoveEvent;
  }
}
