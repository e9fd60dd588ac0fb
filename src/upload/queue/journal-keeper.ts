import type {UploadRecord} from '../../store/resume-store.js';
import {Journal} from '../journal/journal.js';
import type {UploaderOptions} from '../options/options.js';
import type {Settings} from '../options/settings.js';
import {storeOf} from './create-basis.js';
import {discardUpload} from '../run/discard.js';
import {discardUnwanted, setCanceled} from '../run/discard-unwanted.js';
import {equip} from '../run/equip.js';
import {makeRoom} from '../run/kept-blobs.js';
import {type EarlierUploads, restoreUploads} from '../run/restore.js';
import type {Basis} from '../run/run-context.js';

/** Records written at a time: ten thousand in one go would hold up the page. */
const atOnce = 100;

/** What the next visit will know of uploads that have not begun, and what this one knows of earlier ones. */
export class JournalKeeper {
  readonly #basis: Basis;
  /** By id: whether the next visit can get at the bytes by itself. */
  readonly #kept = new Map<string, boolean>();
  readonly #pending = new Map<string, UploadRecord>();
  readonly #discarding = new Map<string, Promise<void>>();
  #writing = false;

  constructor(basis: Basis) {
    this.#basis = basis;
  }

  /** Writes `record` soon, if it is still `wanted` then. Nobody waits for it. */
  remember(record: UploadRecord, wanted: () => boolean): void {
    const {visit} = this.#basis;
    const discarding = this.#discarding.get(record.id);
    if (discarding) {
      // The file was canceled and added again at once: the record of the canceled upload goes first.
      void discarding.then(() => this.remember(record, wanted));
      return;
    }
    if (!wanted()) return;
    visit.own(record.id);
    this.#kept.set(record.id, true);
    this.#pending.set(record.id, {...record, owner: visit.id});
    if (!this.#writing) void this.#flush();
  }

  /** True for an upload whose bytes a later visit can get at by itself. */
  knows(id: string): boolean {
    return this.#kept.get(id) === true && this.#basis.journal.keepsContents;
  }

  /** An upload that has come to its end. */
  async done(id: string): Promise<void> {
    this.#pending.delete(id);
    if (this.#kept.delete(id)) await this.#basis.journal.remove(id);
    this.#basis.visit.disown(id);
  }

  /** Lets later visits go on with an upload, or not. Not while it runs, which writes its record too. Never rejects. */
  async setCanceled(id: string, canceled: boolean): Promise<void> {
    const pending = this.#pending.get(id);
    if (pending) this.#pending.set(id, {...pending, canceled});
    await unheard(setCanceled(this.#basis, id, canceled));
  }

  /**
   * An upload that the user does not want any more, unless it is `kept` for the sake of another task: it is removed from the
   * server too, when its last run has `ended`. Never rejects.
   */
  discard(id: string, ended: Promise<void>, settings: Settings, kept: () => boolean): Promise<void> {
    const discarding = ended
      .then(() => this.#discard(id, settings, kept))
      .finally(() => {
        if (this.#discarding.get(id) === discarding) this.#discarding.delete(id);
      });
    this.#discarding.set(id, discarding);
    return discarding;
  }

  async #discard(id: string, settings: Settings, kept: () => boolean): Promise<void> {
    if (kept()) return;
    this.#pending.delete(id);
    this.#kept.delete(id);
    await unheard(discardUpload(equip(this.#basis, settings), settings, id, kept));
    if (!kept()) this.#basis.visit.disown(id);
  }

  /** Finds unfinished uploads of earlier visits in the scope, and discards those that are unwanted. */
  async restore(settings: Settings): Promise<EarlierUploads> {
    const earlier = await restoreUploads(this.#basis, settings.scope);
    for (const record of earlier.unwanted)
      void unheard(discardUnwanted(equip(this.#basis, settings), settings, record));
    for (const {id, reachable} of earlier.found) this.#kept.set(id, reachable);
    return earlier;
  }

  /**
   * Under `resume: 'off'`: removes what earlier visits have left in the scope, from the server too; what other pages that are open have
   * stays.
   */
  async discardEarlier(options: UploaderOptions, settings: Settings): Promise<void> {
    const store = storeOf(options);
    if (!store) return;
    const journal = new Journal(store, () => undefined);
    const keeper = new JournalKeeper({...this.#basis, journal, shared: undefined});
    const {found} = await keeper.restore(settings);
    for (const {id} of found) void keeper.discard(id, Promise.resolve(), settings, () => false);
  }

  /** UploadIds that the journal holds. */
  async uploadIds(): Promise<Set<string>> {
    const records = await this.#basis.journal.list(this.#basis.client.origin);
    return new Set(records.flatMap(({uploadId}) => uploadId ?? []));
  }

  /** Ids of those in `records` whose contents there is no room for. */
  async #makeRoom(records: readonly UploadRecord[]): Promise<ReadonlySet<string>> {
    const {client, journal} = this.#basis;
    const gone = (await unheard(makeRoom(journal, client.origin, records))) ?? new Set();
    for (const id of gone) if (this.#kept.has(id)) this.#kept.set(id, false);
    return gone;
  }

  async #flush(): Promise<void> {
    this.#writing = true;
    await Promise.resolve();
    while (this.#pending.size > 0) {
      const batch = [...this.#pending.values()].slice(0, atOnce);
      const gone = await this.#makeRoom(batch);
      // What is canceled or has come to its end meanwhile is no longer pending, or marked so.
      const records = new Map(
        batch.flatMap(({id}) => {
          const record = gone.has(id) ? undefined : this.#pending.get(id);
          return record ? [[id, record]] : [];
        }),
      );
      for (const {id} of batch) this.#pending.delete(id);
      // A record that is there stays: another page may be far ahead with the same upload.
      await this.#basis.journal.update([...records.keys()], (known, id) => known ?? records.get(id));
    }
    this.#writing = false;
  }
}

/** What fails here is still in the journal: the next visit tries again. */
const unheard = <T>(work: Promise<T>): Promise<T | undefined> => work.catch(() => undefined);
