import type {TakenTicket} from '../../cos/tickets/tickets.js';
import type {ObjectOptions} from '../../cos/operations/object-options.js';
import {untilAborted} from '../../cos/wire/until-aborted.js';
import {sleep, whenOnline} from '../../environment.js';
import type {Entry} from './entry.js';
import {Activity} from '../tasks/activity.js';
import {CanceledElsewhere} from '../run/canceled-elsewhere.js';
import {loadRun} from './load-run.js';
import {uploadFingerprint} from '../tasks/fingerprint.js';
import type {Settings} from '../options/settings.js';
import type {Run, Shared} from '../run/run-context.js';
import type {Action, UploadResult} from '../tasks/state.js';
import type {UploadTask} from '../tasks/task.js';
import {toUploadError} from '../tasks/to-upload-error.js';

/** Runs under way beyond the slots: while one hashes, completes or asks, another has its body ready. */
const spare = 3;

export interface RunnerHost {
  settings(): Settings;
  apply(entry: Entry, action: Action): void;
  /** Whether the upload is to be tried again, under another key, after this error. */
  moveOn(entry: Entry, error: unknown): boolean;
  /** Object options of a file, from the uploader and its task. */
  objectOptions(entry: Entry): ObjectOptions;
  /** The application has named the object of a file. */
  take(entry: Entry, ticket: TakenTicket): void;
}

/** Starts uploads in order, as many at a time as there are slots and a few to spare, and stops them. */
export class Runner {
  readonly #shared: Shared;
  readonly #host: RunnerHost;
  // A Set keeps the order of adding, and 10,000 entries leave it one by one without a search.
  readonly #queue = new Set<Entry>();
  #active = 0;

  constructor(shared: Shared, host: RunnerHost) {
    this.#shared = shared;
    this.#host = host;
    // Fetched ahead, so that the first file does not wait for it; a failure is met, and told, when it is needed.
    loadRun().catch(() => undefined);
  }

  enqueue(entry: Entry): void {
    entry.asked = this.#shared.environment.now();
    this.#queue.add(entry);
    this.schedule();
  }

  /** Stops the run of `entry`, if there is one; what it had under way ends in its own time (`entry.ended`). */
  stop(entry: Entry): void {
    this.#queue.delete(entry);
    entry.controller?.abort(new DOMException('The upload was stopped.', 'AbortError'));
    entry.controller = undefined;
  }

  schedule(): void {
    for (const entry of this.#queue) {
      if (this.#active >= this.#host.settings().concurrency + spare) return;
      if (entry.held) continue;
      this.#queue.delete(entry);
      this.#start(entry);
    }
  }

  #start(entry: Entry): void {
    const controller = (entry.controller = new AbortController());
    const before = entry.ended;
    this.#active++;
    entry.ended = this.#run(entry, controller.signal, before).finally(() => {
      this.#active--;
      this.schedule();
    });
  }

  async #run(entry: Entry, signal: AbortSignal, before: Promise<void>): Promise<void> {
    const place = {parked: false};
    // A run that was stopped is not heard any more, except when its object is complete.
    const dispatch = (action: Action): void => {
      const waits = action.type === 'follow' || (action.type === 'wait' && action.reason === 'other-tab');
      if (waits !== place.parked) this.#park((place.parked = waits));
      if (!signal.aborted) this.#host.apply(entry, action);
    };
    dispatch({type: 'prepare'});
    try {
      await before;
      const {runUpload, takeTicket, handOver} = await this.#load(dispatch, signal);
      signal.throwIfAborted();
      // The run before this one was paused when its object was complete already.
      if (entry.task.state.status === 'done') return;
      if (entry.key) await untilAborted(entry.key, signal);
      const {task} = entry;
      const activity = new Activity(dispatch);
      const common = {
        ...this.#shared,
        settings: this.#host.settings(),
        asked: entry.asked,
        owner: {order: entry.order, held: 0},
        activity,
        signal,
      };
      const {tickets} = this.#shared.client;
      let {stored} = task.input;
      if (tickets && !entry.ticketed && !stored) {
        const {key, input} = task;
        const objectOptions = this.#host.objectOptions(entry);
        const taken = await takeTicket({...common, tickets, key, input, objectOptions});
        signal.throwIfAborted();
        this.#host.take(entry, taken);
        signal.throwIfAborted();
        if (taken.stored) stored = this.#stored(task);
      }
      const run = (): Run => ({
        ...common,
        id: uploadFingerprint(this.#shared.client.origin, task.key, task.input),
        key: task.key,
        file: task.file!,
        input: task.input,
        objectOptions: stored ? {} : this.#host.objectOptions(entry),
        restored: entry.restored,
        begun: entry.begun || task.state.sent > 0,
        dispatch,
      });
      stored ??= await this.#send(entry, signal, () => runUpload(run()));
      // What comes now may be repeated alone.
      if (common.settings.commit !== undefined) task.provide({stored});
      const result = await handOver(run(), stored, task);
      // Told after a pause too: otherwise the whole file would be sent again.
      this.#host.apply(entry, {type: 'succeed', result});
    } catch (error) {
      if (error instanceof CanceledElsewhere) dispatch({type: 'cancel'});
      else dispatch({type: 'fail', error: toUploadError(error, entry.task.key)});
    } finally {
      if (place.parked) this.#park(false);
    }
  }

  /** Again under another key, where an object has the one it was to get. */
  async #send(entry: Entry, signal: AbortSignal, send: () => Promise<UploadResult>): Promise<UploadResult> {
    for (;;) {
      try {
        return await send();
      } catch (error) {
        if (signal.aborted || !this.#host.moveOn(entry, error)) throw error;
      }
    }
  }

  /** What the application says is there already; nobody has asked COS. */
  #stored({key, size}: UploadTask): UploadResult {
    const location = this.#shared.client.locationOf(key);
    return {
      key,
      etag: '',
      location,
      size,
      parts: 0,
      resumedBytes: 0,
      skipped: true,
      proof: 'none',
      requestId: '',
    };
  }

  /** Waits for the network and tries again, as the requests of a run do. */
  async #load(dispatch: (action: Action) => void, signal: AbortSignal): ReturnType<typeof loadRun> {
    const {environment} = this.#shared;
    for (let failures = 0; ;) {
      try {
        return await loadRun();
      } catch (cause) {
        if (!environment.isOnline()) {
          dispatch({type: 'wait', reason: 'offline'});
          await whenOnline(environment, signal);
          continue;
        }
        const error = toUploadError(cause, '');
        const delay = failures++ < this.#host.settings().retries && this.#shared.retry(error, failures);
        if (typeof delay !== 'number') throw error;
        dispatch({type: 'wait', reason: 'backoff', until: Date.now() + delay, attempt: failures + 1});
        await sleep(environment, delay, signal, 'attention');
      }
    }
  }

  /** An upload that another tab is sending takes no place: files that only this one has go on. */
  #park(parked: boolean): void {
    this.#active += parked ? -1 : 1;
    if (parked) this.schedule();
  }
}
