import {expect} from 'chai';
import {ConfigurationError} from '../../../src/errors.js';
import {resolveSettings} from '../../../src/upload/options/settings.js';
import {parseSize} from '../../../src/upload/options/size.js';
import {MB} from '../../../src/upload/parts/layout.js';

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
  for (const text of ['', 'many', '-1', '1XB', '1e9', 'MB', '9000000TB', Number.NaN, -5, [5] as never]) {
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
    ['a flag that is a text', {skipExisting: 'false' as never}, /^skip-existing: "false"/],
    ['what is no text', {checksum: Object.create(null) as never}, /^checksum: object/],
    ['a list of such', {keyForm: [Object.create(null)] as never}, /^key-form: object/],
  ] as const) {
    it(`refuses ${name}`, () => {
      expect(() => resolveSettings(options)).to.throw(ConfigurationError, pattern);
    });
  }
  it('has the defaults of the contract', () => {
    expect(resolveSettings({})).to.deep.include({
      partSize: 'auto',
      multipartThreshold: 'auto',
      concurrency: 'auto',
      retries: 5,
      crc64: true,
      md5: false,
      skipExisting: false,
    });
  });
});
