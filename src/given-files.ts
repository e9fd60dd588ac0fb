import {ConfigurationError} from './errors.js';

/** Also one of another window, which is no Blob of ours. Does not read the size, for which the browser asks the disk. */
export const isFile = (given: unknown): given is File =>
  given instanceof Blob ||
  /^(File|Blob)$/.test((given as Record<symbol, string> | undefined)?.[Symbol.toStringTag] as string);

/** Throws a ConfigurationError for what a program gives as a file and is none. */
export function checkFile(given: unknown): asserts given is File {
  if (!isFile(given)) throw new ConfigurationError('file', given, 'a File or Blob');
}

/**
 * Calls `take` with each, and answers the first error: what is wrong with one must not keep the others out. What is no list is taken as the
 * one thing in it.
 */
export function takeAll<T>(given: Iterable<T>, take: (item: T) => void): Error | undefined {
  let slip: Error | undefined;
  const isList = Object(given) === given && Symbol.iterator in given;
  for (const item of isList ? given : [given as T]) {
    try {
      take(item);
    } catch (error) {
      slip ??= error as Error;
    }
  }
  return slip;
}
