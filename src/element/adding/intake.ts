import type {AddItem, UploadTask} from '../../index.js';
import {needsTypes} from './accept.js';
import type {FileTypes} from '../../file-types.js';
import {checkFile, isFile, takeAll} from '../../given-files.js';
import {candidateOf, collectDropped} from './collect.js';
import {type AddSource, CosFileRejectEvent, CosFilesAddEvent} from '../base/cos-events.js';
import type {Engines} from '../uploads/engines.js';
import type {FormValue} from '../base/form.js';
import type {Item} from '../base/stored-item.js';
import {isSingle} from '../base/attributes.js';
import type {CosUploaderFormControl} from '../base/form-associated.js';
import type {Language} from '../language/language.js';
import {presentOf} from './already-listed.js';
import {
  type Candidate,
  type FolderCount,
  type Limits,
  reasonOf,
  type Refusal,
  sift,
  sizeFor,
} from './restrictions.js';
import type {Entered, FolderWay} from './walk.js';
import type * as OnDemand from './on-demand.js';

/** How many files are judged, and told of by an event, together. */
const atOnce = 200;

/** Milliseconds in a row for which the page may be held up. */
const busyTime = 20;

type AddedFile = Exclude<AddItem, Blob>;

/** The reason to stop reading a folder: the form was reset. */
const reset = 'reset';

/** What `addFiles` takes. */
export type FileInput =
  File | FileSystemFileHandle | {file: File; path?: string | undefined; key?: string | undefined};

/** Tells screen readers what has come in. */
interface Teller {
  tellAdded(count: number, refused: readonly Refusal[]): void;
  tellRead(read: FolderCount): void;
}

export interface IntakeContext {
  readonly engines: Engines;
  readonly language: Language;
  readonly form: FormValue;
  /** Uploads that were canceled or removed a moment ago. One of them may hold the place of a new file, and `letGo` ends its way back. */
  leaving(): ReadonlyMap<Item, unknown>;
  letGo(): void;
  /** Attributes may have been set a moment ago, and what comes next needs them, so they are read at once. */
  readonly ready: () => void;
  /** Undefined when the attributes cannot work: then no file can come in. */
  limits(): Limits | undefined;
  /** For screen readers. */
  readonly tell: (say: (teller: Teller) => void) => void;
}

/** An upload whose file is being chosen again. */
export interface Choice {
  /** The upload that goes when another file has come in. */
  readonly replaced: UploadTask | undefined;
  /** Gives a file the place of the upload when it is the right one. */
  readonly fit: (candidate: Candidate) => Candidate;
}

/** The way in: makes tasks of the files that a drop, a paste, a picker or a program brings and that keep the limits. */
export class Intake {
  readonly #host: CosUploaderFormControl;
  readonly #context: IntakeContext;
  #walks = new AbortController();
  #types: FileTypes | undefined;
  /** Kept, because browsers answer each import in a task of its own, also of what they have. */
  #code: typeof OnDemand | undefined;
  /** Ends when the files that have been let in go on entering the list. */
  #entering: Promise<void> | undefined;
  /** What has been refused since the person last acted. */
  refusals: readonly Refusal[] = [];
  /** Files found so far in folders that are being read. */
  reading: number | undefined;
  /** What is shown while the page judges files. */
  judging: string | undefined;
  /** How many files the folders that were read last have given. */
  read: FolderCount | undefined;
  /** Scripts of this page are gone from its server, so what was begun came to nothing. */
  outdated = false;

  constructor(host: CosUploaderFormControl, context: IntakeContext) {
    this.#host = host;
    this.#context = context;
  }

  /** What reads, judges and names files; undefined when it cannot be loaded. */
  async onDemand(): Promise<typeof OnDemand | undefined> {
    return (this.#code ??= await import('./on-demand.js').catch(this.miss));
  }

  /** The same. Offline it waits, so that what was given is not lost. */
  async #needed(): Promise<typeof OnDemand | undefined> {
    const code = await this.onDemand();
    if (code || this.outdated) return code;
    await new Promise((resolve) => addEventListener('online', resolve, {once: true}));
    return this.#needed();
  }

  /** A script of this page could not be loaded. Offline, it may be there when the person acts again. */
  readonly miss = (): undefined => {
    if (this.outdated === navigator.onLine) return;
    this.outdated = navigator.onLine;
    this.#host.requestUpdate();
  };

