import type {ObjectOptions} from '../../cos/operations/object-options.js';
import {checkMD5, checkObjectOptions} from '../options/file-options.js';
import type {UploaderOptions} from '../options/options.js';
import type {TaskInput} from '../tasks/task.js';

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
