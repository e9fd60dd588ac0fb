import {expect} from 'chai';
import type {UploadedPart} from '../../../src/cos/wire/results.js';
import type {PartOptions} from '../../../src/cos/operations/object-options.js';
import type {UploadBody} from '../../../src/cos/wire/transport.js';
import {freshKey} from '../../support/cos.js';
import {rejection} from '../../support/thrown.js';
import {newBucket} from './bucket.js';
import {bodyRows, hello, placeRows} from './options.js';
import {sdkRows} from './page.js';

describe('upload_part', () => {
  const client = newBucket();
  const send = async (
    key: string,
    {number = 1, body = 'hello', ...options}: PartOptions & {number?: number; body?: UploadBody} = {},
  ): Promise<UploadedPart & {uploadId: string}> => {
    const {uploadId} = await client.createMultipartUpload(key);
    return {...(await client.uploadPart(key, uploadId, number, body, options)), uploadId};
  };

  sdkRows(
    'upload_part',
    {
      ...placeRows(client, 'UploadPart', (key) => send(key)),
      ...bodyRows('UploadPart', (key, options) => send(key, options)),
      Body: async () => {
        const file = new File(['--hello--'], 'local.bin', {type: 'application/x-local'});
        for (const body of [file.slice(2, 7), 'hello', new TextEncoder().encode('hello')])
          expect((await send(freshKey(), {body})).etag).to.equal(hello);
      },
      PartNumber: async () => {
        const key = freshKey();
        for (const number of [1, 10_000]) {
          const {uploadId, partNumber} = await send(key, {number});
          const {parts} = await client.listParts(key, uploadId);
          expect([partNumber, parts[0]?.partNumber]).to.deep.equal([number, number]);
        }
        for (const number of [0, 10_001]) {
          const refused = await rejection(send(key, {number}));
          expect(refused.message).to.equal(
            `partNumber: ${number} is not possible. Allowed: a whole number from 1 to 10000.`,
          );
        }
      },
      UploadId: async () =>
        expect(await rejection(client.uploadPart(freshKey(), '1700000000nobody', 1, 'hello'))).to.include({
          code: 'NoSuchUpload',
          status: 404,
        }),
    },
    {ETag: async () => expect((await send(freshKey())).etag).to.equal(hello)},
  );
});
