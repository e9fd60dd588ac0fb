import {openPageThread} from './page-thread.js';
import type {Digests, HasherOptions, HashPath, Wanted} from './types.js';
import {ThreadDied, type Thread, type Work} from './thread.js';
import {waysToWorker} from './ways-to-worker.js';
import {openWorkerThread} from './worker-thread.js';

interface Job extends Work {
  resolve: (digests: Digests) => void;
  /** Settles the promise at once. The thread that works on it is told to stop, and is free a step later. */
  stop: (reason: Error) => void;
}

/**
 * Threads are started one by one as work queues up, and ended when there was none for `idleTime` ms. When the first worker is refused,
 * the next way to one is tried. Each worker that is refused by all, or dies, lowers their number; at none, the page's own thread does the
 * work. What a dead worker was at, another thread does again.
 */
export class ThreadPool {
  readonly #idleTime: number;
  readonly #startTime: number;
  readonly #most: number;
  readonly #workerUrl: string | undefined;
  #ways: ReturnType<typeof waysToWorker>;
  #workers: number;
  #path: HashPath | undefined;
  #starting = false;
  #closed = false;
  #idle: ReturnType<typeof setTimeout> | undefined;
  readonly #threads = new Set<Thread>();
  readonly #free: Thread[] = [];
  readonly #waiting: Job[] = [];
  readonly #jobs = new Set<Job>();

  constructor({workers, idleTime, startTime, workerUrl}: Required<HasherOptions>) {
    this.#workerUrl = workerUrl;
    this.#ways = waysToWorker(workerUrl);
    this.#most = workers;
    this.#workers = workers;
    this.#idleTime = idleTime;
    this.#startTime = startTime;
  }

  get path(): HashPath | undefined {
    return this.#path;
  }

  hash(
    blob: Blob,
    wanted: Wanted,
    signal?: AbortSignal,
    onProgress?: (bytes: number) => void,
  ): Promise<Digests> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const stopping = new AbortController();
      const onAbort = (): void => job.stop(signal?.reason as Error);
      const settle = (): void => {
        this.#jobs.delete(job);
        signal?.removeEventListener('abort', onAbort);
      };
      const job: Job = {
        blob,
        wanted,
        signal: stopping.signal,
        onProgress: (bytes) => {
          if (!stopping.signal.aborted) onProgress?.(bytes);
        },
        resolve: (digests) => {
          settle();
          resolve(digests);
        },
        stop: (reason) => {
          settle();
          reject(reason);
          stopping.abort();
        },
      };
      signal?.addEventListener('abort', onAbort);
      this.#jobs.add(job);
      this.#waiting.push(job);
      this.#assign();
    });
  }

  /** It is of no more use. */
  close(): void {
    this.#closed = true;
    for (const job of this.#jobs) job.stop(new DOMException('The hasher was closed.', 'AbortError'));
    this.#dismiss();
  }

  #assign(): void {
    clearTimeout(this.#idle);
    for (let job = this.#waiting[0]; job; job = this.#waiting[0]) {
      if (!job.signal.aborted) {
        const thread = this.#free.pop();
        if (!thread) {
          void this.#start();
          return;
        }
        void this.#run(thread, job);
      }
      this.#waiting.shift();
    }
    // The page's thread costs nothing while idle, and a timer would keep Node from ending.
    if (this.#workers > 0 && this.#free.length === this.#threads.size)
      this.#idle = setTimeout(() => this.#dismiss(), this.#idleTime);
  }

  async #start(): Promise<void> {
    if (this.#starting || this.#threads.size >= Math.max(this.#workers, 1)) return;
    this.#starting = true;
    const [way] = this.#workers > 0 ? this.#ways : [];
    let thread: Thread | undefined;
    try {
      if (way) {
        const worker = way();
        // One that is there at once is known at once, so that close() ends it too.
        thread = openWorkerThread('then' in worker ? await worker : worker, this.#startTime);
      } else thread = await openPageThread();
      this.#threads.add(thread);
      if (this.#closed) this.#dismiss();
      this.#path = `${way ? 'worker' : 'page'}-${await thread.ready}`;
      this.#free.push(thread);
    } catch (error) {
      if (thread) this.#threads.delete(thread);
      if (!way) this.#giveUp(error);
      else if (this.#threads.size === 0 && this.#ways.length > 1) this.#ways.shift();
      else this.#workers = this.#threads.size;
    } finally {
      this.#starting = false;
    }
    this.#assign();
  }

  async #run(thread: Thread, job: Job): Promise<void> {
    try {
      job.resolve(await thread.hash(job));
    } catch (error) {
      if (error instanceof ThreadDied) {
        this.#threads.delete(thread);
        this.#workers--;
        this.#waiting.unshift(job);
        this.#assign();
        return;
      }
      job.stop(error as Error);
    }
    this.#free.push(thread);
    this.#assign();
  }

  /** Even the page's own thread could not load its code, so no policy was the reason: the next work tries from the start. */
  #giveUp(error: unknown): void {
    this.#workers = this.#most;
    this.#ways = waysToWorker(this.#workerUrl);
    for (const job of this.#waiting.splice(0)) job.stop(error as Error);
  }

  #dismiss(): void {
    for (const thread of this.#threads) thread.end();
    this.#threads.clear();
    this.#free.length = 0;
  }
}
