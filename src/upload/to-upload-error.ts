import {UploadError} from '../errors.js';

/** Any failure as the error the contract promises. */
export function toUploadError(cause: unknown, key: string): UploadError {
  if (cause instanceof UploadError) return cause;
  return new UploadError(
    `The upload of ${key} failed: ${cause instanceof Error ? cause.message : String(cause)}`,
    {
      code: 'unexpected',
      key,
      cause,
    },
  );
}
