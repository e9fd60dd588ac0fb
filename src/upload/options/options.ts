import type {CosClient} from '../../cos/client.js';
import type {ObjectOptions} from '../../cos/operations/object-options.js';
import type {UploadError} from '../../errors.js';
import type {Environment} from '../../environment.js';
import type {Hasher} from '../../hash/types.js';
import type {Locks} from '../../store/locks.js';
import type {ResumeStore} from '../../store/resume-store.js';
import type {UploadResult} from '../tasks/state.js';
import type {UploadTask} from '../tasks/task.js';

/** Bytes, or text with a binary unit: `8388608`, `"8MB"`. */
export type Size = number | string;
/** How many bodies at a time: a number, or as many as the line shows to be best. */
export type Concurrency = number | 'auto';
export type Checksum = 'crc64' | 'md5' | 'crc64 md5' | 'none';
export type Conflict = 'replace' | 'rename' | 'skip' | 'fail';
export type ResumeMode = 'auto' | 'ask' | 'off';

/**
 * Milliseconds to wait before try number `attempt` + 1 (`attempt` counts the tries that have failed, from 1), or undefined
 * to give up. How many tries there may be in all is the `retries` option, not the policy.
 */
export type RetryPolicy = (error: UploadError, attempt: number) => number | undefined;

/**
 * Answers what is sent in place of a file: a Blob, whose type and size count, a File, whose name counts too, or the file itself where it stays
 * as it is. `path` is the relative path of the file; `signal` aborts when the upload is paused or canceled; `onProgress` takes how much of the
 * work is done, from 0 to 1.
 */
export type Prepare = (
  file: File,
  context: {
    readonly path: string;
    readonly signal: AbortSignal;
    readonly onProgress: (share: number) => void;
  },
) => Blob | Promise<Blob>;

/** The signal aborts when the upload is paused or canceled. */
export type Commit = (result: UploadResult, task: UploadTask, signal: AbortSignal) => unknown;

export interface UploaderOptions {
  client: CosClient;
  /** Object key of a file; default: `keyPrefix` + relative path. */
  key?: ((file: Blob, path: string) => string | Promise<string>) | undefined;
  keyPrefix?: string | undefined;
  /** Unicode form of the path in a key: `nfc` (default), so that names of macOS equal those of other systems, or `as-is`. */
  keyForm?: 'nfc' | 'as-is' | undefined;
  /**
   * Object key as a text with `{path}` (relative path), `{dir}` (its folder, with the slash), `{name}`, `{stem}` and `{ext}` (name without
   * and with its ending alone, dot included), `{date}` (2026-11-29) and `{uuid}`: `users/42/{date}/{uuid}{ext}`. Wins over `keyPrefix`,
   * which is short for prefix`{path}`.
   */
  keyTemplate?: string | undefined;
  /**
   * What to do when an object has the key already: `replace` (default), `rename` (`name (2).ext`), `skip` (as `skipExisting`) or `fail` (as
   * `forbidOverwrite`). In any case two files of one list never get the same key: a key made of the file's name gets a number, and a task
   * with a key that was given twice fails with the code `duplicate-key`.
   */
  conflict?: Conflict | undefined;
  /**
   * Whose uploads the journal may show and go on with, e.g. the id of a user. Default `keyPrefix`. With neither, and a `key` function,
   * nothing tells whose an earlier upload is, so none is shown.
   */
  scope?: string | undefined;
  objectOptions?: ObjectOptions | ((file: Blob, path: string) => ObjectOptions) | undefined;
  /** `auto` (default) or a fixed size of at least 1 MB. */
  partSize?: Size | undefined;
  /**
   * Up to this size a file goes in one PUT Object. `auto` (default): 20 MB; where the line is slow, what it takes in some 8 s, but at least
   * 1 MB, the smallest part.
   */
  multipartThreshold?: Size | undefined;
  /**
   * Requests with a body in flight, over all files and parts; 1–32. `auto` (default) begins with 5 and follows the line: fewer where one or
   * two fill it, up to 6 where more bring more, 16 where the browser shares one connection among requests.
   */
  concurrency?: Concurrency | undefined;
  /**
   * How a file goes that is sent whole: by `put` (default), or as a `form` (POST Object), which needs no preflight: half the round trips of
   * small files. Needs `name/cos:PostObject`. Files whose options no form can carry go by PUT, and all do once COS has refused a form.
   */
  smallUpload?: 'put' | 'form' | undefined;
  /** Tries after the first, per request; default 5. */
  retries?: number | undefined;
  /**
   * Seconds for which all uploads together wait for a store or a credentials endpoint that is away, before they fail; 0–86400, default 900.
   * There are at least `retries` pauses.
   */
  giveUpAfter?: number | undefined;
  /** Default `crc64`. */
  checksum?: Checksum | undefined;
  /** What happens to unfinished uploads of earlier visits. Default `auto`. */
  resume?: ResumeMode | undefined;
  /** Asks with HEAD first. When the store has the same object already, the upload is done. */
  skipExisting?: boolean | undefined;
  /** bit/s for every request with a body. */
  trafficLimit?: number | undefined;
  /**
   * Turns each file into what is sent in its place, when its turn comes; two files at a time, while others are sent. The key is made of what it
   * answers. A retry and a later visit call it again and go on where the same bytes come of it; with other bytes they begin anew.
   */
  prepare?: Prepare | undefined;
  /**
   * Hands a stored and proven object over to the application; only then is the upload done. Its answer is `result.committed`. After a
   * failure or by the next visit it may be called again for the same object, so it has to be idempotent.
   */
  commit?: Commit | undefined;
  /** POST of the result as JSON instead; the JSON of the answer is `result.committed`. */
  commitUrl?: string | undefined;
  /** Do not start by itself: wait for `start()`. */
  manual?: boolean | undefined;
  /** A Blob that is on no disk is kept in the browser for the next visit, up to this size; default 10 MB, 0 = never. */
  persistBlobs?: Size | undefined;
  /** Where the page serves the package's `hash.worker.js`; default: where the bundler has put it, else its source from a `blob:` URL. */
  workerUrl?: string | undefined;
  store?: ResumeStore | undefined;
  hasher?: Hasher | undefined;
  retry?: RetryPolicy | undefined;
  locks?: Locks | undefined;
  /**
   * Milliseconds after which a request is cut and retried, when neither an answer comes nor its body moves on. `bytes`: those of its body,
   * times the number of bodies that share the line, doubled with each try. Default 30 s + 1 s per 10 kB.
   */
  stallTimeout?: ((bytes: number) => number) | undefined;
  /** @internal */
  environment?: Environment | undefined;
}
