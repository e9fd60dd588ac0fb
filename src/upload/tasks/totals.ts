import {isRunning, type TaskState} from './state.js';

/** The whole of an uploader in numbers. Canceled uploads do not count; sizes in bytes. */
export interface Totals {
  readonly files: number;
  readonly done: number;
  readonly failed: number;
  readonly bytes: number;
  readonly sent: number;
  /** Absent until something has moved for a second, and while nothing moves. */
  readonly bytesPerSecond?: number;
  /** A day at most: 86,400 is that or more. Absent until there is an honest guess. */
  readonly secondsLeft?: number;
}

/** The part of the totals that is a plain sum, kept up to date change by change: 10,000 files are never summed again. */
export interface Sums {
  files: number;
  done: number;
  failed: number;
  bytes: number;
  sent: number;
  /** Bytes still to go for what is running or queued. */
  due: number;
}

/** Adds (`sign` 1) or takes away (-1) what one task contributes in one state. */
export function tally(sums: Sums, size: number, state: TaskState, sign: 1 | -1): void {
  if (state.status === 'canceled') return;
  sums.files += sign;
  sums.bytes += sign * size;
  sums.sent += sign * Math.min(size, state.sent);
  if (isRunning(state)) sums.due += sign * (size - Math.min(size, state.sent));
  if (state.status === 'done') sums.done += sign;
  if (state.status === 'failed') sums.failed += sign;
}
