import {expect} from 'chai';
import {freshKey} from '../../support/cos.js';
import {rejection} from '../../support/thrown.js';
import {newBucket} from './bucket.js';
import {placeRows} from './options.js';
import {sdkRows} from './page.js';

describe('abort_multipart_upload', () => {
  const client = newBucket();
  const abort = async (key: string): Promise<unknown> => {
    const {uploadId} = await client.createMultipartUpload(key);
    return client.abortMultipartUpload(key, uploadId);
  };

  sdkRows(
    'abort_multipart_upload',
    {
      ...placeRows(client, 'AbortMultipartUpload', abort),
      UploadId: async () => {
        const key = freshKey();
        const kept = await client.createMultipartUpload(key);
        await abort(key);
        const {uploads} = await client.listMultipartUploads({prefix: key});
        expect(uploads.map(({uploadId}) => uploadId)).to.deep.equal([kept.uploadId]);
        expect(await rejection(client.abortMultipartUpload(key, ''))).to.include({attribute: 'uploadId'});
      },
    },
    {
      None: async () => {
        expect(await abort(freshKey())).to.equal(undefined);
      },
    },
  );
});
