import {expect} from 'chai';
import {ChecksumError, ConfigurationError, CosError, NetworkError} from '../../src/errors.js';
import {layoutOf} from '../../src/upload/run/foreign-uploads.js';
import {MB} from '../../src/upload/parts/layout.js';
import {Meter} from '../../src/upload/tasks/meter.js';
import {fullJitter} from '../../src/upload/requests/retry.js';
import {resolveSettings} from '../../src/upload/options/settings.js';
import {parseSize} from '../../src/upload/options/size.js';

describe('parseSize', () => {
  for (const [text, bytes] of [
    ['0', 0],
    ['123', 123],
    [123, 123],
    ['1KB', 1024],
    ['20MB', 20 * MB],
    ['20 mb', 20 * MB],
    ['1.5G', 1.5 * 1024 * MB],
    ['5GB', 5120 * MB],
    ['1TB', MB * MB],
  ] as const) {
    it(`reads ${JSON.stringify(text)}`, () => {
      expect(parseSize('max-file-size', text)).to.equal(bytes);
    });
  }
  for (const text of ['', 'many', '-1', '1XB', '1e9', 'MB', Number.NaN, -5]) {
    it(`refuses ${JSON.stringify(text)} and says what is allowed`, () => {
      expect(() => parseSize('part-size', text, MB)).to.throw(ConfigurationError, /^part-size: .*1MB/);
    });
  }
});

describe('resolveSettings', () => {
  for (const [name, options, pattern] of [
    ['a part size below 1 MB', {partSize: '100KB'}, /^part-size: "100KB"/],
    ['a part size over 5 GB', {partSize: '6GB'}, /^part-size: "6GB"/],
    ['a threshold that PUT Object cannot take', {multipartThreshold: '6GB'}, /^multipart-threshold/],
    ['no concurrency', {concurrency: 0}, /^concurrency: 0 .*1 to 32/],
    ['too much concurrency', {concurrency: 33}, /^concurrency/],
    ['an unknown checksum', {checksum: 'sha1' as never}, /^checksum: "sha1"/],
    ['none with another checksum', {checksum: 'none md5' as never}, /^checksum/],
    ['a traffic limit under the least', {trafficLimit: 819_199}, /^traffic-limit: 819199/],
  ] as const) {
    it(`refuses ${name}`, () => {
      expect(() => resolveSettings(options)).to.throw(ConfigurationError, pattern);
    });
  }
  it('has the defaults of the contract', () => {
    expect(resolveSettings({})).to.deep.include({
      partSize: 'auto',
      multipartThreshold: 20 * MB,
      concurrency: 5,
      retries: 5,
      crc64: true,
      md5: false,
      skipExisting: false,
    });
  });
});

describe('fullJitter', () => {
  const busy = new CosError('busy', {
    code: 'SlowDown',
    status: 503,
    category: 'busy',
    retryable: true,
    retryAfter: 7000,
  });
  const denied = new CosError('no', {code: 'AccessDenied', status: 403, category: 'permission'});
  it('stays under a cap that doubles', () => {
    for (let attempt = 1; attempt < 20; attempt++) {
      const delay = fullJitter(new NetworkError('cut'), attempt);
      expect(delay).to.be.within(0, Math.min(30_000, 400 * 2 ** attempt));
    }
  });
  it('waits at least as long as the server asks', () => {
    expect(fullJitter(busy, 1)).to.be.within(7000, 8000);
  });
  it('gives up on what cannot get better', () => {
    expect(fullJitter(denied, 1)).to.equal(undefined);
  });
  it('sends a damaged part again once', () => {
    const damaged = new ChecksumError('bad', {expected: '1', actual: '2', scope: 'part'});
    expect(fullJitter(damaged, 1)).to.equal(0);
    expect(fullJitter(damaged, 2)).to.equal(undefined);
    expect(fullJitter(new ChecksumError('bad', {expected: '1', actual: '2', scope: 'object'}), 1)).to.equal(
      undefined,
    );
  });
});

describe('Meter', () => {
  it('measures over the last seconds and promises nothing too soon', () => {
    const meter = new Meter();
    meter.record(1000, 0);
    meter.record(2000, 1000);
    expect(meter.bytesPerSecond(1000)).to.equal(1000);
    expect(meter.secondsLeft(5000, 1000), 'too soon').to.equal(undefined);
    for (let second = 2; second <= 20; second++) meter.record(2000 + (second - 1) * 500, second * 1000);
    expect(meter.bytesPerSecond(20_000)).to.be.closeTo(500, 1);
    expect(meter.secondsLeft(5000, 20_000)).to.equal(10);
  });
  it('falls while nothing arrives', () => {
    const meter = new Meter();
    meter.record(0, 0);
    meter.record(10_000, 1000);
    expect(meter.bytesPerSecond(10_000)).to.equal(1000);
    expect(meter.bytesPerSecond(100_000)).to.equal(100);
  });
});

describe('layoutOf', () => {
  const listed = (...sizes: [number, number][]) =>
    sizes.map(([partNumber, size]) => ({partNumber, size, etag: '"x"', lastModified: undefined}));
  for (const [name, parts, fileSize, expected] of [
    ['equal parts with a gap', listed([1, MB], [3, MB]), 5 * MB, [{from: 1, size: MB}]],
    ['a smaller last part', listed([1, 2 * MB], [3, MB]), 5 * MB, [{from: 1, size: 2 * MB}]],
    ['one part that is the file', listed([1, 1000]), 1000, [{from: 1, size: 1000}]],
    [
      'growing parts without a gap',
      listed([1, MB], [2, MB], [3, 2 * MB]),
      9 * MB,
      [
        {from: 1, size: MB},
        {from: 3, size: 2 * MB},
      ],
    ],
    ['no parts', listed(), 9 * MB, undefined],
    ['no first part', listed([2, MB]), 9 * MB, undefined],
    ['a part too small to be followed', listed([1, 1000]), 9 * MB, undefined],
    ['more bytes than the file has', listed([1, 3 * MB], [2, 5 * MB]), 6 * MB, undefined],
  ] as const) {
    it(name, () => {
      expect(layoutOf(parts, fileSize)).to.deep.equal(expected);
    });
  }
});
