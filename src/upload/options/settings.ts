import {checkTextIfGiven, checkWhole} from '../../cos/operations/check.js';
import {trafficLimits} from '../../cos/operations/option-rules.js';
import {ConfigurationError} from '../../errors.js';
import {limits} from '../parts/layout.js';
import {largestWhole} from '../parts/whole-limit.js';
import {checkObjectOptions} from './file-options.js';
import {checkKeyOptions} from './object-key.js';
import type {Commit, Concurrency, Conflict, Prepare, Size, UploaderOptions} from './options.js';
import {type Scope, scopeOf} from './scope.js';
import {parseSize} from './size.js';

/** Bodies at a time while nothing says that fewer or more are better. */
export const usualBodies = 5;

/** The options that a run works with, parsed, with their defaults. Sizes in bytes. */
export interface Settings {
  readonly partSize: number | 'auto';
  readonly multipartThreshold: number | 'auto';
  readonly concurrency: Concurrency;
  readonly smallUpload: 'put' | 'form';
  readonly retries: number;
  /** Seconds. */
  readonly giveUpAfter: number;
  readonly md5: boolean;
  readonly crc64: boolean;
  readonly skipExisting: boolean;
  readonly conflict: Conflict;
  readonly trafficLimit: number | undefined;
  readonly prepare: Prepare | undefined;
  readonly commit: Commit | string | undefined;
  /** Whose uploads they are: see `scopeOf`. */
  readonly scope: Scope;
  /** Look in the bucket for an unfinished upload that the journal does not know. */
  readonly discover: boolean;
  readonly workerUrl: string | undefined;
}

/**
 * Checks the options and adds the defaults, before anything is sent. Throws a ConfigurationError that names the first option that cannot
 * work. `tickets`: the application names the objects.
 */
export function resolveSettings(options: Omit<UploaderOptions, 'client'>, tickets = false): Settings {
  const checks = checksumsOf(options.checksum ?? 'crc64');
  const {
    resume = 'auto',
    conflict = 'replace',
    smallUpload = 'put',
    key,
    prepare,
    objectOptions,
    retry,
    stallTimeout,
    persistBlobs,
  } = options;
  oneOf('resume', resume, 'auto', 'ask', 'off');
  for (const [name, given] of Object.entries({key, prepare, retry, stallTimeout}))
    if (given !== undefined && typeof given !== 'function')
      throw new ConfigurationError(name, given, 'a function');
  oneOf('key-form', options.keyForm ?? 'nfc', 'nfc', 'as-is');
  checkTextIfGiven('scope', options.scope);
  if (typeof (options.skipExisting ?? false) !== 'boolean')
    throw new ConfigurationError('skip-existing', options.skipExisting, 'true or false');
  checkUrlIfGiven('worker-url', options.workerUrl);
  checkKeyOptions(options);
  oneOf('small-upload', smallUpload, 'put', 'form');
  oneOf('conflict', conflict, 'replace', 'rename', 'skip', 'fail');
  if (typeof objectOptions !== 'function') checkObjectOptions(objectOptions);
  if (persistBlobs !== undefined) parseSize('persist-blobs', persistBlobs);
  return {
    partSize: sizeOf('part-size', options.partSize ?? 'auto', limits.minPartSize),
    multipartThreshold: sizeOf('multipart-threshold', options.multipartThreshold ?? 'auto'),
    concurrency: concurrencyOf(options.concurrency ?? 'auto'),
    smallUpload,
    retries: whole('retries', options.retries ?? 5, 0, 100),
    giveUpAfter: whole('give-up-after', options.giveUpAfter ?? 900, 0, 86_400),
    md5: checks.has('md5'),
    crc64: checks.has('crc64'),
    skipExisting: conflict === 'skip' || (options.skipExisting ?? false),
    conflict,
    trafficLimit:
      options.trafficLimit === undefined
        ? undefined
        : whole('traffic-limit', options.trafficLimit, trafficLimits.least, trafficLimits.most),
    prepare,
    commit: commitOf(options),
    scope: scopeOf(options, tickets),
    discover: resume !== 'off',
    workerUrl: options.workerUrl,
  };
}

function commitOf({
  commit,
  commitUrl,
}: Pick<UploaderOptions, 'commit' | 'commitUrl'>): Commit | string | undefined {
  if (commit !== undefined && commitUrl !== undefined)
    throw new ConfigurationError('commit-url', commitUrl, 'either commit or commit-url');
  if (commit !== undefined && typeof commit !== 'function')
    throw new ConfigurationError('commit', typeof commit, 'a function');
  checkUrlIfGiven('commit-url', commitUrl);
  return commit ?? commitUrl;
}

/** No larger file goes whole. Under `auto` a smaller one may go in parts too. */
export const mostWhole = ({multipartThreshold}: Pick<Settings, 'multipartThreshold'>): number =>
  multipartThreshold === 'auto' ? largestWhole : multipartThreshold;

function checksumsOf(checksum: unknown): Set<string> {
  const words = new Set(typeof checksum === 'string' ? checksum.trim().split(/\s+/) : ['']);
  const known = [...words].every((word) => ['crc64', 'md5', 'none'].includes(word));
  if (known && !(words.has('none') && words.size > 1)) return words;
  throw new ConfigurationError('checksum', checksum, '"crc64", "md5", "crc64 md5" or "none"');
}

function sizeOf(attribute: string, given: Size, least?: number): number | 'auto' {
  if (given === 'auto') return given;
  const size = parseSize(attribute, given, least);
  // Of a part, and of a PUT Object. 436/7750
  if (size <= limits.maxPartSize) return size;
  throw new ConfigurationError(attribute, given, 'at most 5GB');
}

function checkUrlIfGiven(attribute: string, url: unknown): void {
  if (url !== undefined && (typeof url !== 'string' || url === ''))
    throw new ConfigurationError(attribute, url, 'a URL');
}

function oneOf(attribute: string, value: string, ...allowed: string[]): void {
  if (!allowed.includes(value)) throw new ConfigurationError(attribute, value, allowed.join(', '));
}

function concurrencyOf(given: Concurrency): Concurrency {
  if (given === 'auto' || (Number.isInteger(given) && given >= 1 && given <= 32)) return given;
  throw new ConfigurationError('concurrency', given, '"auto" or a whole number from 1 to 32');
}

function whole(attribute: string, value: number, least: number, most: number): number {
  checkWhole(attribute, value, least, most);
  return value;
}
