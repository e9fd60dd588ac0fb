import {expect} from 'chai';
import type {ListMultipartUploadsOptions} from '../../../src/cos/operations/operation-options.js';
import type {UploadsPage} from '../../../src/cos/wire/results.js';
import {rejection} from '../../support/thrown.js';
import {newBucket} from './bucket.js';
import {sent} from './options.js';
import {sdkRows} from './page.js';

describe('list_multipart_uploads', () => {
  const client = newBucket();
  const other = newBucket();
  const ids: string[] = [];
  before(async () => {
    for (const key of ['dir/a', 'dir/a', 'dir/b c', 'dir/sub/d', 'other'])
      ids.push((await client.createMultipartUpload(key, {storageClass: 'STANDARD_IA'})).uploadId);
    // Ids that begin in the same second are in no order of time.
    ids.splice(0, 2, ...ids.slice(0, 2).sort());
  });

  const list = (options: ListMultipartUploadsOptions = {}): Promise<UploadsPage> =>
    client.listMultipartUploads(options);
  const keys = async (options?: ListMultipartUploadsOptions): Promise<string[]> =>
    (await list(options)).uploads.map(({key}) => key);
  const afterFirst = (): ListMultipartUploadsOptions => ({keyMarker: 'dir/a', uploadIdMarker: ids[0]});

  sdkRows(
    'list_multipart_uploads',
    {
      Bucket: async () => {
        expect((await other.listMultipartUploads()).uploads).to.deep.equal([]);
        expect(await keys()).to.have.length(5);
      },
      Prefix: async () => expect(await keys({prefix: 'dir/b'})).to.deep.equal(['dir/b c']),
      Delimiter: async () =>
        expect(await keys({prefix: 'dir/', delimiter: '/'})).to.deep.equal(['dir/a', 'dir/a', 'dir/b c']),
      KeyMarker: async () => expect(await keys({keyMarker: 'dir/b c'})).to.deep.equal(['dir/sub/d', 'other']),
      UploadIdMarker: async () => {
        const {uploads} = await list(afterFirst());
        expect(uploads.map(({uploadId}) => uploadId)).to.deep.equal(ids.slice(1));
        const alone = await rejection(list({uploadIdMarker: 'x'}));
        expect(alone).to.include({name: 'ConfigurationError', attribute: 'uploadIdMarker'});
      },
      MaxUploads: async () => expect(await keys({maxUploads: 1})).to.deep.equal(['dir/a']),
      EncodingType: async () => {
        expect(await keys({prefix: 'dir/b', encodingType: 'url'})).to.deep.equal(['dir/b c']);
        const asked = (await sent('', 'ListMultipartUploads')).at(-1);
        expect(asked?.query).to.include({'encoding-type': 'url'});
      },
    },
    {
      Bucket: async () => expect((await list()).bucket).to.equal(client.bucket),
      Prefix: async () => expect((await list({prefix: 'dir/'})).prefix).to.equal('dir/'),
      Delimiter: async () => {
        expect((await list({delimiter: '/'})).delimiter).to.equal('/');
        expect((await list()).delimiter).to.equal(undefined);
      },
      KeyMarker: async () => expect((await list(afterFirst())).keyMarker).to.equal('dir/a'),
      UploadIdMarker: async () => expect((await list(afterFirst())).uploadIdMarker).to.equal(ids[0]),
      NextKeyMarker: async () => {
        expect((await list({maxUploads: 3})).nextKeyMarker).to.equal('dir/b c');
        expect((await list()).nextKeyMarker).to.equal(undefined);
      },
      NextUploadIdMarker: async () => {
        expect((await list({maxUploads: 1})).nextUploadIdMarker).to.equal(ids[0]);
        expect((await list()).nextUploadIdMarker).to.equal(undefined);
      },
      MaxUploads: async () => {
        expect((await list()).maxUploads).to.equal(1000);
        expect((await list({maxUploads: 7})).maxUploads).to.equal(7);
      },
      IsTruncated: async () => {
        expect((await list({maxUploads: 4})).isTruncated).to.equal(true);
        expect((await list({maxUploads: 5})).isTruncated).to.equal(false);
      },
      EncodingType: async () => {
        expect((await list({encodingType: 'url'})).encodingType).to.equal('url');
        expect((await list()).encodingType).to.equal(undefined);
      },
      Upload: async () => {
        const [upload] = (await list({prefix: 'other'})).uploads;
        const {initiated, owner, initiator, ...rest} = upload!;
        expect(rest).to.deep.equal({key: 'other', uploadId: ids[4], storageClass: 'STANDARD_IA'});
        expect(Number(initiated)).to.be.closeTo(Date.now(), 60_000);
        expect(owner).to.deep.equal(initiator);
        expect(owner).to.have.property('displayName').that.matches(/^\d+$/);
        expect(owner.id).to.match(/^qcs::cam::/);
      },
      CommonPrefixes: async () =>
        expect((await list({delimiter: '/'})).commonPrefixes).to.deep.equal(['dir/']),
    },
  );
});
