import {ConfigurationError} from '../errors.js';

/** What `validate` of `<cos-uploader>` takes. */
export type Judge = (
  file: File,
  context: {readonly signal: AbortSignal; readonly locale?: string},
) => Promise<string | undefined>;

/** Throws a ConfigurationError unless a limit is a number above 0 or left out. */
export function checkLimit(name: string, value: number | undefined): void {
  if (value === undefined || (typeof value === 'number' && value > 0)) return;
  throw new ConfigurationError(name, value, 'a number above 0');
}
