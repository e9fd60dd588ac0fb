import {
  type AddItem,
  isFinished,
  isRunning,
  type Action,
  type DiagnoseLine,
  type Resumability,
  TaskAddEvent,
  TaskChangeEvent,
  TaskRemoveEvent,
  type TaskState,
  type Totals,
  UploaderIdleEvent,
  UploaderRestoreEvent,
  type UploadError,
  type UploaderLike,
  type UploadResult,
} from '../../src/index.js';
import {reduce, transitions} from '../../src/upload/tasks/state.js';
import {UploadTask} from '../../src/upload/tasks/task.js';
import {type Sums, tally} from '../../src/upload/tasks/totals.js';

export interface FakeFile {
  name: string;
  size: number;
  type?: string;
  path?: string;
  key?: string | undefined;
  lastModified?: number;
  /** Its bytes, where they matter (thumbnails). */
  file?: File;
}

/** An uploader that sends nothing: a test or a picture puts each task into the state it wants. */
export class FakeUploader extends EventTarget implements UploaderLike {
  readonly calls: [method: string, ...UploadTask[]][] = [];
  /** What `resumability` answers. */
  resumable: Resumability = 'file';
  /** What the next `restore` finds. */
  found: [file: FakeFile, state: TaskState][] = [];
  pace: Pick<Totals, 'bytesPerSecond' | 'secondsLeft'> = {};
  readonly #sums: Sums = {files: 0, done: 0, failed: 0, bytes: 0, sent: 0, due: 0};
  #tasks: UploadTask[] = [];

  get tasks(): readonly UploadTask[] {
    return this.#tasks;
  }
  get totals(): Totals {
    const {due: _due, ...sums} = this.#sums;
    return {...sums, ...this.pace};
  }

  put(file: FakeFile, state: TaskState = {status: 'queued', sent: 0}): UploadTask {
    const {name, size, type = '', path = name, key = `k/${path}`} = file;
    const content = file.file ?? new File([], name, {type});
    const {lastModified = content.lastModified} = file;
    const input = {file: content, name, path, size, type, lastModified};
    const task = new UploadTask(this, input, key, state);
    tally(this.#sums, size, state, 1);
    this.#tasks = [...this.#tasks, task];
    this.dispatchEvent(new TaskAddEvent(task));
    return task;
  }
  add(file: File, options: {path?: string | undefined; key?: string | undefined} = {}): UploadTask {
    return this.put({
      name: file.name,
      size: file.size,
      type: file.type,
      path: options.path ?? file.name,
      key: options.key,
      file,
    });
  }
  addAll(items: Iterable<AddItem>): UploadTask[] {
    return Array.from(items, (item) =>
      item instanceof File
        ? this.add(item)
        : this.add(item.file as File, item as {path?: string; key?: string}),
    );
  }

  /** Lets something happen to a task, by the rules of the real machine. */
  apply(task: UploadTask, action: Action): void {
    const previous = task.state;
    if (transitions[previous.status][action.type] === undefined) return;
    const state = reduce(previous, action);
    tally(this.#sums, task.size, previous, -1);
    tally(this.#sums, task.size, state, 1);
    task.update(state);
    this.dispatchEvent(new TaskChangeEvent(task, action, previous));
    if (isRunning(previous) && !this.#tasks.some((other) => isRunning(other.state))) {
      this.dispatchEvent(new UploaderIdleEvent(this.totals));
    }
  }
  /** Sends a part of a task, as a fraction. */
  advance(task: UploadTask, ratio: number, pace: {bytesPerSecond?: number; secondsLeft?: number} = {}): void {
    if (task.state.status === 'queued') this.apply(task, {type: 'prepare'});
    if (task.state.status === 'preparing') this.apply(task, {type: 'upload', sent: 0});
    const sent = Math.round(task.size * ratio);
    this.apply(task, {
      type: 'progress',
      sent,
      inFlight: Math.min(task.size - sent, 5e6),
      bytesPerSecond: 1e6,
      ...pace,
    });
  }
  succeed(task: UploadTask, result: Partial<UploadResult> = {}): void {
    if (task.state.status === 'queued') this.apply(task, {type: 'prepare'});
    this.apply(task, {
      type: 'succeed',
      result: {
        key: task.key,
        etag: '"e"',
        location: `https://bucket.example/${task.key}`,
        crc64: '1',
        size: task.size,
        parts: 1,
        resumedBytes: 0,
        skipped: false,
        proof: 'crc64',
        requestId: 'r',
        ...result,
      },
    });
  }
  fail(task: UploadTask, error: UploadError): void {
    this.apply(task, {type: 'fail', error});
  }

  pause(task?: UploadTask): void {
    this.#each('pause', task, (each) => this.apply(each, {type: 'pause'}));
  }
  resume(task?: UploadTask): void {
    this.#each('resume', task, (each) => {
      if (task ?? each.state.status === 'paused') this.apply(each, {type: 'resume'});
    });
  }
  retry(task?: UploadTask): void {
    this.#each('retry', task, (each) => {
      if (each.state.status === 'failed') this.apply(each, {type: 'resume'});
    });
  }
  cancel(task?: UploadTask): void {
    this.#each('cancel', task, (each) => this.apply(each, {type: 'cancel'}));
  }
  start(): void {
    this.calls.push(['start']);
  }
  remove(task: UploadTask): void {
    this.cancel(task);
    if (!this.#tasks.includes(task)) return;
    this.#tasks = this.#tasks.filter((other) => other !== task);
    tally(this.#sums, task.size, task.state, -1);
    this.dispatchEvent(new TaskRemoveEvent(task));
  }
  clear(): void {
    for (const task of this.#tasks) if (isFinished(task.state)) this.remove(task);
  }
  restore(): Promise<UploadTask[]> {
    const tasks = this.found.splice(0).map(([file, state]) => this.put(file, state));
    if (tasks.length) this.dispatchEvent(new UploaderRestoreEvent(tasks));
    return Promise.resolve(tasks);
  }
  holdCancel(task: UploadTask): () => void {
    this.calls.push(['holdCancel', task]);
    const ran = isRunning(task.state);
    this.apply(task, {type: 'pause'});
    return () => {
      this.calls.push(['undo', task]);
      if (ran) this.apply(task, {type: 'resume'});
    };
  }
  diagnose(): Promise<DiagnoseLine[]> {
    return Promise.resolve([]);
  }
  forget(): Promise<void> {
    this.calls.push(['forget']);
    for (const task of this.#tasks) this.remove(task);
    return Promise.resolve();
  }
  resumability(): Resumability {
    return this.resumable;
  }
  close(): void {
    this.calls.push(['close']);
  }

  #each(method: string, task: UploadTask | undefined, act: (task: UploadTask) => void): void {
    this.calls.push(task ? [method, task] : [method]);
    for (const each of task ? [task] : this.#tasks) act(each);
  }
}
