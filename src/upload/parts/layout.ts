/** Parts number `from` and up have `size` bytes, until the next run says otherwise. The last part of a file may be smaller. */
interface LayoutRun {
  readonly from: number;
  readonly size: number;
}

/** How a file is cut: runs in ascending order, the first from part 1. A few runs describe 10,000 parts. */
export type Layout = readonly LayoutRun[];

export interface Part {
  readonly partNumber: number;
  readonly offset: number;
  readonly size: number;
}

export const MB: number = 2 ** 20;
/** 436/7750: 1 MB to 5 GB, the last part may be smaller; numbers 1 to 10,000. 436/14518: objects to 50,000 GB. */
export const limits: {
  readonly minPartSize: number;
  readonly maxPartSize: number;
  readonly maxParts: number;
  readonly maxObjectSize: number;
} = {minPartSize: MB, maxPartSize: 5 * 2 ** 30, maxParts: 10_000, maxObjectSize: 50_000 * 2 ** 30};

const maxAutoSize = 64 * MB;

/** The bytes of part `partNumber`; undefined when the file has no such part. */
export function partAt(layout: Layout, fileSize: number, partNumber: number): Part | undefined {
  let offset = 0;
  for (const [index, run] of layout.entries()) {
    const end = layout[index + 1]?.from ?? Infinity;
    if (partNumber < end) {
      offset += (partNumber - run.from) * run.size;
      return offset < fileSize
        ? {partNumber, offset, size: Math.min(run.size, fileSize - offset)}
        : undefined;
    }
    offset += (end - run.from) * run.size;
  }
  return undefined;
}

/** The layout with parts from `from` on of another size. */
export function withRun(layout: Layout, from: number, size: number): Layout {
  const kept = layout.filter((run) => run.from < from);
  return kept.at(-1)?.size === size ? kept : [...kept, {from, size}];
}

/** The smallest size, in whole MB, with which the rest of a file fits in the part numbers that are left. */
export function smallestPartSize(restBytes: number, partsLeft: number): number {
  const size = Math.ceil(restBytes / Math.max(1, partsLeft));
  return Math.max(limits.minPartSize, Math.ceil(size / MB) * MB);
}

/** What is known when the size of the next part is chosen. */
export interface Measured {
  /** Size of the parts before this one, or of the last one of the file before; 0 when nothing was sent yet. */
  readonly size: number;
  /** Size of the largest so far. */
  readonly largest: number;
  /** How long the last finished part of that size took; undefined while none has finished. */
  readonly seconds: number | undefined;
  /** The share of these seconds that any request takes, with a body or without: a link that is far away is not a slow one. */
  readonly latency: number;
  /** Bytes and part numbers that are not laid out yet. */
  readonly restBytes: number;
  readonly partsLeft: number;
  /** Requests at a time that this file can count on. */
  readonly slots: number;
}

/**
 * The size of the next part under `auto`: parts begin at 1 MB, double (four- or eight-fold when far too quick) while the bytes of one
 * take well under 2 s, halve when they take longer, and get smaller towards the end of the file, so that all its slots finish
 * together. The next file begins with what the one before has found out.
 */
export function nextPartSize(measured: Measured): number {
  const {size, largest, seconds, latency, restBytes, partsLeft, slots} = measured;
  let wanted = size || limits.minPartSize;
  if (size > 0 && seconds !== undefined) {
    const transfer = Math.max(seconds - latency, seconds / 4);
    if (transfer < 0.06) wanted = size * 8;
    else if (transfer < 0.25) wanted = size * 4;
    else if (transfer < 1) wanted = size * 2;
    else if (transfer > 2.2) wanted = size / 2;
  }
  // Not below a quarter of the largest: a hundred requests for the last megabytes cost more than a slot that rests.
  const slotsFull = 2 ** Math.floor(Math.log2(Math.max(1, restBytes / (2 * slots)) / MB)) * MB;
  const tail = Math.max(largest / 4, slotsFull);
  const floor = Math.max(limits.minPartSize, smallestPartSize(restBytes, partsLeft));
  return Math.min(Math.max(floor, Math.min(wanted, maxAutoSize, tail)), limits.maxPartSize);
}
