import {CredentialsError} from '../../errors.js';
import type {StsAnswer, TemporaryCredentials} from './credentials-types.js';

/**
 * Accepts both shapes and throws a CredentialsError that names the field at fault, never its value: an answer is
 * whatever a server sent, whatever its type says.
 */
export function readCredentials(answer: TemporaryCredentials | StsAnswer): TemporaryCredentials {
  const outer = fieldsOf(answer);
  if (!outer) throw malformed('are not an object');
  const nested = 'credentials' in outer;
  const inner = nested ? fieldsOf(outer['credentials']) : outer;
  if (!inner) throw malformed('hold "credentials" that is not an object');

  const text = (name: string, path = nested ? `credentials.${name}` : name): string => {
    const value = inner[name];
    if (typeof value !== 'string' || value === '') throw malformed(`lack ${path}`);
    // They go into a header as they are. Nothing else than visible ASCII is ever issued.
    if (!/^[\x21-\x7e]+$/.test(value)) throw malformed(`have a ${path} with characters no key has`);
    return value;
  };
  const seconds = (name: string): number => {
    const value = outer[name];
    if (typeof value !== 'number' || !(value > 0 && value < 1e11)) {
      throw malformed(
        value === undefined ? `lack ${name}` : `have a ${name} that is not a number of Unix seconds`,
      );
    }
    return Math.floor(value);
  };

  const credentials = {
    secretId: text(nested ? 'tmpSecretId' : 'secretId'),
    secretKey: text(nested ? 'tmpSecretKey' : 'secretKey'),
    sessionToken: text('sessionToken'),
    startTime: seconds('startTime'),
    expiredTime: seconds('expiredTime'),
  };
  if (credentials.expiredTime <= credentials.startTime)
    throw malformed('end (expiredTime) before they start');
  return credentials;
}

const fieldsOf = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;

const malformed = (fault: string): CredentialsError =>
  new CredentialsError(
    `The credentials ${fault}. Expected is {credentials: {tmpSecretId, tmpSecretKey, sessionToken}, startTime, expiredTime}.`,
    {code: 'malformed'},
  );
