import {expect} from 'chai';
import {addFaults, bucket, freshKey, localClient, requestsFor} from '../../support/cos.js';
import {rejection} from '../../support/thrown.js';

const client = localClient();
const megabyte = 1_048_576;
const bytes = (size: number, value = 97): Blob => new Blob([new Uint8Array(size).fill(value)]);

describe('a multipart upload', () => {
  it('from Initiate to Complete, its options said at Initiate', async () => {
    const key = freshKey('dir/文件 1.bin');
    const upload = await client.createMultipartUpload(key, {
      contentType: 'video/mp4',
      metadata: {a: '1'},
      storageClass: 'STANDARD_IA',
      contentMD5: 'XrY7u+Ae7tCTyyK7j1rNww==',
    });
    expect(upload).to.include({bucket, key});
    const second = await client.uploadPart(key, upload.uploadId, 2, bytes(5, 98), {enableMD5: true});
    const first = await client.uploadPart(
      key,
      upload.uploadId,
      1,
      new File([bytes(megabyte)], 'x.mp4', {type: 'video/mp4'}),
    );
    expect(first).to.deep.equal({
      partNumber: 1,
      etag: '"7202826a7791073fe2787f0c94603278"',
      crc64: '6701094182323390671',
    });

    const done = await client.completeMultipartUpload(key, upload.uploadId, [second, first]);
    expect(done).to.include({bucket, key});
    expect(done.etag).to.match(/^"[\da-f]{32}-2"$/);
    expect(done.crc64).to.match(/^\d+$/);
    expect(done.location).to.match(/^http:\/\//);

    expect(await client.headObject(key)).to.deep.include({
      etag: done.etag,
      size: megabyte + 5,
      contentType: 'video/mp4',
      storageClass: 'STANDARD_IA',
      metadata: {a: '1'},
    });
    const sent = (await requestsFor(key)).filter(({method}) => method !== 'OPTIONS');
    const part = sent.find(({query}) => query['partNumber'] === '1');
    expect(part?.headers).not.to.have.any.keys('content-type', 'x-cos-meta-a');
    expect(part?.headers['authorization']).to.include('q-url-param-list=partnumber;uploadid');
    expect(sent.find(({query}) => query['partNumber'] === '2')?.headers).to.have.property('content-md5');
  });

  it('is gone after Abort', async () => {
    const key = freshKey();
    const {uploadId} = await client.createMultipartUpload(key);
    await client.abortMultipartUpload(key, uploadId);
    const requests = [
      () => client.uploadPart(key, uploadId, 1, 'x'),
      () => client.abortMultipartUpload(key, uploadId),
      () => client.listParts(key, uploadId),
      () => client.completeMultipartUpload(key, uploadId, [{partNumber: 1, etag: '"x"'}]),
    ];
    for (const request of requests) {
      expect(await rejection(request())).to.include({
        name: 'CosError',
        code: 'NoSuchUpload',
        category: 'upload',
        status: 404,
        key,
      });
    }
  });

  for (const partNumber of [0, 10_001, 1.5, -1, NaN]) {
    it(`part number ${partNumber} is refused before any request`, async () => {
      const key = freshKey();
      expect(await rejection(client.uploadPart(key, 'id', partNumber, 'x'))).to.include({
        name: 'ConfigurationError',
        attribute: 'partNumber',
        key,
      });
      expect(await requestsFor(key)).to.deep.equal([]);
    });
  }

  it('an empty upload id and an empty list are refused before any request', async () => {
    const key = freshKey();
    expect(await rejection(client.uploadPart(key, '', 1, 'x'))).to.include({attribute: 'uploadId'});
    expect(await rejection(client.completeMultipartUpload(key, 'id', []))).to.include({attribute: 'parts'});
    expect(await requestsFor(key)).to.deep.equal([]);
  });

  it('the ETag of a part is empty where CORS hides it', async () => {
    const key = freshKey();
    const {uploadId} = await client.createMultipartUpload(key);
    await addFaults({match: {key, operation: 'UploadPart'}, effect: {hideHeaders: ['ETag']}});
    expect(await client.uploadPart(key, uploadId, 1, 'x')).to.include({partNumber: 1, etag: ''});
  });
});

describe('Complete', () => {
  const ready = async (key: string) => {
    const {uploadId} = await client.createMultipartUpload(key);
    return {uploadId, parts: [await client.uploadPart(key, uploadId, 1, 'x')]};
  };

  it('waits for an answer that begins with blanks', async () => {
    const settings = (value: object) =>
      fetch(`${cosOrigin}/-/settings`, {method: 'PUT', body: JSON.stringify(value)});
    const key = freshKey();
    const {uploadId, parts} = await ready(key);
    await settings({completeSpaces: 5, completeSpaceEveryMs: 40});
    try {
      expect((await client.completeMultipartUpload(key, uploadId, parts)).etag).to.match(/-1"$/);
    } finally {
      await settings({completeSpaces: 0});
    }
  });

  it('an Error under status 200 is an error', async () => {
    const key = freshKey();
    const {uploadId, parts} = await ready(key);
    await addFaults({
      match: {key, operation: 'CompleteMultipartUpload'},
      effect: {status: 200, code: 'InternalError', message: 'We encountered an internal error.'},
    });
    expect(await rejection(client.completeMultipartUpload(key, uploadId, parts))).to.include({
      name: 'CosError',
      status: 200,
      code: 'InternalError',
      retryable: true,
    });
  });

  it('a wrong ETag is InvalidPart', async () => {
    const key = freshKey();
    const {uploadId} = await ready(key);
    const etag = '"00000000000000000000000000000000"';
    expect(
      await rejection(client.completeMultipartUpload(key, uploadId, [{partNumber: 1, etag}])),
    ).to.include({
      code: 'InvalidPart',
      category: 'parts',
      retryable: false,
    });
  });

  it('an answer without an ETag proves nothing', async () => {
    const own = localClient({
      transport: () =>
        Promise.resolve({
          status: 200,
          header: () => null,
          headers: () => [],
          text: () =>
            Promise.resolve('<CompleteMultipartUploadResult><ETag/></CompleteMultipartUploadResult>'),
        }),
    });
    expect(
      await rejection(own.completeMultipartUpload('a', 'id', [{partNumber: 1, etag: '"x"'}])),
    ).to.include({
      code: 'InvalidResponse',
      retryable: true,
    });
  });

  it('a Location without a scheme gets that of the origin', async () => {
    const own = localClient({
      transport: () =>
        Promise.resolve({
          status: 200,
          header: () => null,
          headers: () => [],
          text: () =>
            Promise.resolve(
              '<CompleteMultipartUploadResult><Location>h.example/a</Location><ETag>"x-1"</ETag></CompleteMultipartUploadResult>',
            ),
        }),
    });
    const {location, etag} = await own.completeMultipartUpload('a', 'id', [{partNumber: 1, etag: '"x"'}]);
    expect({location, etag}).to.deep.equal({location: 'http://h.example/a', etag: '"x-1"'});
  });
});
