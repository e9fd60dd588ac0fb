/** The official Node SDK, unchanged, judges the local COS: it must not be able to tell it from the real one. */
import assert from 'node:assert/strict';
import {createHash, randomBytes} from 'node:crypto';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import COS from 'cos-nodejs-sdk-v5';
import {type LocalCos, startLocalCos} from '../../demo/local-cos/server.js';

const MB = 1_048_576;
const HELLO_MD5 = '"5d41402abc4b2a76b9719d911017c592"';
const HELLO_CRC = '11177612005948864433';
const Bucket = 'demo-1250000000';
const Region = 'ap-guangzhou';
const at = {Bucket, Region};
type Untyped = Record<string, string>;
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

let server: LocalCos;
let folder: string;
let sdk: COS;

before(async () => {
  server = await startLocalCos();
  folder = await mkdtemp(join(tmpdir(), 'local-cos-test-'));
  sdk = new COS({
    SecretId: server.secretId,
    SecretKey: server.secretKey,
    Domain: `127.0.0.1:${server.port}`,
    Protocol: 'http:',
    ConfCwd: folder,
  });
});
after(async () => {
  await server.close();
  await rm(folder, {recursive: true});
});

const stored = async (Key: string): Promise<Buffer> => (await sdk.getObject({...at, Key})).Body;

async function file(name: string, size: number): Promise<{path: string; bytes: Buffer}> {
  const path = join(folder, name);
  const bytes = randomBytes(size);
  await writeFile(path, bytes);
  return {path, bytes};
}

describe('objects', () => {
  it('putObject, headObject, getObject', async () => {
    const Key = "上传/my photo !'()*+&=~@#$.txt";
    const put = await sdk.putObject({
      ...at,
      Key,
      Body: 'hello',
      CacheControl: 'max-age=60',
      ContentDisposition: "attachment; filename*=UTF-8''%E4%B8%8A.txt",
      ContentType: 'text/x-mine',
      StorageClass: 'STANDARD_IA',
      'x-cos-meta-author': 'me',
    });
    assert.equal(put.ETag, HELLO_MD5);
    assert.equal(put.headers?.['x-cos-hash-crc64ecma'], HELLO_CRC);

    const {headers = {}} = await sdk.headObject({...at, Key});
    assert.equal(headers['content-length'], '5');
    assert.equal(headers['content-type'], 'text/x-mine');
    assert.equal(headers['cache-control'], 'max-age=60');
    assert.equal(headers['x-cos-meta-author'], 'me');
    assert.equal(headers['x-cos-storage-class'], 'STANDARD_IA');
    assert.equal((await stored(Key)).toString(), 'hello');
    assert.equal((await sdk.getObject({...at, Key, Range: 'bytes=1-3'})).Body.toString(), 'ell');
  });

  it('headObject of what is not there is a 404 without a body', async () => {
    await assert.rejects(sdk.headObject({...at, Key: 'nothing'}), {statusCode: 404, code: '404'});
  });

  it('a directory', async () => {
    await sdk.putObject({...at, Key: 'folder/', Body: ''});
    assert.equal((await stored('folder/')).length, 0);
  });

  it('appendObject, and the position it refuses', async () => {
    const Key = 'log.txt';
    const first = await sdk.appendObject({...at, Key, Position: 0, Body: 'hel'});
    assert.equal(first.headers?.['x-cos-next-append-position'], '3');
    const second = await sdk.appendObject({...at, Key, Position: 3, Body: 'lo'});
    assert.equal(second.headers?.['x-cos-hash-crc64ecma'], HELLO_CRC);
    assert.equal((await stored(Key)).toString(), 'hello');
    assert.equal((await sdk.headObject({...at, Key})).headers?.['x-cos-object-type'], 'appendable');

    await assert.rejects(sdk.appendObject({...at, Key, Position: 4, Body: 'x'}), {
      statusCode: 409,
      code: 'AppendPositionErr',
    });
    await sdk.putObject({...at, Key, Body: 'hello'});
    await assert.rejects(sdk.appendObject({...at, Key, Position: 5, Body: 'x'}), {
      code: 'ObjectNotAppendable',
    });
  });

  it('putObjectCopy keeps or replaces metadata', async () => {
    await sdk.putObject({...at, Key: 'copy from', Body: 'hello', 'x-cos-meta-a': '1'});
    const CopySource = `${Bucket}.cos.${Region}.myqcloud.com/copy%20from`;
    const copied = await sdk.putObjectCopy({...at, Key: 'copied', CopySource});
    assert.equal(copied.ETag, HELLO_MD5);
    assert.equal((copied as unknown as {CRC64: string}).CRC64, HELLO_CRC);
    assert.equal((await sdk.headObject({...at, Key: 'copied'})).headers?.['x-cos-meta-a'], '1');

    await sdk.putObjectCopy({
      ...at,
      Key: 'replaced',
      CopySource,
      MetadataDirective: 'Replaced',
      ContentType: 'a/b',
    });
    const {headers = {}} = await sdk.headObject({...at, Key: 'replaced'});
    assert.equal(headers['content-type'], 'a/b');
    assert.equal(headers['x-cos-meta-a'], undefined);

    // The source may go: the copy has a hold on the bytes.
    await sdk.deleteObject({...at, Key: 'copy from'});
    assert.equal((await stored('copied')).toString(), 'hello');
    await assert.rejects(sdk.putObjectCopy({...at, Key: 'x', CopySource}), {statusCode: 404});
  });

  it('deleteObject and deleteMultipleObject', async () => {
    for (const Key of ['d/1', 'd/2 &<>', 'd/3']) await sdk.putObject({...at, Key, Body: Key});
    assert.equal((await sdk.deleteObject({...at, Key: 'd/1'})).statusCode, 204);
    const answer = await sdk.deleteMultipleObject({...at, Objects: [{Key: 'd/2 &<>'}, {Key: 'd/3'}]});
    assert.deepEqual(
      answer.Deleted.map(({Key}) => Key),
      ['d/2 &<>', 'd/3'],
    );
    assert.deepEqual((await sdk.getBucket({...at, Prefix: 'd/'})).Contents, []);
  });

  it('getObjectUrl: presigned GET and PUT', async () => {
    const Key = 'presigned/ä b.txt';
    const put = sdk.getObjectUrl({...at, Key, Method: 'PUT', Sign: true}, () => undefined);
    assert.equal((await fetch(put, {method: 'PUT', body: 'hello'})).status, 200);
    const get = sdk.getObjectUrl(
      {...at, Key, Sign: true, Query: {'response-content-type': 'a/b'}},
      () => undefined,
    );
    const answer = await fetch(get);
    assert.equal(await answer.text(), 'hello');
    assert.equal(answer.headers.get('content-type'), 'a/b');
    // A presigned GET is no PUT.
    assert.equal((await fetch(get, {method: 'PUT', body: 'x'})).status, 403);
  });
});

