import {ThreadPool} from './thread-pool.js';
import type {Hasher, HasherOptions} from './types.js';

/** Node 20 has no navigator, and some browsers hide the number. */
function processors(): number {
  const {navigator} = globalThis as {navigator?: Partial<Navigator>};
  return navigator?.hardwareConcurrency ?? 2;
}

/** Starts nothing until the first `hash()`. */
export function createHasher({
  workers = Math.min(4, processors()),
  idleTime = 10_000,
  startTime = 10_000,
  workerUrl,
}: HasherOptions = {}): Hasher {
  let pool: ThreadPool | undefined;
  return {
    hash(...work) {
      pool ??= new ThreadPool({workers, idleTime, startTime, workerUrl});
      return pool.hash(...work);
    },
    get path() {
      return pool?.path;
    },
    close() {
      pool?.close();
      pool = undefined;
    },
  };
}
