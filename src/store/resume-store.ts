/** What the journal keeps of one upload. No secrets, and no object options but the file's own: they come from the page each time. */
export interface UploadRecord {
  /** Format of this record. */
  readonly version: 1;
  /** One object and one file: see `fingerprint`. */
  readonly id: string;
  /** Origin of the bucket's endpoint. */
  readonly origin: string;
  /** Whose it is: the `scope` of its uploader, by default the key prefix. Absent in records of earlier versions. */
  readonly scope?: string | undefined;
  readonly key: string;
  readonly name: string;
  readonly path: string;
  readonly size: number;
  readonly type: string;
  readonly lastModified: number;
  /** Hash of samples of the file; absent until it was needed. */
  readonly sample?: string;
  /** Absent until the multipart upload was begun. */
  readonly uploadId?: string;
  readonly layout: readonly {readonly from: number; readonly size: number}[];
  /**
   * Every part is on the server, and Complete is under way since then (epoch milliseconds): where its answer is lost, the object is
   * looked for.
   */
  readonly completing?: number;
  /** A multipart upload was asked for and its UploadId not heard yet: the server may have one without parts. */
  readonly initiating?: boolean;
  /** The visit whose page sends it, or will: no other page touches it while that one is open. */
  readonly owner?: string;
  /** The user gave it up; what is left is to tell the server. */
  readonly canceled?: boolean;
  /** With a handle the file needs not be chosen again. */
  readonly handle?: FileSystemFileHandle | undefined;
  /** A small Blob that exists nowhere else. */
  readonly blob?: Blob | undefined;
  /** Those of this file alone, without secrets. */
  readonly objectOptions?: Readonly<Record<string, unknown>>;
  /** Made by `uploadFile`: only the same call, made again, goes on with it. */
  readonly ownCall?: boolean | undefined;
  /** The result of an object that is stored and proven, and that the application has not taken over yet. */
  readonly stored?: Readonly<Record<string, unknown>> | undefined;
  /** Epoch milliseconds. */
  readonly created: number;
}

/** A part that the server has confirmed. */
export interface PartRecord {
  /** The upload it belongs to: what is left of an earlier one of the same file counts for nothing. */
  readonly uploadId: string;
  readonly partNumber: number;
  readonly size: number;
  /** With quotes, as COS sends it; empty where something on the way keeps it back. */
  readonly etag: string;
  /** Unsigned decimal text. */
  readonly crc64?: string;
  /** The server has compared its MD5. */
  readonly md5?: boolean;
}

/** Must not await, and may be called more than once. */
export type ChangeRecord = (known: UploadRecord | undefined, id: string) => UploadRecord | undefined;

/**
 * What outlives the page. Every method may reject (quota, private window): the engine then goes on without it.
 * Writing a part costs the same however many there are.
 */
export interface ResumeStore {
  /**
   * The uploads of one bucket, oldest first. Records that cannot be read, or have been forgotten, are dropped; so is, after a day,
   * the content (`blob`, `handle`) of those that are not ours, of whatever bucket.
   */
  list(origin: string, isOurs?: (record: UploadRecord) => boolean): Promise<UploadRecord[]>;
  get(id: string): Promise<{record: UploadRecord; parts: PartRecord[]} | undefined>;
  /**
   * Reads and writes in one step, so that nothing of another page comes between. `change` answers what is to be there; undefined
   * removes it, as `remove` does.
   */
  update(ids: readonly string[], change: ChangeRecord): Promise<void>;
  /** In the order of the calls. */
  put(...records: UploadRecord[]): Promise<void>;
  putPart(id: string, part: PartRecord): Promise<void>;
  /** With its parts. */
  remove(id: string): Promise<void>;
  /** Removes everything, of all buckets: somebody signs out. */
  clear?(): Promise<void>;
  /** Calls `listener`, which is held weakly, when what was written is gone: the page deleted it, or a person cleared the site's data. */
  onEmptied?(listener: () => void): void;
}

/** An upload that nobody went on with for so long is given up. */
export const maxAgeMs: number = 30 * 24 * 3600 * 1000;

/** Remembers nothing past the page: `resume: 'off'`, and places without IndexedDB. */
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
