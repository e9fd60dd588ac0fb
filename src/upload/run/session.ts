import type {UploadRecord} from '../../store/resume-store.js';
import type {Layout} from '../parts/layout.js';
import type {ProvenPart} from './proof.js';
import type {Run} from './run-context.js';

/** One multipart upload under way: what the server has of it, written to the journal as it grows. */
export class Session {
  readonly #run: Run;
  #record: UploadRecord & {uploadId: string};
  /** What the server is known to have, by part number. */
  readonly parts: Map<number, ProvenPart> = new Map<number, ProvenPart>();
  /** The server has answered that it has this upload. False where only the journal tells of it. */
  seen = true;

  constructor(run: Run, record: UploadRecord & {uploadId: string}) {
    this.#run = run;
    this.#record = record;
  }

  get record(): UploadRecord {
    return this.#record;
  }
  get uploadId(): string {
    return this.#record.uploadId;
  }
  get layout(): Layout {
    return this.#record.layout;
  }
  /** The parts in order. */
  get sorted(): ProvenPart[] {
    return [...this.parts.values()].sort((a, b) => a.partNumber - b.partNumber);
  }
  /** Bytes that the server has. */
  get sent(): number {
    return this.sorted.reduce((sum, {size}) => sum + size, 0);
  }
  /** IndexedDB keeps the order of writes, so a layout is stored before any part that needs it, and nobody has to wait for the journal. */
  relayout(layout: Layout): void {
    this.save({layout});
  }

  confirm(part: ProvenPart): void {
    this.take(part);
    this.seen = true;
    const {offset: _offset, ...record} = part;
    void this.#run.journal.putPart(this.#record.id, {...record, uploadId: this.uploadId});
  }

  /** A part that the journal knows already. */
  take(part: ProvenPart): void {
    this.parts.set(part.partNumber, part);
  }

  /**
   * Notes in the journal that Complete is about to be sent: a later visit that finds no upload then looks for the object. Answers when the
   * first Complete was sent, in epoch milliseconds.
   */
  completing(): number {
    const {completing = Date.now()} = this.#record;
    if (this.#record.completing === undefined) this.save({completing});
    return completing;
  }

  save(change: Partial<Pick<UploadRecord, 'layout' | 'completing'>>): void {
    this.#record = {...this.#record, ...change};
    void this.#run.journal.put(this.#record);
  }
}
