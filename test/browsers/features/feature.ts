import type {EngineName} from '../engines/engine.js';
import type {Stage} from '../stage.js';

/** What one row of the table promises. */
export interface Feature {
  readonly name: string;
  /** Sees that it is so. */
  readonly run: (stage: Stage) => Promise<unknown>;
  /** The engines in which it is otherwise. */
  readonly otherwise?: Readonly<Partial<Record<EngineName, Otherwise>>>;
}

export interface Otherwise {
  /** What the documents say of it, as a sentence. */
  readonly why: string;
  /** Sees that it is still otherwise, and that nothing worse comes of it. */
  readonly run: (stage: Stage) => Promise<unknown>;
}
