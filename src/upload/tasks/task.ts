import type {ObjectOptions} from '../../cos/operations/object-options.js';
import {nameOf, numberOf} from './numbered-name.js';
import type {TaskState, UploadResult} from './state.js';
import {type Resolvers, withResolvers} from './with-resolvers.js';

/** What a task asks of its uploader; the uploader decides. */
interface TaskOwner {
  pause(task: UploadTask): void;
  resume(task: UploadTask): void;
  cancel(task: UploadTask): void;
}

/** What is known of a file: its name, its relative path, its size in bytes, its type ('' when unknown). */
export interface FileFacts {
  readonly name: string;
  readonly path: string;
  readonly size: number;
  readonly type: string;
}

/** What `prepare` has made of a file, and what is sent in its place. The bytes are let go with the end of the upload. */
export interface Prepared extends FileFacts {
  readonly file: Blob | undefined;
}

/** What is to be uploaded. `path`: the relative path inside a dropped folder, or the name. */
export interface TaskInput {
  readonly file: Blob | undefined;
  readonly handle?: FileSystemFileHandle | undefined;
  readonly name: string;
  readonly path: string;
  readonly size: number;
  /** MIME type, '' when unknown. */
  readonly type: string;
  /** Epoch milliseconds; 0 for a Blob. */
  readonly lastModified: number;
  /** On no disk: the content itself is kept for the next visit. */
  readonly persist?: boolean;
  /** Made by `uploadFile`: only the same call, made again, goes on with it. */
  readonly ownCall?: boolean;
  readonly objectOptions?: ObjectOptions;
  readonly prepared?: Prepared | undefined;
  /** Stored and proven: what is left is to hand it over to the application. */
  readonly stored?: UploadResult | undefined;
}

let count = 0;

/** One upload, from a file to an object. Made by `Uploader.add`; its `state` says everything. */
export class UploadTask {
  /** Unique in this page. */
  readonly id: string = `upload-${(++count).toString()}`;
  readonly #owner: TaskOwner;
  #input: TaskInput;
  #key: string;
  #state: TaskState;
  #settled: Resolvers<UploadResult> | undefined;

  /** @internal */
  constructor(owner: TaskOwner, input: TaskInput, key: string, state: TaskState) {
    this.#owner = owner;
    this.#input = input;
    this.#key = key;
    this.#state = state;
  }

  /** The file that was added. Absent only while an upload of an earlier visit waits for its file (`suspended`). */
  get file(): Blob | undefined {
    return this.#input.file;
  }
  /** The object key; '' until an asynchronous `key` function has answered. */
  get key(): string {
    return this.#key;
  }
  /** Name, path, size, type and date of the file that was added. What is sent in its place may have others: see `prepare`. */
  get source(): FileFacts & {readonly lastModified: number} {
    return this.#input;
  }
  /** Of the file that is sent; with the number that its key has got where another file has the same name: `image (2).jpg`. */
  get name(): string {
    const {name} = this.#sent;
    const ofKey = nameOf(this.#key);
    const number = numberOf(ofKey.normalize(), name.normalize()) ?? 1;
    return number > 1 ? ofKey : name;
  }
  /** Relative path with `/`, inside the folder it came from; else the name. */
  get path(): string {
    return this.#sent.path;
  }
  get size(): number {
    return this.#sent.size;
  }
  get type(): string {
    return this.#sent.type;
  }
  /** Of the file, in epoch milliseconds; 0 for a Blob. */
  get lastModified(): number {
    return this.#input.lastModified;
  }
  get state(): TaskState {
    return this.#state;
  }
  /** @internal */
  get input(): TaskInput {
    return this.#input;
  }
  get #sent(): FileFacts {
    return this.#input.prepared ?? this.#input;
  }

  /** Stops sending; what the server has stays there. */
  pause(): void {
    this.#owner.pause(this);
  }
  /** Goes on after a pause, a failure or a reload. Asks for file permission where that is what is missing. */
  resume(): void {
    this.#owner.resume(this);
  }
  /** Stops and removes the parts from the server. */
  cancel(): void {
    this.#owner.cancel(this);
  }

  /**
   * Resolves when the object is in the store; rejects with the `UploadError` when the upload has failed, and with an
   * AbortError when it was canceled. A pause keeps it pending.
   */
  settled(): Promise<UploadResult> {
    if (!this.#settled) {
      this.#settled = withResolvers();
      // The state has the error: an application that does not ask for the promise must not get an unhandled rejection as well.
      this.#settled.promise.catch(() => undefined);
    }
    this.#settle();
    return this.#settled.promise;
  }

  /** @internal */
  update(state: TaskState): void {
    // A rejected promise cannot be used again: a retry gets a new one.
    if (this.#state.status === 'failed' || this.#state.status === 'canceled') this.#settled = undefined;
    this.#state = state;
    this.#settle();
  }

  /** @internal */
  provide(input: Partial<TaskInput>, key: string = this.#key): void {
    this.#input = {...this.#input, ...input};
    this.#key = key;
  }

  #settle(): void {
    const state = this.#state;
    if (!this.#settled) return;
    if (state.status === 'done') this.#settled.resolve(state.result);
    else if (state.status === 'failed') this.#settled.reject(state.error);
    else if (state.status === 'canceled') {
      this.#settled.reject(new DOMException(`The upload of ${this.#key} was canceled.`, 'AbortError'));
    }
  }
}
