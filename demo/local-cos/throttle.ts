import {setTimeout as delay} from 'node:timers/promises';

interface Clock {
  now(): number;
  wait(ms: number): Promise<unknown>;
}

/** A server that has closed does not stay for what still waits. */
const ofThisMachine: Clock = {
  now: () => performance.now(),
  wait: (ms) => delay(ms, undefined, {ref: false}),
};

/** Shares a number of bytes per second among all who take from it, first come, first served. */
export interface Throttle {
  take(bytes: number): Promise<void>;
}

/** `rate` is asked each time, so it may change while bodies are under way; 0 is no limit. */
export function createThrottle(rate: () => number, clock: Clock = ofThisMachine): Throttle {
  let free = 0;
  return {
    async take(bytes) {
      const bytesPerSecond = rate();
      if (bytesPerSecond <= 0) return;
      const now = clock.now();
      free = Math.max(now, free) + (bytes / bytesPerSecond) * 1000;
      // Below a timer's precision the debt is carried over instead.
      if (free - now >= 2) await clock.wait(free - now);
    },
  };
}
