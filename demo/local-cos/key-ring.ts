import {randomBytes} from 'node:crypto';
import {type Policy, policyFor} from './policy.js';

/** Keys of the owner of the local buckets; worth nothing anywhere else. */
export const LOCAL_SECRET_ID = 'AKIDlocalcos0000000000000000000000000';
export const LOCAL_SECRET_KEY = 'localcosSecretKey000000000000000';

/** A key a request may be signed with; a temporary one has a token, a lifetime and a policy. */
export interface Key {
  secretKey: string;
  temporary?: {token: string; startTime: number; expiredTime: number; policy: Policy};
}

/** What npm `qcloud-cos-sts` hands to an application's server; times in Unix seconds. */
interface StsAnswer {
  expiredTime: number;
  expiration: string;
  credentials: {sessionToken: string; tmpSecretId: string; tmpSecretKey: string};
  requestId: string;
  startTime: number;
}

export interface StsRequest {
  seconds: number;
  policy: Policy;
}

export interface KeyRing {
  find(secretId: string): Key | undefined;
  /** Makes a temporary key that is valid from `nowMs` on. */
  issue(request: StsRequest, nowMs: number): StsAnswer;
  clear(): void;
}

export function createKeyRing(secretId: string, secretKey: string): KeyRing {
  const temporary = new Map<string, Key>();
  return {
    find: (id) => (id === secretId ? {secretKey} : temporary.get(id)),
    issue({seconds, policy}, nowMs) {
      const startTime = Math.floor(nowMs / 1000);
      const expiredTime = startTime + seconds;
      const credentials = {
        sessionToken: randomBytes(120).toString('base64'),
        tmpSecretId: `AKID${randomBytes(24).toString('base64url')}`,
        tmpSecretKey: randomBytes(32).toString('base64'),
      };
      temporary.set(credentials.tmpSecretId, {
        secretKey: credentials.tmpSecretKey,
        temporary: {token: credentials.sessionToken, startTime, expiredTime, policy},
      });
      return {
        expiredTime,
        expiration: new Date(expiredTime * 1000).toISOString().replace('.000', ''),
        credentials,
        requestId: randomBytes(16).toString('hex'),
        startTime,
      };
    },
    clear: () => temporary.clear(),
  };
}

/** What a page needs for resumable uploads (and for looking at what it sent), when nothing else is asked for. */
export const PAGE_ACTIONS = [
  'PutObject',
  'InitiateMultipartUpload',
  'ListMultipartUploads',
  'ListParts',
  'UploadPart',
  'CompleteMultipartUpload',
  'AbortMultipartUpload',
  'AppendObject',
  'HeadObject',
  'GetObject',
  'DeleteObject',
] as const;

/**
 * Reads `seconds` (1800), `bucket`, `prefix` ('' = all), `actions` (comma list, `*` = all), or a whole `policy`
 * as JSON. Throws a TypeError that names what is wrong. `keys` is what they are good for.
 */
export function readStsRequest(
  query: URLSearchParams,
  home: {bucket: string; region: string},
  keys = `${query.get('prefix') ?? ''}*`,
): StsRequest {
  const seconds = Number(query.get('seconds') ?? 1800);
  if (!Number.isFinite(seconds) || seconds < 1 || seconds > 129_600) {
    throw new TypeError('seconds must be between 1 and 129600');
  }
  const given = query.get('policy');
  if (given !== null) return {seconds, policy: JSON.parse(given) as Policy};
  const actions = query.get('actions')?.split(',') ?? [...PAGE_ACTIONS];
  const bucket = query.get('bucket') ?? home.bucket;
  return {seconds, policy: policyFor({...home, bucket, keys, actions})};
}
