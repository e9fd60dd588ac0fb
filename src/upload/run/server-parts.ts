import {CosError} from '../../errors.js';
import type {ListedPart} from '../../cos/wire/results.js';
import type {PartRecord} from '../../store/resume-store.js';
import {attempt} from '../requests/attempt.js';
import {explainRead} from './file-check.js';
import {type Part, partAt} from '../parts/layout.js';
import type {Run} from './run-context.js';
import type {Session} from './session.js';

/** All pages; undefined when the server knows no such upload. */
export async function listParts(run: Run, uploadId: string): Promise<ListedPart[] | undefined> {
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
    if (error instanceof CosError && error.code === 'NoSuchUpload') return undefined;
    throw error;
  }
}

/**
 * Takes over what the server lists: a part that the journal has with the same number, size and ETag is believed, one that
 * it does not know is hashed first, anything else is sent again.
 */
export async function adopt(
  run: Run,
  session: Session,
  listed: readonly ListedPart[],
  journaled: readonly PartRecord[],
): Promise<void> {
  const records = new Map(journaled.map((part) => [part.partNumber, part]));
  for (const {partNumber, etag, size} of listed) {
    const part = partAt(session.layout, run.file.size, partNumber);
    if (part?.size !== size) continue;
    const record = records.get(partNumber);
    if (record?.etag === etag && record.size === size) {
      session.parts.set(partNumber, {
        ...part,
        etag,
        ...(record.crc64 === undefined ? {} : {crc64: record.crc64}),
      });
    } else {
      const crc64 = await sameBytes(run, part, etag);
      if (crc64 === undefined) continue;
      session.confirm({...part, etag, crc64});
    }
    run.dispatch({type: 'part', part: {partNumber, size, attempts: 0, resumed: true}});
  }
}

/** The CRC64 of a slice whose MD5 is the ETag of what the server has; undefined when it is not. */
export async function sameBytes(run: Run, {offset, size}: Part, etag: string): Promise<string | undefined> {
  const slice = run.file.slice(offset, offset + size);
  const {md5, crc64} = await run.hasher
    .hash(slice, {md5: true, crc64: true}, run.signal, (bytes) =>
      run.dispatch({type: 'compare', compared: offset + bytes}),
    )
    .catch((cause: unknown) => {
      throw explainRead(cause, run.key);
    });
  return etag.replaceAll('"', '').toLowerCase() === md5 ? crc64?.toString() : undefined;
}
