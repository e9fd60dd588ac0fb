import {expect} from 'chai';
import {signatureOf} from '../../../src/cos/credentials/sign.js';
import {fetchTransport, type Transport} from '../../../src/cos/wire/transport.js';
import {xhrTransport} from '../../../src/cos/wire/xhr-transport.js';
import {
  ConfigurationError,
  type CosClient,
  type CosClientOptions,
  type ObjectOptions,
} from '../../../src/index.js';
import {
  addFaults,
  download,
  freshKey,
  localClient as clientOf,
  makeFile,
  requestsFor,
  sha256,
} from '../../support/cos.js';
import {faultTable} from '../faults/fault-table.js';
import {freshStore, leave, MB, visit} from './visits.js';
import {until} from '../../support/until.js';

/** Its keys may post forms. */
const localClient = (options: Pick<CosClientOptions, 'transport'> = {}): CosClient =>
  clientOf({credentialsUrl: `${cosOrigin}/-/sts?actions=*`, ...options});

const operationsOf = async (key: string): Promise<string[]> =>
  (await requestsFor(key)).map(({operation}) => operation);

/** What the client would send, instead of sending it. */
async function formOf(options: ObjectOptions = {}, key = freshKey()): Promise<[string, string | File][]> {
  let form: FormData | undefined;
  const transport: Transport = (request) => {
    form = request.body as FormData;
    expect(request).to.deep.include({method: 'POST', headers: {}});
    return fetchTransport(request);
  };
  await localClient({transport}).postObject(key, new File(['hello'], 'a.txt', {type: 'text/plain'}), options);
  return [...form!];
}

