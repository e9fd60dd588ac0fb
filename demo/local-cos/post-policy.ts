import {createHash, createHmac, timingSafeEqual} from 'node:crypto';
import {CosFailure} from './cos-failure.js';
import type {Cos} from './call.js';
import type {Key} from './key-ring.js';
import {isAllowed} from './policy.js';
import type {Caller} from './authorize.js';

type Fields = ReadonlyMap<string, string>;
type Condition = Readonly<Record<string, unknown>> | readonly unknown[];

/** Smallest and largest size that a form's policy allows. */
export interface SizeRange {
  readonly min: number;
  readonly max: number;
}

const hmac = (key: string, text: string): string => createHmac('sha1', key).update(text).digest('hex');
const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');

/** Who signed a form: the signature is over its policy, byte for byte (436/14690). Without one it is nobody's. */
export function identifyForm(fields: Fields, {keys, settings}: Cos, now: number): Caller {
  if (!settings.verifySignature) return {anonymous: false, owner: true, may: () => true};
  const signature = fields.get('q-signature');
  if (signature === undefined) return {anonymous: true, owner: false, may: () => false};
  const key = keys.find(fields.get('q-ak') ?? '');
  if (!key) throw new CosFailure('InvalidAccessKeyId');
  checkToken(fields, key, settings.expiredTokenStatus, now);
  const signKey = hmac(key.secretKey, fields.get('q-key-time') ?? '');
  const wanted = hmac(signKey, sha1(policyText(fields)));
  const same =
    wanted.length === signature.length && timingSafeEqual(Buffer.from(wanted), Buffer.from(signature));
  if (!same || fields.get('q-sign-algorithm') !== 'sha1') throw new CosFailure('SignatureDoesNotMatch');
  const policy = key.temporary?.policy;
  if (!policy) return {anonymous: false, owner: true, may: () => true};
  return {anonymous: false, owner: false, may: (question) => isAllowed(policy, question)};
}

function checkToken(fields: Fields, {temporary}: Key, expiredTokenStatus: number, now: number): void {
  if (!temporary) return;
  if (fields.get('x-cos-security-token') !== temporary.token) throw new CosFailure('InvalidAccessKeyId');
  if (now / 1000 > temporary.expiredTime) throw new CosFailure('ExpiredToken', {status: expiredTokenStatus});
}

const policyText = (fields: Fields): string =>
  Buffer.from(fields.get('policy') ?? '', 'base64').toString('utf8');

/** Holds the form against its policy; answers what size the file may have. Messages are those of 436/14690. */
export function checkFormPolicy(fields: Fields, bucket: string, key: string, now: number): SizeRange {
  const range = {min: 0, max: Infinity};
  if (!fields.has('policy')) return range;
  const {expiration, conditions} = parsePolicy(fields);
  const end = Date.parse(expiration);
  if (!(now <= end)) {
    const [expired, current] = [end, now].map((ms) => Math.floor(ms / 1000));
    throw new CosFailure('AccessDenied', {
      message: `You post object request has been expired, expiration time: ${expired} but the time now : ${current}`,
    });
  }
  const said = new Set<string>();
  const valueOf = (name: string): string | undefined => {
    if (name === 'bucket') return bucket;
    if (name === 'key') return key;
    return fields.get(name === 'q-sign-time' ? 'q-key-time' : name);
  };
  const check = (name: string, wanted: string, holds: (value: string) => boolean): void => {
    const lower = name.replace(/^\$/, '').toLowerCase();
    said.add(lower);
    const value = valueOf(lower);
    if (value === undefined || !holds(value)) mismatch(lower, wanted);
  };
  for (const condition of conditions) {
    if (!Array.isArray(condition)) {
      for (const [name, wanted] of Object.entries(condition))
        check(name, String(wanted), (value) => value === String(wanted));
      continue;
    }
    const [operator, name, wanted] = (condition as readonly unknown[]).map(String) as [
      string,
      string,
      string,
    ];
    if (operator === 'eq') check(name, wanted, (value) => value === wanted);
    else if (operator === 'starts-with') check(name, wanted, (value) => value.startsWith(wanted));
    else if (operator === 'content-length-range')
      Object.assign(range, {min: Number(name), max: Number(wanted)});
    else throw new CosFailure('InvalidPolicyDocument');
  }
  for (const name of ['q-sign-algorithm', 'q-ak', 'q-sign-time']) if (!said.has(name)) mismatch(name, '');
  return range;
}

function parsePolicy(fields: Fields): {expiration: string; conditions: readonly Condition[]} {
  let policy: {expiration?: unknown; conditions?: unknown};
  try {
    policy = JSON.parse(policyText(fields)) as typeof policy;
  } catch {
    throw new CosFailure('InvalidPolicyDocument');
  }
  const {expiration, conditions} = policy;
  if (typeof expiration !== 'string' || !Array.isArray(conditions) || conditions.length === 0)
    throw new CosFailure('InvalidPolicyDocument');
  return {expiration, conditions: conditions as Condition[]};
}

function mismatch(name: string, wanted: string): never {
  throw new CosFailure('AccessDenied', {message: `Condition key ${name} doesn't match the value ${wanted}`});
}

/** The file as it comes in, ended as soon as it is too long. */
export async function* withinRange(
  file: AsyncIterable<Buffer>,
  {min, max}: SizeRange,
): AsyncGenerator<Buffer> {
  let size = 0;
  const fail = (code: 'EntityTooLarge' | 'EntityTooSmall'): never => {
    throw new CosFailure(code, {
      message: `Condition key content-length-range doesn't match the value [${min}, ${max}]`,
    });
  };
  for await (const chunk of file) {
    size += chunk.length;
    if (size > max) fail('EntityTooLarge');
    yield chunk;
  }
  if (size < min) fail('EntityTooSmall');
}
