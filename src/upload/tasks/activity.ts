import type {Action, WaitReason} from './state.js';

/** Knows what a run is doing, and says "waiting" only while all it does is wait. */
export class Activity {
  readonly #dispatch: (action: Action) => void;
  readonly #waits = new Set<Action>();
  #busy = 0;
  #phase: Action = {type: 'prepare'};
  #shown: Action | undefined;

  constructor(dispatch: (action: Action) => void) {
    this.#dispatch = dispatch;
  }

  enter(phase: Action): void {
    this.#phase = phase;
    this.#show();
  }

  /** Counts `work` as something that could be under way. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#busy++;
    this.#show();
    try {
      return await work();
    } finally {
      this.#busy--;
      this.#show();
    }
  }

  async waiting<T>(
    reason: WaitReason,
    wait: Promise<T>,
    details?: {until?: number; attempt?: number},
  ): Promise<T> {
    const end = this.wait(reason, details);
    try {
      return await wait;
    } finally {
      end();
    }
  }

  /** One of the things under way waits, until the end that is answered. */
  wait(reason: WaitReason, details: {until?: number; attempt?: number} = {}): () => void {
    const action: Action = {type: 'wait', reason, ...details};
    this.#waits.add(action);
    this.#show();
    return () => {
      if (this.#waits.delete(action)) this.#show();
    };
  }

  #show(): void {
    const allWait = this.#waits.size > 0 && this.#waits.size >= this.#busy;
    const now = allWait ? [...this.#waits].at(-1)! : this.#phase;
    if (now === this.#shown) return;
    this.#shown = now;
    this.#dispatch(now);
  }
}
