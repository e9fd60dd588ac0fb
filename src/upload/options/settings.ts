import {ConfigurationError} from '../../errors.js';
import {limits, MB} from '../parts/layout.js';
import type {UploaderOptions} from './options.js';
import {parseSize} from './size.js';

/** The options a run works with: parsed, with their defaults. Sizes in bytes. */
export interface Settings {
  readonly partSize: number | 'auto';
  readonly multipartThreshold: number;
  readonly concurrency: number;
  readonly retries: number;
  readonly md5: boolean;
  readonly crc64: boolean;
  readonly skipExisting: boolean;
  readonly trafficLimit: number | undefined;
  /** Look in the bucket for an unfinished upload that the journal does not know. */
  readonly discover: boolean;
}

/** Checks and completes the options; a ConfigurationError names the one that cannot be. */
export function resolveSettings(options: Omit<UploaderOptions, 'client'>): Settings {
  const {partSize = 'auto', multipartThreshold = 20 * MB, checksum = 'crc64', trafficLimit} = options;
  const words = checksum.trim().split(/\s+/);
  if (
    !words.every((word) => ['crc64', 'md5', 'none'].includes(word)) ||
    (words.includes('none') && words.length > 1)
  ) {
    throw new ConfigurationError('checksum', checksum, '"crc64", "md5", "crc64 md5" or "none"');
  }
  const size = partSize === 'auto' ? partSize : parseSize('part-size', partSize, limits.minPartSize);
  if (size !== 'auto' && size > limits.maxPartSize)
    throw new ConfigurationError('part-size', partSize, 'at most 5GB');
  const threshold = parseSize('multipart-threshold', multipartThreshold);
  if (threshold > limits.maxPartSize) {
    throw new ConfigurationError(
      'multipart-threshold',
      multipartThreshold,
      'at most 5GB, the largest PUT Object',
    );
  }
  if (options.persistBlobs !== undefined) parseSize('persist-blobs', options.persistBlobs);
  return {
    partSize: size,
    multipartThreshold: threshold,
    concurrency: wholeNumber('concurrency', options.concurrency ?? 5, 1, 32),
    retries: wholeNumber('retries', options.retries ?? 5, 0, 100),
    md5: words.includes('md5'),
    crc64: words.includes('crc64'),
    skipExisting: options.skipExisting ?? false,
    trafficLimit:
      trafficLimit === undefined
        ? undefined
        : wholeNumber('traffic-limit', trafficLimit, 819_200, 838_860_800),
    discover: options.resume !== 'off',
  };
}

function wholeNumber(attribute: string, value: number, min: number, max: number): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new ConfigurationError(attribute, value, `a whole number from ${min} to ${max}`);
}
