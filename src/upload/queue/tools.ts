import {tellSignOut} from '../../store/news.js';
import {slipOf} from '../options/key-slips.js';
import {prefixOf} from '../options/object-key.js';
import type {UploaderOptions} from '../options/options.js';
import {equip} from '../run/equip.js';
import {abortOrphans, findOrphans, type Orphan, type OrphanQuery} from '../run/orphans.js';
import type {Basis} from '../run/run-context.js';
import {takeTurn} from '../run/take-turn.js';
import {UploaderForgetEvent} from '../tasks/events.js';
import {Meter} from '../tasks/meter.js';
import type {Action, UploadResult} from '../tasks/state.js';
import {createBasis, storeOf} from './create-basis.js';
import {Earlier} from './earlier.js';
import type {Entry} from './entry.js';
import {JournalKeeper} from './journal-keeper.js';
import {TaskRecords} from './task-records.js';
import {createTurnHost} from './turn-host.js';
import type {UploaderCore} from './uploader-core.js';

/** What sends, discards and remembers the uploads of one uploader. */
export interface Tools {
  readonly basis: Basis;
  readonly records: TaskRecords;
  readonly earlier: Earlier;
  /** One upload whose turn it is. Rejects with an UploadError, CanceledElsewhere or the signal's reason. */
  readonly run: (
    entry: Entry,
    dispatch: (action: Action) => void,
    signal: AbortSignal,
  ) => Promise<UploadResult>;
  /** Warns of a prefix that is likely a slip. */
  readonly tellSlips: () => void;
  readonly findOrphans: (query: OrphanQuery) => Promise<Orphan[]>;
  readonly abortOrphans: (query: OrphanQuery) => Promise<Orphan[]>;
  /** Empties what is ours in this browser. */
  readonly forget: () => Promise<void>;
}

/**
 * A page shows its uploader before that does anything, so this is loaded when an uploader is made, in one go. `first`: the options that it
 * was made with.
 */
export function createTools(first: UploaderOptions, core: UploaderCore): Tools {
  const {options, settings, dispatch} = core;
  const {client} = first;
  const basis = createBasis(first, () => dispatch(new UploaderForgetEvent()));
  const keeper = new JournalKeeper(basis);
  const records = new TaskRecords(core, basis, keeper);
  const host = createTurnHost(core, records);
  core.list.meter = new Meter();
  const find = async (query: OrphanQuery): Promise<Orphan[]> =>
    findOrphans(client, prefixOf(options()), await keeper.uploadIds(), query);
  return {
    basis,
    records,
    earlier: new Earlier(core, records, basis.visit),
    run: (entry, told, signal) => takeTurn(equip(basis, settings()), entry, host, told, signal),
    tellSlips() {
      const slip = slipOf(options());
      if (slip) basis.hint(slip);
    },
    findOrphans: find,
    async abortOrphans(query) {
      const orphans = await find(query);
      await abortOrphans(client, orphans, query.signal);
      return orphans;
    },
    async forget() {
      tellSignOut();
      await basis.journal.clear();
      if (options().resume === 'off') await storeOf(options())?.clear?.();
    },
  };
}
