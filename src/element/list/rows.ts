import type {UploadTask} from '../../index.js';

/** The rows to show. To filter 10,000 in each frame would cost too much, so they are made anew only when the list or its filter changes. */
export class Rows {
  #tasks: readonly UploadTask[] = [];
  #failed = -1;
  #rows: readonly UploadTask[] = [];

  /** `failed`: how many uploads have failed, when only those are wanted; else undefined. */
  of(tasks: readonly UploadTask[], failed: number | undefined): readonly UploadTask[] {
    if (tasks === this.#tasks && this.#failed === (failed ?? -1)) return this.#rows;
    this.#tasks = tasks;
    this.#failed = failed ?? -1;
    this.#rows = failed === undefined ? tasks : tasks.filter(({state}) => state.status === 'failed');
    return this.#rows;
  }
}
