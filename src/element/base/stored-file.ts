import type {UploadResult} from '../../index.js';

/** A file that an earlier form has stored. */
export interface StoredFile {
  /** Of the object. */
  readonly key: string;
  /** Default: the end of the key. */
  readonly name?: string | undefined;
  /** Bytes. */
  readonly size?: number | undefined;
  /** Where its name leads to: an address of http, https or blob, or a relative one. Default: nowhere. */
  readonly url?: string | undefined;
  /** The address of a small picture of it. */
  readonly thumbnail?: string | undefined;
}

/**
 * The address behind the name of a finished file and its "Copy link": of a CDN, signed, or a page of the application. `undefined`: none. It
 * may answer later.
 */
export type Link = (result: UploadResult) => string | undefined | Promise<string | undefined>;

export const isKey = (key: unknown): key is string => typeof key === 'string' && key !== '';

/** A list as a property or, in JSON, as an attribute. What is no JSON stays as it is, so that the error can name it. */
export function listOf(given: unknown): unknown {
  try {
    return typeof given === 'string' && given ? JSON.parse(given) : (given ?? undefined);
  } catch {
    return given;
  }
}