describe('multipart', () => {
  it('sliceUploadFile, in parts of 1 MB', async () => {
    const {path, bytes} = await file('slices', 3 * MB + 17);
    const done = await sdk.sliceUploadFile({...at, Key: 'slices', FilePath: path, ChunkSize: MB});
    assert.match(done.ETag, /^"[\da-f]{32}-4"$/);
    assert.equal(sha256(await stored('slices')), sha256(bytes));
  });

  it('uploadFile: simple up to SliceSize, in parts beyond, with MD5 checks', async () => {
    for (const size of [0, 1, MB, MB + 1]) {
      const {path, bytes} = await file(`file ${size}`, size);
      await sdk.uploadFile({...at, Key: `uploadFile/${size}`, FilePath: path, SliceSize: MB});
      assert.equal(sha256(await stored(`uploadFile/${size}`)), sha256(bytes));
    }
  });

  it('uploadFiles', async () => {
    const files = await Promise.all([1, 2, 3].map((n) => file(`batch ${n}`, n * 700_000)));
    const {files: results} = await sdk.uploadFiles({
      files: files.map(({path}, n) => ({...at, Key: `batch/${n}`, FilePath: path})),
      SliceSize: MB,
    });
    assert.deepEqual(
      results.map(({error}) => error),
      [null, null, null],
    );
    for (const [n, {bytes}] of files.entries())
      assert.equal(sha256(await stored(`batch/${n}`)), sha256(bytes));
  });

  it('continues what it left: parts on the server are not sent again', async () => {
    const {path, bytes} = await file('resumed', 3 * MB);
    const Key = 'resumed';
    const {UploadId} = await sdk.multipartInit({...at, Key});
    await sdk.multipartUpload({...at, Key, UploadId, PartNumber: 1, Body: bytes.subarray(0, MB)});
    const start = server.log.length;
    await sdk.sliceUploadFile({...at, Key, FilePath: path, ChunkSize: MB});
    const sent = server.log.slice(start).filter(({operation}) => operation === 'UploadPart');
    assert.deepEqual(sent.map(({partNumber}) => partNumber).sort(), [2, 3]);
    assert.equal(sha256(await stored(Key)), sha256(bytes));
  });

  it('every call by itself: Init, Upload, UploadPartCopy, List, ListPart, Complete', async () => {
    const Key = 'by hand/ß.bin';
    const bytes = randomBytes(2 * MB);
    await sdk.putObject({...at, Key: 'source', Body: bytes});
    const {UploadId} = await sdk.multipartInit({...at, Key, ContentType: 'a/b', 'x-cos-meta-from': 'init'});
    assert.match(UploadId, /^\d{10}[\da-f]{64}$/);

    const one = await sdk.multipartUpload({...at, Key, UploadId, PartNumber: 1, Body: bytes.subarray(0, MB)});
    const two = await sdk.uploadPartCopy({
      ...at,
      Key,
      UploadId,
      PartNumber: 2,
      CopySource: `${Bucket}.cos.${Region}.myqcloud.com/source`,
      CopySourceRange: `bytes=${MB}-${2 * MB - 1}`,
    });
    assert.equal(two.ETag, `"${createHash('md5').update(bytes.subarray(MB)).digest('hex')}"`);

    const {Upload} = await sdk.multipartList({...at, Prefix: 'by hand/', Delimiter: ''});
    assert.deepEqual(
      Upload.map(({Key, UploadId}) => ({Key, UploadId})),
      [{Key, UploadId}],
    );
    // Fields that the SDK hands on, and its types forget.
    const page = (await sdk.multipartListPart({...at, Key, UploadId, MaxParts: 1})) as unknown as Untyped;
    assert.equal(page['IsTruncated'], 'true');
    assert.equal(page['NextPartNumberMarker'], '1');
    const rest = await sdk.multipartListPart({...at, Key, UploadId, PartNumberMarker: '1'});
    assert.deepEqual(
      rest.Part.map(({PartNumber, ETag, Size}) => ({PartNumber, ETag, Size})),
      [{PartNumber: '2', ETag: two.ETag, Size: String(MB)}],
    );

    const Parts = [
      {PartNumber: 1, ETag: one.ETag},
      {PartNumber: 2, ETag: two.ETag},
    ];
    const done = await sdk.multipartComplete({...at, Key, UploadId, Parts});
    assert.match(done.ETag, /-2"$/);
    assert.equal(sha256(await stored(Key)), sha256(bytes));
    const {headers = {}} = await sdk.headObject({...at, Key});
    assert.equal(headers['content-type'], 'a/b');
    assert.equal(headers['x-cos-meta-from'], 'init');
    // The CRC64 combined from the parts is that of the same bytes sent at once.
    const whole = await sdk.headObject({...at, Key: 'source'});
    assert.equal(headers['x-cos-hash-crc64ecma'], whole.headers?.['x-cos-hash-crc64ecma']);
    await assert.rejects(sdk.multipartComplete({...at, Key, UploadId, Parts}), {code: 'NoSuchUpload'});
  });

  it('multipartAbort', async () => {
    const Key = 'aborted';
    const {UploadId} = await sdk.multipartInit({...at, Key});
    await sdk.multipartUpload({...at, Key, UploadId, PartNumber: 1, Body: 'x'});
    assert.equal((await sdk.multipartAbort({...at, Key, UploadId})).statusCode, 204);
    await assert.rejects(sdk.multipartListPart({...at, Key, UploadId}), {
      statusCode: 404,
      code: 'NoSuchUpload',
    });
  });
});

describe('buckets', () => {
  it('getBucket: prefix, delimiter, pages, encoding', async () => {
    for (const Key of ['list/a', 'list/sub/1', 'list/sub/2', 'list/z é']) {
      await sdk.putObject({...at, Key, Body: ''});
    }
    const first = await sdk.getBucket({...at, Prefix: 'list/', Delimiter: '/', MaxKeys: 2});
    assert.deepEqual([first.IsTruncated, first.NextMarker], ['true', 'list/sub/']);
    assert.deepEqual(first.CommonPrefixes, [{Prefix: 'list/sub/'}]);
    const rest = await sdk.getBucket({
      ...at,
      Prefix: 'list/',
      Delimiter: '/',
      Marker: first.NextMarker ?? '',
    });
    assert.deepEqual(
      rest.Contents.map(({Key}) => Key),
      ['list/z é'],
    );
    const encoded = await sdk.getBucket({...at, Prefix: 'list/z', EncodingType: 'url'});
    assert.equal(encoded.Contents[0]?.Key, 'list/z%20%C3%A9');
  });

  it('putBucketCors, getBucketCors, deleteBucketCors', async () => {
    const CORSRules = [
      {
        ID: 'web',
        AllowedOrigin: ['https://app.example.com'],
        AllowedMethod: ['PUT', 'GET'],
        AllowedHeader: ['*'],
        ExposeHeader: ['ETag'],
        MaxAgeSeconds: '5',
      },
    ];
    await sdk.putBucketCors({...at, CORSRules: CORSRules as never});
    // The SDK hands lists back under names of its own.
    assert.deepEqual((await sdk.getBucketCors(at)).CORSRules, [
      {
        ID: 'web',
        MaxAgeSeconds: '5',
        AllowedOrigins: ['https://app.example.com'],
        AllowedHeaders: ['*'],
        AllowedMethods: ['PUT', 'GET'],
        ExposeHeaders: ['ETag'],
      },
    ]);
    await sdk.deleteBucketCors(at);
    assert.deepEqual((await sdk.getBucketCors(at)).CORSRules, []);
  });

  it('putBucketVersioning: versions, delete markers, and what each version holds', async () => {
    const Key = 'versioned';
    await sdk.putObject({...at, Key, Body: 'old'});
    await sdk.putBucketVersioning({...at, VersioningConfiguration: {Status: 'Enabled'}});
    assert.equal((await sdk.getBucketVersioning(at)).VersioningConfiguration.Status, 'Enabled');
    const put = await sdk.putObject({...at, Key, Body: 'new'});
    const id = String(put.headers?.['x-cos-version-id']);
    assert.match(Buffer.from(id, 'base64').toString(), /^\d{20}$/);

    const deleted = await sdk.deleteObject({...at, Key});
    assert.equal(deleted.headers?.['x-cos-delete-marker'], 'true');
    await assert.rejects(sdk.headObject({...at, Key}), {statusCode: 404});
    assert.equal((await sdk.getObject({...at, Key, VersionId: id})).Body.toString(), 'new');
    assert.equal((await sdk.getObject({...at, Key, VersionId: 'null'})).Body.toString(), 'old');
    const {Versions, DeleteMarkers} = await sdk.listObjectVersions({...at, Prefix: Key});
    assert.deepEqual(
      Versions.map(({VersionId}) => VersionId),
      [id, 'null'],
    );
    assert.equal(DeleteMarkers.length, 1);

    await sdk.deleteObject({...at, Key, VersionId: String(deleted.headers['x-cos-version-id'])} as never);
    assert.equal((await stored(Key)).toString(), 'new');
    await sdk.putBucketVersioning({...at, VersioningConfiguration: {Status: 'Suspended'}});
    assert.equal((await sdk.putObject({...at, Key, Body: 'later'})).headers?.['x-cos-version-id'], undefined);
  });

  it('object tagging and ACL', async () => {
    const Key = 'tagged';
    await sdk.putObject({
      ...at,
      Key,
      Body: 'x',
      ACL: 'public-read',
      Headers: {'x-cos-tagging': 'a=1&b=%C3%A4'},
    });
    assert.deepEqual((await sdk.getObjectTagging({...at, Key})).Tags, [
      {Key: 'a', Value: '1'},
      {Key: 'b', Value: 'ä'},
    ]);
    assert.equal((await sdk.getObjectAcl({...at, Key})).ACL, 'public-read');
    assert.equal((await fetch(`${server.origin}/tagged`)).status, 200);
    await sdk.putObjectAcl({...at, Key, ACL: 'private'});
    assert.equal((await fetch(`${server.origin}/tagged`)).status, 403);
  });
});
