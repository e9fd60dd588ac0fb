/**
 * The fault desk: rules that make requests go wrong, in the order they were given. Operations are named as in
 * operation-name.ts, plus `OptionsObject` (preflights), `sts` and `ticket`. Browsers send a request again by themselves, once,
 * when a connection that they had used before is cut without an answer: a cut with `times: 1` may go unnoticed. The rules of
 * src/testing/faults.ts are alike and written apart on purpose; test/node/memory-cos.test.ts holds one against the other.
 */
export interface FaultRule {
  match?: {operation?: string; key?: string; partNumber?: number; method?: string};
  /** How many requests it spoils; without a number all. */
  times?: number;
  /** 0 … 1; drawn from a generator seeded with `seed`, so a run can be repeated. */
  probability?: number;
  seed?: number;
  effect: FaultEffect;
}

export interface FaultEffect {
  /** ms before the request is looked at. */
  delay?: number;
  /** Body read, work not done, this status with `code` and `message`. */
  status?: number;
  code?: string;
  message?: string;
  /** Seconds, or a date, sent as `Retry-After` with `status`. */
  retryAfter?: number | string;
  /** The connection is cut: on arrival, after half of the body, or after all of it with nothing done. */
  reset?: 'before' | 'mid-body' | 'after';
  /** The work is done fully, then the connection is cut without an answer. */
  dropAnswer?: boolean;
  /** Body read, work not done, no answer until the client gives up. */
  hang?: boolean;
  /** One byte of the body is changed as it is stored; the checksums answered are those of the changed bytes. */
  flipByte?: boolean;
  /** Headers left out of the answer and of Access-Control-Expose-Headers. */
  hideHeaders?: string[];
  /** Work not done: something between page and store answers 200 with a page and an ETag of its own. */
  intercepted?: boolean;
  /** 400 ExpiredToken. */
  expiredToken?: boolean;
  /** ms added to the server's clock for this request. */
  clockSkew?: number;
}

interface FaultSubject {
  operation: string;
  key: string;
  partNumber: number | undefined;
  method: string;
}

interface ActiveFault extends FaultRule {
  id: number;
  /** Requests spoiled so far. */
  hits: number;
}

export interface FaultDesk {
  /** Answers the id of the rule. */
  add(rule: FaultRule): number;
  list(): ActiveFault[];
  remove(id: number): void;
  clear(): void;
  /** Effects of all rules that strike this request, later rules over earlier ones; counts them. */
  strike(subject: FaultSubject): FaultEffect;
}

export function createFaultDesk(): FaultDesk {
  let active: (ActiveFault & {random: () => number})[] = [];
  let nextId = 1;
  return {
    add(rule) {
      active.push({...rule, id: nextId, hits: 0, random: seeded(rule.seed ?? nextId)});
      return nextId++;
    },
    list: () => active.map(({random: _, ...rule}) => rule),
    remove: (id) => (active = active.filter((rule) => rule.id !== id)),
    clear: () => (active = []),
    strike(subject) {
      let effect: FaultEffect = {};
      for (const rule of active) {
        if (!matches(rule, subject) || rule.hits >= (rule.times ?? Infinity)) continue;
        if (rule.random() >= (rule.probability ?? 1)) continue;
        rule.hits++;
        effect = {...effect, ...rule.effect};
      }
      return effect;
    },
  };
}

/** Preflights and temporary keys are only spoiled by rules that name them: rules without a name are about the store. */
const matches = ({match = {}}: FaultRule, subject: FaultSubject): boolean =>
  (subject.operation !== 'OptionsObject' ||
    match.operation === 'OptionsObject' ||
    match.method === 'OPTIONS') &&
  (!['sts', 'ticket'].includes(subject.operation) || match.operation === subject.operation) &&
  Object.entries(match).every(
    ([name, wanted]: [string, unknown]) => subject[name as keyof FaultSubject] === wanted,
  );

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
