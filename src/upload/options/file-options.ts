import {headersOf} from '../../cos/operations/headers.js';
import type {ObjectOptions} from '../../cos/operations/object-options.js';
import {jsonOf} from '../../cos/wire/json.js';
import {ConfigurationError} from '../../errors.js';
import {MB} from '../parts/layout.js';
import type {UploaderOptions} from './options.js';
import {parseSize} from './size.js';
import type {TaskInput} from '../tasks/task.js';

/** Throws a ConfigurationError that names the option that cannot work. */
export function checkObjectOptions(options: unknown): void {
  if (options === undefined) return;
  if (options === null || typeof options !== 'object' || options instanceof Promise)
    throw new ConfigurationError(
      'objectOptions',
      options,
      'an object, or a function that answers one at once',
    );
  headersOf('object', options);
}

/**
 * The options of the uploader, and over them those of the file itself. Throws a ConfigurationError when a function answers options that
 * cannot work, or when a file that goes in parts has a `contentMD5`, which no request could carry.
 */
export function objectOptionsOf(
  {objectOptions, conflict}: UploaderOptions,
  input: TaskInput,
  threshold: number,
): ObjectOptions {
  let general = objectOptions;
  if (typeof general === 'function') {
    general = general(input.file!, input.path);
    checkObjectOptions(general);
  }
  const overwrite = conflict === 'rename' || conflict === 'fail' ? {forbidOverwrite: true} : {};
  const options = {
    ...overwrite,
    ...(input.type ? {contentType: input.type} : {}),
    ...general,
    ...input.objectOptions,
  };
  checkMD5(options, input.size, threshold);
  return options;
}

export function checkMD5({contentMD5}: ObjectOptions, size: number, threshold: number): void {
  if (contentMD5 === undefined || size <= threshold) return;
  throw new ConfigurationError(
    'contentMD5',
    contentMD5,
    'none for a file over multipartThreshold, which is sent in parts; enableMD5 lets each of them be checked',
  );
}

/**
 * The file's own options, to be written down; undefined where they may hold a secret: an encryption key, any header, or what a callback says. A framework may
 * watch the object, and then it cannot be stored, so this is a copy.
 */
export function keptOptions({objectOptions = {}}: TaskInput): Record<string, unknown> | undefined {
  const {sseCustomerKey, headers, callback} = objectOptions;
  if (sseCustomerKey !== undefined || headers || callback) return undefined;
  const json = jsonOf(objectOptions);
  return json === undefined ? undefined : (JSON.parse(json) as Record<string, unknown>);
}

/** What the next visit can have of a file without asking a person for it; undefined when nothing. */
export function keptFor(
  {resume, persistBlobs = 10 * MB}: UploaderOptions,
  input: TaskInput,
): 'handle' | 'blob' | undefined {
  if (resume === 'off' || !input.file || !keptOptions(input)) return undefined;
  if (input.handle) return 'handle';
  const small = input.size <= parseSize('persist-blobs', persistBlobs);
  return small && input.persist ? 'blob' : undefined;
}
