import type {CosClient} from '../cos/client.js';
import type {DiagnoseLine, DiagnoseOptions} from '../cos/diagnose-types.js';
import {lazy, load} from '../cos/wire/load.js';
import {hereAndNow} from '../environment.js';
import {takeAll} from '../given-files.js';
import {ConfigurationError, UploadError} from '../errors.js';
import type {Entry} from './queue/entry.js';
import {UploaderEventTarget} from './tasks/events.js';
import {checkMD5, checkObjectOptions} from './options/file-options.js';
import {isNamedByFile, keyOf, prefixOf} from './options/object-key.js';
import {uploadFingerprint} from './tasks/fingerprint.js';
import {type AddItem, type AddOptions, describeFile} from './tasks/describe-file.js';
import {TaskList} from './queue/task-list.js';
import type {UploaderOptions} from './options/options.js';
import type {Orphan, OrphanQuery} from './run/orphans.js';
import {Runner} from './queue/runner.js';
import {mostWhole, resolveSettings, type Settings} from './options/settings.js';
import {isFinished, isRunning, type TaskState} from './tasks/state.js';
import {KeysInUse} from './queue/keys-in-use.js';
import {numbered, numberOf} from './tasks/numbered-name.js';
import {Restartable} from './queue/restartable.js';
import type {Tools} from './queue/tools.js';
import type {UploaderCore} from './queue/uploader-core.js';
import {type TaskInput, UploadTask} from './tasks/task.js';
import type {Totals} from './tasks/totals.js';
import type {Resumability, UploaderLike} from './uploader-like.js';

/** What became of some uploads. */
export interface UploadSummary {
  readonly done: readonly UploadTask[];
  readonly failed: readonly UploadTask[];
  readonly canceled: readonly UploadTask[];
}

/**
 * Uploads files, many at a time, and goes on after pauses, failures and reloads. Everything that happens to a task is one
 * `change` event. A method without a task means all that it applies to.
 */
export class Uploader extends UploaderEventTarget implements UploaderLike {
  readonly client: CosClient;
  readonly #list: TaskList;
  readonly #restartable = new Restartable();
  readonly #keys = new KeysInUse();
  readonly #runner: Runner;
  readonly #open: () => Promise<Tools>;
  /** A later visit may find what is written, as far as is known before the tools are there. */
  readonly #mayLast: boolean;
  /** Undefined until they are loaded. */
  #tools: Tools | undefined;
  #options: UploaderOptions;
  #settings: Settings;
  #order = 0;
  #closed = false;

