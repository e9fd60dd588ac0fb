/** What is pure in the engine: how files are cut, named, counted and remembered. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {isAccepted, checkAccept, mayAccept} from '../../src/element/adding/accept.js';
import {fileTypes} from '../../src/file-types.js';
import {combineCrc64, formatCrc64, parseCrc64} from '../../src/hash/crc64.js';
import {crc64Of, createTableCrc64} from '../../src/hash/crc64-table.js';
import {ConfigurationError, UploadError} from '../../src/index.js';
import {isPartRecord, readRecord} from '../../src/store/read-record.js';
import {parseSize} from '../../src/upload/options/size.js';
import {type Layout, limits, MB, nextPartSize, partAt} from '../../src/upload/parts/layout.js';
import {createPlanner} from '../../src/upload/parts/planner.js';
import {PartSizes} from '../../src/upload/requests/part-sizes.js';
import {numbered, numberOf} from '../../src/upload/tasks/numbered-name.js';
import {type Action, reduce, type TaskState} from '../../src/upload/tasks/state.js';
import {type Sums, tally} from '../../src/upload/tasks/totals.js';
import {paths} from '../support/state-paths.js';
import {anything, anyText, property, unicode} from '../support/property.js';

const size = fc.oneof(
  fc.nat(100 * MB),
  fc.integer({min: 0, max: limits.maxObjectSize}),
  fc.constantFrom(0, 1, MB - 1, MB, MB + 1, limits.maxObjectSize),
);
const partSize = fc.integer({min: 1, max: 5120}).map((count) => count * MB);
const aNumber = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, 0, -1, 0.5, 2 ** 53));

const layout: fc.Arbitrary<Layout> = fc
  .array(fc.record({gap: fc.integer({min: 1, max: 50}), size: partSize}), {maxLength: 5})
  .map((runs) => {
    let from = 1;
    return runs.map(({gap, size}, index) => ({from: index === 0 ? 1 : (from += gap), size}));
  });

property(
  'a planner hands out each byte once, under the layout that it tells, and comes to an end',
  fc.record({
    fileSize: fc.integer({min: 0, max: 400 * MB}),
    layout,
    done: fc.uniqueArray(fc.integer({min: 1, max: 60}), {maxLength: 20}),
    // A chooser of parts may be wrong in whatever way.
    chosen: fc.array(fc.oneof(partSize, aNumber), {minLength: 1, maxLength: 5}),
  }),
  ({fileSize, layout, done, chosen}) => {
    const there = new Set(done.filter((number) => partAt(layout, fileSize, number)));
    let told = layout;
    let asked = 0;
    const planner = createPlanner(
      fileSize,
      layout,
      there,
      () => chosen[asked++ % chosen.length]!,
      (next) => (told = next),
    );
    const bytes: [from: number, to: number][] = [...there].map((number) => {
      const {offset, size} = partAt(layout, fileSize, number)!;
      return [offset, offset + size];
    });
    try {
      for (let part = planner.next(); part; part = planner.next()) {
        assert.deepEqual(partAt(told, fileSize, part.partNumber), part);
        assert.ok(part.partNumber <= limits.maxParts && !there.has(part.partNumber));
        bytes.push([part.offset, part.offset + part.size]);
      }
    } catch (error) {
      assert.ok(error instanceof RangeError, String(error));
      return;
    }
    bytes.sort(([a], [b]) => a - b);
    assert.deepEqual([0, ...bytes.map(([, to]) => to)], [...bytes.map(([from]) => from), fileSize]);
  },
);

property(
  'the size of the next part is one that COS takes, whatever was measured',
  fc.record({
    size: fc.oneof(fc.constant(0), partSize),
    largest: fc.oneof(fc.constant(0), partSize),
    seconds: fc.option(aNumber, {nil: undefined}),
    latency: aNumber,
    restBytes: size.filter((bytes) => bytes > 0),
    partsLeft: fc.integer({min: 1, max: limits.maxParts}),
    slots: fc.integer({min: 0, max: 32}),
  }),
  (measured) => {
    const next = nextPartSize(measured);
    assert.ok(
      Number.isSafeInteger(next) && next >= limits.minPartSize && next <= limits.maxPartSize,
      String(next),
    );
    const fits = measured.restBytes <= measured.partsLeft * limits.maxPartSize;
    if (fits)
      assert.ok(
        measured.restBytes <= next * measured.partsLeft,
        'The rest fits in the numbers that are left.',
      );
  },
);

const limit = fc.integer({min: 1, max: 6 * 2 ** 30});

property(
  'any file is cut into parts that COS takes, by any promise that it can keep',
  fc.record({
    fileSize: size.filter((bytes) => bytes > 0),
    setting: fc.oneof(fc.constant('auto' as const), partSize),
    sizeLimit: fc.record(
      {minPartSize: limit, maxPartSize: limit, maxParts: fc.integer({min: 1, max: 20_000})},
      {requiredKeys: []},
    ),
    seconds: fc.double({min: 0, max: 1000, noNaN: true}),
  }),
  ({fileSize, setting, sizeLimit, seconds}) => {
    const {minPartSize = 0, maxPartSize = limits.maxPartSize, maxParts = limits.maxParts} = sizeLimit;
    // What no cutting can keep is for COS to refuse.
    const largest = Math.min(maxPartSize, limits.maxPartSize);
    fc.pre(
      minPartSize <= largest &&
        fileSize <= Math.floor(largest / MB) * MB * Math.min(maxParts, limits.maxParts),
    );
    const sizes = new PartSizes({
      file: {size: fileSize} as Blob,
      objectOptions: {sizeLimit},
      owner: {order: 1, held: 0},
      settings: {partSize: setting},
      contact: {made: true, latency: 0, part: undefined},
      environment: {now: () => 0} as never,
      slots: {shareOf: () => 5, sharing: 1} as never,
      stallTimeout: () => 1,
    });
    let current = 0;
    let rest = fileSize;
    let layout: Layout = [];
    // The first, some in between and the last: the sizes in between are the same for long.
    for (let number = 1; rest > 0; number++) {
      assert.ok(number <= Math.min(maxParts, limits.maxParts), 'There are not more parts than may be.');
      const next = sizes.choose({restBytes: rest, partsLeft: limits.maxParts - number + 1, current, layout});
      assert.ok(Number.isSafeInteger(next) && next > 0 && next <= largest, `part ${number} of ${next}`);
      assert.ok(next >= Math.max(minPartSize, limits.minPartSize), `part ${number} of ${next}`);
      sizes.sent({partNumber: number, offset: fileSize - rest, size: Math.min(next, rest)}, seconds);
      rest -= Math.min(next, rest);
      current = next;
      if (number > 60) break;
      layout = [...layout, {from: number, size: next}];
    }
  },
);

const units = {
  '': 1,
  B: 1,
  KB: 2 ** 10,
  MB: 2 ** 20,
  GB: 2 ** 30,
  TB: 2 ** 40,
  k: 2 ** 10,
  mb: 2 ** 20,
  G: 2 ** 30,
};

property(
  'a size in words is that many bytes',
  fc.record({
    count: fc.nat(8000),
    unit: fc.constantFrom(...(Object.keys(units) as (keyof typeof units)[])),
    blanks: fc.array(fc.constantFrom('', ' ', '\t'), {minLength: 3, maxLength: 3}),
  }),
  ({count, unit, blanks: [before, between, after]}) =>
    assert.equal(parseSize('part-size', `${before}${count}${between}${unit}${after}`), count * units[unit]),
);

property('anything else for a size is bytes or refused', anything, (value) => {
  try {
    const bytes = parseSize('part-size', value as string);
    assert.ok(Number.isSafeInteger(bytes) && bytes >= 0);
    assert.ok(typeof value === 'number' || (typeof value === 'string' && /\d/.test(value)));
  } catch (error) {
    assert.ok(error instanceof ConfigurationError, String(error));
  }
});

const types = [
  'image/png',
  'image/jpeg',
  'video/mp4',
  'application/pdf',
  'text/plain',
  'audio/x-flac',
  'application/zip',
  'image/heic',
];
const accept = fc
  .array(
    fc.oneof(fc.constantFrom('.png', '.JPG', 'image/*', 'video/*', '*/*', ' ', '.tar.gz', ...types), anyText),
    {maxLength: 4},
  )
  .map((tokens) => tokens.join(','));

