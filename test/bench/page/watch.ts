export interface Watched {
  /** Longest task of the page's thread in ms; browsers report those over 50 ms, 0 is: none. */
  longestTask: number;
  longTasks: number;
  /** Animation frames over 50 ms, and the longest of them in ms. */
  slowFrames: number;
  longestFrame: number;
  /** Highest JS heap in use, garbage included, and what it was at the beginning. MB. */
  heapMB: number;
  heapBeforeMB: number;
}

declare global {
  interface Performance {
    readonly memory: {usedJSHeapSize: number};
  }
}

const heapMB = (): number => performance.memory.usedJSHeapSize / 2 ** 20;

/** There by `--js-flags=--expose-gc`. */
export function collectGarbage(): void {
  (globalThis as unknown as {gc: () => void}).gc();
}

/** Begins to watch the page's own thread; the function returned ends it. */
export function startWatch({collect = false}: {collect?: boolean} = {}): () => Promise<Watched> {
  const watched: Watched = {
    longestTask: 0,
    longTasks: 0,
    slowFrames: 0,
    longestFrame: 0,
    heapMB: 0,
    heapBeforeMB: heapMB(),
  };
  const since = performance.now();
  const tasks = new PerformanceObserver((list) => {
    for (const {startTime, duration} of list.getEntries()) {
      if (startTime < since) continue;
      watched.longTasks++;
      watched.longestTask = Math.max(watched.longestTask, duration);
    }
  });
  tasks.observe({type: 'longtask'});
  // Not by requestAnimationFrame: that would make the browser draw frames that nobody needs.
  const frames = new PerformanceObserver((list) => {
    for (const {startTime, duration} of list.getEntries()) {
      if (startTime < since) continue;
      watched.slowFrames++;
      watched.longestFrame = Math.max(watched.longestFrame, duration);
    }
  });
  frames.observe({type: 'long-animation-frame'});
  // With `collect` garbage is not counted; that takes time, so it is for runs whose time nobody measures.
  const sample = (): void => {
    if (collect) collectGarbage();
    watched.heapMB = Math.max(watched.heapMB, heapMB());
  };
  const timer = setInterval(sample, collect ? 500 : 100);
  return async () => {
    clearInterval(timer);
    sample();
    // The observers are told a little later.
    await new Promise((resolve) => setTimeout(resolve, 100));
    tasks.disconnect();
    frames.disconnect();
    return watched;
  };
}
