import {jsonOf} from '../../cos/wire/json.js';
import {MB} from '../parts/layout.js';
import type {TaskInput} from '../tasks/task.js';
import type {UploaderOptions} from './options.js';
import {parseSize} from './size.js';

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
