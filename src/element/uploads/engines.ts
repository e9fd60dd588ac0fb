import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {
  ConfigurationError,
  createCosClient,
  type CosClient,
  type CosClientOptions,
  isFinished,
  type Resumability,
  type Status,
  type Totals,
  Uploader,
  type UploaderLike,
  type UploaderOptions,
  type UploadTask,
} from '../../index.js';
import {clientProperties, type CosUploaderAttributes, uploaderOptions, ways} from '../base/attributes.js';
import {isSame} from '../base/same.js';
import {bridge, isRefused} from './bridge.js';
import {runningStatuses} from './running.js';

interface Binding {
  /** The origin of its bucket, when it is an own engine. */
  readonly origin: string | undefined;
  readonly counts: Map<Status, number>;
  readonly connection: AbortController;
}

/** Made from the attributes of an element. */
interface OwnEngine {
  readonly uploader: Uploader;
  /** What its client was made of. */
  readonly client: string;
  /** The element that is asked for keys each time, so that a new URL or function is used from the next ones on. */
  keyHolder: CosUploaderAttributes;
  /** How its keys are asked for, and for whose files. */
  asked: Asked;
}

interface Asked {
  readonly ways: readonly unknown[];
  readonly scope: readonly unknown[];
}

export interface EnginesContext {
  /** Whether a task is about to go, so that its pause is no pause to the page. */
  readonly isMuted: (task: UploadTask) => boolean;
  readonly changed: () => void;
  /** The engine has refused a file. This shows the refusal; the file is not listed. */
  readonly refused: (task: UploadTask) => void;
  /** Another element takes the uploads over, which ends the way back of what is about to go. */
  readonly letGo: () => void;
}

/** The engines of elements that have left the page with work under way, oldest first. */
const leftBehind = new Set<Engines>();

/**
 * The uploaders behind an element: the one made from its attributes, or one that was given to it. When the bucket changes, files under way
 * still go to the old one and later files to the new one. When an application removes its element and makes the same anew, as routers do,
 * the new one takes over what is under way.
 */
export class Engines implements ReactiveController {
  readonly #host: ReactiveControllerHost & CosUploaderAttributes;
  readonly #context: EnginesContext;
  readonly #bindings = new Map<UploaderLike, Binding>();
  #shared: UploaderLike | undefined;
  #own: OwnEngine | undefined;
  /** The own uploader has not yet looked for uploads of earlier visits. */
  #unrestored = false;
  #tasks: {of: readonly (readonly UploadTask[])[]; all: readonly UploadTask[]} = {of: [], all: []};

  constructor(host: ReactiveControllerHost & CosUploaderAttributes, context: EnginesContext) {
    this.#host = host;
    this.#context = context;
    host.addController(this);
  }

