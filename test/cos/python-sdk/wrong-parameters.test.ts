/** Each wrong parameter says what is wrong with which value, and what is allowed; no request is sent for it. */
import {expect} from 'chai';
import type {CopySource} from '../../../src/cos/operations/operation-options.js';
import {freshKey, localClient, region, requestsFor} from '../../support/cos.js';
import {rejection} from '../../support/thrown.js';

describe('wrong parameters', () => {
  const client = localClient();
  const nowhere = {bucket: 'source-1250000000', key: 'a'} as CopySource;
  const none = undefined as unknown as number;
  const long = {a: 'x'.repeat(2000), b: 'x'.repeat(2000), c: 'x'.repeat(100)};

  const cases: [name: string, call: (key: string) => Promise<unknown>, message: RegExp][] = [
    [
      'part number 0',
      (key) => client.uploadPartCopy(key, 'id', 0, {...nowhere, region}),
      /^partNumber: 0 is not possible\. Allowed: a whole number from 1 to 10000\.$/,
    ],
    [
      'part number 10001',
      (key) => client.uploadPart(key, 'id', 10_001, 'x'),
      /^partNumber: 10001 is not possible\. Allowed: a whole number from 1 to 10000\.$/,
    ],
    [
      'no part number',
      (key) => client.uploadPart(key, 'id', none, 'x'),
      /^partNumber: undefined is not possible\. Allowed: a whole number from 1 to 10000\.$/,
    ],
    [
      'no part number for a copy',
      (key) => client.uploadPartCopy(key, 'id', none, {...nowhere, region}),
      /^partNumber: undefined is not possible/,
    ],
    [
      'parts spelled as the page spells them',
      (key) => client.completeMultipartUpload(key, 'id', [{PartNumber: 1, ETag: '"x"'} as never]),
      /^partNumber: undefined is not possible/,
    ],
    [
      'a part number beyond the limit in the list of parts',
      (key) => client.completeMultipartUpload(key, 'id', [{partNumber: 10_001, etag: '"x"'}]),
      /^partNumber: 10001 is not possible/,
    ],
    [
      'a part without its ETag',
      (key) => client.completeMultipartUpload(key, 'id', [{partNumber: 1} as never]),
      /^etag: undefined is not possible\. Allowed: the ETag of part 1, as uploadPart gave it\.$/,
    ],
    [
      'a part with an empty ETag',
      (key) => client.completeMultipartUpload(key, 'id', [{partNumber: 1, etag: ''}]),
      /^etag: "" is not possible/,
    ],
    [
      'traffic limit 819199',
      (key) => client.uploadPart(key, 'id', 1, 'x', {trafficLimit: 819_199}),
      /^trafficLimit: "819199" is not possible\. Allowed: a whole number of bits per second from 819200 to 838860800\.$/,
    ],
    [
      'metadata over 4 KB',
      (key) => client.createMultipartUpload(key, {metadata: long}),
      /^metadata: "c \(4103 bytes\)" is not possible\. Allowed: 2 KB each and 4 KB together/,
    ],
    [
      'a copy source without region',
      (key) => client.uploadPartCopy(key, 'id', 1, nowhere),
      /^copySource\.region: undefined is not possible\. Allowed: a region id such as ap-guangzhou/,
    ],
    [
      'a position that is no length',
      (key) => client.appendObject(key, -1, 'x'),
      /^position: -1 is not possible\. Allowed: a whole number from 0 to /,
    ],
    ['no position', (key) => client.appendObject(key, none, 'x'), /^position: undefined is not possible/],
    [
      'a marker that is no part number',
      (key) => client.listParts(key, 'id', {partNumberMarker: 'next' as unknown as number}),
      /^partNumberMarker: "next" is not possible\. Allowed: a whole number from 0 to 10000\.$/,
    ],
    [
      'an UploadIdMarker alone',
      (key) => client.listMultipartUploads({prefix: key, uploadIdMarker: '17'}),
      /^uploadIdMarker: "17" is not possible\. Allowed: together with keyMarker/,
    ],
  ];
  for (const [name, call, message] of cases) {
    it(name, async () => {
      const key = freshKey();
      const error = await rejection(call(key));
      expect(error).to.include({name: 'ConfigurationError', code: 'configuration', retryable: false});
      expect(error.message).to.match(message);
      expect(await requestsFor(key)).to.deep.equal([]);
    });
  }

  it('a position that does not match is for COS to say, and says what it is about', async () => {
    const key = freshKey();
    await client.appendObject(key, 0, 'hello');
    const {message} = await rejection(client.appendObject(key, 4, 'x'));
    expect(message).to.include(`AppendObject of "${key}" failed: AppendPositionErr, `);
    expect(message).to.match(/Read its length with headObject and append there\.$/);
  });
});
