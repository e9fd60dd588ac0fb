import type {ObjectOptions} from '../../cos/operations/object-options.js';
import {checkHeaderOptions} from '../../cos/operations/option-rules.js';
import {ConfigurationError} from '../../errors.js';

/** Throws a ConfigurationError that names the option that cannot work. */
export function checkObjectOptions(options: unknown): void {
  if (options === undefined) return;
  if (options === null || typeof options !== 'object' || 'then' in options)
    throw new ConfigurationError(
      'objectOptions',
      options,
      'an object, or a function that answers one at once',
    );
  checkHeaderOptions(options);
}

/** Throws a ConfigurationError for a `contentMD5` of a file that goes in parts, which no request could carry. */
export function checkMD5({contentMD5}: ObjectOptions, size: number, threshold: number): void {
  if (contentMD5 === undefined || size <= threshold) return;
  throw new ConfigurationError(
    'contentMD5',
    contentMD5,
    'none for a file over multipartThreshold: enableMD5 checks its parts',
  );
}