  hostConnected(): void {
    leftBehind.delete(this);
    if (this.#shared) this.#bind(this.#shared);
    // Another element has taken the engine over meanwhile, so a new one is made.
    else if (this.#host.hasUpdated && !this.#own) this.#host.requestUpdate('uploader', null);
  }

  /** While the element is off the page its own engine works on. An engine that was given to it must not keep the element in memory. */
  hostDisconnected(): void {
    if (this.#shared) this.#unbind(this.#shared);
    else if (this.#own) leftBehind.add(this);
  }

  /** The one that was given to the element. */
  get shared(): UploaderLike | undefined {
    return this.#shared;
  }

  /** The one that new files go to. */
  get current(): UploaderLike | undefined {
    return this.#shared ?? this.#own?.uploader;
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
    const client = JSON.stringify([...clientProperties.map((name) => host[name]), kindOf(host)]);
    if (this.#own?.client === client) {
      this.#own.uploader.configure(options);
      if (this.#askAs(this.#own)) this.#unrestored = true;
    } else {
      const found = this.#takeOver(client, options);
      const own = found ?? this.#make(client, options);
      if (this.#own?.uploader.tasks.length === 0) this.#drop(this.#own.uploader);
      this.#own = own;
      // An uploader that stays already has the earlier uploads of the same bucket.
      this.#unrestored =
        !found && ![...this.#bindings.values()].some(({origin}) => origin === own.uploader.client.origin);
    }
    this.#bind(this.#own.uploader, this.#own.uploader.client.origin);
  }

  /** Looks for uploads of earlier visits, once. For a shared engine its maker does so, for all who share it. */
  restoreOnce(): void {
    if (this.#shared || !this.#unrestored) return;
    this.#unrestored = false;
    this.#own?.uploader.restore().catch(() => {
      this.#unrestored = true;
      addEventListener('online', () => this.restoreOnce(), {once: true});
    });
  }

  /**
   * To be called when a person signs out: ends and forgets all uploads, also those of elements that have left the page. What comes next
   * begins anew.
   */
  async forget(): Promise<void> {
    const others = [...leftBehind].filter((other) => other !== this);
    const uploaders = this.#uploaders;
    leftBehind.delete(this);
    this.#own = undefined;
    for (const uploader of uploaders) if (uploader !== this.#shared) this.#unbind(uploader);
    await Promise.all([
      ...uploaders.map((uploader) => uploader.forget()),
      ...others.map((other) => other.forget()),
    ]);
  }

  /** A ConfigurationError unless there is exactly one way to be authorized. */
  checkCredentials(): void {
    if (this.#shared) return;
    if (ways.filter((way) => this.#host[way] !== undefined).length !== 1) {
      throw new ConfigurationError(
        'credentials-url',
        this.#host.credentialsUrl,
        'exactly one of ticket, ticket-url, credentials, credentials-url and authorize',
      );
    }
  }

  get tasks(): readonly UploadTask[] {
    const of = this.#uploaders.map(({tasks}) => tasks);
    if (of.length !== this.#tasks.of.length || of.some((tasks, i) => tasks !== this.#tasks.of[i])) {
      this.#tasks = {of, all: of.length === 1 ? (of[0] ?? []) : of.flat()};
    }
    return this.#tasks.all;
  }

  get totals(): Totals {
    return this.#uploaders.map(({totals}) => totals).reduce(add, nothing);
  }

  /** How many tasks are in one of these states. */
  count(...statuses: readonly Status[]): number {
    let sum = 0;
    for (const {counts} of this.#bindings.values())
      for (const status of statuses) sum += counts.get(status) ?? 0;
    return sum;
  }

  /** How many are on their way or due. */
  get running(): number {
    return this.count(...runningStatuses);
  }

  /** True in manual mode, while nothing has been started yet. */
  get isHeld(): boolean {
    const queued = this.count('queued');
    return this.#host.manual && queued > 0 && queued === this.running;
  }

  get #uploaders(): UploaderLike[] {
    return [...this.#bindings.keys()];
  }

  /** Asks each uploader for something, of all tasks or of one. Each knows its own tasks. */
  forEach(ask: (uploader: UploaderLike) => void): void {
    this.#uploaders.forEach(ask);
  }

  ownerOf(task: UploadTask): UploaderLike | undefined {
    const [first, ...others] = this.#uploaders;
    if (others.length === 0) return first;
    return this.#uploaders.find(({tasks}) => tasks.includes(task));
  }

  resumability(task: UploadTask): Resumability {
    return this.ownerOf(task)?.resumability(task) ?? 'nothing';
  }

  #make(client: string, options: Omit<UploaderOptions, 'client'>): OwnEngine {
    const holder = {keyHolder: this.#host, asked: askedBy(this.#host)};
    const uploader = new Uploader({...options, client: createClient(holder)});
    return Object.assign(holder, {uploader, client});
  }

  /**
   * The engine that an element like this one has left behind. Finished uploads are taken off its list, because the person has seen them
   * there.
   */
  #takeOver(client: string, options: Omit<UploaderOptions, 'client'>): OwnEngine | undefined {
    for (const other of leftBehind) {
      const own = other.#own;
      if (!own || !isOpen(own.uploader)) leftBehind.delete(other);
      else if (own.client === client && isAlike(other.#host, this.#host)) {
        other.#giveAway();
        own.keyHolder = this.#host;
        own.uploader.configure(options);
        this.#askAs(own);
        own.uploader.clear();
        return own;
      }
    }
    return undefined;
  }

  /** Somebody else may have signed in. Then the keys at hand are dropped. Answers whether the files belong to another person now. */
  #askAs(own: OwnEngine): boolean {
    const before = own.asked;
    const now = (own.asked = askedBy(this.#host));
    const same = isSame(before.scope, now.scope);
    if (!same || !isSame(before.ways, now.ways)) own.uploader.client.forgetCredentials();
    return !same;
  }

  #giveAway(): void {
    leftBehind.delete(this);
    this.#context.letGo();
    if (this.#own) this.#unbind(this.#own.uploader);
    this.#own = undefined;
  }

  #bind(uploader: UploaderLike, origin?: string): void {
    if (this.#bindings.has(uploader)) return;
    const counts = new Map<Status, number>();
    const count = (status: Status, by: 1 | -1): unknown => counts.set(status, (counts.get(status) ?? 0) + by);
    for (const {state} of uploader.tasks) count(state.status, 1);
    const connection = new AbortController();
    const {signal} = connection;
    const on: UploaderLike['addEventListener'] = (type: string, listener: EventListener) =>
      uploader.addEventListener(type, listener, {signal});
    on('add', ({task}) => {
      count(task.state.status, 1);
      this.#context.changed();
    });
    on('change', ({task, previous}) => {
      count(previous.status, -1);
      count(task.state.status, 1);
      this.#context.changed();
      if (!isRefused(task.state)) return;
      this.#context.refused(task);
      queueMicrotask(() => uploader.remove(task));
    });
    on('remove', ({task}) => {
      count(task.state.status, -1);
      this.#context.changed();
      const wanted = uploader === this.#shared || uploader === this.#own?.uploader;
      if (!wanted && uploader.tasks.length === 0) this.#drop(uploader);
    });
    on('forget', this.#context.changed);
    bridge(uploader, this.#host, this, this.#context.isMuted, signal);
    this.#bindings.set(uploader, {origin, counts, connection});
    this.#context.changed();
  }

  #unbind(uploader: UploaderLike): void {
    this.#bindings.get(uploader)?.connection.abort();
    this.#bindings.delete(uploader);
    this.#context.changed();
  }

  #drop(uploader: UploaderLike): void {
    this.#unbind(uploader);
    uploader.close();
  }
}

function createClient(holder: Pick<OwnEngine, 'keyHolder'>): CosClient {
  const kind = kindOf(holder.keyHolder);
  let last = {way: wayOf(holder.keyHolder), value: holder.keyHolder[wayOf(holder.keyHolder)] ?? ''};
  // The client looks each time it asks, so that a new URL or function is used from the next keys on. After the property is gone its last
  // value serves to the end.
  const look = (): typeof last => {
    const way = wayOf(holder.keyHolder);
    const value = holder.keyHolder[way];
    if (value !== undefined && kindOf(holder.keyHolder) === kind) last = {way, value};
    return last;
  };
  const options = Object.fromEntries(clientProperties.map((name) => [name, holder.keyHolder[name]]));
  for (const way of ways)
    Object.defineProperty(options, way, {get: () => (look().way === way ? last.value : undefined)});
  return createCosClient(options as unknown as CosClientOptions);
}

function askedBy(host: CosUploaderAttributes): Asked {
  const {keyPrefix, uploadScope, key} = host;
  return {ways: ways.map((way) => host[way]), scope: [keyPrefix, uploadScope, key === undefined]};
}

/** Whether an uploader has something left to do. */
const isOpen = ({closed, tasks}: Uploader): boolean =>
  !closed && !tasks.every(({state}) => isFinished(state));

/**
 * Whether a person takes two elements for one: the same field of the same page, with the uploads of the same person. Where the page makes
 * the keys and gives neither scope nor prefix, nothing tells whose uploads they are, so it is false.
 */
function isAlike(a: CosUploaderAttributes, b: CosUploaderAttributes): boolean {
  const isNamed = (host: CosUploaderAttributes): boolean =>
    host.key !== undefined || kindOf(host) === 'tickets';
  const isOwned = Boolean(a.uploadScope ?? a.keyPrefix) || (!isNamed(a) && !isNamed(b));
  const alike = ['id', 'name', 'keyPrefix', 'uploadScope', 'credentialsUrl', 'ticketUrl'] as const;
  return isOwned && alike.every((name) => a[name] === b[name]);
}
/** The way to be authorized that counts; where there are several, until the mistake is mended. */
const wayOf = (host: CosUploaderAttributes): (typeof ways)[number] =>
  ways.find((way) => host[way] !== undefined) ?? 'credentialsUrl';

/** The kind of a client. When it changes, files under way keep the old one and the next files get the new one. */
const kindOf = (host: CosUploaderAttributes): 'signed' | 'tickets' | 'keys' => {
  const way = wayOf(host);
  return way === 'authorize' ? 'signed' : way.startsWith('ticket') ? 'tickets' : 'keys';
};

const nothing: Totals = {files: 0, done: 0, failed: 0, bytes: 0, sent: 0};

function add(a: Totals, b: Totals): Totals {
  const bytesPerSecond = (a.bytesPerSecond ?? 0) + (b.bytesPerSecond ?? 0);
  const secondsLeft = Math.max(a.secondsLeft ?? 0, b.secondsLeft ?? 0);
  return {
    files: a.files + b.files,
    done: a.done + b.done,
    failed: a.failed + b.failed,
    bytes: a.bytes + b.bytes,
    sent: a.sent + b.sent,
    ...(bytesPerSecond > 0 && {bytesPerSecond}),
    ...(secondsLeft > 0 && {secondsLeft}),
  };
}
