import {ChecksumError, CosError, CredentialsError} from '../../errors.js';
import type {RetryPolicy} from '../options/options.js';

const base = 400;
const cap = 30_000;

/** Full jitter: a random pause between 0 and a cap that doubles, so that a thousand clients do not come back at once. */
export const fullJitter: RetryPolicy = (error, attempt) => {
  if (!error.retryable) return undefined;
  // A part that is damaged once is sent again. Damage twice is no accident.
  if (error instanceof ChecksumError) return attempt === 1 ? 0 : undefined;
  const wait = Math.random() * Math.min(cap, base * 2 ** attempt);
  const asked = error instanceof CosError || error instanceof CredentialsError ? error.retryAfter : undefined;
  return asked === undefined ? wait : Math.min(Math.max(asked, wait), 900_000);
};

/** Milliseconds after which a request without an answer has stalled: what its bytes need at 10 kB/s, and 30 s more. */
export function defaultStallTimeout(bytes: number): number {
  return 30_000 + bytes / 10;
}
