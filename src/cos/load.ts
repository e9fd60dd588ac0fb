import {NetworkError} from '../errors.js';

/** Loads a module that is rarely needed. An `import()` fails like a request, so it rejects with a NetworkError. */
export async function load<T>(module: () => Promise<T>): Promise<T> {
  try {
    return await module();
  } catch (cause) {
    throw new NetworkError('A part of cos-uploader itself could not be loaded. Try again.', {cause});
  }
}
