import {expect} from 'chai';
import type {ListPartsOptions} from '../../../src/cos/operations/operation-options.js';
import type {PartsPage} from '../../../src/cos/wire/results.js';
import {freshKey} from '../../support/cos.js';
import {rejection} from '../../support/thrown.js';
import {newBucket} from './bucket.js';
import {placeRows, sent} from './options.js';
import {sdkRows} from './page.js';

describe('list_parts', () => {
  const client = newBucket();
  const key = freshKey('报告 a+b.bin');
  let uploadId = '';
  const bodies = ['1', '22', '333'];
  before(async () => {
    ({uploadId} = await client.createMultipartUpload(key, {storageClass: 'ARCHIVE'}));
    for (const [index, body] of bodies.entries()) await client.uploadPart(key, uploadId, index + 1, body);
  });

  const list = (options: ListPartsOptions = {}): Promise<PartsPage> =>
    client.listParts(key, uploadId, options);
  const numbers = async (options: ListPartsOptions): Promise<number[]> =>
    (await list(options)).parts.map(({partNumber}) => partNumber);

  sdkRows(
    'list_parts',
    {
      ...placeRows(client, 'ListParts', async (fresh) => {
        const upload = await client.createMultipartUpload(fresh);
        await client.listParts(fresh, upload.uploadId);
      }),
      UploadId: async () =>
        expect(await rejection(client.listParts(key, '1700000000nobody'))).to.include({code: 'NoSuchUpload'}),
      MaxParts: async () => expect(await numbers({maxParts: 2})).to.deep.equal([1, 2]),
      PartNumberMarker: async () => {
        expect(await numbers({partNumberMarker: 1})).to.deep.equal([2, 3]);
        expect(await numbers({partNumberMarker: 0})).to.deep.equal([1, 2, 3]);
        expect(await rejection(list({partNumberMarker: 10_001}))).to.include({
          name: 'ConfigurationError',
          attribute: 'partNumberMarker',
        });
      },
      EncodingType: async () => {
        expect((await list({encodingType: 'url'})).key).to.equal(key);
        expect((await sent(key, 'ListParts')).at(-1)?.query).to.include({'encoding-type': 'url'});
      },
    },
    {
      Bucket: async () => expect((await list()).bucket).to.equal(client.bucket),
      Key: async () => expect((await list()).key).to.equal(key),
      UploadId: async () => expect((await list()).uploadId).to.equal(uploadId),
      EncodingType: async () => {
        expect((await list({encodingType: 'url'})).encodingType).to.equal('url');
        expect((await list()).encodingType).to.equal(undefined);
      },
      MaxParts: async () => {
        expect((await list()).maxParts).to.equal(1000);
        expect((await list({maxParts: 7})).maxParts).to.equal(7);
      },
      IsTruncated: async () => {
        expect((await list({maxParts: 2})).isTruncated).to.equal(true);
        expect((await list({maxParts: 3})).isTruncated).to.equal(false);
      },
      PartNumberMarker: async () => {
        expect((await list()).partNumberMarker).to.equal(0);
        expect((await list({partNumberMarker: 2})).partNumberMarker).to.equal(2);
      },
      NextPartNumberMarker: async () => {
        expect((await list({maxParts: 2})).nextPartNumberMarker).to.equal(2);
        expect((await list()).nextPartNumberMarker).to.equal(undefined);
      },
      StorageClass: async () => expect((await list()).storageClass).to.equal('ARCHIVE'),
      Part: async () => {
        const {parts} = await list();
        expect(parts.map(({size}) => size)).to.deep.equal([1, 2, 3]);
        const {lastModified, ...first} = parts[0]!;
        expect(first).to.deep.equal({partNumber: 1, size: 1, etag: '"c4ca4238a0b923820dcc509a6f75849b"'});
        expect(Number(lastModified)).to.be.closeTo(Date.now(), 60_000);
      },
      Initiator: async () => expect((await list()).initiator.id).to.match(/^qcs::cam::/),
      Owner: async () => expect((await list()).owner.displayName).to.match(/^\d+$/),
    },
  );
});
