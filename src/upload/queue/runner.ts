import {type Environment, whenOnline} from '../../environment.js';
import type {Entry} from './entry.js';
import {CanceledElsewhere} from '../run/canceled-elsewhere.js';
import {usualBodies} from '../options/settings.js';
import type {Shared} from '../run/run-context.js';
import type {Action} from '../tasks/state.js';
import {toUploadError} from '../tasks/to-upload-error.js';
import type {Tools} from './tools.js';
import type {UploaderCore} from './uploader-core.js';

/** Runs under way beyond the slots: while one hashes, completes or asks, another has its body ready. */
const spare = 3;

export interface RunnerHost extends Pick<UploaderCore, 'settings' | 'apply'> {
  readonly environment: Environment;
  /** Rejects where the code of the tools cannot be loaded; the next call tries again. */
  readonly open: () => Promise<Tools>;
  /** What runs share, once there was one. */
  shared(): Shared | undefined;
}

/** Starts uploads in order, as many at a time as there are slots and a few to spare, and stops them. */
export class Runner {
  readonly #host: RunnerHost;
  // A Set keeps the order of adding, and 10,000 entries leave it one by one without a search.
  readonly #queue = new Set<Entry>();
  #active = 0;

  constructor(host: RunnerHost) {
    this.#host = host;
  }

  enqueue(entry: Entry): void {
    entry.asked = this.#host.environment.now();
    this.#queue.add(entry);
    this.#schedule();
  }

  /** Stops the run of `entry`, if there is one; what it had under way ends in its own time (`entry.ended`). */
  stop(entry: Entry): void {
    this.#queue.delete(entry);
    entry.controller?.abort(new DOMException('The upload was stopped.', 'AbortError'));
    entry.controller = undefined;
  }

  /** After the concurrency may have changed. */
  resize(): void {
    const {concurrency} = this.#host.settings();
    const shared = this.#host.shared();
    for (const slots of shared ? [shared.slots, shared.questions] : []) slots.concurrency = concurrency;
    this.#schedule();
  }

  #schedule(): void {
    const {concurrency} = this.#host.settings();
    const bodies = concurrency === 'auto' ? (this.#host.shared()?.slots.size ?? usualBodies) : concurrency;
    for (const entry of this.#queue) {
      if (this.#active >= bodies + spare) return;
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
      this.#schedule();
    });
  }

  async #run(entry: Entry, signal: AbortSignal, before: Promise<void>): Promise<void> {
    let parked = false;
    // A run that was stopped is not heard any more, except when its object is complete.
    const dispatch = (action: Action): void => {
      const waits = action.type === 'follow' || (action.type === 'wait' && action.reason === 'other-tab');
      if (waits !== parked) this.#park((parked = waits));
      if (!signal.aborted) this.#host.apply(entry, action);
    };
    const prepares = this.#host.settings().prepare && !entry.task.input.stored;
    dispatch({type: 'prepare', ...(prepares && {prepared: 0})});
    try {
      await before;
      const {run} = await this.#load(dispatch, signal);
      signal.throwIfAborted();
      // The run before this one was paused when its object was complete already.
      if (entry.task.state.status === 'done') return;
      const result = await run(entry, dispatch, signal);
      // Told after a pause too: otherwise the whole file would be sent again.
      this.#host.apply(entry, {type: 'succeed', result});
    } catch (error) {
      if (error instanceof CanceledElsewhere) dispatch({type: 'cancel'});
      else dispatch({type: 'fail', error: toUploadError(error, entry.task.key)});
    }
  }

  /** Waits for the network, as the requests of a run do. */
  async #load(dispatch: (action: Action) => void, signal: AbortSignal): Promise<Tools> {
    const {environment, open} = this.#host;
    for (;;) {
      try {
        return await open();
      } catch (cause) {
        if (environment.isOnline()) throw cause;
        dispatch({type: 'wait', reason: 'offline'});
        await whenOnline(environment, signal);
      }
    }
  }

  /** An upload that another tab is sending takes no place: files that only this one has go on. */
  #park(parked: boolean): void {
    this.#active += parked ? -1 : 1;
    if (parked) this.#schedule();
  }
}
