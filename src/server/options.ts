import {originOf} from '../cos/wire/endpoint.js';
import {ConfigurationError} from '../errors.js';
import type {GuardOptions} from './question.js';
import {type AskSts, federationToken} from './sts.js';

/** What both handlers need to know. */
export interface ServerOptions extends GuardOptions {
  /** `name-APPID`. */
  bucket: string;
  /** E.g. `ap-guangzhou`. */
  region: string;
  /**
   * The id of a sub-account that may do in the bucket what uploads need, and nothing else. Its id and key serve to ask STS for keys, and
   * for nothing else.
   */
  secretId?: string | undefined;
  secretKey?: string | undefined;
  /** Gets the temporary keys in another way: `qcloud-cos-sts`, AssumeRole, a service of your own. */
  sts?: AskSts | undefined;
  /** Bytes of a file. Default: what COS allows. */
  maxSize?: number | undefined;
  /** MIME types that may be stored, such as `['image/*', 'application/pdf']`. Default: any. */
  types?: readonly string[] | undefined;
  /** How long temporary keys live, in seconds, 60 to 7200. Default 1800. */
  seconds?: number | undefined;
}

export interface Settings {
  maxSize: number;
  types: readonly string[] | undefined;
  seconds: number;
  sts: AskSts;
}

/** 48.82 TB: 10,000 parts of 5 GB. 436/14518 */
const largestObject = 10_000 * 5 * 2 ** 30;

/**
 * Throws a ConfigurationError for options that cannot work. A build may load this module where there are no keys, so absent keys are an
 * error only at the first question.
 */
export function checkOptions(options: ServerOptions): Settings {
  const {bucket, region, secretId, secretKey, maxSize = largestObject, types, seconds = 1800} = options;
  originOf({bucket, region});
  const whole = (name: string, value: number, least: number, most: number): void => {
    if (!Number.isInteger(value) || value < least || value > most)
      throw new ConfigurationError(name, value, `a whole number from ${least} to ${most}`);
  };
  whole('maxSize', maxSize, 1, largestObject);
  whole('seconds', seconds, 60, 7200);
  for (const type of types ?? []) {
    if (!/^[\w.+-]+\/([\w.+-]+|\*)$/.test(type))
      throw new ConfigurationError('types', type, 'MIME types such as image/png and image/*');
  }
  if (types?.length === 0)
    throw new ConfigurationError('types', 'none', 'at least one type, or no types at all');
  if (options.sts && (secretId ?? secretKey) !== undefined)
    throw new ConfigurationError('sts', 'a function', 'either sts, or secretId and secretKey');
  return {maxSize, types, seconds, sts: options.sts ?? ((question) => ownKeys(options)(question))};
}

function ownKeys({secretId, secretKey}: ServerOptions): AskSts {
  if (secretId && secretKey) return federationToken(secretId, secretKey);
  const absent = secretId ? 'secretKey' : 'secretId';
  throw new ConfigurationError(
    absent,
    undefined,
    'the key of a sub-account, from the environment of the server; or sts',
  );
}

export const isOfType = (types: readonly string[] | undefined, type: string): boolean =>
  !types ||
  types.some((allowed) =>
    allowed.endsWith('/*') ? type.startsWith(allowed.slice(0, -1)) : type === allowed,
  );
