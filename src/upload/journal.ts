import type {PartRecord, ResumeStore, UploadRecord} from '../store/resume-store.js';

/** Longer than any store needs; a database that another page blocks must not hold up an upload. */
const patienceMs = 5000;

/** The store behind a fuse: the first failure is told once, after that uploads go on without a memory. */
export class Journal {
  readonly #store: ResumeStore;
  readonly #onBroken: (cause: unknown) => void;
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
    return (await this.#guard(() => this.#store.list(origin))) ?? [];
  }
  get(id: string): Promise<{record: UploadRecord; parts: PartRecord[]} | undefined> {
    return this.#guard(() => this.#store.get(id));
  }
  async put(...records: UploadRecord[]): Promise<void> {
    await this.#guard(() => this.#store.put(...records));
  }
  async putPart(id: string, part: PartRecord): Promise<void> {
    await this.#guard(() => this.#store.putPart(id, part));
  }
  async remove(id: string): Promise<void> {
    await this.#guard(() => this.#store.remove(id));
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
