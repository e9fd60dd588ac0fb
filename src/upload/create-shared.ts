import {hereAndNow} from '../environment.js';
import {createHasher} from '../hash/hasher.js';
import type {Hasher} from '../hash/types.js';
import {createIdbStore} from '../store/idb-store.js';
import {createLocks} from '../store/locks.js';
import {createNews} from '../store/news.js';
import type {ResumeStore} from '../store/resume-store.js';
import {hostOf} from './requests/hosts.js';
import {Outage} from './requests/outage.js';
import {Journal} from './journal/journal.js';
import type {UploaderOptions} from './options/options.js';
import {Slots} from './requests/slots.js';
import {defaultStallTimeout, fullJitter} from './requests/retry.js';
import type {Shared} from './run/run-context.js';
import {Visit} from './journal/visit.js';

export const storeOf = ({store}: UploaderOptions): ResumeStore | undefined =>
  store ?? (typeof indexedDB === 'undefined' ? undefined : createIdbStore());

/** One for all uploaders of the page: more workers than processors would only take turns. */
let hasher: Hasher | undefined;

/** What all runs of an uploader share: its ports, or their defaults. `onForget`: later visits will not know what is written from now on. */
export function createShared(options: UploaderOptions, concurrency: number, onForget: () => void): Shared {
  const {environment = hereAndNow} = options;
  const host = hostOf(environment, options.client.origin);
  const hints = new Set<string>();
  const hint = (message: string): void => {
    if (hints.has(message)) return;
    hints.add(message);
    console.warn(`cos-uploader: ${message}`);
  };
  const locks = options.locks ?? createLocks();
  const store = options.resume === 'off' ? undefined : storeOf(options);
  return {
    client: options.client,
    environment,
    slots: new Slots(concurrency, host.slots),
    store: host.store,
    keys: new Outage(environment),
    journal: new Journal(store, (cause) => {
      hint(`Uploads cannot be resumed after a reload, the browser's storage failed: ${String(cause)}`);
      onForget();
    }),
    hasher: options.hasher ?? (hasher ??= createHasher()),
    locks,
    news: createNews(),
    visit: new Visit(locks),
    retry: options.retry ?? fullJitter,
    stallTimeout: options.stallTimeout ?? defaultStallTimeout,
    hint,
    permissions: {listUploads: true, listParts: true, headObject: true},
    questions: new Slots(concurrency),
    contact: {made: false, latency: 0, part: undefined},
  };
}
