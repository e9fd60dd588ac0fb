import {expect} from 'chai';
import {fetchTransport} from '../../../src/cos/wire/transport.js';
import {type ObjectOptions, type Transport, uploadFile} from '../../../src/index.js';
import {hurried} from '../../support/clock.js';
import {
  addFaults,
  clearFaults,
  freshKey,
  localClient,
  type LoggedRequest,
  makeFile,
  openUploads,
  requestsFor,
} from '../../support/cos.js';
import {freshName, freshStore, impatient, leave, leaveHalfway, MB, privateFile, visit} from './visits.js';
import {until} from '../../support/until.js';

const sent = async (key: string, operation: string): Promise<LoggedRequest[]> =>
  (await requestsFor(key)).filter((request) => request.operation === operation);

const metadata = {owner: 'me'};
const secret: ObjectOptions = {
  sseCustomerKey: btoa('0123456789abcdef0123456789abcdef'),
  sseCustomerKeyMD5: 'hRasmdxgYDKV3nvbahU1MA==',
};

describe('Object options of an upload in parts', () => {
  afterEach(leave);

  it('make each part carry its MD5', async () => {
    const key = freshKey();
    const objectOptions = {enableMD5: true};
    await uploadFile(localClient(), makeFile(2 * MB), {key, objectOptions, multipartThreshold: MB});
    const parts = await sent(key, 'UploadPart');
    expect(parts.map(({headers}) => typeof headers['content-md5'])).to.deep.equal(['string', 'string']);
  });

  it('do not change where it says that the object is', async () => {
    const key = freshKey('a b.bin');
    // As COS names it, whatever host it was asked at.
    const transport: Transport = async (request) => {
      const response = await fetchTransport(request);
      const text = async (): Promise<string> =>
        (await response.text()).replace(/<Location>.*?<.Location>/, '<Location>cos.example/a%20b</Location>');
      return {...response, text};
    };
    const client = localClient({transport});
    const {location} = await uploadFile(client, makeFile(2 * MB), {key, multipartThreshold: MB});
    expect(location).to.equal(client.locationOf(key));
  });

  for (const [what, theirs, ours, resumedBytes] of [
    ['takes over one of the same storage class', 'STANDARD_IA', {storageClass: 'STANDARD_IA'}, MB],
    ['takes over one of the default class', undefined, {}, MB],
    ['leaves one of another storage class alone', 'STANDARD_IA', {}, 0],
    ['leaves any alone when its own has metadata', undefined, {metadata}, 0],
    ['leaves any alone when its own has an ACL', undefined, {acl: 'private'}, 0],
  ] as const)
    it(`of those it finds in the bucket, it ${what}`, async () => {
      const key = freshKey();
      const file = makeFile(3 * MB);
      const client = localClient();
      const {uploadId} = await client.createMultipartUpload(key, {storageClass: theirs});
      await client.uploadPart(key, uploadId, 1, file.slice(0, MB));
      // What is sent meanwhile is slower than looking.
      if (resumedBytes > 0)
        await addFaults({match: {operation: 'UploadPart', key}, times: 3, effect: {hang: true}});
      const uploader = visit({store: freshStore(), ...impatient, environment: hurried(1 / 5)});
      const result = await uploader.add(file, {key, objectOptions: ours}).settled();
      expect(result.resumedBytes).to.equal(resumedBytes);
      const found = await client.headObject(key);
      expect(found?.storageClass ?? 'STANDARD').to.equal(
        'storageClass' in ours ? ours.storageClass : 'STANDARD',
      );
    });

  it('are not needed to pass by an upload that may not be looked into', async () => {
    const key = freshKey();
    const file = makeFile(3 * MB);
    await localClient().createMultipartUpload(key);
    await addFaults({match: {operation: 'ListParts', key}, effect: {status: 403, code: 'AccessDenied'}});
    await visit({store: freshStore()}).add(file, {key}).settled();
  });

  it('of one file outlive the page when it had not begun', async () => {
    const [key, store] = [freshKey(), freshStore()];
    const first = visit({store, manual: true});
    first.add(new Blob(['small']), {key, objectOptions: {metadata}});
    await until(async () => (await store.list(localClient().origin)).length === 1, 'the record');
    first.close();
    const [task] = await visit({store}).restore();
    await task?.settled();
    expect((await localClient().headObject(key))?.metadata).to.deep.equal(metadata);
  });

  it('of one file outlive the page when it has to begin anew', async () => {
    const [key, store] = [freshKey(), freshStore()];
    const handle = await privateFile(freshName(), makeFile(3 * MB));
    const file = await handle.getFile();
    const options = {key, handle, objectOptions: {metadata}};
    await leaveHalfway((uploader) => uploader.add(file, options), {parts: 1, key, store});
    const [upload] = await openUploads(key);
    await localClient().abortMultipartUpload(key, upload!.uploadId);
    const [task] = await visit({store}).restore();
    await task?.settled();
    expect((await localClient().headObject(key))?.metadata).to.deep.equal(metadata);
  });

  for (const objectOptions of [secret, {headers: {'x-cos-callback-var': 'token'}}])
    it(`that may be secret are not written down: ${Object.keys(objectOptions)[0]}`, async () => {
      const [key, store] = [freshKey(), freshStore()];
      const first = visit({store, manual: true});
      const small = first.add(new Blob(['small']), {key, objectOptions});
      expect(first.resumability(small)).to.equal('lost');
      const handle = await privateFile(freshName(), makeFile(3 * MB));
      const file = await handle.getFile();
      const large = {key: freshKey(), handle, objectOptions};
      await leaveHalfway((uploader) => uploader.add(file, large), {parts: 1, store, key: large.key});
      const records = await store.list(localClient().origin);
      expect(records.map((record) => record.key)).to.deep.equal([large.key]);
      const written = JSON.stringify(records);
      for (const value of [secret.sseCustomerKey!, 'token']) expect(written).to.not.include(value);
      first.close();
      const next = visit({store});
      const [task] = await next.restore();
      expect(task?.state).to.include({status: 'suspended', needs: 'file'});
      expect((await next.add(file, large).settled()).resumedBytes).to.equal(MB);
    });
});

