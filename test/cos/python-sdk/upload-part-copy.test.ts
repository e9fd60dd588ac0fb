import {expect} from 'chai';
import type {CopySource, UploadPartCopyOptions} from '../../../src/cos/operations/operation-options.js';
import type {CopiedPart} from '../../../src/cos/wire/results.js';
import {freshKey, region} from '../../support/cos.js';
import {rejection} from '../../support/thrown.js';
import {newBucket} from './bucket.js';
import {hello, placeRows} from './options.js';
import {type Check, sdkRows} from './page.js';

describe('upload_part_copy', () => {
  // One bucket, for temporary keys of the local COS are for one.
  const client = newBucket({versioning: true});
  const source = (): CopySource => ({bucket: client.bucket, region, key: 'source ä.txt'});
  let versions: (string | undefined)[] = [];
  before(async () => {
    versions = [];
    for (const body of ['older', 'hello'])
      versions.push((await client.putObject(source().key, body)).versionId);
  });

  const copy = async (
    options: UploadPartCopyOptions = {},
    {from = source(), key = freshKey(), number = 1} = {},
  ): Promise<CopiedPart & {size: number | undefined}> => {
    const {uploadId} = await client.createMultipartUpload(key);
    const part = await client.uploadPartCopy(key, uploadId, number, from, options);
    return {...part, size: (await client.listParts(key, uploadId)).parts[0]?.size};
  };
  /** A condition that holds, and one that does not. */
  const condition =
    (name: keyof UploadPartCopyOptions, holds: string | Date, fails: string | Date): Check =>
    async () => {
      expect((await copy({[name]: holds})).etag).to.equal(hello);
      expect(await rejection(copy({[name]: fails}))).to.include({
        code: 'PreconditionFailed',
        status: 412,
      });
    };
  const before1970 = new Date('1970-01-02');
  const soon = new Date(Date.now() + 600_000);

  sdkRows(
    'upload_part_copy',
    {
      ...placeRows(client, 'UploadPartCopy', (key) => copy({}, {key})),
      PartNumber: async () => {
        expect(await copy({}, {number: 100})).to.include({partNumber: 100});
        expect(await rejection(copy({}, {number: 10_001}))).to.include({attribute: 'partNumber'});
      },
      UploadId: async () =>
        expect(await rejection(client.uploadPartCopy('a', '1700000000nobody', 1, source()))).to.include({
          code: 'NoSuchUpload',
        }),
      CopySource: async () => {
        const older = {...source(), versionId: versions[0]};
        expect((await copy({}, {from: older})).etag).not.to.equal(hello);
        expect((await copy({}, {from: source()})).etag).to.equal(hello);
        const {region: _, ...nowhere} = source();
        expect(await rejection(copy({}, {from: nowhere as CopySource}))).to.include({
          name: 'ConfigurationError',
          attribute: 'copySource.region',
        });
        expect(await rejection(copy({}, {from: {...source(), key: 'nobody'}}))).to.include({status: 404});
      },
      CopySourceRange: async () => {
        expect((await copy({copySourceRange: 'bytes=1-3'})).size).to.equal(3);
        expect((await copy()).size).to.equal(5);
        expect(await rejection(copy({copySourceRange: 'bytes=1-5'}))).to.include({code: 'InvalidRange'});
      },
      CopySourceIfMatch: condition('copySourceIfMatch', hello, '"another"'),
      CopySourceIfModifiedSince: condition('copySourceIfModifiedSince', before1970, soon),
      CopySourceIfNoneMatch: condition('copySourceIfNoneMatch', '"another"', hello),
      CopySourceIfUnmodifiedSince: condition(
        'copySourceIfUnmodifiedSince',
        soon.toUTCString(),
        before1970.toUTCString(),
      ),
    },
    {
      ETag: async () => expect((await copy()).etag).to.equal(hello),
      LastModified: async () => expect(Number((await copy()).lastModified)).to.be.closeTo(Date.now(), 60_000),
      'x-cos-copy-source-version-id': async () =>
        expect((await copy()).copySourceVersionId)
          .to.be.a('string')
          .and.equal(versions[1]),
    },
  );
});
