import {expect} from 'chai';
import {ConfigurationError, type ObjectOptions} from '../../../src/index.js';
import {addFaults, freshKey, localClient, type LoggedRequest, requestsFor} from '../../support/cos.js';
import {rejection, thrownBy} from '../../support/thrown.js';
import {limitHeaders, orderHeaders} from '../../../src/cos/operations/orders.js';

const client = localClient();
const MB = 2 ** 20;
/** Answers what it was asked. */
const echo = `${location.origin}/echo`;
const saying = (status: number, body: string): string =>
  `${location.origin}/said?${encodeURIComponent(JSON.stringify({status, body}))}`;

/** A PNG of 3 by 2 pixels, as far as its header goes. */
const picture = new Blob(
  [
    new Uint8Array([
      137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0,
    ]),
  ],
  {type: 'image/png'},
);

const ways: Record<
  string,
  (key: string, body: Blob, options: ObjectOptions) => Promise<{answer?: unknown; etag: string}>
> = {
  PutObject: (key, body, options) => client.putObject(key, body, options),
  CompleteMultipartUpload: async (key, body, options) => {
    const {uploadId} = await client.createMultipartUpload(key, {contentType: body.type});
    const part = await client.uploadPart(key, uploadId, 1, body);
    return client.completeMultipartUpload(key, uploadId, [part], options);
  },
};

for (const [operation, store] of Object.entries(ways)) {
  describe(`${operation} with orders`, () => {
    const cases: [name: string, options: ObjectOptions, answer: (key: string, etag: string) => unknown][] = [
      ['nothing is ordered, nothing is answered', {}, () => undefined],
      [
        'a callback in form, with variables of the page and another host',
        {
          callback: {
            url: echo,
            host: 'app.example',
            body: 'key=${object}&size=${size}&type=${mimeType}&etag=${etag}&user=${x:user}&n=1',
            variables: {user: '张 三&co'},
          },
        },
        (key, etag) => ({
          callback: {
            method: 'POST',
            host: 'app.example',
            type: 'application/x-www-form-urlencoded',
            body:
              `key=${encodeURIComponent(key)}&size=29&type=image%2Fpng&etag=${encodeURIComponent(etag)}` +
              `&user=${encodeURIComponent('张 三&co')}&n=1`,
          },
        }),
      ],
      [
        'a callback in JSON',
        {
          callback: {
            url: echo,
            body: '{"key":${object},"bucket":"${bucket}","size":${size},"wide":${imageInfo.width},"me":${x:me}}',
            bodyType: 'application/json',
            variables: {'x:me': '"7"'},
          },
        },
        (key) => ({
          callback: {
            method: 'POST',
            host: location.host,
            type: 'application/json',
            body: `{"key":${JSON.stringify(key)},"bucket":"demo-1250000000","size":29,"wide":3,"me":"\\"7\\""}`,
          },
        }),
      ],
      [
        'the second URL of a callback, where the first does not answer',
        {callback: {url: `http://127.0.0.1:9/none;${saying(200, '{"id":7}')}`, body: 'a=1'}},
        () => ({callback: {id: 7}}),
      ],
      [
        'a callback that answers no JSON',
        {callback: {url: saying(200, 'fine'), body: 'a=1'}},
        () => ({callback: 'fine'}),
      ],
      [
        'a callback by a header of the page',
        {
          headers: {
            'x-cos-callback': btoa(JSON.stringify({callbackUrl: saying(200, '[1]'), callbackBody: 'a'})),
          },
        },
        () => ({callback: [1]}),
      ],
      [
        'a return body',
        {returnBody: {key: '${object}', size: '${size}', type: '${mimeType}', region: '${region}'}},
        (key) => ({returnBody: {key, size: '29', type: 'image/png', region: 'ap-guangzhou'}}),
      ],
      [
        'a return body as text, with bare numbers',
        {returnBody: '{"w":${imageInfo.width},"h":${imageInfo.height}}'},
        () => ({returnBody: {w: 3, h: 2}}),
      ],
      [
        'a return body that cannot be filled in',
        {returnBody: {seconds: '${videoInfo.format.duration}'}},
        () => ({
          returnError: {
            code: 'InvalidReturnBody',
            message: 'There is no value for ${videoInfo.format.duration}.',
          },
        }),
      ],
      [
        'pictures',
        {
          picOperations: {
            is_pic_info: 1,
            rules: [
              {fileid: 'klein-ä.png', rule: 'imageMogr2/thumbnail/200x'},
              {fileid: '/thumbs/1.png', rule: 'imageMogr2/thumbnail/20x'},
            ],
          },
        },
        (key, etag) => {
          const made = (file: string): unknown => ({
            key: file,
            location: `demo-1250000000.cos.ap-guangzhou.myqcloud.com/${file}`,
            format: 'png',
            width: 3,
            height: 2,
            size: 29,
            quality: 0,
            etag,
          });
          return {
            picOperations: {
              info: {format: 'png', width: 3, height: 2, quality: 0, ave: '0x000000', orientation: 1},
              objects: [made(key.replace(/[^/]+$/, 'klein-ä.png')), made('thumbs/1.png')],
            },
          };
        },
      ],
    ];
    for (const [name, options, expected] of cases) {
      it(name, async () => {
        const key = freshKey('a b.png');
        const {answer, etag} = await store(key, picture, options);
        expect(answer).to.deep.equal(expected(key, etag));
      });
    }

    for (const [name, url, message] of [
      ['refuses', saying(500, 'no'), /CallbackFailed.*answered 500/],
      ['is not there', 'http://127.0.0.1:9/', /CallbackFailed.*cannot be reached/],
      [
        'is no server of this machine',
        'https://app.example.com/cos',
        /CallbackFailed.*no server of this machine/,
      ],
    ] as const)
      it(`a callback whose server ${name} is an error with the object that is stored`, async () => {
        const key = freshKey();
        const error = await rejection(store(key, picture, {callback: {url, body: 'a=1'}}));
        expect(error).to.include({name: 'CallbackError', code: 'CallbackFailed', key, retryable: false});
        expect(error.message).to.match(message);
        const found = await client.headObject(key);
        expect(error).to.have.nested.property('result.etag', found?.etag);
      });

    it('a refusal before anything is stored stays what it is', async () => {
      const key = freshKey();
      await addFaults({match: {operation, key}, effect: {status: 403, code: 'AccessDenied'}});
      const error = await rejection(store(key, picture, {callback: {url: echo, body: 'a=1'}}));
      expect(error).to.include({name: 'CosError', code: 'AccessDenied'});
    });
  });
}

