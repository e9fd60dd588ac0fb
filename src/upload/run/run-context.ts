import type {CosClient} from '../../cos/client.js';
import type {ObjectOptions} from '../../cos/operations/object-options.js';
import type {Hasher} from '../../hash/hasher.js';
import type {Locks} from '../../store/locks.js';
import type {Activity} from '../tasks/activity.js';
import type {Gate} from '../requests/credentials-gate.js';
import type {Journal} from '../journal/journal.js';
import type {Owner, Pool} from '../requests/slots.js';
import type {RetryPolicy} from '../requests/retry.js';
import type {Action} from '../tasks/state.js';
import type {TaskInput} from '../tasks/task.js';
import type {Visit} from '../journal/visit.js';

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

/** How long `size` bytes took, and when that was, by `performance.now()`. */
export interface TimedPart {
  readonly size: number;
  readonly seconds: number;
  readonly at: number;
}

/** What is known of the way to COS. */
export interface Contact {
  /** Whether COS has ever answered this page. */
  made: boolean;
  /** Seconds that the last request without a body took, its preflight included; 0 before the first. */
  latency: number;
  /** The part that was sent last, but for the remainder at the end of a file. */
  part: TimedPart | undefined;
}

/** What all runs of an uploader share. */
export interface Shared {
  readonly client: CosClient;
  readonly pool: Pool;
  readonly gate: Gate;
  readonly journal: Journal;
  readonly hasher: Hasher;
  readonly locks: Locks;
  readonly visit: Visit;
  readonly retry: RetryPolicy;
  readonly stallTimeout: (bytes: number) => number;
  /** Tells the developer something once, in the console. */
  readonly hint: (message: string) => void;
  readonly permissions: Permissions;
  readonly contact: Contact;
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
  /** An earlier run of this page has sent some of it, or another tab was at it when it was added. */
  readonly begun: boolean;
  readonly owner: Owner;
  readonly activity: Activity;
  readonly signal: AbortSignal;
  readonly dispatch: (action: Action) => void;
}