  /** Files are about to come: what reads and judges them is loaded while the person looks for them. */
  expect(): void {
    void this.onDemand();
    if (this.#host.accept) void this.#loadTypes();
  }

  /** Takes what was dropped. Must be called inside the drop event. */
  async drop(data: DataTransfer): Promise<void> {
    const {files, folders} = collectDropped(data);
    this.#begin();
    await this.#enter(await Promise.all(files), 'drop');
    if (folders.length) await this.#read(({enterEntries}, way) => enterEntries(folders, way), 'drop');
  }

  /** Takes what a picker has given that gives handles: files or folders. */
  async pickHandles(handles: readonly FileSystemHandle[], choice?: Choice): Promise<void> {
    if (handles[0]?.kind !== 'directory') {
      await this.add(handles as FileSystemFileHandle[], 'pick', choice);
      return;
    }
    this.#begin();
    await this.#read(({enterHandles}, way) => enterHandles(handles, way), 'pick', choice);
  }

  /** Takes the files of a folder from the picker that gives no handles. */
  async pickFolderFiles(files: readonly File[], choice?: Choice): Promise<void> {
    this.#begin();
    await this.#read(({enterFolderFiles}, way) => enterFolderFiles(files, way), 'pick', choice);
  }

  paste(data: DataTransfer): Promise<void> {
    return this.record([...data.files], undefined, 'pasted');
  }

  /** Takes what a camera or a microphone has recorded, or what was pasted. */
  async record(files: readonly File[], choice?: Choice, pasted?: 'pasted'): Promise<void> {
    const {signal} = this.#walks;
    const code = await this.#needed();
    if (code && signal.reason !== reset)
      await this.add(code.stamp(files, pasted), pasted ? 'paste' : 'pick', choice);
  }

  async add(files: Iterable<FileInput>, source: AddSource = 'api', choice?: Choice): Promise<UploadTask[]> {
    this.#begin();
    const candidates: Candidate[] = [];
    const handles: FileSystemFileHandle[] = [];
    const slip = takeAll(files, (item) => {
      const {
        file = item,
        path,
        key,
        getFile,
      } = (isFile(item) ? {} : Object(item)) as Partial<AddedFile & FileSystemFileHandle>;
      if (getFile) handles.push(item as FileSystemFileHandle);
      else {
        checkFile(file);
        candidates.push({...candidateOf(file), ...(path && {path}), key});
      }
    });
    // Handles have to be opened first; files enter at once.
    const tasks = await this.#enter(candidates, source, choice);
    const opened = handles.length && (await (await this.#needed())?.openHandles(handles));
    if (opened) tasks.push(...(await this.#enter(opened, source, choice)));
    if (slip) throw slip;
    return tasks;
  }

  /** Stops reading folders. The files found so far stay. */
  stop(reason?: typeof reset): void {
    this.#walks.abort(reason);
    this.#walks = new AbortController();
  }

  /** Stops everything that is on its way in. */
  reset(): void {
    this.stop(reset);
    this.dismiss();
  }

  #begin(): void {
    this.#context.ready();
    this.dismiss();
  }

  dismiss(): void {
    this.refusals = [];
    this.read = undefined;
    this.outdated = false;
    this.#host.requestUpdate();
  }

  /** Shows the refusal of a file that the engine has not taken. */
  refuse({file, name}: UploadTask): void {
    const reason = this.#context.language.current.t('rejectDuplicateKey');
    if (file) this.#host.dispatchEvent(new CosFileRejectEvent(file as File, 'duplicate-key', reason));
    this.#tell(0, [{name, reason}]);
  }

  /** Tells how many files are coming in, and which were refused. */
  #tell(entering: number, refusals: readonly Refusal[]): void {
    this.refusals = [...this.refusals, ...refusals];
    this.#context.tell((teller) => teller.tellAdded(entering, refusals));
    this.#host.requestUpdate();
  }

  /** Lets in what folders give. The files found so far stay when it is stopped, unless the form was reset. */
  async #read(
    read: (code: typeof OnDemand, way: FolderWay) => Promise<Entered>,
    source: 'drop' | 'pick',
    choice?: Choice,
  ): Promise<void> {
    const {signal} = this.#walks;
    const isReset = (): boolean => signal.reason === reset;
    const code = await this.#needed();
    await code?.readFolders(
      (way) => read(code, way),
      {
        ignore: this.#host.ignore,
        signal,
        enter: async (group) => (isReset() ? 0 : (await this.#enter(group, source, choice)).length),
      },
      this,
      this.#host,
      (told) => this.#context.tell((teller) => teller.tellRead(told)),
      isReset,
    );
  }

  /** Lets files in for a few milliseconds at a time, so that ten thousand of them do not hold up the page. */
  async #enter(candidates: readonly Candidate[], source: AddSource, choice?: Choice): Promise<UploadTask[]> {
    const {signal} = this.#walks;
    const tasks: UploadTask[] = [];
    let slip: Error | undefined;
    let since = performance.now();
    const isLong = (): boolean => performance.now() - since >= busyTime;
    const breathe = async (): Promise<void> => {
      // Offline there may be no rest.
      await (await this.onDemand())?.breathe(performance.now() - since);
      since = performance.now();
      this.#entering = undefined;
    };
    const rest = (): Promise<void> => (this.#entering = breathe());
    for (let i = 0; i < candidates.length; i += atOnce) {
      const group = candidates.slice(i, i + atOnce);
      // Another choice that is on its way in comes first, also while the sizes of its files are asked for.
      while (this.#entering) await this.#entering;
      const limits = this.#context.limits();
      for (const {file} of group) if (limits && sizeFor(limits, file) >= 0 && isLong()) await rest();
      if (group.some(({file}) => needsTypes(file, this.#host.accept))) await this.#loadTypes();
      // Files that nobody judges enter at once.
      const refused = this.#host.validate
        ? await (await this.#needed())?.judge(group, this, this.#host, this.#context, this.#types, signal)
        : new Map<File, string>();
      // What another choice has let in counts for the limits, and stands before these in the list. It may have begun in the meantime.
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition, @typescript-eslint/await-thenable
      while (this.#entering) await this.#entering;
      if (signal.reason === reset || !refused) break;
      const {current} = this.#context.engines;
      const items = this.#letIn(group, source, choice, refused);
      for (const item of items) {
        // When its size is first read, the browser asks the disk and the page waits.
        if (item.file.size >= 0 && isLong()) await rest();
        if (signal.reason === reset) return tasks;
        slip = takeAll([item], (one) => tasks.push(...current!.addAll([one]))) ?? slip;
      }
    }
    if (slip) throw slip;
    return tasks;
  }

  /** Those that keep the limits and that the page lets in. What they replace goes. */
  #letIn(
    found: readonly Candidate[],
    source: AddSource,
    choice: Choice | undefined,
    refused: ReadonlyMap<File, string>,
  ): AddedFile[] {
    const {keyForm, isDisabled} = this.#host;
    const {engines, language, form} = this.#context;
    const limits = this.#context.limits();
    const candidates = choice ? found.map(choice.fit) : found;
    if (!limits || !engines.current || candidates.length === 0 || (isDisabled && source !== 'api')) return [];
    const single = isSingle(this.#host);
    const leaving = this.#context.leaving();
    const staying = engines.tasks.filter((task) => !leaving.has(task));
    const present = presentOf(staying, {
      count: single ? 0 : form.here.length,
      pathOf: ({path}) => (keyForm === 'as-is' ? path : path.normalize('NFC')),
      single,
      replaced: choice?.replaced,
    });
    const {accepted, restored, rejected} = sift(candidates, limits, present, this.#types, refused);
    const refusals = rejected.map(({file, code}) => {
      const reason = refused.get(file) ?? reasonOf(code, limits, language.current);
      this.#host.dispatchEvent(new CosFileRejectEvent(file, code, reason));
      return {name: file.name, reason};
    });
    const entering = [...this.#ask(accepted, source), ...this.#ask(restored, 'restore')];
    this.#tell(entering.length, refusals);
    if (entering.length === 0) return [];
    this.#context.letGo();
    for (const task of present.replacedBy(entering, engines.tasks)) engines.ownerOf(task)?.remove(task);
    return entering.map((candidate) => itemOf(candidate, source));
  }

  /** Loads the table of types. Offline, the types that the browser gives have to do. */
  async #loadTypes(): Promise<void> {
    this.#types ??= await import('../../file-types.js').then(
      ({fileTypes}) => fileTypes,
      () => undefined,
    );
  }

  /** Asks the page by an event, and answers the files that it lets in: candidates are entries with more to them. */
  #ask(candidates: readonly Candidate[], source: AddSource): readonly Candidate[] {
    const event = new CosFilesAddEvent(candidates, source);
    return candidates.length && this.#host.dispatchEvent(event) ? event.entries : [];
  }
}

/**
 * The next visit cannot get a file that a person has given without a handle, unless its content is kept. A program may give its file again.
 */
const itemOf = ({file, path, key, handle}: Candidate, source: AddSource): AddedFile => ({
  file,
  path,
  key,
  handle,
  ...(source !== 'api' && !handle && {persist: true}),
});
