import type {Item} from '../base/stored-item.js';
import type {Choice} from '../adding/intake.js';
import type {Engines} from '../uploads/engines.js';
import type {Undo} from '../uploads/undo.js';
import type {Links} from './links.js';
import type {ListState} from './list-actions.js';
import type {StoredItems} from './stored-items.js';

/** What a list needs of the uploader whose files it shows. Several lists may share one. */
export interface ListPort {
  readonly engines: Engines;
  /** What stands in the list: what is stored, then the uploads. Another array after each change. */
  readonly items: readonly Item[];
  readonly stored: StoredItems;
  readonly links: Links;
  readonly undo: Undo;
  readonly state: ListState;
  readonly isDisabled: boolean;
  readonly isReadOnly: boolean;
  /** There is room for one file. */
  readonly isSingle: boolean;
  readonly openPicker: (options: {choice: Choice}) => void;
  /** Tells a screen reader. News replaces older news of its kind. */
  readonly say: (kind: string, text: string) => void;
  /** Tells a screen reader at once. */
  readonly warn: (text: string) => void;
  /** Asks for a new picture at the next frame. */
  readonly changed: () => void;
}
