import type {UploadTask} from '../../index.js';

/** The rows to show, made anew only when the list or its filter has changed: 10,000 are not filtered each frame. */
export class Rows {
  #tasks: readonly UploadTask[] = [];
  #failed = -1;
  #rows: readonly UploadTask[] = [];

  /** `failed`: how many failed there are when only they are wanted; else undefined. */
  of(tasks: readonly UploadTask[], failed: number | undefined): readonly UploadTask[] {
    if (tasks === this.#tasks && this.#failed === (failed ?? -1)) return this.#rows;
    this.#tasks = tasks;
    this.#failed = failed ?? -1;
    this.#rows = failed === undefined ? tasks : tasks.filter(({state}) => state.status === 'failed');
    return this.#rows;
  }
}
