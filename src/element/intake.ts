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
export type FileInput = File | FileSystemFileHandle | {file: File; path?: string; key?: string};

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
  /** A failed upload whose file is being chosen again. */
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

  async pick(candidates: readonly Candidate[]): Promise<void> {
    this.#begin();
    const replaced = this.replace;
    this.replace = undefined;
    const [first] = candidates;
    if (replaced && first) this.#context.engines.ownerOf(replaced)?.remove(replaced);
    await this.#enter(candidates, replaced ? 'restore' : 'pick');
  }

  async add(files: Iterable<FileInput>): Promise<UploadTask[]> {
    this.#begin();
    const candidates = Array.from(files, (item) => {
      if (item instanceof File) return candidateOf(item);
      if (!('file' in item)) return item.getFile().then((file) => candidateOf(file, item));
      return {...candidateOf(item.file), ...(item.path && {path: item.path}), key: item.key};
    });
    // Files enter at once; only handles have to be waited for.
    const ready = candidates.filter((candidate) => !(candidate instanceof Promise)) as Candidate[];
    const tasks = await this.#enter(ready, 'api');
    const late = await Promise.all(candidates.filter((candidate) => candidate instanceof Promise));
    return late.length ? [...tasks, ...(await this.#enter(late, 'api'))] : tasks;
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
        for await (const {candidates, unreadable} of walk(await open(), signal)) {
          gathered.push(...candidates);
          const reason = this.#context.language.current.t('errorChanged');
          this.#refuse(unreadable.map((name) => ({name, reason})));
          this.#count(candidates.length);
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
  async #enter(candidates: readonly Candidate[], source: AddSource): Promise<UploadTask[]> {
    const tasks = this.#enterGroup(candidates.slice(0, atOnce), source);
    for (let i = atOnce; i < candidates.length; i += atOnce) {
      await new Promise((resolve) => setTimeout(resolve));
      tasks.push(...this.#enterGroup(candidates.slice(i, i + atOnce), source));
    }
    return tasks;
  }

  #enterGroup(candidates: readonly Candidate[], source: AddSource): UploadTask[] {
    const {multiple, directory, key, isDisabled} = this.#host;
    const {engines, language, tellAdded} = this.#context;
    const limits = this.#context.limits();
    const uploader = engines.current;
    if (!limits || !uploader || candidates.length === 0 || (isDisabled && source !== 'api')) return [];
    const single = !multiple && !directory;
    const present = presentOf(engines.tasks, key !== undefined, single);
    const {accepted, rejected} = sift(candidates, limits, present);
    const refusals = rejected.map(({file, code}) => {
      const reason = reasonOf(code, limits, language.current);
      this.#host.dispatchEvent(new CosFileRejectEvent(file, code, reason));
      return {name: file.name, reason};
    });
    this.#refuse(refusals);
    const files = accepted.map(({file}) => file);
    const welcome = files.length > 0 && this.#host.dispatchEvent(new CosFilesAddEvent(files, source));
    tellAdded(welcome ? files.length : 0, refusals);
    if (!welcome) return [];
    for (const task of replacedBy(accepted, engines.tasks, single)) engines.ownerOf(task)?.remove(task);
    return uploader.addAll(accepted.map(source === 'paste' ? pastedItemOf : itemOf));
  }

  #refuse(refusals: readonly Refusal[]): void {
    if (refusals.length === 0) return;
    this.refusals = [...this.refusals, ...refusals];
    this.#host.requestUpdate();
  }
}

/** What was pasted is on no disk. */
const pastedItemOf = (candidate: Candidate): AddItem => ({...itemOf(candidate), persist: true});

const itemOf = ({file, path, key, handle}: Candidate) => ({file, path, key, handle});