describe('Orders', () => {
  const refused: [attribute: string, options: ObjectOptions][] = [
    ['callback.url', {callback: {url: '', body: 'a'}}],
    ['callback.url', {callback: {url: 'http://a/名', body: 'a'}}],
    ['callback.url', {callback: {url: Array(6).fill('http://a').join(';'), body: 'a'}}],
    ['callback.body', {callback: {url: 'http://a', body: ''}}],
    ['callback.bodyType', {callback: {url: 'http://a', body: 'a', bodyType: 'text/xml' as never}}],
    ['callback.host', {callback: {url: 'http://a', body: 'a', host: ''}}],
    ['callback.variables', {callback: {url: 'http://a', body: 'a', variables: {secret: 7 as never}}}],
    ['returnBody', {returnBody: ''}],
    ['picOperations', {picOperations: {} as never}],
    ['picOperations', {picOperations: {rules: [{fileid: '', rule: 'x'}]}}],
    ['picOperations', {picOperations: {rules: [null as never]}}],
    ['callback', {callback: null as never}],
    ['callback.variables', {callback: {url: 'http://a', body: 'a', variables: null as never}}],
  ];
  for (const [attribute, options] of refused)
    it(`refuse ${JSON.stringify(options).slice(0, 70)}`, () => {
      const error = thrownBy(() => orderHeaders(options));
      expect(error).to.be.instanceOf(ConfigurationError);
      expect(error).to.include({attribute});
    });

  it('refuse a return body that JSON does not know', () =>
    expect(thrownBy(() => orderHeaders({returnBody: {a: 1n}}))).to.include({attribute: 'returnBody'}));

  it('are refused by appendObject, for COS would not carry them out', async () => {
    for (const options of [
      {callback: {url: echo, body: 'a'}},
      {returnBody: '{}'},
      {picOperations: {rules: []}},
    ])
      expect(await rejection(client.appendObject(freshKey(), 0, 'a', options as never))).to.include({
        name: 'ConfigurationError',
      });
  });
});

describe('Limits of an upload', () => {
  const sizeLimit = {minPartSize: 1, maxPartSize: 5 * MB, minParts: 1, maxParts: 9};
  const mimeLimit = 'image/*';
  const limits = ({headers}: LoggedRequest): Record<string, string> =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => /psize|pnum|mime-limit/.test(name)));

  const asked = async (key: string): Promise<LoggedRequest[]> =>
    (await requestsFor(key)).filter(({method}) => method !== 'OPTIONS');

  it('go with the parts and with Complete', async () => {
    const key = freshKey();
    const {uploadId} = await client.createMultipartUpload(key, {sizeLimit, mimeLimit});
    const part = await client.uploadPart(key, uploadId, 1, picture, {sizeLimit, mimeLimit});
    await client.completeMultipartUpload(key, uploadId, [part], {sizeLimit});
    const [initiate, upload, complete] = await asked(key);
    expect(limits(initiate!)).to.deep.equal({});
    expect(limits(upload!)).to.deep.equal({
      'x-cos-psize-min': '1',
      'x-cos-psize-max': String(5 * MB),
      'x-cos-mime-limit': mimeLimit,
    });
    expect(limits(complete!)).to.deep.equal({'x-cos-pnum-min': '1', 'x-cos-pnum-max': '9'});
  });

  it('of a whole object are those of its content', async () => {
    const key = freshKey();
    await client.putObject(key, 'a', {sizeLimit, mimeLimit});
    const [put] = await asked(key);
    expect(limits(put!)).to.deep.equal({'x-cos-mime-limit': mimeLimit});
  });

  for (const options of [
    {sizeLimit: {maxParts: 0}},
    {sizeLimit: {minParts: 1.5}},
    {sizeLimit: {minParts: '3' as never}},
  ])
    it(`refuse ${JSON.stringify(options)}`, () => {
      expect(thrownBy(() => limitHeaders('complete', options))).to.include({name: 'ConfigurationError'});
    });
});
