import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {
  ConfigurationError,
  createCosClient,
  credentialsFromUrl,
  type CosClient,
  type Resumability,
  type Status,
  type Totals,
  Uploader,
  type UploaderLike,
  type UploadTask,
} from '../../index.js';
import {clientProperties, type CosUploaderAttributes, uploaderOptions} from '../base/attributes.js';
import {bridge} from './bridge.js';
import {runningStatuses} from './running.js';

interface Binding {
  readonly uploader: UploaderLike;
  /** Of the bucket it sends to, where it is an own one. */
  readonly origin: string | undefined;
  readonly counts: Map<Status, number>;
  readonly connection: AbortController;
}

/**
 * The uploaders behind an element: the one made from its attributes, or one that was given to it. When the bucket
 * changes, files under way go on where they were going, and what comes next goes to the new one.
 */
export class Engines implements ReactiveController {
  readonly #host: ReactiveControllerHost & CosUploaderAttributes;
  readonly #isMuted: (task: UploadTask) => boolean;
  readonly #changed: () => void;
  readonly #bindings: Binding[] = [];
  #shared: UploaderLike | undefined;
  #current: Uploader | undefined;
  #clientId = '';
  /** The own uploader has not yet looked for uploads of earlier visits. */
  #unrestored = false;
  #tasks: {of: readonly (readonly UploadTask[])[]; all: readonly UploadTask[]} = {of: [], all: []};

  constructor(
    host: ReactiveControllerHost & CosUploaderAttributes,
    isMuted: (task: UploadTask) => boolean,
    changed: () => void,
  ) {
    this.#host = host;
    this.#isMuted = isMuted;
    this.#changed = changed;
    host.addController(this);
  }

