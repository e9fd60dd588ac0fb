import {CredentialsError} from '../../errors.js';
import type {StsAnswer, TemporaryCredentials} from './credentials-types.js';

/**
 * Reads temporary keys in every spelling of the official SDKs and of the API itself (436/14048), and throws a CredentialsError that
 * names the field at fault, never its value: its type is only a promise of the server's. Where it does not say
 * since when the keys are good, it is since a minute ago.
 * @param now milliseconds by the server's clock
 */
export function readCredentials(
  answer: TemporaryCredentials | StsAnswer,
  now: number = Date.now(),
): TemporaryCredentials {
  if (!fieldsOf(answer)) throw malformed('are not an object');
  const outer = within(within(answer, 'data'), 'Response');
  const nested = ['credentials', 'Credentials'].find((name) => name in outer);
  const inner = nested ? fieldsOf(outer[nested]) : outer;
  if (!inner) throw malformed(`hold "${nested}" that is not an object`);

  const text = (...names: string[]): string | undefined => {
    const name = names.find((name) => inner[name] != null && inner[name] !== '');
    if (name === undefined) return undefined;
    const value = inner[name];
    // They go into a header as they are. Nothing else than visible ASCII is ever issued.
    if (typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value))
      throw malformed(`have a ${name} with characters no key has`);
    return value;
  };
  const seconds = (...names: string[]): number | undefined => {
    const name = names.find((name) => (outer[name] ?? inner[name]) != null);
    if (name === undefined) return undefined;
    const value = outer[name] ?? inner[name];
    const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || !(number > 0 && number < 1e11))
      throw malformed(`have a ${name} that is not a number of Unix seconds`);
    return Math.floor(number);
  };

  const path = (name: string): string => (nested ? `${nested}.${name}` : name);
  const secretId = text('tmpSecretId', 'TmpSecretId', 'secretId', 'SecretId');
  if (secretId === undefined) throw malformed(`lack ${path('tmpSecretId')}`);
  const secretKey = text('tmpSecretKey', 'TmpSecretKey', 'secretKey', 'SecretKey');
  if (secretKey === undefined) throw malformed(`lack ${path('tmpSecretKey')}`);
  const sessionToken = text(
    ...[
      'sessionToken',
      'SessionToken',
      'securityToken',
      'SecurityToken',
      'XCosSecurityToken',
      'token',
      'Token',
    ],
  );
  if (sessionToken === undefined) {
    throw malformed(
      `lack ${path('sessionToken')}. Keys without one are permanent keys: whoever reads this page owns the account. Ask STS for ` +
        'temporary ones on your server',
    );
  }
  const expiredTime = seconds('expiredTime', 'ExpiredTime');
  if (expiredTime === undefined) throw malformed('lack expiredTime');
  const startTime = seconds('startTime', 'StartTime') ?? Math.min(Math.floor(now / 1000), expiredTime) - 60;
  if (expiredTime <= startTime) throw malformed('end (expiredTime) before they start');
  return {secretId, secretKey, sessionToken, startTime, expiredTime};
}

type Fields = Record<string, unknown>;

const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null ? (value as Fields) : undefined;

/** What servers and the API put around an answer. */
const within = (value: object, wrapper: string): Fields =>
  fieldsOf((value as Fields)[wrapper]) ?? (value as Fields);

const malformed = (fault: string): CredentialsError =>
  new CredentialsError(
    `The credentials ${fault}. Expected is {credentials: {tmpSecretId, tmpSecretKey, sessionToken}, startTime, expiredTime}.`,
    {code: 'malformed'},
  );
