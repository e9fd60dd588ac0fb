/** The official browser SDK, unchanged, against the local COS: what it can do there, our own tests may rely on. */
import {expect} from 'chai';
import {officialSdk as sdk} from './official-sdk.js';

const origin = cosOrigin;
const MB = 1_048_576;
const Bucket = 'demo-1250000000';
const Region = 'ap-guangzhou';
const at = {Bucket, Region};
/** Other tests of this run share the store. */
const prefix = `official-js-sdk/${Date.now()}/`;

/** The keys of the account itself; what /-/sts hands out is for objects only. */
const owner = {
  SecretId: 'AKIDlocalcos0000000000000000000000000',
  SecretKey: 'localcosSecretKey000000000000000',
  getAuthorization: undefined,
};

const desk = async <T>(path: string): Promise<T> => (await (await fetch(`${origin}/-/${path}`)).json()) as T;

const bytes = (size: number): Blob => {
  const blocks = Array.from({length: Math.ceil(size / 65_536)}, () =>
    crypto.getRandomValues(new Uint8Array(65_536)),
  );
  return new Blob(blocks).slice(0, size);
};

const sha256 = async (blob: Blob): Promise<string> =>
  Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

const stored = async (Key: string): Promise<string | undefined> =>
  (await desk<{key: string; sha256: string}[]>('objects')).find(({key}) => key === Key)?.sha256;

/** The error a call ends with; fails when there is none. */
async function failure(
  call: Promise<unknown>,
): Promise<{statusCode?: number; code?: string; message?: string}> {
  try {
    await call;
  } catch (error) {
    return error as {statusCode?: number; code?: string};
  }
  throw new Error('the call went well');
}

