import {load} from '../cos/load.js';
import type {UploadRecord} from '../store/resume-store.js';
import {type Restored, restoreRecord} from './restore.js';
import type {Settings, Shared} from './run-context.js';

/** Records written at a time: ten thousand in one go would hold up the page. */
const atOnce = 100;

/** What the next visit will know of uploads that have not begun, and what this one knows of earlier ones. */
export class Memory {
  readonly #shared: Shared;
  readonly #kept = new Set<string>();
  #pending: UploadRecord[] = [];

  constructor(shared: Shared) {
    this.#shared = shared;
  }

  /** Written down soon; nobody waits for it. */
  remember(record: UploadRecord): void {
    this.#kept.add(record.id);
    if (this.#pending.push(record) === 1) void this.#flush();
  }

  /** True for an upload that the journal holds, so that a later visit finds it. */
  knows(id: string): boolean {
    return this.#kept.has(id) && !this.#shared.journal.broken;
  }

  /** An upload that has come to its end. */
  async done(id: string): Promise<void> {
    this.#pending = this.#pending.filter((record) => record.id !== id);
    if (this.#kept.delete(id)) await this.#shared.journal.remove(id);
  }

  /** An upload that the user does not want any more: it is removed from the server too. Never rejects. */
  async discard(id: string, settings: Settings): Promise<void> {
    this.#pending = this.#pending.filter((record) => record.id !== id);
    this.#kept.delete(id);
    const known = await this.#shared.journal.get(id);
    if (known) await this.#forget(known.record, settings);
  }

  /** Unfinished uploads under `prefix`. Those that were canceled when the page went are removed on the way. */
  async recall(prefix: string, settings: Settings): Promise<Restored[]> {
    const {client, journal} = this.#shared;
    const records = (await journal.list(client.origin)).filter(({key}) => key.startsWith(prefix));
    for (const record of records) if (record.canceled) void this.#forget(record, settings);
    const open = records.filter((record) => !record.canceled);
    for (const {id} of open) this.#kept.add(id);
    return Promise.all(open.map((record) => restoreRecord(record, journal)));
  }

  /** UploadIds that the journal holds. */
  async uploadIds(): Promise<Set<string>> {
    const records = await this.#shared.journal.list(this.#shared.client.origin);
    return new Set(records.flatMap(({uploadId}) => uploadId ?? []));
  }

  async #forget(record: UploadRecord, settings: Settings): Promise<void> {
    try {
      const {forgetUpload} = await load(() => import('./forget.js'));
      await forgetUpload(this.#shared, settings, record);
    } catch {
      // The record is still there: the next visit finds it.
    }
  }

  async #flush(): Promise<void> {
    await Promise.resolve();
    while (this.#pending.length > 0) {
      await this.#shared.journal.put(...this.#pending.slice(0, atOnce));
      this.#pending = this.#pending.slice(atOnce);
    }
  }
}
