import {adviceOn} from '../../cos/advice.js';
import {createHasher} from '../../hash/hasher.js';
import type {Hasher} from '../../hash/types.js';
import {createNews, heedSignOuts} from '../../store/news.js';
import type {Settings} from '../options/settings.js';
import {hostOf} from '../requests/hosts.js';
import {Outage} from '../requests/outage.js';
import {defaultStallTimeout, fullJitter} from '../requests/retry.js';
import {Slots} from '../requests/slots.js';
import type {Basis, Shared} from './run-context.js';

/** One for all uploaders of the page: more workers than processors would only take turns. */
const hashers = new Map<string | undefined, Hasher>();

function hasherOf(workerUrl: string | undefined): Hasher {
  const hasher = hashers.get(workerUrl) ?? createHasher({workerUrl});
  hashers.set(workerUrl, hasher);
  return hasher;
}

/** What all runs of an uploader share, made when the first one begins: its ports, or their defaults. */
export function equip(
  basis: Basis,
  {concurrency, workerUrl}: Pick<Settings, 'concurrency' | 'workerUrl'>,
): Shared {
  const {client, environment, journal, locks, visit, hint, ports} = basis;
  const contact = {made: false, latency: 0, part: undefined};
  const host = hostOf(environment, client.origin);
  heedSignOuts(client);
  return (basis.shared ??= {
    client,
    environment,
    journal,
    locks,
    visit,
    hint,
    slots: new Slots(concurrency, host.slots),
    store: host.store,
    keys: new Outage(environment),
    hasher: ports.hasher ?? hasherOf(workerUrl),
    news: createNews(),
    retry: ports.retry ?? fullJitter,
    stallTimeout: ports.stallTimeout ?? defaultStallTimeout,
    permissions: {postObject: true, listUploads: true, listParts: true, headObject: true},
    questions: new Slots(concurrency),
    // Pictures are decoded meanwhile: each may take 200 MB.
    preparing: new Slots(2),
    contact,
    advise: (error) => {
      const advice = adviceOn(error, client, contact.made);
      if (advice) hint(advice.text, advice.kind);
    },
  });
}
