import {
  type ChangeRecord,
  createMemoryStore,
  type PartRecord,
  type ResumeStore,
  type UploadRecord,
} from '../../store/resume-store.js';

/** Seconds of silence: longer than any store needs; a database that another page blocks must not hold up an upload. */
const longestSilence = 5;

type Fit = (record: UploadRecord | undefined) => UploadRecord | undefined;

/** An upload that has not begun is nothing without its contents, so nothing stays of its record. */
export const withoutContents: Fit = (record) => {
  if (!record?.blob && !record?.handle) return record;
  const {blob: _blob, handle: _handle, ...rest} = record;
  return rest.uploadId === undefined ? undefined : rest;
};

/**
 * The store behind a fuse: the first failure is told once. After that, and under `resume: 'off'`, uploads are remembered for
 * as long as the page lives, so that a pause or a retry sends nothing twice and a cancel reaches the server.
 */
export class Journal {
  readonly #store: ResumeStore | undefined;
  readonly #onBroken: (cause: unknown) => void;
  readonly #page = createMemoryStore();
  #broken = false;
  #keepsContents = true;
  #waiting = 0;
  /** Seconds since the last answer. */
  #silence = 0;
  #silent: Promise<never> | undefined;
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor(store: ResumeStore | undefined, onBroken: (cause: unknown) => void) {
    this.#store = store;
    this.#onBroken = onBroken;
    store?.onEmptied?.(this.#emptied);
  }

  /** True while a later visit can find what is written. */
  get lasting(): boolean {
    return this.#store !== undefined && !this.#broken;
  }

  /** True while a later visit can find contents of files too. */
  get keepsContents(): boolean {
    return this.lasting && this.#keepsContents;
  }

  async list(origin: string, isOurs?: (record: UploadRecord) => boolean): Promise<UploadRecord[]> {
    return (await this.#guard((store) => store.list(origin, isOurs))) ?? this.#page.list(origin);
  }
  /** Parts that belong to an earlier upload of the same file are left out. */
  async get(id: string): Promise<{record: UploadRecord; parts: PartRecord[]} | undefined> {
    const known =
      (await this.#guard((store) => store.get(id))) ?? (this.lasting ? undefined : await this.#page.get(id));
    return known && {...known, parts: known.parts.filter(({uploadId}) => uploadId === known.record.uploadId)};
  }
  /** `change` may be called twice: for what the page remembers, then for what the store has, which counts. */
  async update(ids: readonly string[], change: ChangeRecord): Promise<void> {
    void this.#page.update(ids, change);
    await this.#write((store, fit) => {
      const fitting: ChangeRecord = (known, id) => {
        const record = change(known, id);
        return record === known ? known : fit(record);
      };
      return store.update(ids, fitting);
    });
  }
  async put(...records: UploadRecord[]): Promise<void> {
    void this.#page.put(...records);
    await this.#write((store, fit) => store.put(...records.flatMap((record) => fit(record) ?? [])));
  }
  async putPart(id: string, part: PartRecord): Promise<void> {
    void this.#page.putPart(id, part);
    await this.#guard((store) => store.putPart(id, part));
  }
  /**
   * Tried even where writing has failed, though nobody waits for that: a record of a finished upload would bring it back on the next
   * visit.
   */
  async remove(id: string): Promise<void> {
    void this.#page.remove(id);
    if (this.#broken) this.#store?.remove(id).catch(() => undefined);
    else await this.#guard((store) => store.remove(id));
  }

  /** Forgets everything, of all buckets, and writes nothing from now on. */
  async clear(): Promise<void> {
    const clear = (store: ResumeStore): Promise<void> => store.clear?.() ?? Promise.resolve();
    // A store that has failed is not waited for.
    if (this.#broken && this.#store) void clear(this.#store).catch(() => undefined);
    const cleared = this.#guard(clear);
    this.#broken = true;
    await Promise.all([this.#page.clear?.(), cleared]);
  }

  /**
   * A store may refuse contents of files and take everything else: no space is left, or the window is private. Then records are
   * written without contents, from now on.
   */
  async #write(write: (store: ResumeStore, fit: Fit) => Promise<void>): Promise<void> {
    await this.#guard(async (store) => {
      const found = {contents: false};
      const note: Fit = (record) => {
        found.contents ||= (record?.blob ?? record?.handle) !== undefined;
        return record;
      };
      try {
        await write(store, this.#keepsContents ? note : withoutContents);
      } catch (error) {
        if (!found.contents) throw error;
        await write(store, withoutContents);
        this.#keepsContents = false;
      }
    });
  }

  async #guard<T>(use: (store: ResumeStore) => Promise<T>): Promise<T | undefined> {
    if (!this.#store || !this.lasting) return undefined;
    const silent = this.#listen();
    try {
      return await Promise.race([use(this.#store), silent]);
    } catch (cause) {
      this.#break(cause);
      return undefined;
    } finally {
      this.#silence = 0;
      if (--this.#waiting === 0) clearInterval(this.#clock);
    }
  }

  /**
   * Rejects when nothing is answered for too long. Seconds are counted as this page lives them: while it is frozen nothing can be
   * heard, and that is not the store's fault.
   */
  #listen(): Promise<never> {
    if (this.#waiting++ > 0 && this.#silent) return this.#silent;
    this.#silent = new Promise((_, reject) => {
      this.#clock = setInterval(() => {
        if (++this.#silence >= longestSilence) reject(new Error('The journal did not answer in time.'));
      }, 1000);
    });
    this.#silent.catch(() => undefined);
    return this.#silent;
  }

  /** The store holds it weakly. */
  readonly #emptied = (): void => this.#break(new Error('The database was deleted.'));

  #break(cause: unknown): void {
    if (this.#broken) return;
    this.#broken = true;
    this.#onBroken(cause);
  }
}
