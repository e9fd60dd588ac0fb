import {type Layout, type Part, limits, partAt, withRun} from './layout.js';

/** Hands out the parts of one file, each once: first those that an earlier run left open, then new ones. */
export interface Planner {
  /** The part to send next; undefined when all are handed out. */
  next(): Part | undefined;
  readonly layout: Layout;
}

/**
 * `done`: numbers of the parts on the server. `chooseSize` is asked for each part that `layout` has not fixed yet;
 * `onLayout` hears of a changed layout before a part of it is handed out.
 */
export function createPlanner(
  fileSize: number,
  layout: Layout,
  done: ReadonlySet<number>,
  chooseSize: (restBytes: number, partsLeft: number, currentSize: number) => number,
  onLayout: (layout: Layout) => void,
): Planner {
  const open: Part[] = [];
  let frontier = 1;
  let offset = 0;
  for (const last = Math.max(0, ...done); frontier <= last; frontier++) {
    const part = partAt(layout, fileSize, frontier);
    if (!part) break;
    if (!done.has(frontier)) open.push(part);
    offset = part.offset + part.size;
  }
  return {
    next() {
      const left = open.shift();
      if (left) return left;
      if (offset >= fileSize) return undefined;
      const current = layout.findLast((run) => run.from <= frontier)?.size ?? 0;
      const size = chooseSize(
        fileSize - offset,
        limits.maxParts - frontier + 1,
        frontier === 1 && !done.size ? 0 : current,
      );
      // Such parts would never come to the end of the file.
      if (!Number.isSafeInteger(size) || size <= 0 || frontier > limits.maxParts)
        throw new RangeError(`Part ${frontier} of ${size} bytes cannot be`);
      const wider = withRun(layout, frontier, size);
      if (wider.length !== layout.length || wider.at(-1) !== layout.at(-1)) {
        layout = wider;
        onLayout(layout);
      }
      const part = {partNumber: frontier++, offset, size: Math.min(size, fileSize - offset)};
      offset += part.size;
      return part;
    },
    get layout() {
      return layout;
    },
  };
}
