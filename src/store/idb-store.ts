import type {ResumeStore} from './resume-store.js';

/** The journal in IndexedDB. How it is kept there is loaded apart: a page shows its uploader before it needs it. */
export function createIdbStore(name = 'cos-uploader'): ResumeStore {
  let loaded: Promise<ResumeStore> | undefined;
  const load = (): Promise<ResumeStore> =>
    (loaded ??= import('./idb-journal.js').then(
      ({openIdbJournal}) => openIdbJournal(name),
      (error: unknown) => {
        loaded = undefined; // offline: the next call tries again
        throw error;
      },
    ));
  // Fetched ahead, so that writing does not wait for it.
  load().catch(() => undefined);
  // In the order of the calls: all wait for the same promise.
  return {
    list: async (origin, isOurs) => (await load()).list(origin, isOurs),
    get: async (id) => (await load()).get(id),
    update: async (ids, change) => (await load()).update(ids, change),
    put: async (...records) => (await load()).put(...records),
    putPart: async (id, part) => (await load()).putPart(id, part),
    remove: async (id) => (await load()).remove(id),
    clear: async () => (await load()).clear?.(),
    onEmptied: (listener) =>
      void load().then(
        (store) => store.onEmptied?.(listener),
        () => undefined,
      ),
  };
}