describe('POST Object', () => {
  afterEach(leave);

  it('is signed as the manual has it', () => {
    // 436/14690 shows the signature of a policy that is not printed byte for byte, so this one was computed by Python's hmac, which also gives that of the manual.
    const keys = {
      secretId: 'AKIDQjz3ltompVjBni5LitkWHFlFpwkn9U5q',
      secretKey: 'BQYIM75p8x0iWVFSIgqEKwFprpRSVHlz',
    };
    expect(signatureOf('{"expiration":"2019-08-30T09:38:12.414Z"}', keys, '1567150692;1567157892')).to.equal(
      'c33f6130a75c39900238729f60307e0ceb702fcf',
    );
  });

  it('stores an object, and answers what PUT answers', async () => {
    const key = freshKey('名 é+&.txt');
    const client = localClient();
    const file = new File(['hello'], 'a.txt', {type: 'text/plain'});
    const options = {
      acl: 'public-read',
      cacheControl: 'max-age=60',
      contentDisposition: 'attachment; filename="名.txt"',
      metadata: {author: '张三'},
      storageClass: 'STANDARD_IA',
      enableMD5: true,
    };
    const seen: number[] = [];
    const posted = await client.postObject(key, file, {...options, onProgress: ({sent}) => seen.push(sent)});
    const head = await client.headObject(key);
    await client.deleteObject(key);
    const put = await client.putObject(key, file, options);
    const {requestId: _posted, ...form} = posted;
    const {requestId: _put, ...same} = put;
    expect(form).to.deep.equal(same);
    const {requestId: _head, date: _date, lastModified: _modified, ...stored} = head!;
    const {requestId: _again, date: _today, lastModified: _now, ...byPut} = (await client.headObject(key))!;
    expect(stored).to.deep.equal(byPut);
    expect(seen.at(-1)).to.equal(5);
  });

  it('has the fields of the manual, the file last', async () => {
    const fields = await formOf({cacheControl: 'no-cache', metadata: {who: 'me'}, acl: 'private'});
    expect(fields.map(([name]) => name)).to.deep.equal([
      'key',
      'Content-Type',
      'acl',
      'Cache-Control',
      'x-cos-meta-who',
      'success_action_status',
      'q-sign-algorithm',
      'q-ak',
      'policy',
      'q-key-time',
      'q-signature',
      'x-cos-security-token',
      'file',
    ]);
    expect((fields.at(-1)![1] as File).name).to.equal('file');
  });

  it('is the form that a browser submits by itself', async () => {
    const key = freshKey('by hand.txt');
    const fields = await formOf({}, key);
    await localClient().deleteObject(key);
    const frame = document.createElement('iframe');
    frame.name = 'answer';
    const form = document.createElement('form');
    form.method = 'post';
    form.enctype = 'multipart/form-data';
    form.target = frame.name;
    form.action = `${cosOrigin}/`;
    for (const [name, value] of fields) {
      const input = document.createElement('input');
      input.name = name;
      if (typeof value === 'string') input.value = value;
      else {
        input.type = 'file';
        const chosen = new DataTransfer();
        chosen.items.add(new File([value], 'chosen by a person.txt'));
        input.files = chosen.files;
      }
      form.append(input);
    }
    document.body.append(frame, form);
    try {
      // The first load is that of the empty frame.
      await new Promise((resolve) => {
        frame.addEventListener('load', resolve, {once: true});
        form.submit();
      });
      await until(async () => (await download(key)) !== undefined, 'the object');
      expect(await (await download(key))!.text()).to.equal('hello');
    } finally {
      frame.remove();
      form.remove();
    }
  });

  it('carries bytes of any kind', async () => {
    const client = localClient();
    const like = '\r\n--cos-uploader-1-2-3-4--\r\nContent-Disposition: form-data; name="key"\r\n\r\n名';
    // The last is no longer a few bytes once it is a form.
    for (const content of ['', like, 'x'.repeat(20_000), 'x'.repeat(128 * 1024)]) {
      const key = freshKey('名 "a".txt');
      const bytes = new TextEncoder().encode(content).buffer;
      const told: unknown[] = [];
      const onProgress = (progress: unknown): unknown => told.push(progress);
      await client.postObject(key, bytes, {metadata: {author: '张三'}, onProgress});
      expect(await (await download(key))!.text()).to.equal(content);
      expect((await client.headObject(key))!.metadata).to.deep.equal({author: '张三'});
      const size = bytes.byteLength;
      if (size > 0) expect(told.at(-1)).to.deep.equal({sent: size, total: size});
    }
  });

  for (const [name, key, options] of [
    ['tags', 'a', {tagging: 'a=b'}],
    ['forbidOverwrite', 'a', {forbidOverwrite: true}],
    ['a language', 'a', {contentLanguage: 'en'}],
    ['a header of its own', 'a', {headers: {'x-own': '1'}}],
    ['a callback', 'a', {callback: {url: 'https://a.example', body: 'a=1'}}],
    ['a key with what a form replaces', 'a/${filename}', {}],
    ['a key with a line break', 'a\nb', {}],
  ] as const)
    it(`says before it sends anything that a form cannot carry ${name}`, async () => {
      const client = localClient({transport: () => Promise.reject(new Error('sent'))});
      const error = await client.postObject(key, 'x', options).then(
        () => undefined,
        (cause: unknown) => cause,
      );
      expect(error).to.be.instanceOf(ConfigurationError);
    });

  it('is nothing that a server could sign', async () => {
    const {bucket, region, origin: endpoint} = localClient();
    const {createCosClient} = await import('../../../src/index.js');
    const client: CosClient = createCosClient({
      bucket,
      region,
      endpoint,
      authorize: () => Promise.reject(new Error('asked')),
    });
    const error: unknown = await client.postObject('a', 'x').catch((cause: unknown) => cause);
    expect(error).to.be.instanceOf(ConfigurationError).with.property('attribute', 'authorize');
  });

  for (const [name, transport] of Object.entries({auto: undefined, fetch: fetchTransport, xhr: xhrTransport}))
    it(`asks for no preflight, transport ${name}`, async () => {
      const client = localClient(transport ? {transport} : {});
      const preflights = async (): Promise<number> => {
        const log = (await (await fetch(`${cosOrigin}/-/log`)).json()) as {operation: string; path: string}[];
        return log.filter(({operation, path}) => operation === 'OptionsObject' && path === '/').length;
      };
      const before = await preflights();
      const file = makeFile(20_000);
      for (const body of [file, await file.arrayBuffer()])
        await client.postObject(freshKey(), body, {onProgress: () => undefined});
      expect(await preflights()).to.equal(before);
    });

  describe('smallUpload: form', () => {
    const make = (extra = {}) =>
      visit({
        client: localClient(),
        store: freshStore(),
        multipartThreshold: 4 * MB,
        smallUpload: 'form',
        ...extra,
      });

    for (const checksum of ['crc64', 'md5', 'none'] as const)
      it(`sends whole files as forms, and proves them as it proves a PUT, checksum ${checksum}`, async () => {
        for (const size of [0, 5, 200_000, 3 * MB]) {
          const key = freshKey();
          const file = makeFile(size);
          const {proof} = await make({checksum}).add(file, {key}).settled();
          expect(proof).to.equal(checksum);
          expect(await operationsOf(key)).to.deep.equal(['PostObject']);
          expect(await sha256((await download(key))!)).to.equal(await sha256(file));
        }
      });

    it('sends larger files in parts', async () => {
      const key = freshKey();
      await make()
        .add(makeFile(5 * MB), {key})
        .settled();
      expect(await operationsOf(key))
        .to.include('UploadPart')
        .and.not.include('PostObject');
    });

    it('sends what no form can carry by PUT, and the next file as a form', async () => {
      const uploader = make();
      const [tagged, plain] = [freshKey(), freshKey()];
      await uploader.add(makeFile(10), {key: tagged, objectOptions: {tagging: 'a=b'}}).settled();
      await uploader.add(makeFile(10), {key: plain}).settled();
      expect(await operationsOf(tagged))
        .to.include('PutObject')
        .and.not.include('PostObject');
      expect(await operationsOf(plain)).to.deep.equal(['PostObject']);
    });

    let beforeForms = 0;
    for (const [status, code] of [
      [403, 'AccessDenied'],
      [405, 'MethodNotAllowed'],
      [404, 'NoSuchKey'],
    ] as const)
      it(`loses no file when forms are refused with ${status}, and asks no more`, async () => {
        await addFaults({match: {operation: 'PostObject'}, effect: {status, code}});
        const prefix = freshKey('');
        const uploader = make({keyPrefix: prefix, concurrency: 2});
        uploader.addAll(Array.from({length: 12}, (_, file) => makeFile(100, `${file}`, file)));
        const {done} = await uploader.settled();
        expect(done).to.have.length(12);
        const log = (await (await fetch(`${cosOrigin}/-/log`)).json()) as {operation: string; key: string}[];
        const forms = log.filter(({operation, key}) => operation === 'PostObject' && key === '');
        expect(forms.length).to.be.at.most(beforeForms + 2);
        beforeForms = forms.length;
      });
  });
});

faultTable(['PostObject']);