describe('What uploadFile leaves when its caller aborts it', () => {
  afterEach(leave);

  it('is nothing that another uploader would send', async () => {
    const [key, store, stop] = [freshKey(), freshStore(), new AbortController()];
    const [stuck] = await addFaults({match: {operation: 'PutObject', key}, effect: {hang: true}});
    const upload = uploadFile(localClient(), new Blob(['small']), {key, store, signal: stop.signal});
    await until(async () => (await sent(key, 'PutObject')).length > 0, 'the request');
    stop.abort(new Error('enough'));
    expect(String(await upload.catch((error: unknown) => error))).to.equal('Error: enough');
    await clearFaults([stuck!]);
    expect(await visit({store}).restore()).to.deep.equal([]);
  });

  it('is there for the next call, and for nobody to choose again', async () => {
    const [key, store, stop] = [freshKey(), freshStore(), new AbortController()];
    const [stuck] = await addFaults({
      match: {operation: 'UploadPart', key, partNumber: 3},
      effect: {hang: true},
    });
    const file = makeFile(4 * MB);
    const options = {key, store, multipartThreshold: MB, partSize: MB, concurrency: 1};
    const upload = uploadFile(localClient(), file, {...options, signal: stop.signal});
    upload.catch(() => undefined);
    await until(async () => (await openUploads(key))[0]?.parts.length === 2, 'two parts');
    stop.abort();
    await clearFaults([stuck!]);
    expect(await visit({store}).restore()).to.deep.equal([]);
    expect((await uploadFile(localClient(), file, options)).resumedBytes).to.equal(2 * MB);
  });
});

describe('Content-Type', () => {
  const typeOf = async (
    file: Blob,
    options: ObjectOptions = {},
    name?: string,
  ): Promise<string | undefined> => {
    const key = freshKey(name ?? (file instanceof File ? file.name : 'blob'));
    await uploadFile(localClient(), file, {key, objectOptions: options});
    return (await localClient().headObject(key))?.contentType;
  };
  const cases: [name: string, type: string, options: ObjectOptions, expected: string][] = [
    ['a.jpg', 'image/pjpeg', {}, 'image/pjpeg'],
    ['a.HEIC', '', {}, 'image/heic'],
    ['a.mkv', '', {}, 'video/x-matroska'],
    ['a.docx', '', {}, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['a.tar.gz', '', {}, 'application/gzip'],
    ['a.mkv', '', {contentType: 'video/webm'}, 'video/webm'],
    ['a.mkv', '', {headers: {'Content-Type': 'video/webm'}}, 'video/webm'],
    ['page.html', 'text/html', {}, 'text/html'],
    ...[
      'page.html',
      'art.svg',
      'feed.xml',
      'app.mjs',
      'a.xhtml',
      'a.css',
      'a.swf',
      'noending',
      'a.unknown',
    ].map((name): [string, string, ObjectOptions, string] => [name, '', {}, 'application/octet-stream']),
  ];
  for (const [name, type, options, expected] of cases) {
    it(`of ${name} (${type || 'no type'}) is ${expected}`, async () => {
      expect(await typeOf(new File(['x'], name, {type}), options)).to.equal(expected);
    });
  }
  it('is not guessed by COS in its place', async () => {
    expect(await typeOf(new File(['x'], 'noending'), {}, 'page.html')).to.equal('application/octet-stream');
  });
  it('of a Blob follows its key, also in parts', async () => {
    const key = freshKey('big.mp4');
    await uploadFile(localClient(), makeFile(2 * MB).slice(), {key, multipartThreshold: MB});
    expect((await localClient().headObject(key))?.contentType).to.equal('video/mp4');
  });
});
