import {MB} from './layout.js';

/** What is known of a line. */
interface Known {
  /** Of all bodies together; undefined while unknown. */
  readonly bytesPerSecond: number | undefined;
  /** Bodies that share it. */
  readonly bodies: number;
}

interface WholeLimit {
  /** A file of this size or less goes in one PUT Object. */
  readonly bytes: number;
  readonly because:
    'the line is not known' | 'the line is fast' | 'the line is slow' | 'COS takes no smaller parts';
}

/** As the SDKs of COS have it. */
export const largestWhole: number = 20 * MB;

/** A cut connection loses a body, and a reload too: so many seconds of work at most. */
const secondsToLose = 8;

/** Up to which size a file goes whole under `multipart-threshold="auto"`, and why. */
export function wholeLimit({bytesPerSecond, bodies}: Known): WholeLimit {
  if (bytesPerSecond === undefined) return {bytes: largestWhole, because: 'the line is not known'};
  const bytes = Math.round((bytesPerSecond / bodies) * secondsToLose);
  if (bytes >= largestWhole) return {bytes: largestWhole, because: 'the line is fast'};
  if (bytes > MB) return {bytes, because: 'the line is slow'};
  return {bytes: MB, because: 'COS takes no smaller parts'};
}
