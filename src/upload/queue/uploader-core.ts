import type {Settings} from '../options/settings.js';
import type {UploaderOptions} from '../options/options.js';
import type {Action, TaskState} from '../tasks/state.js';
import type {TaskInput} from '../tasks/task.js';
import type {Entry} from './entry.js';
import type {KeysInUse} from './keys-in-use.js';
import type {Restartable} from './restartable.js';
import type {TaskList} from './task-list.js';

/** What the parts of an uploader know of it, and may do with it. */
export interface UploaderCore {
  readonly list: TaskList;
  readonly keys: KeysInUse;
  readonly restartable: Restartable;
  readonly options: () => UploaderOptions;
  readonly settings: () => Settings;
  readonly isClosed: () => boolean;
  readonly dispatch: (event: Event) => void;
  /** Answers whether the task is now in the state that `action` leads to. */
  readonly apply: (entry: Entry, action: Action) => boolean;
  /** Makes an entry of the list. */
  readonly enter: (
    input: TaskInput,
    key: string,
    state: TaskState,
    making: Pick<Entry, 'named' | 'makeKey'>,
  ) => Entry;
  /** Lets an upload run when its turn comes, or, `held`, after `start()`. */
  readonly queue: (entry: Entry, held?: boolean) => void;
  /** Gives an upload its key, with a number in it where a file of the list has that already. */
  readonly giveKey: (entry: Entry, key: string | Promise<string>) => void;
}
