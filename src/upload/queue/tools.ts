import {tellSignOut} from '../../store/news.js';
import {recordFor} from '../journal/record-of.js';
import {slipOf} from '../options/key-slips.js';
import type {UploaderOptions} from '../options/options.js';
import {equip} from '../run/equip.js';
import {requestFile} from '../run/restore.js';
import type {Basis} from '../run/run-context.js';
import {takeTurn} from '../run/take-turn.js';
import {createBasis, storeOf} from './create-basis.js';
import {JournalKeeper} from './journal-keeper.js';

/** What sends, discards and remembers the uploads of one uploader. */
export interface Tools {
  readonly basis: Basis;
  readonly keeper: JournalKeeper;
  readonly equip: typeof equip;
  readonly takeTurn: typeof takeTurn;
  readonly recordFor: typeof recordFor;
  readonly requestFile: typeof requestFile;
  readonly slipOf: typeof slipOf;
  /** Empties what is ours in this browser. */
  readonly forget: (options: UploaderOptions) => Promise<void>;
}

/** A page shows its uploader before that does anything, so this is loaded when an uploader is made, in one go. */
export function createTools(options: UploaderOptions, onForget: () => void): Tools {
  const basis = createBasis(options, onForget);
  return {
    basis,
    keeper: new JournalKeeper(basis),
    equip,
    takeTurn,
    recordFor,
    requestFile,
    slipOf,
    forget: async (options) => {
      tellSignOut();
      await basis.journal.clear();
      if (options.resume === 'off') await storeOf(options)?.clear?.();
    },
  };
}