  hostConnected(): void {
    if (this.#shared) this.#bind(this.#shared);
  }

  /** An engine of our own works on while the element is somewhere else; one of others must not hold on to it. */
  hostDisconnected(): void {
    if (this.#shared) this.#unbind(this.#shared);
  }

  /** The one that new files go to. */
  get current(): UploaderLike | undefined {
    return this.#shared ?? this.#current;
  }

  /** Uses an uploader made elsewhere; undefined: its own again. */
  share(uploader: UploaderLike | undefined): void {
    if (uploader === this.#shared) return;
    if (this.#shared) this.#unbind(this.#shared);
    this.#shared = uploader;
    if (uploader && this.#host.isConnected) this.#bind(uploader);
  }

  /** Makes or changes the own uploader as the attributes say; a ConfigurationError where they cannot be. */
  configure(): void {
    if (this.#shared) return;
    const host = this.#host;
    const options = uploaderOptions(host);
    const id = JSON.stringify([...clientProperties.map((name) => host[name]), host.authorize !== undefined]);
    if (this.#current && id === this.#clientId) this.#current.configure(options);
    else {
      const uploader = new Uploader({...options, client: this.#createClient()});
      if (this.#current?.tasks.length === 0) this.#drop(this.#current);
      this.#current = uploader;
      this.#clientId = id;
      // One that stays has the earlier uploads to the same place.
      this.#unrestored = !this.#bindings.some(({origin}) => origin === uploader.client.origin);
    }
    this.#bind(this.#current, this.#current.client.origin);
  }

  /** Looks for uploads of earlier visits, once. Those of a shared engine are found by whoever made it, for all who share it. */
  restoreOnce(): void {
    if (this.#shared || !this.#unrestored) return;
    this.#unrestored = false;
    this.#current?.restore().catch(() => {
      this.#unrestored = true;
      addEventListener('online', () => this.restoreOnce(), {once: true});
    });
  }

  /** A ConfigurationError unless there is exactly one way to be authorized. */
  checkCredentials(): void {
    if (this.#shared) return;
    const {credentials, credentialsUrl, authorize} = this.#host;
    if ([credentials, credentialsUrl, authorize].filter((way) => way !== undefined).length !== 1) {
      throw new ConfigurationError(
        'credentials-url',
        credentialsUrl,
        'exactly one of credentials-url, and the properties credentials and authorize',
      );
    }
  }

  get tasks(): readonly UploadTask[] {
    const of = this.#bindings.map(({uploader}) => uploader.tasks);
    if (of.length !== this.#tasks.of.length || of.some((tasks, i) => tasks !== this.#tasks.of[i])) {
      this.#tasks = {of, all: of.length === 1 ? (of[0] ?? []) : of.flat()};
    }
    return this.#tasks.all;
  }

  get totals(): Totals {
    return this.#bindings.map(({uploader}) => uploader.totals).reduce(add, nothing);
  }

  /** How many tasks are in one of these states. */
  count(...statuses: readonly Status[]): number {
    let sum = 0;
    for (const {counts} of this.#bindings) for (const status of statuses) sum += counts.get(status) ?? 0;
    return sum;
  }

  /** Manual mode, and nothing has been started yet. */
  get isHeld(): boolean {
    const queued = this.count('queued');
    return this.#host.manual && queued > 0 && queued === this.count(...runningStatuses);
  }

  /** What is asked of all tasks, or of one, is asked of each uploader: it knows its own. */
  forEach(ask: (uploader: UploaderLike) => void): void {
    for (const {uploader} of [...this.#bindings]) ask(uploader);
  }

  ownerOf(task: UploadTask): UploaderLike | undefined {
    const [first, ...others] = this.#bindings;
    if (others.length === 0) return first?.uploader;
    return this.#bindings.find(({uploader}) => uploader.tasks.includes(task))?.uploader;
  }

  resumability(task: UploadTask): Resumability {
    return this.ownerOf(task)?.resumability(task) ?? 'nothing';
  }

  #createClient(): CosClient {
    const host = this.#host;
    const {bucket = '', region = '', endpoint, accelerate, transport, credentialsUrl, authorize} = host;
    const place = {bucket, region, endpoint, accelerate, transport};
    // Asked for each time, so that another URL or function is used from the next keys on.
    if (authorize) {
      return createCosClient({
        ...place,
        authorize: (request, signal) => (host.authorize ?? authorize)(request, signal),
      });
    }
    return createCosClient({
      ...place,
      credentials: (scope, signal) =>
        (host.credentials ?? credentialsFromUrl(host.credentialsUrl ?? credentialsUrl ?? ''))(scope, signal),
    });
  }

  #bind(uploader: UploaderLike, origin?: string): void {
    if (this.#bindings.some((binding) => binding.uploader === uploader)) return;
    const counts = new Map<Status, number>();
    const count = (status: Status, by: 1 | -1): unknown => counts.set(status, (counts.get(status) ?? 0) + by);
    for (const {state} of uploader.tasks) count(state.status, 1);
    const connection = new AbortController();
    const {signal} = connection;
    uploader.addEventListener(
      'add',
      ({task}) => {
        count(task.state.status, 1);
        this.#changed();
      },
      {signal},
    );
    uploader.addEventListener(
      'change',
      ({task, previous}) => {
        count(previous.status, -1);
        count(task.state.status, 1);
        this.#changed();
      },
      {signal},
    );
    uploader.addEventListener(
      'remove',
      ({task}) => {
        count(task.state.status, -1);
        this.#changed();
        const wanted = uploader === this.#shared || uploader === this.#current;
        if (!wanted && uploader.tasks.length === 0) this.#drop(uploader);
      },
      {signal},
    );
    uploader.addEventListener('forget', this.#changed, {signal});
    bridge(uploader, this.#host, this, this.#isMuted, signal);
    this.#bindings.push({uploader, origin, counts, connection});
    this.#changed();
  }

  #unbind(uploader: UploaderLike): void {
    const index = this.#bindings.findIndex((binding) => binding.uploader === uploader);
    const [binding] = index < 0 ? [] : this.#bindings.splice(index, 1);
    binding?.connection.abort();
    this.#changed();
  }

  #drop(uploader: UploaderLike): void {
    this.#unbind(uploader);
    uploader.close();
  }
}

const nothing: Totals = {files: 0, done: 0, failed: 0, bytes: 0, sent: 0, bytesPerSecond: 0};

function add(a: Totals, b: Totals): Totals {
  const secondsLeft = Math.max(a.secondsLeft ?? 0, b.secondsLeft ?? 0);
  return {
    files: a.files + b.files,
    done: a.done + b.done,
    failed: a.failed + b.failed,
    bytes: a.bytes + b.bytes,
    sent: a.sent + b.sent,
    bytesPerSecond: a.bytesPerSecond + b.bytesPerSecond,
    ...(secondsLeft > 0 && {secondsLeft}),
  };
}
