import {expect} from 'chai';
import {addFaults, freshKey, localClient, requestsFor} from '../../support/cos.js';
import {rejection} from '../../support/thrown.js';

const client = localClient();
const hello = '"5d41402abc4b2a76b9719d911017c592"';

describe('putObject', () => {
  it('sends bytes, and tells ETag, CRC64, location and request id', async () => {
    const key = freshKey("上传/my photo !'()*+&=~@#$.txt");
    const result = await client.putObject(key, 'hello');
    expect(result).to.include({etag: hello, crc64: '11177612005948864433', location: client.locationOf(key)});
    expect(result.requestId).to.match(/./);
    expect((await client.headObject(key))?.size).to.equal(5);
  });

  it('makes an empty object and a directory', async () => {
    for (const key of [freshKey('empty'), freshKey('directory/')]) {
      expect((await client.putObject(key, '')).crc64).to.equal('0');
      expect((await client.headObject(key))?.size).to.equal(0);
    }
  });

  it('says the options, and every header it sends but two is signed', async () => {
    const key = freshKey();
    await client.putObject(key, new File(['hello'], 'x.txt', {type: 'text/plain'}), {
      acl: 'private',
      grantRead: 'id="1"',
      storageClass: 'STANDARD_IA',
      cacheControl: 'max-age=60',
      expires: 'Sun, 22 Nov 2026 08:00:00 GMT',
      contentDisposition: 'attachment; filename="报告.pdf"',
      contentEncoding: 'identity',
      contentLanguage: 'id',
      metadata: {author: '张三'},
      tagging: 'a=1',
      trafficLimit: 819_200,
      enableMD5: true,
      headers: {'x-cos-meta-extra': '1'},
    });
    const {headers = {}} = (await requestsFor(key)).find(({method}) => method === 'PUT') ?? {};
    expect(headers).to.include({
      'content-type': 'text/plain',
      'content-md5': 'XUFAKrxLKna5cZ2REBfFkg==',
      'content-disposition': `attachment; filename="__.pdf"; filename*=UTF-8''%E6%8A%A5%E5%91%8A.pdf`,
      'x-cos-meta-author': '%E5%BC%A0%E4%B8%89',
    });
    const signed = /q-header-list=([^&]*)/.exec(headers['authorization'] ?? '')?.[1]?.split(';');
    expect(signed).to.have.members([
      ...[
        'content-disposition',
        'content-encoding',
        'content-language',
        'content-length',
        'content-md5',
        'content-type',
        'host',
      ],
      ...['x-cos-acl', 'x-cos-grant-read', 'x-cos-meta-author', 'x-cos-meta-extra', 'x-cos-security-token'],
      ...['x-cos-storage-class', 'x-cos-tagging', 'x-cos-traffic-limit'],
    ]);

    const head = await client.headObject(key);
    expect(head).to.deep.include({
      etag: hello,
      size: 5,
      contentType: 'text/plain',
      cacheControl: 'max-age=60',
      contentDisposition: `attachment; filename="__.pdf"; filename*=UTF-8''%E6%8A%A5%E5%91%8A.pdf`,
      contentEncoding: 'identity',
      contentLanguage: 'id',
      storageClass: 'STANDARD_IA',
      objectType: 'normal',
      metadata: {author: '张三', extra: '1'},
    });
    expect(head?.lastModified).to.be.instanceOf(Date);
  });

  it('the type of a Blob is signed as it is sent', async () => {
    const key = freshKey();
    await client.putObject(key, new Blob(['x'], {type: ' text/plain '}));
    expect((await client.headObject(key))?.contentType).to.equal('text/plain');
  });

  it('contentType wins over the type of the Blob', async () => {
    const key = freshKey();
    await client.putObject(key, new Blob(['x'], {type: 'text/plain'}), {
      contentType: 'text/html; charset=utf-8',
    });
    expect((await client.headObject(key))?.contentType).to.equal('text/html; charset=utf-8');
  });

  it('a wrong contentMD5 is BadDigest', async () =>
    expect(
      await rejection(client.putObject(freshKey(), 'hello', {contentMD5: 'XrY7u+Ae7tCTyyK7j1rNww=='})),
    ).to.include({name: 'CosError', code: 'BadDigest', status: 400, retryable: true}));

  it('forbidOverwrite refuses a key that is taken', async () => {
    const key = freshKey();
    await client.putObject(key, 'a', {forbidOverwrite: true});
    expect(await rejection(client.putObject(key, 'b', {forbidOverwrite: true}))).to.include({
      code: 'FileAlreadyExists',
      status: 409,
      key,
    });
  });

  it('an object under a customer key is read with that key only', async () => {
    const key = freshKey();
    const customerKey = {
      sseCustomerKey: 'MDEyMzQ1Njc4OUFCQ0RFRjAxMjM0NTY3ODlBQkNERUY=',
      sseCustomerKeyMD5: 'U5L61r7jcwdNvT7frmUG8g==',
    };
    await client.putObject(key, 'x', customerKey);
    expect((await client.headObject(key, customerKey))?.size).to.equal(1);
    expect(await rejection(client.headObject(key))).to.include({name: 'CosError', status: 400});
  });

  it('a key or an option that cannot work sends nothing', async () => {
    const key = freshKey();
    expect(await rejection(client.putObject('a/../b', 'x'))).to.include({
      name: 'ConfigurationError',
      attribute: 'key',
    });
    expect(await rejection(client.putObject(key, 'x', {trafficLimit: 819_199}))).to.include({
      attribute: 'trafficLimit',
    });
    expect(await requestsFor(key)).to.deep.equal([]);
  });

  it('an ETag that something on the way keeps back is empty, and spoils nothing', async () => {
    const key = freshKey();
    await addFaults({match: {key}, effect: {hideHeaders: ['ETag']}});
    const stored = await client.putObject(key, 'x');
    expect(stored.etag).to.equal('');
    expect(stored.crc64).to.be.a('string');
    expect(await client.headObject(key)).to.include({etag: '', size: 1});
  });
});

