import {expect} from 'chai';
import {ConfigurationError} from '../../../src/errors.js';
import {mostWhole, resolveSettings} from '../../../src/upload/options/settings.js';
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
  for (const [option, least, most] of [
    ['concurrency', 1, 32],
    ['retries', 0, 100],
    ['giveUpAfter', 0, 86_400],
    ['trafficLimit', 819_200, 838_860_800],
    ['partSize', MB, 5 * 1024 * MB],
    ['multipartThreshold', 0, 5 * 1024 * MB],
  ] as const)
    it(`takes ${option} from ${least} to ${most}`, () => {
      for (const value of [least, most])
        expect(resolveSettings({[option]: value})).to.have.property(option, value);
      for (const value of [least - 1, most + 1])
        expect(() => resolveSettings({[option]: value})).to.throw(ConfigurationError, String(value));
    });

  const commit = (): undefined => undefined;
  for (const [options, settings] of [
    [{checksum: 'md5'}, {md5: true, crc64: false}],
    [{checksum: ' md5  crc64 ' as never}, {md5: true, crc64: true}],
    [{checksum: 'none'}, {md5: false, crc64: false}],
    [{conflict: 'skip'}, {skipExisting: true}],
    [{skipExisting: true}, {skipExisting: true}],
    [{resume: 'off'}, {discover: false}],
    [{resume: 'ask'}, {discover: true}],
    [{commit}, {commit}],
    [{commitUrl: '/uploads'}, {commit: '/uploads'}],
  ] as const)
    it(`makes ${JSON.stringify(settings)} of ${JSON.stringify(options)}`, () =>
      expect(resolveSettings(options)).to.deep.include(settings));

  for (const [options, pattern] of [
    [{commit, commitUrl: '/uploads'}, /^commit-url: .*either/],
    [{commit: '/uploads' as never}, /^commit: /],
    [{commitUrl: ''}, /^commit-url: .*a URL/],
    [{workerUrl: 5 as never}, /^worker-url: 5 .*a URL/],
    [{scope: 42 as never}, /^scope: 42/],
    [{prepare: true as never}, /^prepare: true/],
    [{resume: 'no' as never}, /^resume: "no"/],
    [{smallUpload: 'post' as never}, /^small-upload/],
    [{conflict: 'ask' as never}, /^conflict/],
  ] as const)
    it(`refuses ${JSON.stringify(options)}`, () =>
      expect(() => resolveSettings(options)).to.throw(ConfigurationError, pattern));

  it('has the defaults of the contract', () => {
    const settings = resolveSettings({});
    expect(settings).to.deep.include({
      partSize: 'auto',
      multipartThreshold: 'auto',
      concurrency: 'auto',
      smallUpload: 'put',
      retries: 5,
      giveUpAfter: 900,
      crc64: true,
      md5: false,
      skipExisting: false,
      conflict: 'replace',
      trafficLimit: undefined,
      commit: undefined,
      discover: true,
    });
    expect(mostWhole(settings)).to.equal(20 * MB);
    expect(mostWhole(resolveSettings({multipartThreshold: 5}))).to.equal(5);
  });
});
