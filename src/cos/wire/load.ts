import {loadFailure} from '../../errors.js';

/**
 * Loads a module that is rarely needed. An `import()` fails like a request, so it rejects with a NetworkError while offline, else
 * with an UploadError whose code is `outdated`. What an error means is never loaded so: a deploy under an open page would take it
 * away just when it is needed.
 */
export async function load<T>(module: () => Promise<T>): Promise<T> {
  try {
    return await module();
  } catch (cause) {
    throw loadFailure(cause);
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
