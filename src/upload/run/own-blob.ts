import {isFile} from '../../given-files.js';

/**
 * The same file for this window; undefined for what is no file. A File of a frame or a popup is no Blob of ours, and once its window is gone
 * the browser never answers what reads it.
 */
export function ownBlob(given: unknown): Blob | undefined {
  if (given instanceof Blob) return given;
  // A Blob has no name.
  return isFile(given) ? new File([given], (given as Partial<File>).name ?? '', given) : undefined;
}
