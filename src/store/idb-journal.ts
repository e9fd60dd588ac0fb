import {createStore, promisifyRequest, type UseStore} from 'idb-keyval';
import {maxAgeMs, type PartRecord, type ResumeStore, type UploadRecord} from './resume-store.js';

// Two kinds of keys in one store: ['upload', id] and ['part', id, partNumber]. In the order of IndexedDB an array sorts
// behind every text and number, so `[]` closes a range over all that begins with the same words.
const uploadKey = (id: string): IDBValidKey => ['upload', id];
const partKey = (id: string, partNumber: number): IDBValidKey => ['part', id, partNumber];
const allUploads = (): IDBKeyRange => IDBKeyRange.bound(['upload'], ['upload', []]);
const partsOf = (id: string): IDBKeyRange => IDBKeyRange.bound(['part', id], ['part', id, []]);

function forget(store: IDBObjectStore, id: string): void {
  store.delete(uploadKey(id));
  store.delete(partsOf(id));
}

/** The journal in IndexedDB. One small record a part: the ten-thousandth costs what the first did. */
export function openIdbJournal(name: string): ResumeStore {
  let opened: UseStore | undefined;
  // Opened at first use: a page that never uploads has no database.
  const use: UseStore = (mode, callback) => (opened ??= createStore(name, 'journal'))(mode, callback);

  const removeAll = (ids: readonly string[]): Promise<void> =>
    use('readwrite', (store) => {
      for (const id of ids) forget(store, id);
      return promisifyRequest(store.transaction);
    });

  return {
    async list(origin) {
      const values = await use('readonly', (store) =>
        Promise.all([
          promisifyRequest(store.getAllKeys(allUploads())),
          promisifyRequest(store.getAll(allUploads()) as IDBRequest<unknown[]>),
        ]),
      );
      const [keys, records] = values;
      const stale: string[] = [];
      const kept: UploadRecord[] = [];
      for (const [index, record] of records.entries()) {
        // What is too old here, its own page still has to remove from the server; of other buckets nobody may ever come.
        if (isUploadRecord(record) && record.origin === origin) kept.push(record);
        else if (isStale(record)) stale.push((keys[index] as [string, string])[1]);
      }
      if (stale.length > 0) await removeAll(stale);
      return kept.sort((a, b) => a.created - b.created);
    },

    async get(id) {
      const [record, parts] = await use('readonly', (store) =>
        Promise.all([
          promisifyRequest(store.get(uploadKey(id)) as IDBRequest<unknown>),
          promisifyRequest(store.getAll(partsOf(id)) as IDBRequest<unknown[]>),
        ]),
      );
      return isUploadRecord(record) ? {record, parts: parts.filter(isPartRecord)} : undefined;
    },

    update: (ids, change) =>
      use('readwrite', (store) => {
        for (const id of ids) {
          const known = store.get(uploadKey(id)) as IDBRequest<unknown>;
          known.onsuccess = () => {
            const before = isUploadRecord(known.result) ? known.result : undefined;
            const record = change(before, id);
            if (record === before) return;
            if (record) store.put(record, uploadKey(id));
            else forget(store, id);
          };
        }
        return promisifyRequest(store.transaction);
      }),

    put: (...records) =>
      use('readwrite', (store) => {
        for (const record of records) store.put(record, uploadKey(record.id));
        return promisifyRequest(store.transaction);
      }),

    putPart: (id, part) =>
      use('readwrite', (store) => {
        store.put(part, partKey(id, part.partNumber));
        return promisifyRequest(store.transaction);
      }),

    remove: (id) => removeAll([id]),
  };
}

/** Another version of this library, or a crash while writing, may have left anything. */
function isUploadRecord(value: unknown): value is UploadRecord {
  const record = value as Partial<UploadRecord> | undefined;
  return (
    record?.version === 1 &&
    typeof record.id === 'string' &&
    typeof record.origin === 'string' &&
    typeof record.key === 'string' &&
    typeof record.size === 'number' &&
    typeof record.created === 'number' &&
    Array.isArray(record.layout)
  );
}

/** A newer version of this library, in another tab or after a roll-back, has a right to its records. */
function isStale(value: unknown): boolean {
  const {version, created} = (value ?? {}) as Partial<Record<keyof UploadRecord, unknown>>;
  const known = typeof version === 'number' && typeof created === 'number';
  return !known || created < Date.now() - maxAgeMs;
}

function isPartRecord(value: unknown): value is PartRecord {
  const part = value as Partial<PartRecord> | undefined;
  return (
    typeof part?.uploadId === 'string' &&
    typeof part.partNumber === 'number' &&
    typeof part.size === 'number' &&
    typeof part.etag === 'string'
  );
}
