import {expect} from 'chai';
import type {CompletedPart, CompleteMultipartUploadResult} from '../../../src/cos/wire/results.js';
import {freshKey} from '../../support/cos.js';
import {rejection} from '../../support/thrown.js';
import {newBucket} from './bucket.js';
import {hello, placeRows} from './options.js';
import {sdkRows} from './page.js';

describe('complete_multipart_upload', () => {
  const client = newBucket();
  const complete = async (
    key = freshKey(),
    parts: CompletedPart[] = [{partNumber: 1, etag: hello}],
  ): Promise<CompleteMultipartUploadResult> => {
    const {uploadId} = await client.createMultipartUpload(key);
    await client.uploadPart(key, uploadId, 1, 'hello');
    return client.completeMultipartUpload(key, uploadId, parts);
  };

  sdkRows(
    'complete_multipart_upload',
    {
      ...placeRows(client, 'CompleteMultipartUpload', complete),
      UploadId: async () => {
        const unknown = client.completeMultipartUpload('a', '1700000000nobody', [
          {partNumber: 1, etag: hello},
        ]);
        expect(await rejection(unknown)).to.include({code: 'NoSuchUpload'});
      },
      MultipartUpload: async () => {
        const key = freshKey();
        await complete(key);
        expect(await client.headObject(key)).to.include({size: 5});
        const lacking = [
          {partNumber: 1, etag: hello},
          {partNumber: 2, etag: hello},
        ];
        expect(await rejection(complete(key, lacking))).to.include({code: 'InvalidPart', category: 'parts'});
        expect(await rejection(complete(key, []))).to.include({attribute: 'parts'});
      },
    },
    {
      ETag: async () => expect((await complete()).etag).to.match(/^"[\da-f]{32}-1"$/),
      Bucket: async () => expect((await complete()).bucket).to.equal(client.bucket),
      Location: async () => {
        const key = freshKey('a b.txt');
        expect((await complete(key)).location).to.equal(client.locationOf(key));
      },
      Key: async () => {
        const key = freshKey('a b.txt');
        expect((await complete(key)).key).to.equal(key);
      },
    },
  );
});
