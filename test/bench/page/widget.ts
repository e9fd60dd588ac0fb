import type {Target} from './contender.js';

/** An upload widget on the page that sends what is chosen by itself. */
export interface Widget {
  /** Its own file input. */
  readonly input: HTMLInputElement;
  /** Is there a row of a file yet? */
  hasRow(): boolean;
  /** How many files have arrived. */
  done(): number;
}

export type Mount = (target: Target) => Promise<Widget>;

/** Waits until `find` has found something. */
export async function appearing<T>(find: () => T | null | undefined): Promise<T> {
  for (;;) {
    const found = find();
    if (found) return found;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}
