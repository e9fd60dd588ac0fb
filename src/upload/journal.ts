import {
  createMemoryStore,
  type PartRecord,
  type ResumeStore,
  type UploadRecord,
} from '../store/resume-store.js';

/** Longer than any store needs; a database that another page blocks must not hold up an upload. */
const patienceMs = 5000;

/**
 * The store behind a fuse: the first failure is told once. After that uploads are remembered for as long as the page
 * lives, so that a pause or a retry sends nothing twice and a cancel reaches the server.
 */
export class Journal {
  readonly #store: ResumeStore;
  readonly #onBroken: (cause: unknown) => void;
  readonly #page = createMemoryStore();
  #broken = false;

  constructor(store: ResumeStore, onBroken: (cause: unknown) => void) {
    this.#store = store;
    this.#onBroken = onBroken;
  }

  /** True once the store has failed: what is sent now cannot be resumed by a later visit. */
  get broken(): boolean {
    return this.#broken;
  }

  async list(origin: string): Promise<UploadRecord[]> {
    const known = await this.#guard(() => this.#store.list(origin));
    return known && !this.#broken ? known : this.#page.list(origin);
  }
  async get(id: string): Promise<{record: UploadRecord; parts: PartRecord[]} | undefined> {
    const known = await this.#guard(() => this.#store.get(id));
    return this.#broken ? this.#page.get(id) : known;
  }
  async add(...records: UploadRecord[]): Promise<void> {
    void this.#page.add(...records);
    await this.#guard(() => this.#store.add(...records));
  }
  async put(...records: UploadRecord[]): Promise<void> {
    void this.#page.put(...records);
    await this.#guard(() => this.#store.put(...records));
  }
  async putPart(id: string, part: PartRecord): Promise<void> {
    void this.#page.putPart(id, part);
    await this.#guard(() => this.#store.putPart(id, part));
  }
  /** Tried even where writing has failed: a record of a finished upload would bring it back on the next visit. */
  async remove(id: string): Promise<void> {
    void this.#page.remove(id);
    if (this.#broken) await this.#store.remove(id).catch(() => undefined);
    else await this.#guard(() => this.#store.remove(id));
  }

  async #guard<T>(use: () => Promise<T>): Promise<T | undefined> {
    if (this.#broken) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error('The journal did not answer in time.')), patienceMs);
      });
      return await Promise.race([use(), late]);
    } catch (cause) {
      this.#break(cause);
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  #break(cause: unknown): void {
    if (this.#broken) return;
    this.#broken = true;
    this.#onBroken(cause);
  }
}
