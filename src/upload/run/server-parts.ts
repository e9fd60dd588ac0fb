import {CosError} from '../../errors.js';
import type {ListedPart} from '../../cos/wire/results.js';
import type {PartRecord, UploadRecord} from '../../store/resume-store.js';
import {attempt} from '../requests/attempt.js';
import {type Part, partAt} from '../parts/layout.js';
import {explainRead} from './file-check.js';
import {md5OfEtag, type ProvenPart} from './proof.js';
import type {Run} from './run-context.js';
import type {Session} from './session.js';

/** All pages; `gone` when the server knows no such upload, `unknown` where this page may not ask. */
export async function listParts(run: Run, uploadId: string): Promise<ListedPart[] | 'gone' | 'unknown'> {
  if (!run.permissions.listParts) return 'unknown';
  try {
    const all: ListedPart[] = [];
    // Page by page: ten of them may take a slow line longer than one answer may.
    for (let marker = 0; ;) {
      const {parts, nextPartNumberMarker: next = 0} = await attempt(run, {}, (signal) =>
        run.client.listParts(run.key, uploadId, {partNumberMarker: marker || undefined, signal}),
      );
      all.push(...parts);
      if (next <= marker) return all;
      marker = next;
    }
  } catch (error) {
    if (error instanceof CosError && error.code === 'NoSuchUpload') return 'gone';
    if (!(error instanceof CosError) || error.category !== 'permission') throw error;
    run.permissions.listParts = false;
    return 'unknown';
  }
}

/**
 * Takes over what the server lists. A part that the journal has with the same number, size and ETag is believed; a part that the journal
 * does not know is hashed first; any other part is sent again.
 */
export async function adopt(
  run: Run,
  session: Session,
  listed: readonly ListedPart[],
  journaled: readonly PartRecord[],
): Promise<void> {
  const records = new Map(journaled.map((part) => [part.partNumber, part]));
  for (const {partNumber, etag, size} of listed) {
    const part = partAt(session.layout, run.input.size, partNumber);
    if (part?.size !== size) continue;
    const record = records.get(partNumber);
    if (record?.size === size && isSameEtag(record.etag, etag)) {
      const {uploadId: _uploadId, ...known} = record;
      session.take({...known, ...part, etag});
    } else {
      const crc64 = await sameBytes(run, part, etag);
      if (crc64 === undefined) continue;
      session.confirm({...part, etag, crc64, md5: true});
    }
    resumed(run, part);
  }
}

/** Where the page may not see the server's list, it believes the journal. Complete fails when a part is missing. */
export function adoptJournal(run: Run, session: Session, journaled: readonly PartRecord[]): void {
  session.seen = false;
  for (const part of journaledParts(run, session.record, journaled)) {
    session.take(part);
    resumed(run, part);
  }
}

/** The parts that the journal has, in order, each with its place in the file. */
export function journaledParts(run: Run, {layout}: UploadRecord, parts: readonly PartRecord[]): ProvenPart[] {
  return parts
    .flatMap(({uploadId: _uploadId, ...part}) => {
      const place = partAt(layout, run.input.size, part.partNumber);
      return place?.size === part.size ? [{...part, offset: place.offset}] : [];
    })
    .sort((a, b) => a.partNumber - b.partNumber);
}

function resumed(run: Run, {partNumber, size}: Part): void {
  run.dispatch({type: 'part', part: {partNumber, size, attempts: 0, resumed: true}});
}

/** Something on the way may change an ETag or keep it back: then it is no MD5, and does not contradict the server's. */
const isSameEtag = (ours: string, listed: string): boolean =>
  md5OfEtag(ours) === undefined || md5OfEtag(ours) === md5OfEtag(listed);

/**
 * Takes the ETags of all parts from the server, and forgets each part that the server lacks or has otherwise. Answers false where the page
 * may not see the list.
 */
export async function agreeOnParts(run: Run, session: Session): Promise<boolean> {
  const answer = await listParts(run, session.uploadId);
  if (typeof answer === 'string') return answer === 'gone';
  const listed = new Map(answer.map((part) => [part.partNumber, part]));
  for (const part of session.sorted) {
    const known = listed.get(part.partNumber);
    if (known?.size === part.size && isSameEtag(part.etag, known.etag)) {
      if (known.etag !== part.etag) session.confirm({...part, etag: known.etag});
    } else session.parts.delete(part.partNumber);
  }
  return true;
}

/** The CRC64 of a part of the file, when the MD5 of the part is the server's ETag; undefined when it is not. */
export async function sameBytes(run: Run, {offset, size}: Part, etag: string): Promise<string | undefined> {
  const slice = run.file.slice(offset, offset + size);
  const {md5, crc64} = await run.hasher
    .hash(slice, {md5: true, crc64: true}, run.signal, (bytes) =>
      run.dispatch({type: 'compare', compared: offset + bytes}),
    )
    .catch((cause: unknown) => {
      throw explainRead(cause, run.key);
    });
  return md5OfEtag(etag) === md5 ? crc64?.toString() : undefined;
}
