import {expect} from 'chai';
import {isOfOtherVersion, isPartRecord, readRecord} from '../../src/store/read-record.js';
import {maxAgeMs} from '../../src/store/resume-store.js';

const minute = 60_000;
const day = 24 * 60 * minute;
const GiB = 2 ** 30;
const now = Date.now();
const right = {
  version: 1,
  id: 'x',
  origin: 'https://here.example',
  key: 'x',
  name: 'x',
  path: 'x',
  size: 3,
  type: '',
  lastModified: 1,
  layout: [],
  created: now,
};
const runs = (...sizes: readonly [from: number, size: number][]): object => ({
  layout: sizes.map(([from, size]) => ({from, size})),
});
const facts = {name: 'x', path: 'x', size: 1, type: ''};

describe('A record of the journal', () => {
  for (const [what, more, isRecord] of [
    ['with all that it must have', {}, true],
    ['of another version', {version: 2}, false],
    ['without an origin', {origin: undefined}, false],
    ['with a type that is none', {type: null}, false],
    ['without a key', {key: ''}, true],
    ['without a key, of an upload that has begun', {key: '', uploadId: 'u'}, false],
    ['of an upload that has begun', {uploadId: 'u', scope: '42', sample: 's', owner: 'o'}, true],
    ['of an upload without an id', {uploadId: ''}, false],
    ['with a scope that is a number', {scope: 42}, false],
    ['with flags', {initiating: true, canceled: false, ownCall: true}, true],
    ['with a flag that is a number', {canceled: 1}, false],
    ['of an empty file', {size: 0}, true],
    ['of a file of less than nothing', {size: -1}, false],
    ['of half a byte', {size: 0.5}, false],
    ['of a file of any date', {lastModified: -1e12}, true],
    ['of a file of no date', {lastModified: NaN}, false],
    ['of the time when time began', {created: 0}, true],
    ['of before that', {created: -1}, false],
    ['of a clock that is nearly a day ahead', {created: now + day - minute}, true],
    ['of a clock that is more than a day ahead', {created: now + day + minute}, false],
    ['that is completing', {completing: now}, true],
    ['that will be completing', {completing: now + day + minute}, false],
    ['of a prepared file', {prepared: facts}, true],
    ['of a prepared file without a size', {prepared: {...facts, size: undefined}}, false],
    ['of a prepared file whose type is none', {prepared: {...facts, type: 5}}, false],
    ['with options', {objectOptions: {acl: 'private'}}, true],
    ['with options that are none', {objectOptions: null}, false],
    ['of what is stored', {stored: {key: 'x'}}, true],
    ['of what is stored elsewhere', {stored: {key: 'y'}}, false],
    ['of a list of what is stored', {stored: []}, false],
    ['of parts', runs([1, 2 ** 20], [3, 5 * GiB], [10_000, 1]), true],
    ['of no list of parts', {layout: {}}, false],
    ['of parts from the second on', runs([2, 1]), false],
    ['of parts of no size', runs([1, 0]), false],
    ['of parts larger than COS takes', runs([1, 5 * GiB + 1]), false],
    ['of more parts than COS takes', runs([1, 1], [10_001, 1]), false],
    ['of parts that begin twice', runs([1, 1], [1, 1]), false],
    ['of more runs than parts', {layout: new Array<unknown>(10_001).fill({from: 1, size: 1})}, false],
    ['of runs that are none', {layout: [null]}, false],
  ] as const)
    it(`${what} ${isRecord ? 'is one' : 'is none'}`, () => {
      const value = {...right, ...more};
      expect(readRecord(value, 'x')).to.equal(isRecord ? value : undefined);
    });

  it('of another id is none', () => expect(readRecord(right, 'y')).to.equal(undefined));

  const [blob, bytes] = [new Blob(['abc']), new ArrayBuffer(3)];
  const handle = {getFile: () => Promise.resolve(new File([], 'x'))};
  for (const [what, content, kept] of [
    ['bytes of the right size', {blob}, {blob}],
    ['bytes in memory', {blob: bytes}, {blob: bytes}],
    ['bytes in memory of another size', {blob: new ArrayBuffer(2)}, {}],
    ['bytes of another size, and a handle', {blob: new Blob(['ab']), handle}, {handle}],
    ['a handle that is none, and bytes', {blob, handle: {}}, {blob}],
    ['nothing twice', {blob: null, handle: null}, {}],
  ] as const)
    it(`with ${what} keeps ${Object.keys(kept).join() || 'none'}`, () => {
      expect(readRecord({...right, ...content}, 'x')).to.deep.equal({...right, ...kept});
    });

  for (const [what, version, created, isOther] of [
    ['a newer version', 2, now, true],
    ['this version', 1, now, false],
    ['a version that is none', '2', now, false],
    ['a newer version, nearly too old', 2, now - maxAgeMs + minute, true],
    ['a newer version, too old', 2, now - maxAgeMs - minute, false],
    ['a newer version, of a clock that is ahead', 2, now + day - minute, true],
    ['a newer version, of next week', 2, now + 7 * day, false],
  ] as const)
    it(`of ${what} is ${isOther ? '' : 'not '}left to that`, () => {
      expect(isOfOtherVersion({version, created}, maxAgeMs)).to.equal(isOther);
    });
});

describe('The record of a part', () => {
  const part = {uploadId: 'u', partNumber: 1, size: 1, etag: '"e"'};
  for (const [what, more, isRecord] of [
    ['with what it must have', {}, true],
    ['without an ETag that could be read', {etag: ''}, true],
    ['with both checksums', {crc64: '1'.repeat(20), md5: true}, true],
    ['the last that COS takes, as large as can be', {partNumber: 10_000, size: 5 * GiB}, true],
    ['with a number above', {partNumber: 10_001}, false],
    ['with a number below', {partNumber: 0}, false],
    ['larger than can be', {size: 5 * GiB + 1}, false],
    ['of nothing', {size: 0}, false],
    ['of no upload', {uploadId: undefined}, false],
    ['with an ETag that is none', {etag: null}, false],
    ['with the text of an MD5', {md5: 'a'}, false],
    ['with a CRC64 that is a number', {crc64: 1}, false],
    ['with a CRC64 that is too long', {crc64: '1'.repeat(21)}, false],
    ['with a CRC64 of no digits', {crc64: ''}, false],
  ] as const)
    it(`${what} is ${isRecord ? 'one' : 'none'}`, () =>
      expect(isPartRecord({...part, ...more})).to.equal(isRecord));
});
