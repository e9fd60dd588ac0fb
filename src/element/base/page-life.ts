/**
 * Makes the browser ask before it leaves the page. A page with such a listener stays out of the back/forward cache, so it listens only
 * while needed.
 */
export class LeaveGuard {
  readonly #losesWork: () => boolean;
  #listening = false;

  constructor(losesWork: () => boolean) {
    this.#losesWork = losesWork;
  }

  set active(active: boolean) {
    if (active === this.#listening) return;
    this.#listening = active;
    if (active) addEventListener('beforeunload', this.#ask);
    else removeEventListener('beforeunload', this.#ask);
  }

  readonly #ask = (event: BeforeUnloadEvent): void => {
    if (this.#losesWork()) event.preventDefault();
  };
}

/** Holds a screen wake lock while active. The browser drops the lock when the page is hidden, so it is taken again. */
export class WakeLock {
  #active = false;
  #lock: WakeLockSentinel | undefined;

  set active(active: boolean) {
    if (active === this.#active) return;
    this.#active = active;
    if (active) {
      document.addEventListener('visibilitychange', this.#take);
      this.#take();
    } else {
      document.removeEventListener('visibilitychange', this.#take);
      void this.#lock?.release();
      this.#lock = undefined;
    }
  }

  readonly #take = (): void => {
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
    navigator.wakeLock.request('screen').then(
      (lock) => {
        if (this.#active) this.#lock = lock;
        else void lock.release();
      },
      () => undefined, // a wish only: low battery or a policy may refuse it
    );
  };
}