  /** Throws a ConfigurationError for an option that cannot be. Sends and starts nothing. */
  constructor(options: UploaderOptions) {
    super();
    this.client = options.client;
    this.#options = options;
    this.#settings = this.#resolve(options);
    const {environment = hereAndNow} = options;
    this.#mayLast = options.resume !== 'off' && (options.store !== undefined || 'indexedDB' in globalThis);
    this.#list = new TaskList(this, environment, (task) => this.#idOf(task));
    const core: UploaderCore = {
      list: this.#list,
      keys: this.#keys,
      restartable: this.#restartable,
      options: () => this.#options,
      settings: () => this.#settings,
      isClosed: () => this.#closed,
      dispatch: (event) => this.dispatchEvent(event),
      apply: this.#apply,
      enter: this.#enter,
      queue: this.#queue,
      giveKey: this.#giveKey,
    };
    this.#open = lazy(async () => {
      const {createTools} = await import('./queue/tools.js');
      return (this.#tools = createTools(options, core));
    });
    this.#runner = new Runner({
      ...core,
      environment,
      open: this.#open,
      shared: () => this.#tools?.basis.shared,
    });
    // The tools are loaded ahead, so that the first file does not wait for them. A failure is met, and told, when they are needed.
    void this.#later(({tellSlips}) => tellSlips());
  }

  /** In the order of adding. */
  get tasks(): readonly UploadTask[] {
    return this.#list.tasks;
  }

  get totals(): Totals {
    return this.#list.totals;
  }

  /** `close()` was called. */
  get closed(): boolean {
    return this.#closed;
  }

  /** True while a later visit could go on: false once the browser's storage has failed, and under `resume: 'off'`. */
  get remembers(): boolean {
    return this.#options.resume !== 'off' && (this.#tools?.basis.journal.lasting ?? this.#mayLast);
  }

  /** Changes options for what starts from now on. Throws a ConfigurationError and changes nothing where one cannot be. */
  configure(
    options: Partial<Omit<UploaderOptions, 'client' | 'store' | 'hasher' | 'retry' | 'locks'>>,
  ): void {
    const before = this.#options;
    const next = {...before, ...options};
    const settings = this.#resolve(next);
    const sameScope = settings.scope.name === this.#settings.scope.name;
    this.#settings = settings;
    this.#options = next;
    void this.#later(({tellSlips}) => tellSlips());
    // Somebody else may have signed in.
    if (!sameScope || next.keyPrefix !== before.keyPrefix) this.client.forgetCredentials();
    if (!sameScope) this.#tools?.earlier.leave();
    if (!this.#manual) this.start();
    if (next.prepare !== before.prepare) this.#tools?.earlier.goOn();
    this.#runner.resize();
  }

  /**
   * A Blob without a name needs a `key`. The same file as an upload of an earlier visit, or as one that has failed, goes on with that one.
   * Throws a ConfigurationError, and adds nothing, for options that cannot be.
   */
  add(file: Blob, options: AddOptions = {}): UploadTask {
    const input = describeFile(file, options);
    if (options.objectOptions) {
      checkObjectOptions(options.objectOptions);
      checkMD5(options.objectOptions, input.size, mostWhole(this.#settings));
    }
    const known = this.#restartable.find(input);
    const {tickets} = this.client;
    const named = options.key === undefined && !tickets && isNamedByFile(this.#options);
    // Where the application names objects, or `prepare` may make something else of a file, the key is made when the file's turn comes, and
    // is '' until then.
    const later = tickets ?? this.#options.prepare;
    const makeKey = (): string | Promise<string> => options.key ?? (later ? '' : keyOf(this.#options, input));
    // A `key` function may answer something new each time: with one the file alone tells.
    const key = (!named || later) && known && options.key === undefined ? known.task.key : makeKey();
    const goesOn = (key: string | Promise<string>): boolean =>
      key === known?.task.key ||
      (named &&
        known !== undefined &&
        typeof key === 'string' &&
        numberOf(known.task.key, key) !== undefined);
    if (known && goesOn(key)) {
      // With the handle of the new choice or none: the old one may lead to where the file is no more.
      known.task.provide({...input, handle: input.handle});
      known.restored = false;
      this.#queue(known, this.#manual);
      return known.task;
    }
    const entry = this.#enter(
      input,
      (typeof key === 'string' && this.#freeKey(named, input, key)) || '',
      {status: 'queued', sent: 0},
      {named, makeKey},
    );
    if (key !== '') this.#giveKey(entry, key);
    else if (!tickets) this.#write(entry);
    if (!entry.held && entry.task.state.status === 'queued') this.#runner.enqueue(entry);
    return entry.task;
  }

  /** Keys come from relative paths: a folder keeps its shape. What cannot be added throws, after the others are added. */
  addAll(items: Iterable<AddItem>): UploadTask[] {
    const tasks: UploadTask[] = [];
    const slip = takeAll(items, (item) => {
      const {file} = Object(item) as {file?: Blob};
      tasks.push(file ? this.add(file, item as AddOptions) : this.add(item as File));
    });
    if (slip) throw slip;
    return tasks;
  }

  /** Starts what `manual` holds back. */
  start(): void {
    for (const entry of this.#list.select()) {
      if (!entry.held) continue;
      entry.held = false;
      if (entry.task.state.status === 'queued') this.#runner.enqueue(entry);
    }
  }

  pause(task?: UploadTask): void {
    for (const entry of this.#list.select(task)) {
      this.#apply(entry, {type: 'pause'});
      if (entry.task.state.status === 'paused') this.#runner.stop(entry);
    }
  }

  /** Goes on with what is paused or was found in the journal; a failed task only when it is named. */
  resume(task?: UploadTask): void {
    for (const entry of this.#list.select(task)) {
      const {state} = entry.task;
      if (state.status === 'suspended' && state.needs === 'permission')
        void this.#tools?.earlier.askForFile(entry);
      else if (state.status === 'suspended' && state.needs === 'file') continue;
      else if (task ?? (state.status === 'paused' || state.status === 'suspended')) this.#queue(entry);
    }
  }

  /** Tries failed uploads again, from where they were. */
  retry(task?: UploadTask): void {
    for (const entry of this.#list.select(task)) if (entry.task.state.status === 'failed') this.#queue(entry);
  }

  /** Stops, and removes the parts from the server, now or as soon as it can be reached. */
  cancel(task?: UploadTask): void {
    for (const entry of this.#list.select(task)) {
      if (!this.#apply(entry, {type: 'cancel'})) continue;
      this.#runner.stop(entry);
      entry.restored = false;
      const {ended} = entry;
      const id = this.#idOf(entry.task);
      entry.ended = this.#later(({records}) => records.discard(id, ended));
    }
  }

  holdCancel(task: UploadTask): () => void {
    const [entry] = this.#list.select(task);
    if (!entry || isFinished(task.state)) return () => undefined;
    const {held} = entry;
    const ran = isRunning(task.state);
    if (ran) this.pause(task);
    this.#mark(entry, true);
    return () => {
      this.#mark(entry, false);
      if (ran && task.state.status === 'paused') this.#queue(entry, held);
    };
  }

  /** Takes a task off the list; one that is not done is canceled first. */
  remove(task: UploadTask): void {
    this.cancel(task);
    this.#takeOff(task);
  }

  /** Takes everything finished off the list. */
  clear(): void {
    for (const task of this.tasks) if (isFinished(task.state)) this.remove(task);
  }

  /**
   * Finds unfinished uploads of earlier visits in this `scope` and adds them as `suspended`; those of another page of this browser when it
   * has gone. Under `resume: 'auto'` those that need nothing go on at once, or with `start()` under `manual`, unless the browser is to save
   * data. Under `resume: 'off'` they are removed.
   */
  async restore(): Promise<UploadTask[]> {
    return (await this.#open()).earlier.restore();
  }

  resumability(task: UploadTask): Resumability {
    const {state, input} = task;
    if (state.status === 'suspended') return state.needs;
    if (isFinished(state)) return 'nothing';
    if (!this.remembers) return 'lost';
    if (this.#tools?.records.keeper.knows(this.#idOf(task))) return input.handle ? 'permission' : 'nothing';
    return this.#list.select(task)[0]?.inParts ? 'file' : 'lost';
  }

  /** Resolves when all of `tasks` are done, failed or canceled. */
  async settled(tasks: readonly UploadTask[] = this.tasks): Promise<UploadSummary> {
    await Promise.allSettled(tasks.map((task) => task.settled()));
    const of = (status: TaskState['status']): UploadTask[] =>
      tasks.filter(({state}) => state.status === status);
    return {done: of('done'), failed: of('failed'), canceled: of('canceled')};
  }

  /** Tries everything an upload needs; each line says what is wrong and what to paste where. */
  async diagnose(options: DiagnoseOptions = {}): Promise<DiagnoseLine[]> {
    const {diagnose} = await load(() => import('./diagnose.js'));
    const {workerUrl} = this.#settings;
    return diagnose(this.client, {
      keyPrefix: prefixOf(this.#options),
      workerUrl,
      form: this.#settings.smallUpload === 'form',
      ...options,
    });
  }

  /** Unfinished uploads on the server under this key prefix that this browser does not know. */
  async listOrphans(query: OrphanQuery = {}): Promise<Orphan[]> {
    return (await this.#open()).findOrphans(query);
  }

  /** Removes them, and answers which. */
  async abortOrphans(query: OrphanQuery = {}): Promise<Orphan[]> {
    return (await this.#open()).abortOrphans(query);
  }

  /**
   * For when a person signs out: closes, takes everything off the list, and empties what is ours in this browser: what is known of
   * unfinished uploads, of all buckets and scopes, and keys in memory, those of other pages too. What the server has of them stays there,
   * for `abortOrphans` or a lifecycle rule of the bucket.
   */
  async forget(): Promise<void> {
    this.close();
    for (const entry of this.#list.select()) {
      this.#apply(entry, {type: 'cancel'});
      this.#takeOff(entry.task);
    }
    this.client.forgetCredentials();
    const {forget} = await this.#open();
    await forget();
  }

  /** Pauses everything. A `restore()` under way finds nothing any more. */
  close(): void {
    this.#closed = true;
    this.pause();
    void this.#later(({basis}) => basis.visit.close());
  }

  /** Calls `use` with the tools, in the order of the calls; at once when they are there, and never where they cannot be loaded. */
  async #later<T>(use: (tools: Tools) => T | Promise<T>): Promise<T | undefined> {
    const tools = this.#tools ?? (await this.#open().catch(() => undefined));
    return tools && use(tools);
  }

  get #manual(): boolean {
    return this.#options.manual === true;
  }

  #takeOff(task: UploadTask): void {
    this.#keys.release(task);
    this.#list.remove(task);
  }

  /** Lets later visits go on with a task, or not. They do for the sake of another task with the same file. */
  #mark(entry: Entry, unwanted: boolean): void {
    const id = this.#idOf(entry.task);
    if (unwanted && this.#list.unfinished(id) > 1) return;
    entry.ended = entry.ended.then(() =>
      this.#later(({records}) => records.keeper.setCanceled(id, unwanted)),
    );
  }

  /** Answers whether the task is now in the state that `action` leads to. */
  readonly #apply: UploaderCore['apply'] = (entry, action) => {
    const {task} = entry;
    if (!this.#list.apply(entry, action)) return false;
    this.#restartable.apply(entry, action);
    // What was canceled is begun anew, for another file may be given its key.
    if (action.type === 'cancel') task.provide({stored: undefined});
    // What has ended without an object holds its key no more.
    if ((action.type === 'cancel' || action.type === 'fail') && !task.input.stored) this.#keys.release(task);
    if (action.type === 'part' || action.type === 'cancel') entry.inParts = action.type === 'part';
    if (action.type === 'succeed') void this.#later(({records}) => records.keeper.done(this.#idOf(task)));
    return true;
  };

  readonly #enter: UploaderCore['enter'] = (input, key, state, making) => {
    const entry: Entry = {
      ...making,
      task: new UploadTask(this, input, key, state),
      order: this.#order++,
      asked: 0,
      restored: false,
      held: this.#manual,
      key: undefined,
      ticketed: false,
      controller: undefined,
      ended: Promise.resolve(),
    };
    this.#list.enter(entry);
    return entry;
  };

  readonly #queue: UploaderCore['queue'] = (entry, held = false) => {
    const {task} = entry;
    const {status} = task.state;
    const keyless =
      task.key === ''
        ? status === 'failed' || !entry.key
        : (status === 'failed' || status === 'canceled') && !this.#keys.isFree(task.key, task.input);
    this.#apply(entry, {type: 'resume'});
    if (task.state.status !== 'queued') return;
    if (!task.file && !task.input.stored) {
      this.#apply(entry, {type: 'suspend', needs: task.input.handle ? 'permission' : 'file'});
      return;
    }
    const key = keyless ? entry.makeKey() : '';
    if (key !== '') this.#giveKey(entry, key);
    else if (!keyless) this.#keys.hold(task);
    else {
      // It gets its key when its turn comes: from the application, or made of what is sent.
      this.#list.name(task, '');
      entry.ticketed = false;
    }
    if ((task.state as TaskState).status !== 'queued') return;
    entry.held = held;
    if (!held) this.#runner.enqueue(entry);
  };

  #resolve(options: UploaderOptions): Settings {
    if (this.client.tickets && options.key)
      throw new ConfigurationError(
        'key',
        'a function',
        'none with tickets: the application names the objects',
      );
    return resolveSettings(options, this.client.tickets !== undefined);
  }

  readonly #giveKey: UploaderCore['giveKey'] = (entry, key) => {
    if (typeof key === 'string') {
      entry.key = undefined;
      if (isFinished(entry.task.state)) return;
      const free = this.#freeKey(entry.named, entry.task.input, key);
      if (free === undefined) {
        this.#refuse(entry, key);
        return;
      }
      this.#list.name(entry.task, free);
      this.#keys.hold(entry.task);
      this.#write(entry);
    } else {
      entry.key = key.then((known) => this.#giveKey(entry, known));
      // The run fails with it when its turn comes; until then nobody listens.
      entry.key.catch(() => undefined);
    }
  };

  /** The key, with a number where another file has it already; undefined where it is what the page said, and so may have none. */
  #freeKey(named: boolean, file: TaskInput, key: string): string | undefined {
    if (this.#keys.isFree(key, file)) return key;
    if (!named) return undefined;
    for (let number = 2; ; number++) {
      const other = numbered(key, number);
      if (this.#keys.isFree(other, file)) return other;
    }
  }

  #refuse(entry: Entry, key: string): void {
    this.#runner.stop(entry);
    this.#list.name(entry.task, '');
    const error = new UploadError(
      `"${entry.task.path}" was not sent: another file of this list has the key "${key}". Each needs its own.`,
      {code: 'duplicate-key', key},
    );
    this.#apply(entry, {type: 'fail', error});
  }

  /** Writes down an upload that has come in or has got its key, as it is now. */
  #write(entry: Entry): void {
    const {key, input} = entry.task;
    const {scope} = this.#settings;
    void this.#later(({records}) => records.added(entry, {key, input}, scope));
  }

  #idOf({key, input}: UploadTask): string {
    return uploadFingerprint(this.client.origin, key, input);
  }
}
