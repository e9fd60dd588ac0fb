import {checkKey} from '../cos/wire/key.js';
import {UploadError} from '../errors.js';
import {Refusal} from './answers.js';

/** Throws a Refusal for a key that a policy reads as a pattern or that COS does not take. */
export function checkObjectKey(key: string): void {
  const wildcard = /[*?]|\$\{/.exec(key)?.[0];
  if (wildcard)
    throw new Refusal(
      400,
      `A key with ${wildcard} is not possible: in a policy it stands for other keys, too.`,
    );
  try {
    checkKey(key);
  } catch (error) {
    throw error instanceof UploadError ? new Refusal(400, error.message) : error;
  }
}

/** An answer of the application that ends in `/` is a folder. All keys in it belong to the person who asks. */
export const isFolder = (place: string): boolean => place.endsWith('/');

/** Whether a key is the one that the application has answered, or in its folder. */
export const isWithin = (key: string, place: string): boolean =>
  isFolder(place) ? key.startsWith(place) && key.length > place.length : key === place;

/** A key that nobody can guess and that tells only the ending of the file. */
export const randomKey = (folder: string, fileName: string): string =>
  folder + crypto.randomUUID() + (/\.[a-z0-9]{1,10}$/i.exec(fileName)?.[0].toLowerCase() ?? '');

/** Whether randomKey may have made this key. */
export const isRandomKey = (key: string, folder: string): boolean =>
  key.startsWith(folder) &&
  /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}(\.[a-z0-9]{1,10})?$/.test(key.slice(folder.length));
