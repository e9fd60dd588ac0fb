import {recordFor} from '../journal/record-of.js';
import type {Scope} from '../options/scope.js';
import {limits} from '../parts/layout.js';
import type {Basis} from '../run/run-context.js';
import {uploadFingerprint} from '../tasks/fingerprint.js';
import {isFinished} from '../tasks/state.js';
import type {UploadTask} from '../tasks/task.js';
import type {Entry} from './entry.js';
import type {JournalKeeper} from './journal-keeper.js';
import type {UploaderCore} from './uploader-core.js';

/** The records of the tasks in the list. */
export class TaskRecords {
  readonly keeper: JournalKeeper;
  readonly #core: UploaderCore;
  readonly #basis: Basis;

  constructor(core: UploaderCore, basis: Basis, keeper: JournalKeeper) {
    this.#core = core;
    this.#basis = basis;
    this.keeper = keeper;
  }

  /** By what the journal knows an upload. */
  idOf({key, input}: UploadTask): string {
    return uploadFingerprint(this.#basis.client.origin, key, input);
  }

  /** An upload has come in, or has got its key. `was`: as it was then. */
  added(entry: Entry, was: Pick<UploadTask, 'key' | 'input'>, scope: Scope): void {
    if (was.key !== '') void this.#lookForOthers(entry);
    this.remember(entry.task, was, scope);
  }

  /** An upload that has not begun is kept for the next visit, where that can get at its bytes. */
  remember(
    task: UploadTask,
    {key, input}: Pick<UploadTask, 'key' | 'input'> = task,
    scope: Scope = this.#core.settings().scope,
  ): void {
    const record = recordFor(this.#core.options(), key, input, scope);
    if (record) this.keeper.remember(record, () => !isFinished(task.state));
  }

  /** Another tab may send it, and be done before its turn comes here. A small file is sent sooner than that is known. */
  async #lookForOthers(entry: Entry): Promise<void> {
    const {multipartThreshold: limit} = this.#core.settings();
    if (entry.task.size <= (limit === 'auto' ? limits.minPartSize : limit)) return;
    entry.begun = (await this.#basis.journal.get(this.idOf(entry.task))) !== undefined;
  }

  /** Removes what is known of an upload, when its last run has `ended`, unless it is another task's too. Never rejects. */
  discard(id: string, ended: Promise<void> = Promise.resolve()): Promise<void> {
    const {list, settings} = this.#core;
    return this.keeper.discard(id, ended, settings(), () => list.unfinished(id) > 0);
  }
}
