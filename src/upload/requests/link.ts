import type {CosClient} from '../../cos/client.js';
import type {Environment} from '../../environment.js';
import type {RetryPolicy} from '../options/options.js';
import type {Outage} from './outage.js';
import type {Slots} from './slots.js';

/** How long `size` bytes took to send, and when that was, by the clock of the environment. */
export interface TimedPart {
  readonly size: number;
  readonly seconds: number;
  readonly at: number;
}

/** What is known of the way to COS. */
interface Contact {
  /** Whether COS has ever answered this page. */
  made: boolean;
  /** Seconds that the last request without a body took, its preflight included; 0 before the first. */
  latency: number;
  /** The part that was sent last. The remainder at the end of a file does not count. */
  part: TimedPart | undefined;
}

/** The way to COS, which all requests of an uploader share. */
export interface Link {
  readonly client: CosClient;
  readonly environment: Environment;
  readonly slots: Slots;
  /** Whether the store can be reached. */
  readonly store: Outage;
  /** Whether credentials can be had. */
  readonly keys: Outage;
  readonly retry: RetryPolicy;
  readonly stallTimeout: (bytes: number) => number;
  readonly contact: Contact;
  /** Tells the developer of the page what only they can mend. */
  readonly advise: (error: unknown) => void;
}
