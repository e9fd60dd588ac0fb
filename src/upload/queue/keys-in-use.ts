import {fileFingerprint} from '../tasks/fingerprint.js';
import type {TaskInput, UploadTask} from '../tasks/task.js';

/** Two files of one list never get one key. What is done holds its key too: the object is there. */
export class KeysInUse {
  readonly #holders = new Map<string, UploadTask>();
  /** Found in the bucket. */
  readonly #taken = new Set<string>();

  /** By the same file, or by none. */
  isFree(key: string, file: TaskInput): boolean {
    const holder = this.#holders.get(key);
    // One name may be written in two ways.
    if (holder) return fileFingerprint(holder.input).normalize() === fileFingerprint(file).normalize();
    return !this.#taken.has(key);
  }

  hold(task: UploadTask): void {
    if (task.key !== '') this.#holders.set(task.key, task);
  }

  release(task: UploadTask): void {
    if (this.#holders.get(task.key) === task) this.#holders.delete(task.key);
  }

  /** An object of another file has it. */
  take(key: string): void {
    this.#taken.add(key);
  }
}