property(
  'what `accept` takes is decided for any text, and an ending that it names is taken',
  fc.tuple(accept, anyText, anyText),
  ([accept, name, type]) => {
    for (const known of [undefined, fileTypes])
      assert.equal(typeof isAccepted({name, type}, accept, known), 'boolean');
    const ending = /^\.[\w.]+$/.exec(accept.split(',')[0]!)?.[0];
    if (ending) assert.equal(isAccepted({name: `${name.trim()}${ending}`, type}, accept), true);
    try {
      checkAccept(accept);
    } catch (error) {
      assert.ok(error instanceof ConfigurationError);
    }
  },
);

property(
  'a drag is not refused for a file that would be taken',
  fc.tuple(accept, fc.constantFrom(...types), unicode, fc.nat()),
  ([accept, type, stem, which]) => {
    const endings = [...fileTypes.endingsOf(type)];
    const name = `${stem}.${endings[which % endings.length]}`;
    if (isAccepted({name, type}, accept, fileTypes)) assert.equal(mayAccept(type, accept), true);
  },
);

/** Bit by bit, as the definition has it. */
function slowCrc64(bytes: Uint8Array): bigint {
  let crc = 2n ** 64n - 1n;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = (crc >> 1n) ^ (0xc96c5795d7870f42n * (crc & 1n));
  }
  return crc ^ (2n ** 64n - 1n);
}

