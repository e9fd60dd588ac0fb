import type {UploadTask} from '../tasks/task.js';

/** What the uploader keeps beside a task. */
export interface Entry {
  readonly task: UploadTask;
  /** Place in the list: earlier uploads get free slots first. */
  readonly order: number;
  /** When it was asked for last, by the clock of the environment. */
  asked: number;
  /** Found in the journal, and not added by the user since. */
  restored: boolean;
  /** Another tab was sending it already when it was added. */
  begun?: boolean;
  /** Its object is there and a callback has failed. Only sending the file again makes COS call again. */
  anew?: boolean;
  /** Parts of it are on the server. */
  inParts?: boolean;
  /** Waits for `start()`. */
  held: boolean;
  /** Asked when it is added, and again when it could not be had. Answers '' where the key is made when its turn comes. */
  readonly makeKey: () => string | Promise<string>;
  /** The key comes from the name of the file, and may be made different. */
  readonly named: boolean;
  /** The key as it was before it got a number. */
  base?: string;
  /** The key is still being asked for, or could not be had. */
  key: Promise<void> | undefined;
  /** The application has named its object, and what that is to be like, since this page was opened. */
  ticketed: boolean;
  /** The run under way. */
  controller: AbortController | undefined;
  /** Ends when the last run has let go of everything. */
  ended: Promise<void>;
}
