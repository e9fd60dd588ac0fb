/**
 * What the journal keeps of one upload. It has no secrets. The page gives its object options each time, so only those of the file itself
 * are kept.
 */
export interface UploadRecord {
  /** Format of this record. */
  readonly version: 1;
  /** Stands for one object and one file: see `fingerprint`. */
  readonly id: string;
  /** Origin of the bucket's endpoint. */
  readonly origin: string;
  /** Whose upload it is: the `scope` of its uploader, by default the key prefix. Absent in records of earlier versions. */
  readonly scope?: string | undefined;
  /** '' until the upload begins, where the key is made of what `prepare` answers. */
  readonly key: string;
  readonly name: string;
  readonly path: string;
  readonly size: number;
  readonly type: string;
  readonly lastModified: number;
  /** What `prepare` has made of the file: facts of what is sent in its place, and what `sample` and the parts are of. */
  readonly prepared?:
    {readonly name: string; readonly path: string; readonly size: number; readonly type: string} | undefined;
  /** Hash of samples of what is sent; absent until it is needed. */
  readonly sample?: string;
  /** Absent until the multipart upload has begun. */
  readonly uploadId?: string;
  readonly layout: readonly {readonly from: number; readonly size: number}[];
  /**
   * Epoch milliseconds. Every part is on the server, and Complete is under way since then. When its answer is lost, the next visit looks
   * for the object.
   */
  readonly completing?: number;
  /** Initiate was sent and its UploadId has not arrived yet. The server may have an upload without parts. */
  readonly initiating?: boolean;
  /** The visit whose page sends it or is going to. While that page is open, no other page touches the upload. */
  readonly owner?: string;
  /** A person has canceled it, but the server does not know yet. */
  readonly canceled?: boolean;
  /** With a handle the person need not choose the file again. */
  readonly handle?: FileSystemFileHandle | undefined;
  /** A small Blob that exists nowhere else. */
  readonly blob?: Blob | undefined;
  /** The options of this file alone, without secrets. */
  readonly objectOptions?: Readonly<Record<string, unknown>>;
  /** `uploadFile` has made it. Only the same call goes on with it. */
  readonly ownCall?: boolean | undefined;
  /** The result, when the object is stored and proven but the application has not taken it over yet. */
  readonly stored?: Readonly<Record<string, unknown>> | undefined;
  /** Epoch milliseconds. */
  readonly created: number;
}

/** A part that the server has confirmed. */
export interface PartRecord {
  /** The upload that the part belongs to. Parts of an earlier upload of the same file do not count. */
  readonly uploadId: string;
  readonly partNumber: number;
  readonly size: number;
  /** With quotes, as COS sends it; empty when something on the way keeps it back. */
  readonly etag: string;
  /** Unsigned decimal text. */
  readonly crc64?: string;
  /** The server has compared the MD5 of the part. */
  readonly md5?: boolean;
}

/** Answers what is to be written. Must not await, and may be called more than once. */
export type ChangeRecord = (known: UploadRecord | undefined, id: string) => UploadRecord | undefined;

/**
 * Keeps uploads after the page has gone. Every method may reject (quota, private window); the engine then goes on without it. To write a
 * part costs the same however many there are.
 */
export interface ResumeStore {
  /**
   * The uploads of one bucket, oldest first. Records that cannot be read are dropped, and so are records of other buckets that are too old.
   * After a day the content (`blob`, `handle`) of records that are not ours is dropped too, in any bucket.
   */
  list(origin: string, isOurs?: (record: UploadRecord) => boolean): Promise<UploadRecord[]>;
  get(id: string): Promise<{record: UploadRecord; parts: PartRecord[]} | undefined>;
  /**
   * Reads and writes in one step, so that no write of another page comes between. `change` answers the new record; undefined removes it, as
   * `remove` does.
   */
  update(ids: readonly string[], change: ChangeRecord): Promise<void>;
  /** Writes in the order of the calls. */
  put(...records: UploadRecord[]): Promise<void>;
  putPart(id: string, part: PartRecord): Promise<void>;
  /** With its parts. */
  remove(id: string): Promise<void>;
  /** Removes everything, of all buckets. Called when a person signs out. */
  clear?(): Promise<void>;
  /** Calls `listener` when the page has deleted what was written or a person has cleared the site's data. The listener is held weakly. */
  onEmptied?(listener: () => void): void;
}

/** An upload that nobody goes on with for so long is given up. */
export const maxAgeMs: number = 30 * 24 * 3600 * 1000;

/** A store that ends with the page: for `resume: 'off'`, and for places without IndexedDB. */
export function createMemoryStore(): ResumeStore {
  const uploads = new Map<string, UploadRecord>();
  const parts = new Map<string, Map<number, PartRecord>>();
  const removeUpload = (id: string): void => {
    uploads.delete(id);
    parts.delete(id);
  };
  return {
    list: (origin) => Promise.resolve([...uploads.values()].filter((record) => record.origin === origin)),
    get(id) {
      const record = uploads.get(id);
      return Promise.resolve(record && {record, parts: [...(parts.get(id)?.values() ?? [])]});
    },
    update(ids, change) {
      for (const id of ids) {
        const record = change(uploads.get(id), id);
        if (record) uploads.set(id, record);
        else removeUpload(id);
      }
      return Promise.resolve();
    },
    put(...records) {
      for (const record of records) uploads.set(record.id, record);
      return Promise.resolve();
    },
    putPart(id, part) {
      const known = parts.get(id) ?? new Map<number, PartRecord>();
      parts.set(id, known.set(part.partNumber, part));
      return Promise.resolve();
    },
    remove(id) {
      removeUpload(id);
      return Promise.resolve();
    },
    clear() {
      uploads.clear();
      parts.clear();
      return Promise.resolve();
    },
  };
}
