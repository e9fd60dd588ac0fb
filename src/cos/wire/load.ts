import {NetworkError} from '../../errors.js';

/** Loads a module that is rarely needed. An `import()` fails like a request, so it rejects with a NetworkError. */
export async function load<T>(module: () => Promise<T>): Promise<T> {
  try {
    return await module();
  } catch (cause) {
    throw new NetworkError('A part of cos-uploader itself could not be loaded. Try again.', {cause});
  }
}

/**
 * The same for a module that many requests need: asking a browser for one that is there already costs it more than signing a
 * request. After a failure the next call tries again.
 */
export function lazy<T>(module: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () =>
    (loaded ??= load(module).catch((error: unknown) => {
      loaded = undefined;
      throw error;
    }));
}
