import {CredentialsError, UploadError} from '../../errors.js';
import {beyondUpload} from './upload-actions.js';

/**
 * The error for what a function of the app rejected with. Any error of the app's own may be an outage, `if (!response.ok) throw
 * new Error(…)`, so it is worth another try. Uploads work without the actions that go beyond them, so there it is a refusal, unless
 * it is the TypeError of fetch(). A function that knows better rejects with a CredentialsError.
 */
export const appFailure = (
  name: 'credentials' | 'authorize' | 'ticket',
  actions: readonly string[],
  cause: unknown,
  key?: string,
): UploadError =>
  cause instanceof UploadError
    ? cause
    : new CredentialsError(`The ${name} function failed; see the cause.`, {
        code: 'unavailable',
        retryable: cause instanceof TypeError || beyondUpload(actions).length === 0,
        key,
        cause,
      });

export const sessionEnded = (what: string): CredentialsError =>
  new CredentialsError(
    `${what} instead of credentials: the session has most likely ended. Sign in again, then retry.`,
    {code: 'refused'},
  );
