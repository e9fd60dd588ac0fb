import type {ResumeStore} from './resume-store.js';

/** The journal in IndexedDB. A page shows its uploader before it needs the journal, so the code of the journal is loaded apart. */
export function createIdbStore(name = 'cos-uploader'): ResumeStore {
  let loaded: Promise<ResumeStore> | undefined;
  const load = (): Promise<ResumeStore> =>
    (loaded ??= import('./in-database.js').then(
      ({openIdbJournal}) => openIdbJournal(name),
      (error: unknown) => {
        loaded = undefined; // offline: the next call tries again
        throw error;
      },
    ));
  // The code is loaded ahead, so that no write waits for it.
  load().catch(() => undefined);
  // All calls wait for the same promise, so they keep their order.
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
