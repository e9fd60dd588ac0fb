export interface WatchedWorkers {
  /** Workers started during this test, and those of them not yet terminated. */
  readonly started: number;
  readonly alive: number;
  /** What a page sees when a worker breaks: an `error` event, and no answer any more. */
  killAll: () => void;
}

/** Counts the page's workers in each test of the suite that calls it. */
export function watchWorkers(): WatchedWorkers {
  const Original = globalThis.Worker;
  const living = new Set<Worker>();
  let started = 0;

  class Watched extends Original {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      started++;
      living.add(this);
    }
    override terminate(): void {
      living.delete(this);
      super.terminate();
    }
  }

  beforeEach(() => {
    started = 0;
    living.clear();
    globalThis.Worker = Watched;
  });
  afterEach(() => {
    globalThis.Worker = Original;
  });
  return {
    get started() {
      return started;
    },
    get alive() {
      return living.size;
    },
    killAll() {
      for (const worker of living) {
        Original.prototype.terminate.call(worker);
        worker.dispatchEvent(new ErrorEvent('error', {cancelable: true}));
      }
    },
  };
}
