import {checkTextIfGiven, checkWhole} from '../../cos/operations/check.js';
import {ConfigurationError} from '../../errors.js';
import {checkFile} from '../../given-files.js';
import type {ObjectOptions} from '../../cos/operations/object-options.js';
import {limits} from '../parts/layout.js';
import {nameOf} from './numbered-name.js';
import type {TaskInput} from './task.js';

export interface AddOptions {
  /** Object key; required for a Blob that is no File. Default: the `key` option, else `keyPrefix` + path. */
  key?: string | undefined;
  /** Relative path, e.g. inside a dropped folder. Default: the file's own relative path or name. */
  path?: string | undefined;
  /** On top of those of the uploader. */
  objectOptions?: ObjectOptions | undefined;
  /** Lets a later visit go on without asking for the file. */
  handle?: FileSystemFileHandle | undefined;
  /**
   * Keep the content itself for the next visit, up to `persistBlobs`: it is on no disk. Default: of a Blob that is no File.
   */
  persist?: boolean | undefined;
  /**
   * A later visit goes on with it only when it is added again.
   * @internal
   */
  ownCall?: boolean | undefined;
}

/** What `addAll` takes: a File, or one with its options. */
export type AddItem = File | ({file: Blob} & AddOptions);

/** What is known of a file before anything is read. */
export function describeFile(file: Blob, options: AddOptions): TaskInput {
  checkFile(file);
  checkTextIfGiven('key', options.key);
  checkTextIfGiven('path', options.path);
  const named: Partial<File> = file;
  const own = options.path ?? (named.webkitRelativePath || named.name);
  const path = own ?? options.key;
  if (path === undefined) {
    throw new ConfigurationError('key', undefined, 'a key for a Blob without a name');
  }
  const {size} = file;
  checkWhole('size', size, 0, limits.maxObjectSize, path);
  return {
    file,
    ...(options.handle ? {handle: options.handle} : {}),
    ...(options.ownCall ? {ownCall: true} : {}),
    persist: options.persist ?? !('name' in file),
    name: named.name ?? nameOf(path),
    path,
    size,
    type: file.type,
    lastModified: named.lastModified ?? 0,
    ...(options.objectOptions ? {objectOptions: options.objectOptions} : {}),
  };
}
