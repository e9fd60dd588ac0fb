/**
 * Rules alike to those of demo/local-cos/faults.ts and written apart on purpose: the two stores share no code, and
 * test/node/memory-cos.test.ts holds one against the other.
 */

/** A rule that makes requests go wrong; the same as for the local COS of `cos-uploader-local`. */
export interface MemoryFaultRule {
  /** Which requests: all that are given have to be equal. Operations are `PutObject`, `UploadPart`, `ListParts`… */
  match?: {
    operation?: string | undefined;
    key?: string | undefined;
    partNumber?: number | undefined;
    method?: string | undefined;
  };
  /** How many requests it spoils; without a number all. */
  times?: number;
  /** 0 … 1; drawn from a generator seeded with `seed`, so that a run can be repeated. */
  probability?: number;
  seed?: number;
  effect: MemoryEffect;
}

export interface MemoryEffect {
  /** ms before the request is looked at. */
  delay?: number;
  /** Work not done, this status with `code` and `message`. */
  status?: number;
  code?: string;
  message?: string;
  /** Seconds, or a date, as `Retry-After` with `status`. */
  retryAfter?: number | string;
  /** The connection is cut: at once, after half of the body, or after all of it with nothing done. */
  reset?: 'before' | 'mid-body' | 'after';
  /** The work is done, then the connection is cut without an answer. */
  dropAnswer?: boolean;
  /** No answer until the page gives up. */
  hang?: boolean;
  /** One byte of the body is changed; the checksums answered are those of the changed bytes. */
  flipByte?: boolean;
  /** Headers that the answer lacks, as where CORS hides them. */
  hideHeaders?: string[];
  /** Work not done: something between page and store answers 200 with a page and an ETag of its own. */
  intercepted?: boolean;
  /** 400 ExpiredToken. */
  expiredToken?: boolean;
}

export interface MemoryFault {
  /** Requests spoiled so far. */
  readonly hits: number;
  remove(): void;
}

interface Subject {
  operation: string;
  key: string;
  partNumber: number | undefined;
  method: string;
}

export interface Faults {
  add(rule: MemoryFaultRule): MemoryFault;
  /** Effects of all rules that strike this request, later rules over earlier ones; counts them. */
  strike(subject: Subject): MemoryEffect;
  clear(): void;
}

export function createFaults(): Faults {
  const active = new Set<{rule: MemoryFaultRule; hits: number; random: () => number}>();
  let count = 0;
  return {
    add(rule) {
      const fault = {rule, hits: 0, random: seeded(rule.seed ?? ++count)};
      active.add(fault);
      return {
        get hits() {
          return fault.hits;
        },
        remove: () => void active.delete(fault),
      };
    },
    strike(subject) {
      let effect: MemoryEffect = {};
      for (const fault of active) {
        const {match = {}, times = Infinity, probability = 1} = fault.rule;
        const matches = Object.entries(match).every(
          ([name, wanted]: [string, unknown]) =>
            wanted === undefined || subject[name as keyof Subject] === wanted,
        );
        if (!matches || fault.hits >= times || fault.random() >= probability) continue;
        fault.hits++;
        effect = {...effect, ...fault.rule.effect};
      }
      return effect;
    },
    clear: () => active.clear(),
  };
}

/** Mulberry32: small, and equal on every machine. */
function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
