import type {
  TaskAddEvent,
  TaskChangeEvent,
  TaskRemoveEvent,
  Totals,
  UploaderLike,
  UploadTask,
} from './index.js';

/** What an uploader has at a time. Each value stays the same until it changes. */
export interface Uploads {
  /** In the order of adding; another array after each add and remove. */
  readonly tasks: readonly UploadTask[];
  readonly totals: Totals;
}

export const nothing: Uploads = {
  tasks: [],
  totals: {files: 0, done: 0, failed: 0, bytes: 0, sent: 0, bytesPerSecond: 0},
};

/** Milliseconds between two news of the list and its totals: small files end by the hundred in a second. Those of a task come at once. */
const pause = 50;

const isSame = (a: Totals, b: Totals): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Tells frameworks what changes in an uploader. It listens only while somebody does. */
export class UploadFeed {
  readonly #uploader: UploaderLike;
  readonly #listeners = new Set<() => void>();
  readonly #ofTasks = new Map<UploadTask, Set<() => void>>();
  #current = nothing;
  #listening: AbortController | undefined;
  #isDue = false;

  constructor(uploader: UploaderLike) {
    this.#uploader = uploader;
    this.#look();
  }

  get current(): Uploads {
    return this.#current;
  }

  /** Calls back after `current` has changed. Answers a function that ends this. */
  subscribe(listener: () => void): () => void {
    return this.#add(this.#listeners, listener);
  }

  /** Calls back after the state of one task has changed. Answers a function that ends this. */
  subscribeTo(task: UploadTask, listener: () => void): () => void {
    const listeners = this.#ofTasks.get(task) ?? new Set();
    this.#ofTasks.set(task, listeners);
    return this.#add(listeners, listener, () => {
      if (listeners.size === 0) this.#ofTasks.delete(task);
    });
  }

  #add(listeners: Set<() => void>, given: () => void, onEnd?: () => void): () => void {
    const listener = (): void => given(); // The same function may be given twice.
    listeners.add(listener);
    this.#listen();
    return () => {
      if (!listeners.delete(listener)) return;
      onEnd?.();
      if (this.#listeners.size + this.#ofTasks.size > 0) return;
      this.#listening?.abort();
      this.#listening = undefined;
    };
  }

  #listen(): void {
    if (this.#listening) return;
    this.#listening = new AbortController();
    const options = {signal: this.#listening.signal};
    const changed = ({task}: TaskAddEvent | TaskChangeEvent | TaskRemoveEvent): void => {
      for (const listener of [...(this.#ofTasks.get(task) ?? [])]) listener();
      if (!this.#isDue) setTimeout(this.#tell, pause);
      this.#isDue = true;
    };
    this.#uploader.addEventListener('add', changed, options);
    this.#uploader.addEventListener('change', changed, options);
    this.#uploader.addEventListener('remove', changed, options);
    this.#look();
  }

  readonly #tell = (): void => {
    this.#isDue = false;
    if (this.#look()) for (const listener of [...this.#listeners]) listener();
  };

  #look(): boolean {
    const {tasks, totals} = this.#uploader;
    const before = this.#current;
    const same = isSame(totals, before.totals);
    if (same && tasks === before.tasks) return false;
    this.#current = {tasks, totals: same ? before.totals : totals};
    return true;
  }
}

const feeds = new WeakMap<UploaderLike, UploadFeed>();

/** The feed of an uploader, the same for all that follow it. */
export function feedOf(uploader: UploaderLike): UploadFeed {
  const feed = feeds.get(uploader) ?? new UploadFeed(uploader);
  feeds.set(uploader, feed);
  return feed;
}
