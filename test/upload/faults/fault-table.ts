import {expect} from 'chai';
import type {TransportName} from '../../../src/index.js';
import {type CaseOptions, type Phase, runCase} from './fault-cases.js';

/** Several where two requests run side by side, and either may be first. */
type Outcome = string | readonly string[];
interface Row extends Omit<CaseOptions, 'transport'> {
  readonly effect: Record<string, unknown>;
  readonly outcome: Outcome;
  /** Where a phase has an outcome of its own. */
  readonly but?: Partial<Record<Phase, Outcome>>;
}

/** Whether the object is there already is worth asking, and never worth failing for. */
const optional: readonly Phase[] = ['HeadObject'];

const once = {times: 1};
const minute = {clock: 60, away: 60_000};
const hours = 3_600_000;
const failed = (error: string): string => `${error}, nothing stored; retry: intact`;
/** The upload's own question for keys meets it, or one that it can do without. */
const eitherQuestion: Outcome = [failed('CredentialsError'), 'intact'];
const told = 'canceled, aborted';
const toldLater = 'canceled, aborted by the next visit';

/** Faults that name a status do as they say; the desk of the temporary keys knows no store's faults, so they leave it alone. */
const rows: Readonly<Record<string, Row>> = {
  'delay, once': {effect: {delay: 300}, ...once, outcome: 'intact'},
  '500, once': {effect: {status: 500}, ...once, outcome: 'intact'},
  '503 with Retry-After, once': {effect: {status: 503, retryAfter: 0}, ...once, outcome: 'intact'},
  '429, once': {effect: {status: 429, code: 'TooManyRequests'}, ...once, outcome: 'intact'},
  '503, always': {
    effect: {status: 503},
    outcome: failed('CosError SlowDown'),
    but: {
      sts: failed('CredentialsError'),
      Unheard: 'CosError ServiceUnavailable, intact; retry: intact',
      Abort: toldLater,
    },
  },
  '403 AccessDenied, always': {
    effect: {status: 403, code: 'AccessDenied'},
    outcome: failed('CosError AccessDenied'),
    // COS ends an upload by its own Complete, and may not be asked for more.
    but: {
      sts: failed('CredentialsError'),
      Abort: toldLater,
      ListParts: 'intact',
      Unheard: 'intact, by none',
      PostObject: 'intact',
    },
  },
  '404 NoSuchUpload, once': {
    effect: {status: 404, code: 'NoSuchUpload'},
    ...once,
    // The server says that it is gone, and is believed; it is found again while its file is not stored yet.
    slowly: true,
    outcome: 'intact',
    but: {
      sts: eitherQuestion,
      Initiate: failed('CosError NoSuchUpload'),
      PutObject: failed('CosError NoSuchUpload'),
      PostObject: 'intact',
      Abort: 'canceled, left to abortOrphans',
    },
  },
  '400 InvalidPart, once': {
    effect: {status: 400, code: 'InvalidPart'},
    ...once,
    outcome: failed('CosError InvalidPart'),
    // A bare 400 may be an expired token: HEAD is tried again with new ones.
    but: {sts: eitherQuestion, Complete: 'intact', Abort: toldLater, Unheard: 'intact'},
  },
  'ExpiredToken, once': {
    effect: {expiredToken: true},
    ...once,
    outcome: 'intact',
  },
  'ExpiredToken, always': {
    effect: {expiredToken: true},
    outcome: failed('CosError ExpiredToken'),
    but: {
      sts: 'intact',
      Abort: toldLater,
      Unheard: 'intact, by none',
    },
  },
  'clock +3 h, once': {effect: {clockSkew: 3 * hours}, ...once, outcome: 'intact'},
  'clock -3 h, once': {
    effect: {clockSkew: -3 * hours},
    ...once,
    outcome: 'intact',
    // HEAD has no body that says why.
    but: {Unheard: 'intact, by none'},
  },
  'reset on arrival, once': {effect: {reset: 'before'}, ...once, outcome: 'intact'},
  'reset in the body, once': {effect: {reset: 'mid-body'}, ...once, outcome: 'intact'},
  'reset after the body, once': {effect: {reset: 'after'}, ...once, outcome: 'intact'},
  'reset, always': {
    effect: {reset: 'after'},
    outcome: failed('NetworkError'),
    but: {
      sts: failed('CredentialsError'),
      Abort: toldLater,
      // Everything but HEAD goes through: it is not allowed for.
      Unheard: 'intact, by none',
    },
  },
  'answer lost, once': {
    effect: {dropAnswer: true},
    ...once,
    outcome: 'intact',
    // The browser itself repeats a request whose kept connection was cut: nobody in the page hears of the first.
    but: {Initiate: 'intact, empty uploads left to abortOrphans'},
  },
  'answer lost, always': {
    effect: {dropAnswer: true},
    outcome: failed('NetworkError'),
    but: {
      sts: failed('CredentialsError'),
      Initiate: 'intact, empty uploads left to abortOrphans',
      Complete: 'intact',
      PutObject: 'NetworkError, intact; retry: intact',
      Unheard: 'intact, by none',
    },
  },
  'no answer, once': {effect: {hang: true}, ...once, outcome: 'intact'},
  'byte flipped, once': {
    effect: {flipByte: true},
    ...once,
    outcome: 'intact',
    but: {Complete: failed('CosError MalformedXML')},
  },
  'byte flipped, always': {
    effect: {flipByte: true},
    outcome: 'intact',
    but: {
      Complete: failed('CosError MalformedXML'),
      UploadPart: failed('ChecksumError'),
      PutObject: 'ChecksumError, DAMAGED OBJECT; retry: intact',
    },
  },
  'intercepted, once': {effect: {intercepted: true}, ...once, outcome: 'intact'},
  'intercepted, always': {
    effect: {intercepted: true},
    outcome: failed('NetworkError'),
    // A HEAD that tells of another object is believed: what is sent again is whole for certain.
    but: {sts: 'intact', Abort: toldLater, Unheard: 'intact'},
  },
  'six minutes until the answer, once': {
    effect: {delay: 6000},
    clock: 60,
    ...once,
    outcome: 'intact',
  },
  'store away for a minute: cut': {effect: {reset: 'before'}, ...minute, outcome: 'intact'},
  'store away for a minute: 503': {effect: {status: 503}, ...minute, outcome: 'intact'},
  'ETag hidden, always': {effect: {hideHeaders: ['etag']}, outcome: 'intact'},
  'ETag and CRC64 hidden, always': {
    effect: {hideHeaders: ['etag', 'x-cos-hash-crc64ecma']},
    outcome: 'intact',
    but: {Unheard: 'intact, by size'},
  },
  'CRC64 hidden, always': {
    effect: {hideHeaders: ['x-cos-hash-crc64ecma']},
    outcome: 'intact',
    but: {PutObject: 'intact, by md5', Unheard: 'intact, by size'},
  },
};

/** One test per cell: every fault of the desk in each of these phases. Prints the table. */
export function faultTable(phases: readonly Phase[], transport: TransportName = 'auto'): void {
  describe(`Fault table, transport ${transport}`, () => {
    const table: string[] = [];
    after(() => console.log(`\n${table.join('\n')}`));
    for (const phase of phases) {
      for (const [name, row] of Object.entries(rows)) {
        const expected =
          row.but?.[phase] ??
          (phase === 'PostObject' ? row.but?.PutObject : undefined) ??
          (phase === 'Abort' ? told : optional.includes(phase) ? 'intact' : row.outcome);
        const outcomes = typeof expected === 'string' ? [expected] : expected;
        it(`${name}, during ${phase}: ${outcomes.join(', or ')}`, async () => {
          const abortedBy =
            expected === told ? 'this visit' : expected === toldLater ? 'the next visit' : 'nobody';
          const outcome = await runCase(phase, row.effect, {...row, transport, abortedBy});
          table.push(`${phase.padEnd(11)}${name.padEnd(28)}${outcome}`);
          expect(outcome).to.be.oneOf(outcomes);
        });
      }
    }
  });
}
