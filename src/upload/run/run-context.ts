import type {ObjectOptions} from '../../cos/operations/object-options.js';
import type {Hasher} from '../../hash/types.js';
import type {News} from '../../store/news.js';
import type {Journal} from '../journal/journal.js';
import type {Visiting} from '../journal/open-visits.js';
import type {UploaderOptions} from '../options/options.js';
import type {Settings} from '../options/settings.js';
import type {Attempting} from '../requests/attempt.js';
import type {Link} from '../requests/link.js';
import type {Owner, Slots} from '../requests/slots.js';
import type {Action} from '../tasks/state.js';
import type {TaskInput} from '../tasks/task.js';

/** Which questions COS may still be asked. A question that it has refused is not asked again in this visit. */
export interface Permissions {
  postObject: boolean;
  listUploads: boolean;
  listParts: boolean;
  headObject: boolean;
}

/** What an uploader works with before anything is sent. */
interface Grounds extends Pick<Link, 'client' | 'environment'>, Visiting {
  readonly journal: Journal;
  /** Tells the developer something in the console, once for each `kind`; default: the message. */
  readonly hint: (message: string, kind?: string) => void;
}

/** The same with what the rest is made of when the first upload runs, or is discarded. */
export interface Basis extends Grounds {
  readonly ports: Pick<UploaderOptions, 'hasher' | 'retry' | 'stallTimeout'>;
  /** Made by `equip`. */
  shared: Shared | undefined;
}

/** What all runs of an uploader share. */
export interface Shared extends Grounds, Link {
  readonly hasher: Hasher;
  readonly news: News;
  readonly permissions: Permissions;
  /** Slots for questions to the application, as many as there are for bodies. */
  readonly questions: Slots;
  /** Slots for files that the page prepares. */
  readonly preparing: Slots;
}

/** One run of one upload, from queued to done. `signal` aborts it; from then on the run dispatches nothing. */
export interface Run extends Shared, Attempting {
  /** The id of its record in the journal: `uploadFingerprint`. */
  readonly id: string;
  /** What is sent. */
  readonly file: Blob;
  readonly input: TaskInput;
  /** The file that was added; the same, where the page does not prepare it. */
  readonly source: TaskInput;
  readonly objectOptions: ObjectOptions;
  readonly settings: Settings;
  /** The upload was found in the journal; nobody has added it on this page. */
  readonly restored: boolean;
  /** An earlier run of this page has sent some of it, or another tab was sending it when it was added. */
  readonly begun: boolean;
  readonly owner: Owner;
  readonly dispatch: (action: Action) => void;
}