property(
  'the CRC64 of a whole is that of its parts, however it is cut',
  fc.array(fc.uint8Array({maxLength: 60}), {maxLength: 5}),
  (pieces) => {
    const whole = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
    const sum = createTableCrc64();
    for (const piece of pieces) sum.update(piece);
    const expected = slowCrc64(whole);
    assert.equal(sum.result(), expected);
    assert.equal(crc64Of(whole), expected);
    assert.equal(
      pieces.reduce((crc, piece) => combineCrc64(crc, crc64Of(piece), piece.length), 0n),
      expected,
    );
  },
);

const crc = fc.bigInt({min: 0n, max: 2n ** 64n - 1n});
const long = fc.integer({min: 0, max: 2 ** 52});

property(
  'CRC64s combine in any order, at any length',
  fc.tuple(crc, crc, crc, long, long),
  ([a, b, c, second, third]) => {
    assert.equal(
      combineCrc64(combineCrc64(a, b, second), c, third),
      combineCrc64(a, combineCrc64(b, c, third), second + third),
    );
    assert.equal(parseCrc64(formatCrc64(a)), a);
    assert.equal(parseCrc64(`${a}, ${a}`), a);
  },
);

property('any other text is no CRC64', anyText, (text) => {
  const crc64 = parseCrc64(text);
  assert.ok(crc64 === undefined || (crc64 >= 0n && crc64 < 2n ** 64n && /^\d/.test(text)));
});

property(
  'a numbered name is known by its number',
  fc.tuple(unicode, fc.integer({min: 2, max: 1e6})),
  ([key, number]) => {
    const next = numbered(key, number);
    assert.notEqual(next, key);
    assert.equal(numberOf(next, key), number);
    assert.equal(numberOf(key, key), 1);
  },
);

const record = {
  version: 1,
  id: 'i',
  origin: 'https://h',
  key: 'k',
  name: 'n',
  path: 'n',
  size: 3,
  type: '',
  lastModified: 0,
  created: 1,
  layout: [{from: 1, size: MB}],
  uploadId: 'u',
  sample: 's',
  scope: '',
  owner: 'o',
  completing: 1,
  initiating: true,
};

property(
  'a record of the journal is whole or none, whatever was written there',
  fc.oneof(
    anything,
    fc
      .tuple(fc.constantFrom(...(Object.keys(record) as (keyof typeof record)[])), anything)
      .map(([name, value]) => ({...record, [name]: value})),
  ),
  (value) => {
    const known = readRecord(value, 'i');
    if (!known) return;
    for (const name of ['id', 'origin', 'key', 'name', 'path', 'type'] as const)
      assert.equal(typeof known[name], 'string');
    assert.ok(Number.isSafeInteger(known.size) && known.size >= 0 && known.key !== '');
    // A file that goes on by it is cut to its end.
    const planner = createPlanner(
      known.size,
      known.layout,
      new Set(),
      () => MB,
      () => undefined,
    );
    for (let count = 0, part = planner.next(); part && count < 50; count++, part = planner.next())
      assert.ok(part.size > 0);
  },
);

property('a part of the journal is a part or none', anything, (value) => {
  const part = {uploadId: 'u', partNumber: 1, size: 1, etag: ''};
  assert.equal(isPartRecord(part), true);
  for (const spoilt of [value, ...Object.keys(part).map((name) => ({...part, [name]: value}))])
    assert.equal(typeof isPartRecord(spoilt), 'boolean');
});

const error = new UploadError('x', {code: 'x'});
const sent = fc.nat(10);
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.constantFrom<Action>(
    {type: 'prepare'},
    {type: 'complete'},
    {type: 'verify'},
    {type: 'commit'},
    {type: 'pause'},
    {type: 'resume'},
    {type: 'cancel'},
    {type: 'fail', error},
    {type: 'succeed', result: {size: 10} as never},
    {type: 'part', part: {partNumber: 1, size: 1, attempts: 1, resumed: false}},
    {type: 'suspend', needs: 'file'},
    {type: 'wait', reason: 'backoff'},
  ),
  sent.map((bytes): Action => ({type: 'upload', sent: bytes})),
  sent.map((bytes): Action => ({type: 'follow', sent: bytes})),
  sent.map((compared): Action => ({type: 'compare', compared})),
  fc.tuple(sent, sent).map(([sent, inFlight]): Action => ({type: 'progress', sent, inFlight})),
);

property(
  'the state of an upload is always one that may be, and what was sent never falls',
  fc.array(action, {maxLength: 40}),
  (actions) => {
    const sums: Sums = {files: 0, done: 0, failed: 0, bytes: 0, sent: 0, due: 0};
    let state: TaskState = {status: 'queued', sent: 0};
    tally(sums, 10, state, 1);
    for (const action of actions) {
      const next = reduce(state, action);
      if (next.status !== state.status)
        assert.ok(paths[state.status].includes(next.status), `${state.status} → ${next.status}`);
      assert.ok(next.sent >= state.sent || next.status === 'canceled');
      tally(sums, 10, state, -1);
      tally(sums, 10, next, 1);
      state = next;
    }
    const fresh: Sums = {files: 0, done: 0, failed: 0, bytes: 0, sent: 0, due: 0};
    tally(fresh, 10, state, 1);
    assert.deepEqual(sums, fresh);
  },
);
