import {hereAndNow} from '../../environment.js';
import {allowed} from '../../store/allowed.js';
import {createIdbStore} from '../../store/idb-store.js';
import {createLocks} from '../../store/locks.js';
import type {ResumeStore} from '../../store/resume-store.js';
import {Journal} from '../journal/journal.js';
import {Visit} from '../journal/visit.js';
import type {UploaderOptions} from '../options/options.js';
import type {Basis} from '../run/run-context.js';

export const storeOf = ({store}: UploaderOptions): ResumeStore | undefined =>
  store ?? (allowed(() => indexedDB) && createIdbStore());

/** What an uploader works with from the start. `onForget`: later visits will not know what is written from now on. */
export function createBasis(options: UploaderOptions, onForget: () => void): Basis {
  const hints = new Set<string>();
  const hint = (message: string, kind = message): void => {
    if (hints.has(kind)) return;
    hints.add(kind);
    console.warn(`cos-uploader: ${message}`);
  };
  const {client, environment = hereAndNow, locks = createLocks()} = options;
  const store = options.resume === 'off' ? undefined : storeOf(options);
  return {
    client,
    environment,
    journal: new Journal(store, (cause) => {
      hint(`Uploads cannot be resumed after a reload, the browser's storage failed: ${String(cause)}`);
      onForget();
    }),
    locks,
    visit: new Visit(locks),
    hint,
    ports: options,
    shared: undefined,
  };
}
