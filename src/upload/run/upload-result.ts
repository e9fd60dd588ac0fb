import type {UploadAnswer} from '../../cos/wire/results.js';
import {formatCrc64} from '../../hash/crc64.js';
import type {Proof, UploadResult} from '../tasks/state.js';
import type {Run} from './run-context.js';

/** The object, as the store tells of it. */
interface Stored {
  readonly etag: string;
  readonly versionId?: string | undefined;
  readonly requestId?: string | undefined;
  readonly answer?: UploadAnswer | undefined;
}

/** How the object came there, and what proves it. */
interface Outcome {
  readonly proof: Proof;
  /** Of the object; given where it is the proof. */
  readonly crc64?: bigint | undefined;
  readonly parts?: number;
  readonly resumedBytes?: number;
  readonly skipped?: boolean;
}

/** Every result is made here. */
export function uploadResult(
  {client, key, input}: Run,
  {etag, versionId, requestId = '', answer}: Stored,
  {proof, crc64, parts = 0, resumedBytes = 0, skipped = false}: Outcome,
): UploadResult {
  return {
    key,
    etag,
    location: client.locationOf(key),
    ...(versionId === undefined ? {} : {versionId}),
    ...(proof === 'crc64' && crc64 !== undefined ? {crc64: formatCrc64(crc64)} : {}),
    size: input.size,
    parts,
    resumedBytes,
    skipped,
    proof,
    ...(answer === undefined ? {} : {answer}),
    requestId,
  };
}
