import type {UploadTask} from '../../index.js';
import {describeAccept, isAccepted} from './accept.js';
import type {FileTypes} from '../../file-types.js';
import type {RejectCode} from '../base/cos-events.js';
import type {Locale} from '../language/locale.js';
import type {Texts} from '../language/texts.js';

/** A file on its way in, with its relative path (its name, outside folders). */
export interface Candidate {
  readonly file: File;
  readonly path: string;
  readonly handle?: FileSystemFileHandle | undefined;
  readonly key?: string | undefined;
  /** The file could not be opened, and `file` has its name only. */
  readonly unreadable?: boolean;
}

/** Sizes in bytes; Infinity for no limit. */
export interface Limits {
  readonly accept: string;
  readonly maxFiles: number;
  readonly maxFileSize: number;
  readonly minFileSize: number;
  readonly maxTotalSize: number;
}

/** What the list already has, as far as it counts for the limits. */
export interface Present {
  readonly count: number;
  readonly bytes: number;
  /** The path of a candidate, in a form that is equal for paths that make the same key. */
  readonly pathOf: (candidate: Pick<Candidate, 'path'>) => string;
  /** The upload of the list that a candidate meets; undefined when it meets none. */
  find(candidate: Candidate): Found | undefined;
}

export interface Found {
  readonly as: 'duplicate' | 'replaces' | 'continues' | 'restores';
  readonly task: UploadTask;
  /** Whether the count and the bytes include it. */
  readonly counted: boolean;
}

export interface Rejection {
  readonly file: File;
  readonly code: RejectCode;
}

/** What came of folders: how many files were found, taken and refused, and how many were left out as of no use to anybody. */
export interface FolderCount {
  readonly found: number;
  readonly taken: number;
  readonly refused: number;
  readonly ignored: number;
}

/** A file that was not taken, and the reason in words. */
export interface Refusal {
  readonly name: string;
  readonly reason: string;
}

/**
 * Sorts candidates into those that may enter and those that may not, each on its own: a file that is refused never
 * blocks the next, and takes no room. `restored`: those that continue an upload of an earlier visit. `types`: see isAccepted. `refused`: by the page.
 */
export function sift(
  candidates: Iterable<Candidate>,
  limits: Limits,
  present: Present,
  types?: FileTypes,
  refused?: ReadonlyMap<File, string>,
): {accepted: Candidate[]; restored: Candidate[]; rejected: Rejection[]} {
  const accepted: Candidate[] = [];
  const restored: Candidate[] = [];
  const rejected: Rejection[] = [];
  const seen = new Map<string, File[]>();
  let {count, bytes} = present;
  for (const candidate of candidates) {
    const {file} = candidate;
    const place = [present.pathOf(candidate), candidate.key].join('\n');
    const met = seen.get(place) ?? [];
    const found = present.find(candidate);
    const others = found?.counted ? {count: count - 1, bytes: bytes - found.task.size} : {count, bytes};
    const code =
      flawOf(candidate, limits, types) ??
      (refused?.has(file)
        ? 'custom'
        : refuse(
            file,
            limits,
            others,
            met.some((other) => isSameFile(other, file)) ? 'duplicate' : found?.as,
          ));
    if (code) {
      rejected.push({file, code});
      continue;
    }
    // The upload goes on under its own key. Another key would make another object.
    if (found?.as === 'restores') restored.push({...candidate, key: found.task.key});
    else accepted.push(candidate);
    seen.set(place, [...met, file]);
    count = others.count + 1;
    bytes = others.bytes + sizeFor(limits, file);
  }
  return {accepted, restored, rejected};
}

type Stamp = Pick<File, 'size' | 'lastModified'>;

/** Whether two files of one path are the same, as far as the page can tell. */
export const isSameFile = (a: Stamp, b: Stamp): boolean =>
  a.size === b.size && a.lastModified === b.lastModified;

/** The size of a file where it counts: when it is first read, the browser asks the disk and the page waits. */
export const sizeFor = (limits: Limits, file: File): number =>
  limits.minFileSize || Math.min(limits.maxFileSize, limits.maxTotalSize) < Infinity ? file.size : 0;

/** What is wrong with a file, whatever else is in the list. */
export function flawOf(
  {file, unreadable}: Candidate,
  limits: Limits,
  types: FileTypes | undefined,
): RejectCode | undefined {
  if (unreadable) return 'unreadable';
  if (!file.name) return 'empty-name';
  if (!isAccepted(file, limits.accept, types)) return 'type';
  const size = sizeFor(limits, file);
  if (size > limits.maxFileSize) return 'too-large';
  if (size < limits.minFileSize) return 'too-small';
  return undefined;
}

function refuse(
  file: File,
  limits: Limits,
  others: Pick<Present, 'count' | 'bytes'>,
  found: Found['as'] | undefined,
): RejectCode | undefined {
  if (found === 'duplicate') return found;
  if (found === 'restores') return undefined;
  if (others.count >= limits.maxFiles) return 'too-many';
  if (others.bytes + sizeFor(limits, file) > limits.maxTotalSize) return 'total';
  return undefined;
}

const reasons = {
  type: 'rejectType',
  'too-large': 'rejectTooLarge',
  'too-small': 'rejectTooSmall',
  'too-many': 'rejectTooMany',
  total: 'rejectTotal',
  duplicate: 'rejectDuplicate',
  'duplicate-key': 'rejectDuplicateKey',
  'empty-name': 'rejectEmptyName',
  unreadable: 'errorChanged',
  custom: 'errorChanged', // The page has said why.
} as const satisfies Record<RejectCode, keyof Texts>;

/** Why a file was refused, in the language of the page; for `custom` the page's own words count. */
export function reasonOf(code: RejectCode, limits: Limits, locale: Locale): string {
  const {accept, maxFiles, maxFileSize, minFileSize, maxTotalSize} = limits;
  const most = code === 'total' ? maxTotalSize : maxFileSize;
  return locale.t(reasons[code], {
    types: describeAccept(accept, locale),
    limit: locale.size(code === 'too-small' ? minFileSize : most),
    n: maxFiles,
  });
}

/** The limits as one sentence, said before the choice: "Up to 20 files · 5 GB each at most · images and PDF". */
export function describeLimits(limits: Limits, locale: Locale): string {
  const {t} = locale;
  const {maxFiles, maxFileSize, minFileSize, maxTotalSize} = limits;
  return [
    maxFiles > 1 && maxFiles < Infinity ? t('limitFiles', {n: maxFiles}) : '',
    maxFileSize < Infinity ? t('limitSize', {size: locale.size(maxFileSize)}) : '',
    minFileSize > 0 ? t('limitMin', {size: locale.size(minFileSize)}) : '',
    maxTotalSize < Infinity ? t('limitTotal', {size: locale.size(maxTotalSize)}) : '',
    describeAccept(limits.accept, locale),
  ]
    .filter(Boolean)
    .join('\u00a0· ');
}
