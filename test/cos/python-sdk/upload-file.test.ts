import {expect} from 'chai';
import {fetchTransport} from '../../../src/cos/wire/transport.js';
import {uploadFile, type UploadFileOptions, type UploadResult} from '../../../src/index.js';
import {addFaults, freshKey, makeFile} from '../../support/cos.js';
import {rejection} from '../../support/thrown.js';
import {newBucket} from './bucket.js';
import {bodyRows, headerRows, hello, placeRows, sent} from './options.js';
import {sdkRows} from './page.js';

const MB = 2 ** 20;

describe('upload_file', () => {
  let bodies = 0;
  let most = 0;
  const client = newBucket({
    transport: async (request) => {
      const body = request.url.includes('partNumber=') ? 1 : 0;
      most = Math.max(most, (bodies += body));
      return fetchTransport(request).finally(() => (bodies -= body));
    },
  });
  const upload = (
    key: string,
    options: Partial<UploadFileOptions> = {},
    file = new File(['hello'], 'local.txt'),
  ): Promise<UploadResult> => uploadFile(client, file, {key, retries: 0, ...options});
  /** A file of 3 parts and a bit, at 1 MB a part. */
  const inParts = {multipartThreshold: MB, partSize: MB};
  const file = makeFile(3 * MB + 1);

  sdkRows(
    'upload_file',
    {
      ...placeRows(client, 'PutObject', upload),
      ...headerRows(client, 'PutObject', (key, objectOptions) => upload(key, {objectOptions})),
      ...bodyRows('PutObject', (key, {contentMD5, ...options}) =>
        upload(key, {...options, objectOptions: {contentMD5}}),
      ),
      LocalFilePath: async () => {
        const key = freshKey();
        await upload(key, {}, new File(['hello'], 'local.txt', {type: 'text/plain'}));
        expect(await client.headObject(key)).to.include({etag: hello, contentType: 'text/plain'});
      },
      PartSize: async () => {
        const key = freshKey();
        expect((await upload(key, inParts, file)).parts).to.equal(4);
        const parts = await sent(key, 'UploadPart');
        const sizes = parts.map(({headers}) => Number(headers['content-length'])).sort((a, b) => a - b);
        expect(sizes).to.deep.equal([1, MB, MB, MB]);
        expect(await rejection(upload(key, {partSize: MB - 1}))).to.include({
          name: 'ConfigurationError',
          attribute: 'part-size',
        });
      },
      MAXThread: async () => {
        for (const concurrency of [1, 3]) {
          most = 0;
          await upload(freshKey(), {...inParts, concurrency}, makeFile(6 * MB));
          expect(most).to.equal(concurrency);
        }
      },
      progress_callback: async () => {
        const seen: {sent: number; total: number}[] = [];
        await upload(freshKey(), {...inParts, onProgress: (progress) => seen.push(progress)}, file);
        expect(new Set(seen.map(({total}) => total))).to.deep.equal(new Set([file.size]));
        const consumed = seen.map(({sent}) => sent);
        expect(consumed).to.deep.equal([...consumed].sort((a, b) => a - b));
        expect(consumed.at(-1)).to.equal(file.size);
      },
    },
    {
      ETag: async () => {
        expect((await upload(freshKey())).etag).to.equal(hello);
        expect((await upload(freshKey(), inParts, file)).etag).to.match(/^"[\da-f]{32}-4"$/);
      },
    },
  );

  it('upload_file: the options of the object and of each body, for a file in parts', async () => {
    const key = freshKey();
    const metadata = {key1: 'value1'};
    const objectOptions = {
      acl: 'private',
      storageClass: 'STANDARD_IA',
      cacheControl: 'max-age=60',
      contentType: 'text/html',
      metadata,
    };
    await upload(key, {...inParts, objectOptions, enableMD5: true, trafficLimit: 838_860_800}, file);
    expect(await client.headObject(key)).to.deep.include({
      size: file.size,
      storageClass: 'STANDARD_IA',
      cacheControl: 'max-age=60',
      contentType: 'text/html',
      metadata,
    });
    for (const {headers} of await sent(key, 'UploadPart')) {
      expect(headers).to.have.property('content-md5').with.length(24);
      expect(headers).to.include({'x-cos-traffic-limit': '838860800'});
    }
  });

  it('upload_file: a traffic limit among the object options is for each body as well', async () => {
    const [whole, parts] = [freshKey(), freshKey()];
    const objectOptions = {trafficLimit: 838_860_800};
    await upload(whole, {objectOptions});
    await upload(parts, {...inParts, objectOptions}, file);
    const bodies = [...(await sent(whole, 'PutObject')), ...(await sent(parts, 'UploadPart'))];
    expect(bodies.map(({headers}) => headers['x-cos-traffic-limit'])).to.deep.equal(
      Array.from({length: 5}, () => '838860800'),
    );
  });

  it('upload_file: checkpoint restart sends what is missing', async () => {
    const key = freshKey();
    await addFaults({match: {key, partNumber: 4}, times: 1, effect: {hang: true}});
    const stop = new AbortController();
    const onProgress = ({sent: consumed}: {sent: number}): void => {
      if (consumed >= 3 * MB) stop.abort();
    };
    const first = upload(
      key,
      {...inParts, concurrency: 1, onProgress, signal: stop.signal},
      makeFile(6 * MB),
    );
    expect(await rejection(first)).to.include({name: 'AbortError'});
    expect(await upload(key, inParts, makeFile(6 * MB))).to.include({parts: 6, resumedBytes: 3 * MB});
    const done = (await sent(key, 'UploadPart')).filter(({status}) => status === 200);
    const numbers = done.map(({query}) => query['partNumber']);
    expect(numbers).to.have.length(new Set(numbers).size);
    expect(await sent(key, 'InitiateMultipartUpload')).to.have.length(1);
  });
});
