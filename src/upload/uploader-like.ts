import type {DiagnoseLine} from '../cos/diagnose-types.js';
import type {AddItem} from './tasks/describe-file.js';
import type {UploaderEventTarget} from './tasks/events.js';
import type {RestoreNeed} from './tasks/state.js';
import type {UploadTask} from './tasks/task.js';
import type {Totals} from './tasks/totals.js';

/** What the next visit needs if the person leaves the page now; `lost`: the bytes sent so far are lost. */
export type Resumability = RestoreNeed | 'lost';

/**
 * What `<cos-uploader>` needs of an uploader, wherever that works: `Uploader` is one. A method without a task means all that
 * it applies to.
 */
export interface UploaderLike extends UploaderEventTarget {
  /** In the order of adding. */
  readonly tasks: readonly UploadTask[];
  readonly totals: Totals;
  addAll(items: Iterable<AddItem>): UploadTask[];
  /** Starts what `manual` holds back. */
  start(): void;
  pause(task?: UploadTask): void;
  /** Goes on with what is paused or was found in the journal; a failed task only when it is named. */
  resume(task?: UploadTask): void;
  /** Tries failed uploads again, from where they were. */
  retry(task?: UploadTask): void;
  /** Stops, and removes the parts from the server, now or as soon as the server can be reached. */
  cancel(task?: UploadTask): void;
  /**
   * Cancels, and answers a function that takes the cancel back. Sending stops at once and no later visit goes on, but the parts stay on the
   * server until `cancel`. After the cancel is taken back, the task goes on if it was on its way.
   */
  holdCancel(task: UploadTask): () => void;
  /** Takes a task off the list; one that is not done is canceled first. */
  remove(task: UploadTask): void;
  /** Takes everything finished off the list. */
  clear(): void;
  /** Finds unfinished uploads of earlier visits and adds them as `suspended`. */
  restore(): Promise<UploadTask[]>;
  /** To be called when a person signs out: closes, and deletes all that this library keeps in this browser, keys in memory included. */
  forget(): Promise<void>;
  resumability(task: UploadTask): Resumability;
  /** Tries everything an upload needs; each line says what is wrong and what to paste where. */
  diagnose(): Promise<DiagnoseLine[]>;
  /** Pauses everything, and lets other pages go on with its uploads. */
  close(): void;
}
