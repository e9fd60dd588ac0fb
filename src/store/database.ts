import {promisifyRequest, type UseStore} from 'idb-keyval';

/** A database with one store. Each page has one connection to it, however many use it. */
export interface Database {
  /** The database is opened at its first use, so a page that never uploads has none. */
  readonly use: UseStore;
  /** Calls `listener` when what was written is gone. It is held weakly, so the caller has to keep a reference to it. */
  readonly onEmptied: (listener: () => void) => void;
}

const databases = new Map<string, Database>();

export function openDatabase(name: string, store: string): Database {
  const known = databases.get(name);
  if (known) return known;
  const made = connect(name, store);
  databases.set(name, made);
  return made;
}

function connect(name: string, storeName: string): Database {
  const listeners = new Set<WeakRef<() => void>>();
  let current: Promise<IDBDatabase> | undefined;
  let opened = false;

  const emptied = (): void => {
    opened = false;
    for (const listener of listeners) listener.deref()?.();
  };

  /** When the connection closes it is forgotten, and the next use opens another one. */
  const open = (): Promise<IDBDatabase> => {
    if (current) return current;
    const request = indexedDB.open(name);
    let isNew = false;
    request.onupgradeneeded = () => {
      isNew = true;
      request.result.createObjectStore(storeName);
    };
    const connection = promisifyRequest(request);
    current = connection;
    const end = (): void => {
      if (current === connection) current = undefined;
    };
    connection.then((db) => {
      // The browser has closed the database and deleted it, so this one is new.
      if (isNew && opened) emptied();
      opened = true;
      // A page that signs out may delete the database, and a newer version of this library may change it: both wait until this
      // connection closes.
      db.onversionchange = ({newVersion}) => {
        db.close();
        end();
        if (newVersion === null) emptied();
      };
      // Safari closes connections of pages in the background, and every browser does when a person clears the site's data. A look
      // at the content tells which it was.
      db.onclose = () => {
        end();
        use('readonly', () => Promise.resolve()).catch(() => undefined);
      };
    }, end);
    return connection;
  };

  const use: UseStore = async (mode, callback) => {
    const begin = async (): Promise<IDBObjectStore> => {
      const connection = open();
      const db = await connection;
      try {
        return db.transaction(storeName, mode).objectStore(storeName);
      } catch (error) {
        // Not every browser tells that a connection closes; then the failed use tells it.
        if (current === connection) current = undefined;
        throw error;
      }
    };
    const store = await begin().catch((error: unknown) => {
      if ((error as Partial<DOMException> | undefined)?.name !== 'InvalidStateError') throw error;
      return begin();
    });
    return callback(store);
  };

  return {
    use,
    onEmptied: (listener) => listeners.add(new WeakRef(listener)),
  };
}
