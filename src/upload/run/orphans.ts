import type {CosClient} from '../../cos/client.js';
import {CosError} from '../../errors.js';
import {isUnder} from '../options/scope.js';

/** An unfinished multipart upload on the server that no page of this browser works on. Its parts cost storage. */
export interface Orphan {
  readonly key: string;
  readonly uploadId: string;
  readonly initiated: Date;
}

export interface OrphanQuery {
  /** Milliseconds since the upload began, by the server's clock; default 24 h, because another device may still be working on a younger one. */
  olderThan?: number | undefined;
  signal?: AbortSignal | undefined;
}

const dayMs = 24 * 3600 * 1000;

/** Needs the permission ListMultipartUploads on the prefix. */
export async function findOrphans(
  client: CosClient,
  prefix: string,
  inUse: ReadonlySet<string>,
  {olderThan = dayMs, signal}: OrphanQuery,
): Promise<Orphan[]> {
  const orphans: Orphan[] = [];
  for await (const page of client.listAllMultipartUploads({prefix, signal})) {
    // The server has begun them by its own clock, and this device's may be days off.
    const now = page.date?.getTime() ?? Date.now();
    for (const {key, uploadId, initiated} of page.uploads) {
      // The answer may list other keys, and `users/12` begins with `users/1` but is not under it.
      // Of an unknown age it may be under way.
      if (!isUnder(key, prefix) || !initiated) continue;
      const age = Math.max(0, now - initiated.getTime());
      if (age >= olderThan && !inUse.has(uploadId)) orphans.push({key, uploadId, initiated});
    }
  }
  return orphans;
}

export async function abortOrphans(
  client: CosClient,
  orphans: readonly Orphan[],
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const {key, uploadId} of orphans) {
    try {
      await client.abortMultipartUpload(key, uploadId, {signal});
    } catch (error) {
      if (!(error instanceof CosError) || error.code !== 'NoSuchUpload') throw error;
    }
  }
}
