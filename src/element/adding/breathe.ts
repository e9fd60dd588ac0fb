import {nextTask, soon} from '../../next-task.js';

/** Milliseconds of work after which all that waits has its turn. */
const turn = 250;

let busy = 0;

/**
 * Lets the page breathe when files have been judged, or have entered, for `took` milliseconds. Frames and what the person does come at once.
 * All else, the uploads among it, waits a little longer: behind each of its tasks a slow machine would need a minute for some hundred files.
 */
export function breathe(took: number): Promise<void> {
  busy += took;
  if (busy < turn) return soon();
  busy = 0;
  return nextTask();
}
