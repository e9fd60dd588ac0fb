import type {Entry} from './entry.js';
import {fileFingerprint} from '../tasks/fingerprint.js';
import type {Action} from '../tasks/state.js';
import type {TaskInput} from '../tasks/task.js';

/** Uploads that the same file, added again, goes on with: those of earlier visits, and failed ones. */
export class Restartable {
  readonly #byFile = new Map<string, Entry>();

  find(file: TaskInput): Entry | undefined {
    return this.#byFile.get(fileFingerprint(file));
  }

  enter(entry: Entry): void {
    this.#byFile.set(fileFingerprint(entry.task.input), entry);
  }

  /** Follows what happens to `entry`. */
  apply(entry: Entry, {type}: Action): void {
    if (type === 'fail' || type === 'suspend') this.enter(entry);
    else if (type === 'resume' || type === 'cancel' || type === 'succeed') {
      this.leave(entry);
    }
  }

  leave(entry: Entry): void {
    const file = fileFingerprint(entry.task.input);
    if (this.#byFile.get(file) === entry) this.#byFile.delete(file);
  }
}
