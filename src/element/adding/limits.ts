import {ConfigurationError, parseSize} from '../../index.js';
import {type CosUploaderAttributes, isSingle} from '../base/attributes.js';
import {checkAccept} from './accept.js';
import type {Limits} from './restrictions.js';

/** The limits that the attributes give. Throws a ConfigurationError for an attribute that cannot work. */
export function readLimits(element: CosUploaderAttributes): Limits {
  const {accept, maxFiles, maxFileSize, minFileSize, maxTotalSize} = element;
  const size = (attribute: string, value: number | string | undefined, absent: number): number =>
    value === undefined || value === '' ? absent : parseSize(attribute, value);
  checkAccept(accept);
  const most = count(maxFiles);
  return {
    accept,
    maxFiles: isSingle(element) ? 1 : most,
    maxFileSize: size('max-file-size', maxFileSize, Infinity),
    minFileSize: size('min-file-size', minFileSize, 0),
    maxTotalSize: size('max-total-size', maxTotalSize, Infinity),
  };
}

function count(value: unknown): number {
  if (value == null) return Infinity;
  if (Number.isInteger(value) && (value as number) > 0) return value as number;
  throw new ConfigurationError('max-files', value, 'a whole number from 1');
}
