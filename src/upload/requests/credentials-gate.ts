import {untilAborted} from '../../cos/wire/until-aborted.js';
import {type Environment, sleep} from '../../environment.js';

/** Shut while credentials cannot be had: one wait for all requests, so that the provider is asked once a round. */
export class CredentialsGate {
  readonly #environment: Environment;
  #shut: Promise<boolean> | undefined;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** The wait under way, if any. */
  get shut(): Promise<unknown> | undefined {
    return this.#shut;
  }

  /** Waits `ms`, or as long as whoever shut the gate first said; true when it was woken. Rejects with the signal's reason. */
  async hold(ms: number, signal: AbortSignal): Promise<boolean> {
    // The wait is shared, so it has no signal: one upload that stops must not open the gate for the others.
    this.#shut ??= sleep(this.#environment, ms, new AbortController().signal, 'attention').finally(
      () => (this.#shut = undefined),
    );
    return untilAborted(this.#shut, signal);
  }
}
