import {loadFailure} from '../errors.js';
import type {ThreadPool} from './thread-pool.js';
import type {Hasher, HasherOptions} from './types.js';

/** Node 20 has no navigator, and some browsers hide the number. */
function processors(): number {
  const {navigator} = globalThis as {navigator?: Partial<Navigator>};
  return navigator?.hardwareConcurrency ?? 2;
}

/** Loads and starts nothing until the first `hash()`. */
export function createHasher({
  workers = Math.min(4, processors()),
  idleTime = 10_000,
  startTime = 10_000,
  workerUrl,
}: HasherOptions = {}): Hasher {
  let pool: ThreadPool | undefined;
  let opening: Promise<ThreadPool> | undefined;
  const open = async (): Promise<ThreadPool> => {
    try {
      const {ThreadPool} = await import('./thread-pool.js');
      return new ThreadPool({workers, idleTime, startTime, workerUrl});
    } catch (cause) {
      opening = undefined;
      throw loadFailure(cause);
    }
  };
  return {
    async hash(...work) {
      const mine = (opening ??= open());
      const opened = await mine;
      if (mine !== opening) throw new DOMException('The hasher was closed.', 'AbortError');
      pool = opened;
      return pool.hash(...work);
    },
    get path() {
      return pool?.path;
    },
    close() {
      pool?.close();
      pool = opening = undefined;
    },
  };
}
