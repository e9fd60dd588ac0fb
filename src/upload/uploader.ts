import type {CosClient} from '../cos/client.js';
import type {DiagnoseLine, DiagnoseOptions} from '../cos/diagnose-types.js';
import type {TakenTicket} from '../cos/tickets/tickets.js';
import {checkKey} from '../cos/wire/key.js';
import {lazy, load} from '../cos/wire/load.js';
import {hereAndNow} from '../environment.js';
import {ConfigurationError, UploadError} from '../errors.js';
import type {Entry} from './queue/entry.js';
import {UploaderEventTarget, UploaderForgetEvent, UploaderRestoreEvent} from './tasks/events.js';
import {checkMD5, checkObjectOptions} from './options/file-options.js';
import {isNamedByFile, keyOf, prefixOf} from './options/object-key.js';
import {uploadFingerprint} from './tasks/fingerprint.js';
import {type AddItem, type AddOptions, describeFile} from './tasks/describe-file.js';
import {TaskList} from './queue/task-list.js';
import type {UploaderOptions} from './options/options.js';
import type {Orphan, OrphanQuery} from './orphans.js';
import type {Restored} from './run/restore.js';
import {limits} from './parts/layout.js';
import {Runner} from './queue/runner.js';
import {mostWhole, resolveSettings, type Settings} from './options/settings.js';
import {type Action, isFinished, isRunning, type TaskState} from './tasks/state.js';
import {KeysInUse} from './queue/keys-in-use.js';
import {numbered, numberOf} from './tasks/numbered-name.js';
import {Restartable} from './queue/restartable.js';
import type {Tools} from './queue/tools.js';
import {fullJitter} from './requests/retry.js';
import {type TaskInput, type TaskOwner, UploadTask} from './tasks/task.js';
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
  readonly #owner: TaskOwner;
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
    this.#owner = {
      pause: (task) => this.pause(task),
      resume: (task) => this.resume(task),
      cancel: (task) => this.cancel(task),
    };
    const {environment = hereAndNow, retry = fullJitter} = options;
    this.#mayLast = options.resume !== 'off' && (options.store !== undefined || 'indexedDB' in globalThis);
    this.#list = new TaskList(this, environment, (task) => this.#idOf(task));
    this.#open = lazy(async () => {
      const {createTools} = await import('./queue/tools.js');
      return (this.#tools = createTools(options, () => this.dispatchEvent(new UploaderForgetEvent())));
    });
    this.#runner = new Runner({
      environment,
      retry,
      open: this.#open,
      options: () => this.#options,
      settings: () => this.#settings,
      shared: () => this.#tools?.basis.shared,
      apply: (entry, action) => this.#apply(entry, action),
      renumber: (entry) => this.#renumber(entry),
      prepare: ({task}, prepared) => this.#list.prepare(task, prepared),
      name: (entry, key) => this.#name(entry, key),
      take: (entry, ticket) => this.#take(entry, ticket),
    });
    // The tools are loaded ahead, so that the first file does not wait for them. A failure is met, and told, when they are needed.
    this.#tellSlips();
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
    this.#tellSlips();
    // Somebody else may have signed in.
    if (!sameScope || next.keyPrefix !== before.keyPrefix) this.client.forgetCredentials();
    if (!sameScope) this.#leaveEarlier();
    if (!this.#manual) this.start();
    if (next.prepare !== before.prepare) this.#goOn();
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
    else if (!tickets) this.#remember(entry);
    if (!entry.held && entry.task.state.status === 'queued') this.#runner.enqueue(entry);
    return entry.task;
  }

  /** Keys come from relative paths: a folder keeps its shape. */
  addAll(items: Iterable<AddItem>): UploadTask[] {
    return Array.from(items, (item) => (item instanceof Blob ? this.add(item) : this.add(item.file, item)));
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
      if (state.status === 'suspended' && state.needs === 'permission') void this.#askForFile(entry);
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
      entry.ended = this.#discard(this.#idOf(entry.task), entry.ended);
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
    if (this.#options.resume === 'off') {
      const {keeper} = await this.#open();
      await keeper.discardEarlier(this.#options, this.#settings);
      return [];
    }
    const {scope} = this.#settings;
    const {
      basis: {visit},
      keeper,
    } = await this.#open();
    const {found, elsewhere} = await keeper.restore(this.#settings);
    const others = this.#settings.scope.name !== scope.name;
    if (others) for (const {id} of found) visit.disown(id);
    if (others) return this.restore();
    if (this.#closed) {
      visit.close();
      return [];
    }
    for (const other of elsewhere) visit.follow(other, () => void this.restore());
    const here = new Set(this.tasks.map((task) => this.#idOf(task)));
    const entries = found.filter(({id}) => !here.has(id)).map((upload) => this.#enterRestored(upload));
    const tasks = entries.map(({task}) => task);
    if (tasks.length > 0) this.dispatchEvent(new UploaderRestoreEvent(tasks));
    this.#goOn();
    return tasks;
  }

  /** Lets uploads of earlier visits go on by themselves. What was to be prepared is not sent as it is: it waits until the page says how. */
  #goOn(): void {
    const connection = (globalThis.navigator as {connection?: {saveData?: boolean}} | undefined)?.connection;
    const {resume, prepare} = this.#options;
    if (resume === 'ask' || connection?.saveData === true) return;
    for (const entry of this.#list.select()) {
      const {state, key, input} = entry.task;
      if (!entry.restored || state.status !== 'suspended' || state.needs !== 'nothing') continue;
      if (prepare || input.stored || (key !== '' && !input.prepared)) this.#queue(entry, this.#manual);
    }
  }

  resumability(task: UploadTask): Resumability {
    const {state, input} = task;
    if (state.status === 'suspended') return state.needs;
    if (isFinished(state)) return 'nothing';
    if (!this.remembers) return 'lost';
    if (this.#tools?.keeper.knows(this.#idOf(task))) return input.handle ? 'permission' : 'nothing';
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
    const {keeper} = await this.#open();
    const {findOrphans} = await load(() => import('./orphans.js'));
    return findOrphans(this.client, prefixOf(this.#options), await keeper.uploadIds(), query);
  }

  /** Removes them, and answers which. */
  async abortOrphans(query: OrphanQuery = {}): Promise<Orphan[]> {
    const orphans = await this.listOrphans(query);
    const {abortOrphans} = await load(() => import('./orphans.js'));
    await abortOrphans(this.client, orphans, query.signal);
    return orphans;
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
    await forget(this.#options);
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

  #tellSlips(): void {
    void this.#later(({basis, slipOf}) => {
      const slip = slipOf(this.#options);
      if (slip) basis.hint(slip);
    });
  }

  get #manual(): boolean {
    return this.#options.manual === true;
  }

  /** What earlier visits of another scope have left is not to be seen any more; it stays for its own. */
  #leaveEarlier(): void {
    for (const entry of this.#list.select()) {
      if (!entry.restored || entry.task.state.status !== 'suspended') continue;
      this.#restartable.leave(entry);
      this.#takeOff(entry.task);
      this.#tools?.basis.visit.disown(this.#idOf(entry.task));
    }
  }

  #takeOff(task: UploadTask): void {
    this.#keys.release(task);
    this.#list.remove(task);
  }

  /** Removes what is known of an upload, when its last run has `ended`, unless it is another task's too. */
  #discard(id: string, ended: Promise<void>): Promise<void> {
    return this.#later(({keeper}) =>
      keeper.discard(id, ended, this.#settings, () => this.#list.unfinished(id) > 0),
    );
  }

  /** Lets later visits go on with a task, or not. They do for the sake of another task with the same file. */
  #mark(entry: Entry, unwanted: boolean): void {
    const id = this.#idOf(entry.task);
    if (unwanted && this.#list.unfinished(id) > 1) return;
    entry.ended = entry.ended.then(() => this.#later(({keeper}) => keeper.setCanceled(id, unwanted)));
  }

  /** Answers whether the task is now in the state that `action` leads to. */
  #apply(entry: Entry, action: Action): boolean {
    const {task} = entry;
    if (!this.#list.apply(entry, action)) return false;
    this.#restartable.apply(entry, action);
    // What was canceled is begun anew, for another file may be given its key.
    if (action.type === 'cancel') task.provide({stored: undefined});
    // What has ended without an object holds its key no more.
    if ((action.type === 'cancel' || action.type === 'fail') && !task.input.stored) this.#keys.release(task);
    if (action.type === 'part' || action.type === 'cancel') entry.inParts = action.type === 'part';
    if (action.type === 'succeed') void this.#later(({keeper}) => keeper.done(this.#idOf(task)));
    return true;
  }

  #enter(input: TaskInput, key: string, state: TaskState, making: Pick<Entry, 'named' | 'makeKey'>): Entry {
    const entry: Entry = {
      ...making,
      task: new UploadTask(this.#owner, input, key, state),
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
  }

  #enterRestored({input, key, needs, sent}: Restored): Entry {
    const making = {named: key === '' && isNamedByFile(this.#options), makeKey: () => key};
    const entry = this.#enter(input, key, {status: 'suspended', needs, sent}, making);
    entry.restored = true;
    this.#keys.hold(entry.task);
    this.#restartable.enter(entry);
    return entry;
  }

  #queue(entry: Entry, held = false): void {
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
  }

  /** What is written down of an upload without a key gives way to what is of the same with it. */
  #name(entry: Entry, key: string | Promise<string>): void {
    const id = this.#idOf(entry.task);
    entry.restored = false;
    this.#giveKey(entry, key);
    if (!this.#tools?.keeper.knows(id)) return;
    (entry.key ?? Promise.resolve()).then(
      () => this.#discard(id, Promise.resolve()),
      () => undefined,
    );
  }

  /** Throws a ConfigurationError. What a ticket says of the object stands above what the page says. */
  #take(entry: Entry, {key, objectOptions, stored}: TakenTicket): void {
    const {task} = entry;
    checkKey(key);
    checkObjectOptions(objectOptions);
    if (objectOptions) task.provide({objectOptions: {...task.input.objectOptions, ...objectOptions}});
    // What is there already is not overwritten, whoever has it.
    if (stored) this.#list.name(task, key);
    else if (key !== task.key) this.#giveKey(entry, key);
    entry.ticketed = task.key === key;
  }

  #resolve(options: UploaderOptions): Settings {
    if (this.client.tickets && options.key)
      throw new ConfigurationError(
        'key',
        'a function',
        'none with tickets: the application names the objects',
      );
    return resolveSettings(options, this.client.tickets !== undefined);
  }

  #giveKey(entry: Entry, key: string | Promise<string>): void {
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
      this.#lookForOthers(entry);
      this.#remember(entry);
    } else {
      entry.key = key.then((known) => this.#giveKey(entry, known));
      // The run fails with it when its turn comes; until then nobody listens.
      entry.key.catch(() => undefined);
    }
  }

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
      `"${entry.task.path}" was not sent: another file of this list has the key "${key}", and would be overwritten. Let the key function, ` +
        'the template or the ticket give each file a key of its own, for example with a UUID in it.',
      {code: 'duplicate-key', key},
    );
    this.#apply(entry, {type: 'fail', error});
  }

  /** `conflict: 'rename'`, and an object has the key: the next number is tried. */
  #renumber(entry: Entry): void {
    const {task} = entry;
    const id = this.#idOf(task);
    const base = (entry.base ??= task.key);
    this.#keys.release(task);
    this.#keys.take(task.key);
    let number = (numberOf(task.key, base) ?? 1) + 1;
    while (!this.#keys.isFree(numbered(base, number), task.input)) number++;
    this.#list.name(task, numbered(base, number));
    this.#keys.hold(task);
    entry.restored = false;
    void this.#discard(id, Promise.resolve());
    this.#remember(entry);
  }

  async #askForFile(entry: Entry): Promise<void> {
    // Loaded since it was restored: the click still counts.
    const {requestFile} = await this.#open();
    const file = await requestFile(entry.task.input);
    if (file) {
      entry.task.provide({file});
      this.#queue(entry);
    } else this.#apply(entry, {type: 'suspend', needs: 'file'});
  }

  /** Another tab may send it, and be done before its turn comes here. A small file is sent sooner than that is known. */
  #lookForOthers(entry: Entry): void {
    const {task} = entry;
    const {multipartThreshold: limit} = this.#settings;
    if (task.size <= (limit === 'auto' ? limits.minPartSize : limit)) return;
    void this.#later(async ({basis}) => {
      entry.begun = (await basis.journal.get(this.#idOf(task))) !== undefined;
    });
  }

  /** Uploads that have not begun are kept for the next visit where it can get at their bytes. */
  #remember({task}: Entry): void {
    const {input, key} = task;
    const {scope} = this.#settings;
    void this.#later(({keeper, recordFor}) => {
      const record = recordFor(this.#options, key, input, scope);
      if (record) keeper.remember(record, () => !isFinished(task.state));
    });
  }

  #idOf({key, input}: UploadTask): string {
    return uploadFingerprint(this.client.origin, key, input);
  }
}
