import type {Bucket, ObjectOptions} from './bucket.js';
import type {Call} from './call.js';
import {contentTypeOf} from './content-type.js';
import {CosFailure} from './cos-failure.js';
import {readEncryption} from './encryption.js';
import type {Settings} from './settings.js';

type Headers = Readonly<Record<string, string>>;

const STORED = ['cache-control', 'content-disposition', 'content-encoding', 'content-language', 'expires'];
const STORAGE_CLASSES = ['STANDARD', 'STANDARD_IA', 'INTELLIGENT_TIERING', 'ARCHIVE', 'DEEP_ARCHIVE'];
const MAZ_CLASSES = ['MAZ_STANDARD', 'MAZ_STANDARD_IA', 'MAZ_INTELLIGENT_TIERING'];
export const OBJECT_ACLS: readonly string[] = [
  'default',
  'private',
  'public-read',
  'authenticated-read',
  'bucket-owner-read',
  'bucket-owner-full-control',
];
export const BUCKET_ACLS: readonly string[] = [
  'private',
  'public-read',
  'public-read-write',
  'authenticated-read',
];
const META = 'x-cos-meta-';
const META_EACH = 2048;
const META_TOTAL = 4096;

/** Everything a request says about the object it makes; throws the code of 436/7730 for what is not allowed. */
export function readObjectOptions({bucket, cos: {settings}, headers, key}: Call): ObjectOptions {
  const {echo, customerKeyMd5} = readEncryption(headers);
  return {
    headers: {...readStoredHeaders(headers, key, settings), ...readMetadata(headers, settings)},
    storageClass: readStorageClass(headers, bucket.zones),
    acl: readAcl(headers, OBJECT_ACLS) ?? 'default',
    grants: readGrants(headers),
    tags: readTags(headers['x-cos-tagging'] ?? ''),
    encryption: echo,
    ...(customerKeyMd5 !== undefined && {customerKeyMd5}),
  };
}

function readStoredHeaders(headers: Headers, key: string, settings: Settings): Record<string, string> {
  const stored: Record<string, string> = {
    'content-type': headers['content-type'] ?? contentTypeOf(key, settings.defaultContentType),
  };
  for (const name of STORED) if (headers[name] !== undefined) stored[name] = headers[name];
  return stored;
}

/** Limits of 436/7749 in its 2026 state: 2 KB each, 4 KB together, names of letters, digits and `-`. */
function readMetadata(headers: Headers, settings: Settings): Record<string, string> {
  const entries = Object.entries(headers).filter(([name]) => name.startsWith(META));
  let total = 0;
  for (const [name, value] of entries) {
    const size = name.length + value.length;
    total += size;
    if (!/^[a-z\d-]+$/.test(name.slice(META.length))) {
      throw new CosFailure('InvalidArgument', {message: `${name} is not a valid metadata name.`});
    }
    if (size > META_EACH || total > META_TOTAL) {
      throw new CosFailure(settings.metadataTooLongCode, {
        message: 'Your metadata headers exceed the maximum allowed size.',
      });
    }
  }
  return Object.fromEntries(entries);
}

/** A bucket has one zone or several (MAZ), and its objects the classes of such a bucket. */
function readStorageClass(headers: Headers, zones: Bucket['zones']): string {
  const [own, others, foreign] =
    zones === 'MAZ'
      ? ([MAZ_CLASSES, STORAGE_CLASSES, 'OAZOperationNotSupportOnMAZBucket'] as const)
      : ([STORAGE_CLASSES, MAZ_CLASSES, 'MAZOperationNotSupportOnOAZBucket'] as const);
  const storageClass = (headers['x-cos-storage-class'] ?? own[0] ?? '').toUpperCase();
  if (own.includes(storageClass)) return storageClass;
  throw new CosFailure(others.includes(storageClass) ? foreign : 'NotSupportedStorageClass');
}

export function readAcl(headers: Headers, allowed: readonly string[]): string | undefined {
  const acl = headers['x-cos-acl'];
  if (acl !== undefined && !allowed.includes(acl)) {
    throw new CosFailure('InvalidArgument', {message: `x-cos-acl must be one of ${allowed.join(', ')}.`});
  }
  return acl;
}

/** `id="100000000001"`, several joined with `,`; APPEND's page has `uin="…"` and `qcs::cam::…` ids too. */
export function readGrants(headers: Headers): Record<string, string> {
  const grants = Object.entries(headers).filter(([name]) => name.startsWith('x-cos-grant-'));
  for (const [name, value] of grants) {
    const known = /^x-cos-grant-(read|write|read-acp|write-acp|full-control)$/.test(name);
    if (!known || !/^\s*(id|uin)="[^"]+"(\s*,\s*(id|uin)="[^"]+")*\s*$/.test(value)) {
      throw new CosFailure('InvalidArgument', {message: `${name} must be a list of id="OwnerUin".`});
    }
  }
  return Object.fromEntries(grants);
}

/** `k1=v1&k2=v2`, percent-encoded, at most ten. */
function readTags(text: string): Record<string, string> {
  const pairs = text.split('&').filter((pair) => pair !== '');
  try {
    const tags = pairs.map((pair) => {
      const [name = '', value = '', ...rest] = pair.split('=').map(decodeURIComponent);
      if (rest.length > 0) throw new CosFailure('InvalidTag');
      return [name, value] as const;
    });
    return checkTags(tags);
  } catch {
    throw new CosFailure('InvalidTag');
  }
}

/** Ten tags, names of 1–127 characters, values up to 255, no name twice. */
export function checkTags(tags: readonly (readonly [name: string, value: string])[]): Record<string, string> {
  const names = new Set(tags.map(([name]) => name));
  const tooLong = tags.some(([name, value]) => name === '' || name.length > 127 || value.length > 255);
  if (tags.length > 10 || names.size < tags.length || tooLong) throw new CosFailure('InvalidTag');
  return Object.fromEntries(tags);
}
