import {expect} from 'chai';
import {copyHeaders} from '../../../src/cos/operations/copy.js';
import {bucket, freshKey, localClient, region} from '../../support/cos.js';
import {rejection, thrownBy} from '../../support/thrown.js';

/** The keys of a page may append and delete as well. */
const client = localClient();

describe('appendObject', () => {
  it('appends, and tells the next position', async () => {
    const key = freshKey('log.txt');
    const first = await client.appendObject(key, 0, 'hello ', {
      contentType: 'text/plain',
      metadata: {a: '1'},
    });
    expect(first.nextAppendPosition).to.equal(6);
    const second = await client.appendObject(key, first.nextAppendPosition, new Blob(['world']), {
      enableMD5: true,
    });
    expect(second.nextAppendPosition).to.equal(11);
    expect(second.etag).to.match(/./);
    expect(await client.headObject(key)).to.deep.include({
      size: 11,
      metadata: {a: '1'},
    });
  });

  it('at another position than the end is AppendPositionErr', async () => {
    const key = freshKey();
    await client.appendObject(key, 0, 'x');
    expect(await rejection(client.appendObject(key, 5, 'x'))).to.include({
      code: 'AppendPositionErr',
      status: 409,
      category: 'state',
    });
  });

  it('to an object that was put is ObjectNotAppendable', async () => {
    const key = freshKey();
    await client.putObject(key, 'x');
    expect(await rejection(client.appendObject(key, 1, 'x'))).to.include({code: 'ObjectNotAppendable'});
  });

  for (const position of [-1, 0.5, 6 * 1024 ** 3]) {
    it(`refuses position ${position}`, async () =>
      expect(await rejection(client.appendObject(freshKey(), position, 'x'))).to.include({
        name: 'ConfigurationError',
        attribute: 'position',
      }));
  }
});

describe('uploadPartCopy', () => {
  it('copies a range of another object as a part', async () => {
    const source = freshKey('来源 a+b.txt');
    const key = freshKey();
    await client.putObject(source, 'hello world');
    const {uploadId} = await client.createMultipartUpload(key);
    const part = await client.uploadPartCopy(
      key,
      uploadId,
      1,
      {bucket, region, key: source},
      {copySourceRange: 'bytes=0-4', copySourceIfUnmodifiedSince: new Date(Date.now() + 60_000)},
    );
    expect(part).to.include({partNumber: 1, etag: '"5d41402abc4b2a76b9719d911017c592"'});
    expect(part.lastModified).to.be.instanceOf(Date);
    const done = await client.completeMultipartUpload(key, uploadId, [part]);
    expect((await client.headObject(key))?.size).to.equal(5);
    expect(done.etag).to.match(/-1"$/);
  });

  it('a condition that fails is PreconditionFailed, a missing source is named', async () => {
    const source = freshKey();
    const key = freshKey();
    const {etag} = await client.putObject(source, 'x');
    const {uploadId} = await client.createMultipartUpload(key);
    const copy = (from: string, options: object) =>
      rejection(client.uploadPartCopy(key, uploadId, 1, {bucket, region, key: from}, options));
    expect(await copy(source, {copySourceIfNoneMatch: etag})).to.include({
      code: 'PreconditionFailed',
      status: 412,
    });
    expect(await copy(source, {copySourceIfMatch: '"x"'})).to.include({code: 'PreconditionFailed'});
    expect(await copy(source, {copySourceIfModifiedSince: new Date(Date.now() + 60_000)})).to.have.property(
      'name',
      'CosError',
    );
    expect(await copy(freshKey(), {})).to.include({status: 404, category: 'missing'});
  });

  it('names the source by host and encoded key', () =>
    expect(
      copyHeaders({bucket, region, key: 'a b/ü', versionId: 'MTg='}, {copySourceRange: 'bytes=0-0'}),
    ).to.deep.equal({
      'x-cos-copy-source': 'demo-1250000000.cos.ap-guangzhou.myqcloud.com/a%20b/%C3%BC?versionId=MTg%3D',
      'x-cos-copy-source-range': 'bytes=0-0',
    }));

  const refused: [name: string, source: object, options: object, attribute: string][] = [
    ['no region', {bucket, key: 'a'}, {}, 'copySource.region'],
    ['no APPID', {bucket: 'demo', region, key: 'a'}, {}, 'copySource.bucket'],
    ['no key', {bucket, region, key: ''}, {}, 'copySource.key'],
    ['a range of another form', {bucket, region, key: 'a'}, {copySourceRange: '0-5'}, 'copySourceRange'],
    ['a range from its end', {bucket, region, key: 'a'}, {copySourceRange: 'bytes=5-0'}, 'copySourceRange'],
    ['an ETag that is no header', {bucket, region, key: 'a'}, {copySourceIfMatch: 'é'}, 'copySourceIfMatch'],
    [
      'an ETag with a line break',
      {bucket, region, key: 'a'},
      {copySourceIfNoneMatch: 'a\nb'},
      'copySourceIfNoneMatch',
    ],
    ['no date', {bucket, region, key: 'a'}, {copySourceIfModifiedSince: 'soon'}, 'copySourceIfModifiedSince'],
  ];
  for (const [name, source, options, attribute] of refused) {
    it(`refuses ${name}`, () =>
      expect(thrownBy(() => copyHeaders(source as never, options))).to.include({
        name: 'ConfigurationError',
        attribute,
      }));
  }
});

describe('presign', () => {
  it('PUT and GET work for whoever has the URL', async () => {
    const key = freshKey("中 !'()*.txt");
    const put = await client.presign('put' as 'PUT', key, {headers: {'Content-Type': 'text/plain'}});
    expect(
      (await fetch(put, {method: 'PUT', body: 'hello', headers: {'content-type': 'text/plain'}})).status,
    ).to.equal(200);
    const get = await client.presign('GET', key, {
      expires: 60,
      query: {'response-content-disposition': 'attachment; filename=a&b.txt'},
    });
    const response = await fetch(get);
    expect(response.status).to.equal(200);
    expect(await response.text()).to.equal('hello');
  });

  it('for another method, another key, other headers or too late, COS refuses it', async () => {
    const key = freshKey();
    const put = await client.presign('PUT', key, {headers: {'x-cos-acl': 'private'}});
    const refusals = [
      await fetch(put, {method: 'DELETE'}),
      await fetch(put.replace(key, freshKey()), {method: 'PUT', headers: {'x-cos-acl': 'private'}}),
      await fetch(put, {method: 'PUT'}),
      await fetch(await localClient({now: () => Date.now() - 3_600_000}).presign('PUT', key), {
        method: 'PUT',
      }),
    ];
    expect(refusals.map(({status}) => status)).to.deep.equal([403, 403, 403, 403]);
  });

  it('signs the token, which a bucket in strict mode may demand', async () =>
    expect(new URL(await client.presign('GET', 'a')).searchParams.get('q-url-param-list')).to.equal(
      'x-cos-security-token',
    ));

  it('refuses what cannot work', async () => {
    expect(await rejection(client.presign('PATCH' as 'GET', 'a'))).to.include({attribute: 'method'});
    expect(await rejection(client.presign('GET', 'a', {expires: 0}))).to.include({attribute: 'expires'});
    expect(await rejection(client.presign('GET', 'a/../b'))).to.include({attribute: 'key'});
  });
});