describe('headObject and deleteObject', () => {
  it('what is not there is undefined, and can be deleted', async () => {
    const key = freshKey();
    expect(await client.headObject(key)).to.equal(undefined);
    await client.deleteObject(key);
  });

  it('what a server says is not there is deleted all the same, but not what is in no bucket', async () => {
    for (const code of ['NoSuchKey', 'NoSuchBucket']) {
      await addFaults({
        match: {key: `gone/${code}`, method: 'DELETE'},
        times: 1,
        effect: {status: 404, code},
      });
    }
    await client.deleteObject('gone/NoSuchKey');
    expect(await rejection(client.deleteObject('gone/NoSuchBucket'))).to.include({code: 'NoSuchBucket'});
  });

  it('deletes', async () => {
    const key = freshKey();
    await client.putObject(key, 'x');
    await client.deleteObject(key);
    expect(await client.headObject(key)).to.equal(undefined);
  });

  it('a status without a body is a clear error', async () => {
    const key = freshKey();
    await addFaults({match: {key, method: 'HEAD'}, effect: {status: 503}});
    const error = await rejection(client.headObject(key));
    expect(error).to.include({
      name: 'CosError',
      code: 'ServiceUnavailable',
      status: 503,
      retryable: true,
      key,
    });
    expect(error.message).to.include('HeadObject').and.include('503');
  });
});

describe('a request without an answer', () => {
  it('is a NetworkError that names the operation and the key', async () => {
    const key = freshKey();
    await addFaults({match: {key}, effect: {reset: 'before'}});
    const error = await rejection(localClient({transport: 'fetch'}).putObject(key, 'x'));
    expect(error).to.include({name: 'NetworkError', code: 'network', key, retryable: true});
    expect(error.message).to.include('PutObject').and.include(key);
    expect(error.cause).to.be.instanceOf(TypeError);
  });

  it('whatever a transport of the caller rejects with', async () => {
    const own = localClient({transport: () => Promise.reject(new Error('broken pipe'))});
    expect(await rejection(own.headObject(freshKey()))).to.include({name: 'NetworkError'});
  });

  it('gives up with the reason of the signal', async () => {
    const key = freshKey();
    await addFaults({match: {key}, effect: {hang: true}});
    const controller = new AbortController();
    const put = rejection(client.putObject(key, 'x', {signal: controller.signal}));
    setTimeout(() => controller.abort(), 150);
    expect(await put).to.include({name: 'AbortError'});
  });
});