describe('cos-js-sdk-v5', () => {
  it('putObject, headObject, getObject, deleteObject with any name', async () => {
    const cos = sdk();
    const Key = `${prefix}上传/my photo !'()*+&=~@#$.txt`;
    const put = await cos.putObject({...at, Key, Body: new Blob(['hello']), 'x-cos-meta-a': 'b'} as never);
    expect(put.ETag).to.equal('"5d41402abc4b2a76b9719d911017c592"');
    expect(put.headers?.['x-cos-hash-crc64ecma']).to.equal('11177612005948864433');
    const head = await cos.headObject({...at, Key});
    expect(head.headers?.['x-cos-meta-a']).to.equal('b');
    expect(head.headers?.['content-length']).to.equal('5');
    expect((await cos.getObject({...at, Key})).Body).to.equal('hello');
    await cos.deleteObject({...at, Key});
    expect((await failure(cos.headObject({...at, Key}))).statusCode).to.equal(404);
  });

  it('uploadFile in parts, with MD5 of each', async () => {
    const Key = `${prefix}parts.bin`;
    const Body = bytes(3 * MB + 5);
    const done = await sdk({UploadCheckContentMd5: true}).uploadFile({...at, Key, Body, SliceSize: MB});
    expect(done.ETag).to.match(/-4"$/);
    expect(await stored(Key)).to.equal(await sha256(Body));
  });

  it('uploadFiles', async () => {
    const files = [bytes(0), bytes(1), bytes(MB + 1)].map((Body, n) => ({...at, Key: `${prefix}${n}`, Body}));
    const {files: results} = await sdk().uploadFiles({files, SliceSize: MB});
    expect(results.map(({error}) => error)).to.deep.equal([null, null, null]);
    for (const {Key, Body} of files) expect(await stored(Key)).to.equal(await sha256(Body));
  });

  it('sliceUploadFile goes on with the parts that are there', async () => {
    const cos = sdk();
    const Key = `${prefix}resumed.bin`;
    const Body = bytes(3 * MB);
    const {UploadId} = await cos.multipartInit({...at, Key});
    await cos.multipartUpload({...at, Key, UploadId, PartNumber: 2, Body: Body.slice(MB, 2 * MB)});
    const [last] = (await desk<{id: number}[]>('log')).slice(-1);
    await cos.sliceUploadFile({...at, Key, Body});
    const log = await desk<{operation: string; key: string; partNumber?: number}[]>(`log?since=${last?.id}`);
    const sent = log.filter(({operation, key}) => operation === 'UploadPart' && key === Key);
    expect(sent.map(({partNumber}) => partNumber).sort()).to.deep.equal([1, 3]);
    expect(await stored(Key)).to.equal(await sha256(Body));
  });

  it('multipartListPart, multipartList, multipartAbort', async () => {
    const cos = sdk();
    const Key = `${prefix}by hand`;
    const {UploadId} = await cos.multipartInit({...at, Key});
    await cos.multipartUpload({...at, Key, UploadId, PartNumber: 1, Body: 'hello'});
    const {Part} = await cos.multipartListPart({...at, Key, UploadId});
    expect(Part.map(({PartNumber, Size}) => [PartNumber, Size])).to.deep.equal([['1', '5']]);
    const {Upload} = await cos.multipartList({...at, Prefix: Key} as never);
    expect(Upload.map((upload) => upload.UploadId)).to.deep.equal([UploadId]);
    await cos.multipartAbort({...at, Key, UploadId});
    const gone = await failure(cos.multipartListPart({...at, Key, UploadId}));
    expect([gone.statusCode, gone.code]).to.deep.equal([404, 'NoSuchUpload']);
  });

  it('uploadPartCopy and multipartComplete, part by part', async () => {
    const cos = sdk();
    const source = bytes(MB + 7);
    await cos.putObject({...at, Key: `${prefix}copied`, Body: source});
    const Key = `${prefix}joined`;
    const {UploadId} = await cos.multipartInit({...at, Key, ContentType: 'a/b'});
    const CopySource = `${Bucket}.cos.${Region}.myqcloud.com/${prefix}copied`;
    const upload = {...at, Key, UploadId};
    const one = await cos.uploadPartCopy({
      ...upload,
      PartNumber: 1,
      CopySource,
      CopySourceRange: `bytes=0-${MB - 1}`,
    });
    const two = await cos.multipartUpload({...upload, PartNumber: 2, Body: source.slice(MB)});
    const Parts = [
      {PartNumber: 1, ETag: one.ETag},
      {PartNumber: 2, ETag: two.ETag},
    ];
    const wrong = await failure(cos.multipartComplete({...upload, Parts: [...Parts].reverse()}));
    expect([wrong.statusCode, wrong.code]).to.deep.equal([400, 'InvalidPartOrder']);
    const done = await cos.multipartComplete({...upload, Parts});
    expect(done.ETag).to.match(/-2"$/);
    expect(done.Location).to.include(encodeURI(Key));
    expect(await stored(Key)).to.equal(await sha256(source));
    expect((await cos.headObject({...at, Key})).headers?.['content-type']).to.equal('a/b');
    expect((await failure(cos.multipartComplete({...upload, Parts}))).code).to.equal('NoSuchUpload');
  });

  it('getBucket and deleteMultipleObject', async () => {
    const cos = sdk(owner);
    const Prefix = `${prefix}list/`;
    const names = ['a', 'b &<>', 'sub/c', 'z ä'].map((name) => Prefix + name);
    for (const Key of names) await cos.putObject({...at, Key, Body: Key});
    const first = await cos.getBucket({...at, Prefix, Delimiter: '/', MaxKeys: 2});
    expect(first.Contents.map(({Key}) => Key)).to.deep.equal(names.slice(0, 2));
    expect(first.IsTruncated).to.equal('true');
    const rest = await cos.getBucket({...at, Prefix, Delimiter: '/', Marker: first.NextMarker ?? ''});
    expect(rest.CommonPrefixes).to.deep.equal([{Prefix: `${Prefix}sub/`}]);
    expect(rest.Contents.map(({Key, Size}) => [Key, Size])).to.deep.equal([
      [names[3], String(new Blob([names[3]!]).size)],
    ]);
    const {Deleted} = await cos.deleteMultipleObject({...at, Objects: names.map((Key) => ({Key}))});
    expect(Deleted.map(({Key}) => Key)).to.deep.equal(names);
    expect((await cos.getBucket({...at, Prefix})).Contents).to.deep.equal([]);
  });

  it('putBucketCors decides what a page may do, getBucketCors, deleteBucketCors', async () => {
    const {port} = new URL(origin);
    const cos = sdk({...owner, Domain: `{Bucket}.cos.{Region}.localhost:${port}`, Protocol: 'http:'});
    const own = {Bucket: 'rules-1250000000', Region};
    const CORSRules = [
      {
        ID: 'web',
        AllowedOrigin: [location.origin],
        AllowedMethod: ['PUT', 'GET', 'DELETE'],
        AllowedHeader: ['*'],
        ExposeHeader: ['ETag'],
        MaxAgeSeconds: '0',
      },
    ];
    await cos.putBucketCors({...own, CORSRules: CORSRules as never});
    // The SDK hands lists back under names of its own.
    expect((await cos.getBucketCors(own)).CORSRules).to.deep.equal([
      {
        ID: 'web',
        MaxAgeSeconds: '0',
        AllowedOrigins: [location.origin],
        AllowedHeaders: ['*'],
        AllowedMethods: ['PUT', 'GET', 'DELETE'],
        ExposeHeaders: ['ETag'],
      },
    ]);
    const put = await cos.putObject({...own, Key: 'a', Body: 'hello'});
    expect(put.ETag).to.equal('"5d41402abc4b2a76b9719d911017c592"');
    expect(put.headers).not.to.have.property('x-cos-request-id');
    expect((await failure(cos.headObject({...own, Key: 'a'}))).statusCode, 'HEAD is not allowed').to.equal(
      undefined,
    );
    await cos.deleteBucketCors(own).catch(() => undefined);
    expect((await failure(cos.getBucketCors(own))).statusCode, 'without rules no page may ask').to.equal(
      undefined,
    );
  });

  it('appendObject', async () => {
    const Key = `${prefix}log.txt`;
    const {headers} = await sdk().appendObject({...at, Key, Body: 'hello', Position: 0});
    expect(headers?.['x-cos-next-append-position']).to.equal('5');
    expect((await failure(sdk().appendObject({...at, Key, Body: 'x', Position: 1}))).code).to.equal(
      'AppendPositionErr',
    );
  });

  it('putObjectCopy', async () => {
    await sdk().putObject({...at, Key: `${prefix}source`, Body: 'hello'});
    const CopySource = `${Bucket}.cos.${Region}.myqcloud.com/${prefix}source`;
    await sdk().putObjectCopy({...at, Key: `${prefix}copy`, CopySource});
    expect(await stored(`${prefix}copy`)).to.equal(await stored(`${prefix}source`));
  });

  it('getObjectUrl: a presigned PUT and a presigned GET', async () => {
    const Key = `${prefix}presigned ä`;
    const urlFor = (options: object): Promise<string> =>
      new Promise((resolve, reject) => {
        sdk().getObjectUrl({...at, Key, Sign: true, ...options}, (error, data) => {
          if (error as unknown) reject(new Error('there is no URL'));
          else resolve(data.Url);
        });
      });
    expect((await fetch(await urlFor({Method: 'PUT'}), {method: 'PUT', body: 'hello'})).status).to.equal(200);
    expect(await stored(Key)).to.equal(await sha256(new Blob(['hello'])));
    const answer = await fetch(await urlFor({Query: {'response-content-type': 'a/b'}}));
    expect(await answer.text()).to.equal('hello');
    expect(answer.headers.get('content-type')).to.equal('a/b');
  });

  it('virtual hosts', async () => {
    const {port} = new URL(origin);
    const cos = sdk({Domain: `{Bucket}.cos.{Region}.localhost:${port}`, Protocol: 'http:'});
    const Key = `${prefix}virtual host`;
    await cos.putObject({...at, Key, Body: 'hello'});
    expect(await stored(Key)).to.equal(await sha256(new Blob(['hello'])));
    // A bucket that does not exist has no CORS rules, so that no page learns more.
    const refused = await failure(cos.putObject({...at, Bucket: 'no-1250000000', Key, Body: ''}));
    expect(refused).to.have.property('message', 'CORS blocked or network error');
  });

  it('a wrong key is refused readably', async () => {
    const cos = sdk({...owner, SecretKey: 'wrong'});
    const refused = await failure(cos.putObject({...at, Key: `${prefix}refused`, Body: 'hello'}));
    expect([refused.statusCode, refused.code]).to.deep.equal([403, 'SignatureDoesNotMatch']);
  });

  it('a laptop three hours ahead corrects its clock from our answer', async () => {
    const cos = sdk({...owner, SystemClockOffset: 3 * 3_600_000});
    const Key = `${prefix}skewed`;
    await cos.putObject({...at, Key, Body: 'hello'});
    const log = await desk<{key: string; status: number; errorCode?: string; method: string}[]>('log');
    const tries = log.filter(({key, method}) => key === Key && method === 'PUT');
    expect(tries.map(({status, errorCode}) => errorCode ?? status)).to.deep.equal([
      'RequestTimeTooSkewed',
      200,
    ]);
  });
});

/** What the suite of cos-js-sdk-v5 (`test/test.js`, run against the real COS) asserts of what COS is ordered to do, and of types. */
describe('the official cases by cos-js-sdk-v5', () => {
  const picture = new Blob(
    [
      Uint8Array.from(
        atob(
          'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        ),
        (char) => char.charCodeAt(0),
      ),
    ],
    {type: 'image/png'},
  );
  const encoded = (value: object): string => btoa(JSON.stringify(value));
  const callback = {
    callbackUrl: 'http://127.0.0.1:9/index',
    callbackHost: '1',
    callbackBody: 'bucket=${bucket}&object=${object}&etag=${etag}&test=test_123',
    callbackBodyType: 'application/x-www-form-urlencoded',
  };
  const taken = {...callback, callbackUrl: `${location.origin}/echo`};
  const returned = {bucket: '${bucket}', key: '${object}', filesize: '${size}', mime_type: '${mimeType}'};
  const unknown = {duration: '${videoInfo.format.duration}'};
  const pictures = JSON.stringify({
    is_pic_info: 1,
    rules: [{fileid: 'small.png', rule: 'imageMogr2/thumbnail/20x'}],
  });

  type Upload = (params: object) => Promise<Record<string, never>>;
  const upload = (method: 'putObject' | 'sliceUploadFile', params: object): ReturnType<Upload> =>
    (sdk() as unknown as Record<typeof method, Upload>)[method](params);

  for (const method of ['putObject', 'sliceUploadFile'] as const) {
    const cases: [name: string, options: object, check: (data: Record<string, never>) => void][] = [
      [
        'a callback whose server is away is a CallbackError in the data, not an error',
        {Callback: encoded(callback)},
        ({CallbackError}) => expect(CallbackError).to.have.property('Code', 'CallbackFailed'),
      ],
      [
        'a callback that is answered is the CallbackBody',
        {Callback: encoded(taken)},
        ({CallbackBody}) => expect(CallbackBody).to.have.property('body').that.includes('test=test_123'),
      ],
      [
        'a return body with variables of a video is a ReturnError',
        {ReturnBody: encoded(unknown)},
        ({ReturnError}) => expect(ReturnError).to.have.property('Code'),
      ],
      [
        'a return body has the size',
        {ReturnBody: encoded(returned)},
        ({ReturnBody}) =>
          expect(ReturnBody).to.include({filesize: String(picture.size), mime_type: 'image/png'}),
      ],
      [
        'Pic-Operations have ProcessResults',
        {Headers: {'Pic-Operations': pictures}},
        ({UploadResult}) =>
          expect(UploadResult).to.have.nested.property('ProcessResults.Object.Format', 'png'),
      ],
    ];
    for (const [name, options, check] of cases)
      it(`${method}: ${name}`, async () => {
        const data = await upload(method, {
          ...at,
          Key: `${prefix}${method}/1.png`,
          Body: picture,
          ContentType: 'image/png',
          ...options,
        });
        check(data);
      });

    const types: [
      what: string,
      file: string,
      body: Blob | string,
      said: string | undefined,
      expected: string,
    ][] = [
      ['text', '1', 'hello', undefined, 'text/plain'],
      ['text', '2.zip', 'hello', 'text/xml', 'text/xml'],
      ['a blob of HTML', '3', new Blob(['hello'], {type: 'text/html'}), undefined, 'text/html'],
      ['a blob without type', '4.zip', new Blob(['1']), undefined, 'application/zip'],
      ['a blob without type', '5', new Blob(['1']), undefined, 'application/octet-stream'],
    ];
    for (const [what, file, Body, said, expected] of types)
      it(`${method} of ${what} as ${file} has the Content-Type ${expected}`, async () => {
        const Key = `${prefix}${method}/types/${file}`;
        await upload(method, {...at, Key, Body, ...(said && {ContentType: said})});
        expect((await sdk().headObject({...at, Key})).headers?.['content-type']).to.equal(expected);
      });
  }

  it('without the Host among the signed headers (ForceSignHost), by a path, and with a raw key', async () => {
    const Key = '/1m raw.zip';
    await sdk({ForceSignHost: false, UseRawKey: true}).putObject({...at, Key, Body: 'raw'});
    expect(await stored(Key)).to.equal(await sha256(new Blob(['raw'])));
    await sdk({Domain: `${origin}/{Bucket}`}).putObject({...at, Key: `${prefix}by path`, Body: 'path'});
    expect(await stored(`${prefix}by path`)).to.equal(await sha256(new Blob(['path'])));
    await sdk({UseRawKey: true}).deleteObject({...at, Key});
  });
});
