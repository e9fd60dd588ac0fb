import {promisifyRequest} from 'idb-keyval';
import {openDatabase} from './database.js';
import {isOfOtherVersion, isPartRecord, readRecord, withBlob} from './read-record.js';
import {maxAgeMs, type ResumeStore, type UploadRecord} from './resume-store.js';

// Two kinds of keys in one store: ['upload', id] and ['part', id, partNumber]. In the order of IndexedDB an array sorts
// behind every text and number, so `[]` closes a range over all that begins with the same words.
const uploadKey = (id: string): IDBValidKey => ['upload', id];
const partKey = (id: string, partNumber: number): IDBValidKey => ['part', id, partNumber];
const uploadsAfter = (key: IDBValidKey): IDBKeyRange => IDBKeyRange.bound(key, ['upload', []], true);
const partsOf = (id: string): IDBKeyRange => IDBKeyRange.bound(['part', id], ['part', id, []]);

function removeUpload(store: IDBObjectStore, id: string): void {
  store.delete(uploadKey(id));
  store.delete(partsOf(id));
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // Safari may have ended it already, and still tells of answers that were under way.
  }
}

/** Records that are read in one go. Thirty thousand would stop the page. */
const atOnce = 200;

/** Milliseconds after which the content of other people's files is dropped, because another person may use this computer by then. */
const foreignContentMs = 24 * 3600 * 1000;

type Written = readonly [key: IDBValidKey, value: unknown];

/** The journal in IndexedDB. Each part has a small record of its own, so the ten-thousandth costs as much as the first. */
export function createIdbStore(name = 'cos-uploader'): ResumeStore {
  const {use, onEmptied} = openDatabase(name, 'journal');

  /** All records of uploads, a few at a time. */
  async function* uploads(): AsyncGenerator<readonly Written[]> {
    for (let after: IDBValidKey | undefined = ['upload']; after;) {
      const range = uploadsAfter(after);
      const [keys, values] = await use('readonly', (store) =>
        Promise.all([
          promisifyRequest(store.getAllKeys(range, atOnce)),
          // When the bytes of one Blob are gone from the disk, the whole request fails.
          promisifyRequest(store.getAll(range, atOnce)).catch(() => undefined) as Promise<
            unknown[] | undefined
          >,
        ]),
      );
      yield await Promise.all(
        keys.map(async (key, index): Promise<Written> => [
          key,
          values ? values[index] : await readAlone(key),
        ]),
      );
      after = keys.length < atOnce ? undefined : keys.at(-1);
    }
  }

  const readAlone = (key: IDBValidKey): Promise<unknown> =>
    use('readonly', (store) => promisifyRequest(store.get(key))).catch(() => undefined);

  /**
   * Writes records of `all` together. In private windows Safari refuses Blobs: there one by one, with their bytes in place of them, which
   * are then in memory.
   */
  async function writeRecords<T>(
    all: readonly T[],
    write: (store: IDBObjectStore, some: readonly T[], put: (record: UploadRecord) => void) => void,
  ): Promise<void> {
    const writeSome = async (some: readonly T[], bytes?: ArrayBuffer): Promise<void> => {
      const refused: Blob[] = [];
      try {
        await use('readwrite', (store) => {
          write(store, some, (record) => {
            if (record.blob) refused.push(record.blob);
            try {
              store.put(record.blob && bytes ? {...record, blob: bytes} : record, uploadKey(record.id));
            } catch {
              abort(store.transaction); // What is thrown in a handler of an event would be an error of the page.
            }
          });
          return promisifyRequest(store.transaction);
        });
      } catch (error) {
        const [blob] = refused;
        if (!blob || bytes) throw error;
        if (some.length > 1) for (const one of some) await writeSome([one]);
        else await writeSome(some, await blob.arrayBuffer());
      }
    };
    await writeSome(all);
  }

  return {
    onEmptied,

    async list(origin, isOurs = () => true) {
      const now = Date.now();
      /** Answers what stays of a record: all of it, some of it, or nothing. */
      const keep = ([key, value]: Written): unknown => {
        const id = (key as [string, string])[1];
        const record = readRecord(value, id);
        if (!record) return isOfOtherVersion(value, maxAgeMs) ? value : undefined;
        // Records of this bucket stay, however old: the page still has to remove their uploads from the server. For those of other
        // buckets no page may ever come, so they go.
        if (record.origin !== origin && record.created < now - maxAgeMs) return undefined;
        if (isOurs(record) || record.created > now - foreignContentMs) return record;
        const {blob, handle, ...rest} = record;
        return blob || handle ? rest : record;
      };
      const kept: UploadRecord[] = [];
      const changed: IDBValidKey[] = [];
      for await (const group of uploads())
        for (const written of group) {
          const [key, value] = written;
          const after = keep(written);
          if (after !== value || after === undefined) changed.push(key);
          const record = readRecord(after, (key as [string, string])[1]);
          if (record?.origin === origin) kept.push(withBlob(record));
        }
      if (changed.length > 0)
        await use('readwrite', (store) => {
          for (const key of changed) {
            // Another page may have written the record meanwhile, so it is read again.
            const found = store.get(key);
            const change = (value: unknown): void => {
              const after = keep([key, value]);
              if (after !== undefined) {
                if (after !== value) store.put(after, key);
                return;
              }
              store.delete(key);
              const [, id] = key as [string, string];
              if (typeof id === 'string') store.delete(partsOf(id));
            };
            found.onsuccess = () => change(found.result);
            found.onerror = (event) => {
              event.preventDefault();
              change(undefined);
            };
          }
          return promisifyRequest(store.transaction);
        });
      return kept.sort((a, b) => a.created - b.created);
    },

    async get(id) {
      const [found, parts] = await use('readonly', (store) =>
        Promise.all([
          promisifyRequest(store.get(uploadKey(id)) as IDBRequest<unknown>),
          promisifyRequest(store.getAll(partsOf(id)) as IDBRequest<unknown[]>),
        ]),
      );
      const record = readRecord(found, id);
      return record && {record: withBlob(record), parts: parts.filter(isPartRecord)};
    },

    update: (ids, change) =>
      writeRecords(ids, (store, some, put) => {
        for (const id of some) {
          const known = store.get(uploadKey(id)) as IDBRequest<unknown>;
          known.onsuccess = () => {
            const found = readRecord(known.result, id);
            const before = found && withBlob(found);
            const record = change(before, id);
            if (record === before) return;
            if (record) put(record);
            else removeUpload(store, id);
          };
        }
      }),

    put: (...records) =>
      writeRecords(records, (_, some, put) => {
        for (const record of some) put(record);
      }),

    putPart: (id, part) =>
      use('readwrite', (store) => {
        store.put(part, partKey(id, part.partNumber));
        return promisifyRequest(store.transaction);
      }),

    remove: (id) =>
      use('readwrite', (store) => {
        removeUpload(store, id);
        return promisifyRequest(store.transaction);
      }),

    clear: () =>
      use('readwrite', (store) => {
        store.clear();
        return promisifyRequest(store.transaction);
      }),
  };
}
