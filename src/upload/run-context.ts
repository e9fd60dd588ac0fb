import type {CosClient} from '../cos/client.js';
import type {ObjectOptions} from '../cos/object-options.js';
import type {Hasher} from '../hash/hasher.js';
import type {Locks} from '../store/locks.js';
import type {Gate} from './gate.js';
import type {Journal} from './journal.js';
import type {Owner, Pool} from './pool.js';
import type {RetryPolicy} from './retry.js';
import type {Action, WaitReason} from './state.js';
import type {TaskInput} from './task.js';

/** The options a run works with: parsed, with their defaults. Sizes in bytes. */
export interface Settings {
  readonly partSize: number | 'auto';
  readonly multipartThreshold: number;
  readonly concurrency: number;
  readonly retries: number;
  readonly md5: boolean;
  readonly crc64: boolean;
  readonly skipExisting: boolean;
  readonly trafficLimit: number | undefined;
  /** Look in the bucket for an unfinished upload that the journal does not know. */
  readonly discover: boolean;
}

/** What COS has refused once is not asked again. */
export interface Permissions {
  listUploads: boolean;
}

/** What all runs of an uploader share. */
export interface Shared {
  readonly client: CosClient;
  readonly pool: Pool;
  readonly gate: Gate;
  readonly journal: Journal;
  readonly hasher: Hasher;
  readonly locks: Locks;
  readonly retry: RetryPolicy;
  readonly stallTimeout: (bytes: number) => number;
  /** Tells the developer something once, in the console. */
  readonly hint: (message: string) => void;
  readonly permissions: Permissions;
}

/** One run of one upload, from queued to done. Aborted by `signal`; after that it is mute. */
export interface Run extends Shared {
  readonly key: string;
  readonly file: Blob;
  readonly input: TaskInput;
  readonly objectOptions: ObjectOptions;
  readonly settings: Settings;
  /** Found in the journal, not added by the user of this page. */
  readonly restored: boolean;
  readonly owner: Owner;
  readonly activity: Activity;
  readonly signal: AbortSignal;
  readonly dispatch: (action: Action) => void;
}

/** Knows what a run is doing, and says "waiting" only while all it does is wait. */
export class Activity {
  readonly #dispatch: (action: Action) => void;
  readonly #waits = new Set<Action>();
  #busy = 0;
  #phase: Action = {type: 'prepare'};
  #shown: Action | undefined;

  constructor(dispatch: (action: Action) => void) {
    this.#dispatch = dispatch;
  }

  enter(phase: Action): void {
    this.#phase = phase;
    this.#show();
  }

  /** Counts `work` as something that could be under way. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#busy++;
    this.#show();
    try {
      return await work();
    } finally {
      this.#busy--;
      this.#show();
    }
  }

  async waiting<T>(
    reason: WaitReason,
    wait: Promise<T>,
    details: {until?: number; attempt?: number} = {},
  ): Promise<T> {
    const action: Action = {type: 'wait', reason, ...details};
    this.#waits.add(action);
    this.#show();
    try {
      return await wait;
    } finally {
      this.#waits.delete(action);
      this.#show();
    }
  }

  #show(): void {
    const allWait = this.#waits.size > 0 && this.#waits.size >= this.#busy;
    const now = allWait ? [...this.#waits].at(-1)! : this.#phase;
    if (now === this.#shown) return;
    this.#shown = now;
    this.#dispatch(now);
  }
}
