import type {AddItem, UploadTask} from '../index.js';
import {candidateOf, collectDropped, collectPasted} from './collect.js';
import {type AddSource, CosFileRejectEvent, CosFilesAddEvent} from './cos-events.js';
import type {Engines} from './engines.js';
import type {CosUploaderFormControl} from './form-associated.js';
import type {Language} from './language.js';
import {presentOf, replacedBy} from './present.js';
import {type Candidate, type Limits, reasonOf, sift} from './restrictions.js';
import type {Refusal} from './views/notices.js';
import type {TreeNode} from './walk.js';

/** Milliseconds in which the files found in a folder are gathered before they enter together. */
const gatherTime = 150;

/** Files that enter together. */
const atOnce = 500;

/** What `addFiles` takes. */
export type FileInput =
  File | FileSystemFileHandle | {file: File; path?: string | undefined; key?: string | undefined};

export interface IntakeContext {
  readonly engines: Engines;
  readonly language: Language;
  /** Undefined when the attributes make no sense: then nothing can come in. */
  limits(): Limits | undefined;
  /** For screen readers. */
  readonly tellAdded: (count: number, refused: readonly Refusal[]) => void;
}

/** The way in: from a drop, a paste, a picker or a program to tasks, past the limits. */
export class Intake {
  readonly #host: CosUploaderFormControl;
  readonly #context: IntakeContext;
  #walks = new AbortController();
  /** What was refused since the person last acted. */
  refusals: readonly Refusal[] = [];
  /** Files found so far in folders that are being read. */
  reading: number | undefined;
  /** A failed upload whose file is being chosen again: it goes when another one has come. */
  replace: UploadTask | undefined;

  constructor(host: CosUploaderFormControl, context: IntakeContext) {
    this.#host = host;
    this.#context = context;
  }

  /** Must be called inside the drop event. */
  async drop(data: DataTransfer): Promise<void> {
    const {files, folders} = collectDropped(data);
    this.#begin();
    if (files.length) await this.#enter(await Promise.all(files), 'drop');
    if (folders.length) await this.#readFolders(folders);
  }

  async paste(data: DataTransfer): Promise<void> {
    const candidates = collectPasted(data);
    this.#begin();
    await this.#enter(candidates, 'paste');
  }

  async pick(files: Iterable<FileInput>): Promise<void> {
    const {replace} = this;
    this.replace = undefined;
    await this.add(files, 'pick', replace);
  }

  async add(
    files: Iterable<FileInput>,
    source: AddSource = 'api',
    replaced?: UploadTask,
  ): Promise<UploadTask[]> {
    this.#begin();
    const candidates: Candidate[] = [];
    const handles: FileSystemFileHandle[] = [];
    for (const item of files) {
      if (item instanceof File) candidates.push(candidateOf(item));
      else if (!('file' in item)) handles.push(item);
      else candidates.push({...candidateOf(item.file), ...(item.path && {path: item.path}), key: item.key});
    }
    // Files enter at once; only handles have to be waited for.
    const tasks = await this.#enter(candidates, source, replaced);
    if (handles.length === 0) return tasks;
    const {openHandles} = await import('./walk.js');
    return [...tasks, ...(await this.#enter(await openHandles(handles), source, replaced))];
  }

  /** Stops reading folders; what was found stays. */
  stop(): void {
    this.#walks.abort();
    this.#walks = new AbortController();
  }

  dismiss(): void {
    this.refusals = [];
    this.#host.requestUpdate();
  }

  #begin(): void {
    this.refusals = [];
    this.#host.requestUpdate();
  }

  async #readFolders(folders: readonly (() => Promise<TreeNode>)[]): Promise<void> {
    const {walk} = await import('./walk.js');
    const {signal} = this.#walks;
    let gathered: Candidate[] = [];
    let since = performance.now();
    const flush = async (): Promise<void> => {
      const group = gathered;
      gathered = [];
      since = performance.now();
      await this.#enter(group, 'drop');
    };
    this.#count(0);
    try {
      for (const open of folders) {
        for await (const found of walk(await open(), signal)) {
          gathered.push(...found);
          this.#count(found.length);
          if (performance.now() - since > gatherTime) await flush();
        }
      }
      await flush();
    } finally {
      this.reading = undefined;
      this.#host.requestUpdate();
    }
  }

  #count(found: number): void {
    this.reading = (this.reading ?? 0) + found;
    this.#host.requestUpdate();
  }

  /** Group by group, so that ten thousand files do not hold up the page; the first one at once. */
  async #enter(
    candidates: readonly Candidate[],
    source: AddSource,
    replaced?: UploadTask,
  ): Promise<UploadTask[]> {
    const tasks = this.#enterGroup(candidates.slice(0, atOnce), source, replaced);
    for (let i = atOnce; i < candidates.length; i += atOnce) {
      await new Promise((resolve) => setTimeout(resolve));
      tasks.push(...this.#enterGroup(candidates.slice(i, i + atOnce), source));
    }
    return tasks;
  }

  #enterGroup(candidates: readonly Candidate[], source: AddSource, replaced?: UploadTask): UploadTask[] {
    const {multiple, directory, key, isDisabled} = this.#host;
    const {engines, language, tellAdded} = this.#context;
    const limits = this.#context.limits();
    const uploader = engines.current;
    if (!limits || !uploader || candidates.length === 0 || (isDisabled && source !== 'api')) return [];
    const single = !multiple && !directory;
    const staying = engines.tasks.filter((task) => task !== replaced);
    const present = presentOf(staying, key !== undefined, single);
    const {accepted, restored, rejected} = sift(candidates, limits, present);
    const refusals = rejected.map(({file, code}) => {
      const reason = reasonOf(code, limits, language.current);
      this.#host.dispatchEvent(new CosFileRejectEvent(file, code, reason));
      return {name: file.name, reason};
    });
    if (refusals.length) {
      this.refusals = [...this.refusals, ...refusals];
      this.#host.requestUpdate();
    }
    const entering = [...this.#ask(accepted, source), ...this.#ask(restored, 'restore')];
    tellAdded(entering.length, refusals);
    if (entering.length === 0) return [];
    for (const task of replacedBy(entering, engines.tasks, single, replaced))
      engines.ownerOf(task)?.remove(task);
    return uploader.addAll(entering.map(source === 'paste' ? pastedItemOf : itemOf));
  }

  /** Those that the page lets in. */
  #ask(candidates: readonly Candidate[], source: AddSource): readonly Candidate[] {
    if (candidates.length === 0) return [];
    const files = candidates.map(({file}) => file);
    return this.#host.dispatchEvent(new CosFilesAddEvent(files, source)) ? candidates : [];
  }
}

/** What was pasted is on no disk. */
const pastedItemOf = (candidate: Candidate): AddItem => ({...itemOf(candidate), persist: true});

const itemOf = ({file, path, key, handle}: Candidate) => ({file, path, key, handle});
