import {load} from '../cos/load.js';
import {maxAgeMs, type UploadRecord} from '../store/resume-store.js';
import {type Restored, restoreRecord} from './restore.js';
import type {Settings, Shared} from './run-context.js';

/** Records written at a time: ten thousand in one go would hold up the page. */
const atOnce = 100;

/** What the next visit will know of uploads that have not begun, and what this one knows of earlier ones. */
export class Memory {
  readonly #shared: Shared;
  readonly #kept = new Set<string>();
  readonly #pending = new Map<string, UploadRecord>();
  #writing = false;

  constructor(shared: Shared) {
    this.#shared = shared;
  }

  /** Written down soon; nobody waits for it. */
  remember(record: UploadRecord): void {
    this.#kept.add(record.id);
    this.#pending.set(record.id, record);
    if (!this.#writing) void this.#flush();
  }

  /** True for an upload that the journal holds, so that a later visit finds it. */
  knows(id: string): boolean {
    return this.#kept.has(id) && !this.#shared.journal.broken;
  }

  /** An upload that has come to its end. */
  async done(id: string): Promise<void> {
    this.#pending.delete(id);
    if (this.#kept.delete(id)) await this.#shared.journal.remove(id);
  }

  /** An upload that the user does not want any more: it is removed from the server too. Never rejects. */
  async discard(id: string, settings: Settings): Promise<void> {
    this.#pending.delete(id);
    this.#kept.delete(id);
    const known = await this.#shared.journal.get(id);
    if (known) await this.#forget(known.record, settings, () => true);
  }

  /**
   * Unfinished uploads under `prefix`. Those that were canceled when the page went, and those nobody has gone on with for
   * a month, are removed on the way.
   */
  async recall(prefix: string, settings: Settings): Promise<Restored[]> {
    const {client, journal} = this.#shared;
    const records = (await journal.list(client.origin)).filter(({key}) => key.startsWith(prefix));
    for (const record of records) if (isUnwanted(record)) void this.#forget(record, settings, isUnwanted);
    const open = records.filter((record) => !isUnwanted(record));
    for (const {id} of open) this.#kept.add(id);
    return Promise.all(open.map((record) => restoreRecord(record, journal)));
  }

  /** UploadIds that the journal holds. */
  async uploadIds(): Promise<Set<string>> {
    const records = await this.#shared.journal.list(this.#shared.client.origin);
    return new Set(records.flatMap(({uploadId}) => uploadId ?? []));
  }

  async #forget(
    record: UploadRecord,
    settings: Settings,
    unwanted: (record: UploadRecord) => boolean,
  ): Promise<void> {
    try {
      const {forgetUpload} = await load(() => import('./forget.js'));
      await forgetUpload(this.#shared, settings, record, unwanted);
    } catch {
      // The record is still there: the next visit finds it.
    }
  }

  async #flush(): Promise<void> {
    this.#writing = true;
    await Promise.resolve();
    while (this.#pending.size > 0) {
      const batch = [...this.#pending.values()].slice(0, atOnce);
      for (const {id} of batch) this.#pending.delete(id);
      await this.#shared.journal.add(...batch);
    }
    this.#writing = false;
  }
}

function isUnwanted({canceled, created}: UploadRecord): boolean {
  return canceled === true || created < Date.now() - maxAgeMs;
}
