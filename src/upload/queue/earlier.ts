import type {Visit} from '../journal/visit.js';
import {isNamedByFile} from '../options/object-key.js';
import {requestFile, type Restored} from '../run/restore.js';
import {UploaderRestoreEvent} from '../tasks/events.js';
import type {UploadTask} from '../tasks/task.js';
import type {Entry} from './entry.js';
import type {TaskRecords} from './task-records.js';
import type {UploaderCore} from './uploader-core.js';

/** The uploads that earlier visits have left: finds them, lets them go on, and leaves them where they are another person's. */
export class Earlier {
  readonly #core: UploaderCore;
  readonly #records: TaskRecords;
  readonly #visit: Visit;

  constructor(core: UploaderCore, records: TaskRecords, visit: Visit) {
    this.#core = core;
    this.#records = records;
    this.#visit = visit;
  }

  /** Answers those that it has added to the list. Under `resume: 'off'` they are removed. */
  async restore(): Promise<UploadTask[]> {
    const core = this.#core;
    const settings = core.settings();
    if (core.options().resume === 'off') {
      await this.#records.keeper.discardEarlier(core.options(), settings);
      return [];
    }
    const {found, elsewhere} = await this.#records.keeper.restore(settings);
    // Somebody else has signed in meanwhile.
    if (core.settings().scope.name !== settings.scope.name) {
      for (const {id} of found) this.#visit.disown(id);
      return this.restore();
    }
    if (core.isClosed()) {
      this.#visit.close();
      return [];
    }
    for (const other of elsewhere) this.#visit.follow(other, () => void this.restore());
    const here = new Set(core.list.tasks.map((task) => this.#records.idOf(task)));
    const tasks = found.filter(({id}) => !here.has(id)).map((upload) => this.#enter(upload));
    if (tasks.length > 0) core.dispatch(new UploaderRestoreEvent(tasks));
    this.goOn();
    return tasks;
  }

  /** Lets them go on by themselves. What was to be prepared is not sent as it is: it waits until the page says how. */
  goOn(): void {
    const {options, list, queue, isClosed} = this.#core;
    const {resume, prepare, manual} = options();
    const connection = (globalThis.navigator as {connection?: {saveData?: boolean}} | undefined)?.connection;
    // Of a closed uploader they are other pages' already.
    if (isClosed() || resume === 'ask' || connection?.saveData === true) return;
    for (const entry of list.select()) {
      const {state, key, input} = entry.task;
      if (!entry.restored || state.status !== 'suspended' || state.needs !== 'nothing') continue;
      if (prepare || input.stored || (key !== '' && !input.prepared)) queue(entry, manual === true);
    }
  }

  /** Asks the person for the file. To be called from a click. */
  async askForFile(entry: Entry): Promise<void> {
    const {task} = entry;
    const file = await requestFile(task.input);
    if (file) {
      task.provide({file});
      this.#core.queue(entry);
    } else this.#core.apply(entry, {type: 'suspend', needs: 'file'});
  }

  /** What earlier visits of another scope have left is not to be seen any more; it stays for its own. */
  leave(): void {
    const {list, keys, restartable} = this.#core;
    for (const entry of list.select()) {
      const {task} = entry;
      if (!entry.restored || task.state.status !== 'suspended') continue;
      restartable.leave(entry);
      keys.release(task);
      list.remove(task);
      this.#visit.disown(this.#records.idOf(task));
    }
  }

  #enter({input, key, needs, sent}: Restored): UploadTask {
    const {options, enter, keys, restartable} = this.#core;
    const making = {named: key === '' && isNamedByFile(options()), makeKey: () => key};
    const entry = enter(input, key, {status: 'suspended', needs, sent}, making);
    entry.restored = true;
    keys.hold(entry.task);
    restartable.enter(entry);
    return entry.task;
  }
}
