/** What cos-js-sdk-v5 has begun we finish, and the other way round; presigned URLs of each serve the other. */
import {expect} from 'chai';
import type COS from 'cos-js-sdk-v5';
import {createMemoryStore, Uploader} from '../../src/index.js';
import {
  addFaults,
  bucket,
  clearFaults,
  download,
  freshKey,
  localClient,
  makeFile,
  region,
  requestsFor,
  sha256,
} from '../support/cos.js';
import {until} from '../support/until.js';
import {officialSdk as sdk} from './official-sdk.js';

const MB = 2 ** 20;
const at = {Bucket: bucket, Region: region};
const client = localClient();

/** Parts of one key that arrived, in the order of arrival. */
const partsSent = async (key: string): Promise<string[]> =>
  (await requestsFor(key))
    .filter(({operation, status}) => operation === 'UploadPart' && status === 200)
    .map(({query}) => query['partNumber'] ?? '');

const whole = async (key: string): Promise<string> => sha256((await download(key))!);

describe('cos-js-sdk-v5 and we', () => {
  afterEach(() => clearFaults());

  for (const sent of [
    [1, 2],
    [1, 4],
    [1, 2, 3, 4, 5],
  ]) {
    it(`an upload it began (parts ${sent.join(', ')} of 5) is found and finished by our Uploader`, async () => {
      const key = freshKey('图 a+b.bin');
      const file = makeFile(4 * MB + 17, 'file.bin', sent.length);
      const cos = sdk();
      const {UploadId} = await cos.multipartInit({...at, Key: key});
      for (const PartNumber of sent) {
        const Body = file.slice((PartNumber - 1) * MB, PartNumber * MB);
        await cos.multipartUpload({...at, Key: key, UploadId, PartNumber, Body});
      }

      const {uploads} = await client.listMultipartUploads({prefix: key, encodingType: 'url'});
      expect(uploads.map((upload) => [upload.key, upload.uploadId])).to.deep.equal([[key, UploadId]]);

      // What it sends of its own, while it looks for others, is slower than looking.
      await addFaults({match: {operation: 'UploadPart', key}, times: 3, effect: {delay: 2000}});
      // Another part size of ours must not matter: the parts on the server say how the file was cut.
      const uploader = new Uploader({
        client,
        store: createMemoryStore(),
        multipartThreshold: MB,
        partSize: 2 * MB,
      });
      const result = await uploader.add(file, {key}).settled();
      uploader.close();
      expect(result.resumedBytes).to.equal(sent.reduce((sum, number) => sum + (number === 5 ? 17 : MB), 0));
      const numbers = await partsSent(key);
      expect(numbers).to.have.length(new Set(numbers).size);
      expect(await whole(key)).to.equal(await sha256(file));
      const left = async (): Promise<number> =>
        (await client.listMultipartUploads({prefix: key})).uploads.length;
      await until(async () => (await left()) === 0, 'what was begun beside it to be removed');
    });
  }

  it('an upload of another file under the same key is left alone', async () => {
    const key = freshKey();
    const cos = sdk();
    const {UploadId} = await cos.multipartInit({...at, Key: key});
    await cos.multipartUpload({...at, Key: key, UploadId, PartNumber: 1, Body: makeFile(MB, 'file.bin', 7)});
    const uploader = new Uploader({client, store: createMemoryStore(), multipartThreshold: MB, partSize: MB});
    const file = makeFile(2 * MB, 'file.bin', 8);
    expect((await uploader.add(file, {key}).settled()).resumedBytes).to.equal(0);
    uploader.close();
    expect(await whole(key)).to.equal(await sha256(file));
    const {uploads} = await client.listMultipartUploads({prefix: key});
    expect(uploads.map(({uploadId}) => uploadId)).to.deep.equal([UploadId]);
  });

  it('an upload we began is finished by it', async () => {
    const key = freshKey('图 a+b.bin');
    const file = makeFile(3 * MB + 5);
    const {uploadId} = await client.createMultipartUpload(key, {metadata: {from: 'us'}});
    await client.uploadPart(key, uploadId, 2, file.slice(MB, 2 * MB));
    await sdk().sliceUploadFile({...at, Key: key, Body: file, ChunkSize: MB});
    expect((await partsSent(key)).sort()).to.deep.equal(['1', '2', '3', '4']);
    expect(await whole(key)).to.equal(await sha256(file));
    expect(await client.headObject(key)).to.deep.include({size: file.size, metadata: {from: 'us'}});
  });

  it('its presigned PUT and GET serve our transport, ours serve its objects', async () => {
    const cos = sdk();
    const theirs = (Key: string, Method: string): Promise<string> =>
      new Promise((resolve, reject) => {
        cos.getObjectUrl({...at, Key, Method, Sign: true} as COS.GetObjectUrlParams, (error, {Url}) => {
          if (error as unknown) reject(new Error('there is no URL'));
          else resolve(Url);
        });
      });
    const text = async (url: string): Promise<string> => (await fetch(url, {cache: 'no-store'})).text();

    const put = freshKey("presigned ä !'()*.txt");
    expect((await fetch(await theirs(put, 'PUT'), {method: 'PUT', body: 'theirs'})).status).to.equal(200);
    expect(await client.headObject(put)).to.include({size: 6});
    expect(await text(await client.presign('GET', put))).to.equal('theirs');

    const ours = freshKey("presigned ö !'()*.txt");
    const url = await client.presign('PUT', ours);
    expect((await fetch(url, {method: 'PUT', body: 'ours'})).status).to.equal(200);
    expect((await cos.headObject({...at, Key: ours})).headers?.['content-length']).to.equal('4');
    expect(await text(await theirs(ours, 'GET'))).to.equal('ours');
  });
});
