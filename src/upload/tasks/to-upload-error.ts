import {UploadError} from '../../errors.js';

/** Any failure as the error the contract promises. The key is empty where it could not even be told. */
export function toUploadError(cause: unknown, key: string): UploadError {
  if (cause instanceof UploadError) return cause;
  const said = (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, '');
  return new UploadError(
    `The upload${key && ` of "${key}"`} failed: ${said}. This was not expected; see the cause, then try again.`,
    {code: 'unexpected', key: key || undefined, cause},
  );
}
