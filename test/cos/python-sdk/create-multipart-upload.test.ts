import {expect} from 'chai';
import {freshKey} from '../../support/cos.js';
import {newBucket} from './bucket.js';
import {headerRows, placeRows} from './options.js';
import {sdkRows} from './page.js';

describe('create_multipart_upload', () => {
  const client = newBucket();

  sdkRows(
    'create_multipart_upload',
    {
      ...placeRows(client, 'InitiateMultipartUpload', (key) => client.createMultipartUpload(key)),
      ...headerRows(client, 'InitiateMultipartUpload', async (key, options) => {
        const {uploadId} = await client.createMultipartUpload(key, options);
        const part = await client.uploadPart(key, uploadId, 1, 'hello');
        await client.completeMultipartUpload(key, uploadId, [part]);
      }),
    },
    {
      UploadId: async () => {
        const key = freshKey();
        const {uploadId} = await client.createMultipartUpload(key);
        const {uploads} = await client.listMultipartUploads({prefix: key});
        expect(uploads).to.have.length(1);
        expect(uploads[0]).to.include({key, uploadId});
      },
      Bucket: async () =>
        expect((await client.createMultipartUpload(freshKey())).bucket).to.equal(client.bucket),
      Key: async () => {
        const key = freshKey('a+b &c.bin');
        expect((await client.createMultipartUpload(key)).key).to.equal(key);
      },
    },
  );
});
