import type {ObjectOptions} from '../../cos/operations/object-options.js';
import type {Settings} from '../options/settings.js';
import {type Layout, limits, nextPartSize, type Part, smallestPartSize} from '../parts/layout.js';
import {sharedLimit} from './attempt.js';
import type {Link, TimedPart} from './link.js';
import type {Owner} from './slots.js';

/** For so many milliseconds the last part decides how large the first part of the next file is; after that the link may have changed. */
const recently = 30_000;

/**
 * Where a part is chosen: bytes and part numbers that are left, size of the part before it (0 for the first), and bytes of all parts before
 * it.
 */
interface Place {
  readonly restBytes: number;
  readonly partsLeft: number;
  readonly current: number;
  readonly layout: Layout;
}

/** The upload whose parts they are. */
interface Cutting extends Pick<Link, 'contact' | 'environment' | 'slots' | 'stallTimeout'> {
  readonly file: Blob;
  readonly objectOptions: Pick<ObjectOptions, 'sizeLimit'>;
  readonly owner: Owner;
  readonly settings: Pick<Settings, 'partSize'>;
}

/** How large the parts of one file are, and how long one may take: learned from those that have been sent. */
export class PartSizes {
  readonly #run: Cutting;
  #last: TimedPart | undefined;

  constructor(run: Cutting) {
    this.#run = run;
  }

  choose({restBytes, partsLeft, current, layout}: Place): number {
    const {contact, owner, slots, settings, objectOptions} = this.#run;
    // The server refuses what the upload has promised not to do.
    const {
      minPartSize = 0,
      maxPartSize = Infinity,
      maxParts = limits.maxParts,
    } = objectOptions.sizeLimit ?? {};
    const left = partsLeft - (limits.maxParts - maxParts);
    const promised = (size: number): number =>
      Math.max(minPartSize, smallestPartSize(restBytes, left), Math.min(size, maxPartSize));
    if (settings.partSize !== 'auto') return promised(settings.partSize);
    const last = current ? this.#last : this.#recent;
    const size = current || (last?.size ?? 0);
    const next = nextPartSize({
      size,
      largest: Math.max(size, ...layout.map((run) => run.size)),
      seconds: last?.size === size ? last.seconds : undefined,
      latency: contact.latency,
      restBytes,
      partsLeft: left,
      slots: slots.shareOf(owner),
    });
    return promised(next);
  }

  get #recent(): TimedPart | undefined {
    const {contact, environment} = this.#run;
    return contact.part && environment.now() - contact.part.at < recently ? contact.part : undefined;
  }

  /** The part has been sent, in `seconds`. */
  sent({offset, size}: Part, seconds: number): void {
    this.#last = {size, seconds, at: this.#run.environment.now()};
    // The last part of a file has the bytes that are left over, so its size says nothing about the link.
    if (offset + size < this.#run.file.size) this.#run.contact.part = this.#last;
  }

  /**
   * Milliseconds that a try may take. A link seldom becomes ten times slower from one part to the next. Where it does, the try is cut, and
   * the next one has more time.
   */
  limit(bytes: number, attempt: number): number {
    const most = sharedLimit(this.#run, bytes, attempt);
    if (!this.#last) return most;
    const expected = (this.#last.seconds * 1000 * bytes) / this.#last.size;
    return Math.min(most, (this.#run.stallTimeout(0) + 10 * expected) * 2 ** (attempt - 1));
  }
}
