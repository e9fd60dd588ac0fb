import {ConfigurationError} from '../../errors.js';

/** Throws a ConfigurationError unless the value is a whole number within both limits. */
export function checkWhole(name: string, value: number, min: number, max: number, key?: string): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new ConfigurationError(name, value, `a whole number from ${min} to ${max}`, key);
}

/** The same for a value that may be left out. */
export function checkWholeIfGiven(
  name: string,
  value: number | undefined,
  min: number,
  max: number,
  key?: string,
): void {
  if (value !== undefined) checkWhole(name, value, min, max, key);
}

/** Throws a ConfigurationError unless the value is a text or left out. Without types a page may pass anything. */
export function checkTextIfGiven(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'string') throw new ConfigurationError(name, value, 'a text');
}

/** The same for an object with fields. It may hold a secret, so the error shows only its type. */
export function checkObject(name: string, value: unknown): void {
  if (typeof value !== 'object' || value === null)
    throw new ConfigurationError(name, value === null ? value : typeof value, 'an object');
}

export const checkPartNumber = (partNumber: number, key: string): void =>
  checkWhole('partNumber', partNumber, 1, 10_000, key);

export function checkUploadId(uploadId: string, key: string): void {
  if (!uploadId) throw new ConfigurationError('uploadId', uploadId, 'the id createMultipartUpload gave', key);
}
