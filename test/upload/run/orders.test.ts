import {expect} from 'chai';
import {CallbackError, type ObjectOptions, type UploadResult, uploadFile} from '../../../src/index.js';
import {
  addFaults,
  freshKey,
  localClient,
  type LoggedRequest,
  makeFile,
  requestsFor,
} from '../../support/cos.js';
import {freshStore, leave, MB, visit} from './visits.js';

const echo = `${location.origin}/echo`;
const saying = (status: number, body = ''): string =>
  `${location.origin}/said?${encodeURIComponent(JSON.stringify({status, body}))}`;
const asked = async (key: string, operation: string): Promise<LoggedRequest[]> =>
  (await requestsFor(key)).filter((request) => request.operation === operation);

const uploadOptions = {partSize: MB, multipartThreshold: MB};

describe('What COS is ordered to do with an object', () => {
  afterEach(leave);

  for (const [name, size, operation] of [
    ['a whole file', 100, 'PutObject'],
    ['a file in parts', 3 * MB, 'CompleteMultipartUpload'],
  ] as const) {
    const upload = (key: string, objectOptions: ObjectOptions): Promise<UploadResult> =>
      uploadFile(localClient(), makeFile(size), {...uploadOptions, key, objectOptions});

    it(`of ${name} is in its result, and sent with ${operation} alone`, async () => {
      const key = freshKey();
      const callback = {url: echo, body: 'key=${object}&size=${size}'};
      const result = await upload(key, {callback});
      expect(result).to.include({proof: 'crc64', key});
      expect(result.answer?.callback).to.deep.include({
        body: `key=${encodeURIComponent(key)}&size=${String(size)}`,
      });
      const carrying = (await requestsFor(key)).filter(({headers}) => headers['x-cos-callback']);
      expect(carrying.map((request) => request.operation)).to.deep.equal([operation]);
    });

    it(`of ${name} is nothing where nothing was ordered`, async () => {
      expect(await upload(freshKey(), {})).to.not.have.property('answer');
    });

    it(`of ${name}: a callback that fails is an error with the proven result, and is not tried again by itself`, async () => {
      const key = freshKey();
      const error = (await upload(key, {callback: {url: saying(500), body: 'a'}}).catch(
        (error: unknown) => error,
      )) as CallbackError;
      expect(error).to.be.instanceOf(CallbackError);
      expect(error.result).to.include({key, size, proof: 'crc64', location: localClient().locationOf(key)});
      expect(await asked(key, operation)).to.have.length(1);
      expect((await localClient().headObject(key))?.size).to.equal(size);
    });

    for (const conflict of ['replace', 'fail', 'skip', 'rename'] as const)
      it(`of ${name}, under conflict "${conflict}": a retry makes COS call again`, async () => {
        const key = freshKey();
        const store = freshStore();
        let url = saying(500);
        const objectOptions = (): ObjectOptions => ({callback: {url, body: 'a=${size}'}});
        const uploader = visit({...uploadOptions, store, conflict, objectOptions});
        const task = uploader.add(makeFile(size), {key});
        await uploader.settled();
        expect(task.state).to.have.nested.property('error.name', 'CallbackError');
        expect(await visit({store}).restore(), 'a later visit has nothing to call done').to.deep.equal([]);
        url = echo;
        uploader.retry(task);
        const result = await task.settled();
        expect(result).to.include({key, skipped: false});
        expect(result.answer?.callback).to.deep.include({body: `a=${String(size)}`});
      });
  }

  it('is checked before the first byte of a file in parts', async () => {
    for (const objectOptions of [
      {callback: {url: 'nö', body: 'a'}},
      {sizeLimit: {maxParts: 0}},
    ] as ObjectOptions[]) {
      const key = freshKey();
      const error = await uploadFile(localClient(), makeFile(3 * MB), {
        ...uploadOptions,
        key,
        objectOptions,
      }).catch((error: unknown) => error);
      expect(error).to.include({name: 'ConfigurationError'});
      expect(await requestsFor(key)).to.deep.equal([]);
    }
  });

  it('is not there when the answer to Complete was lost, and the object proves itself', async () => {
    const key = freshKey();
    await addFaults({
      match: {operation: 'CompleteMultipartUpload', key},
      times: 1,
      effect: {dropAnswer: true},
    });
    const result = await uploadFile(localClient(), makeFile(3 * MB), {
      ...uploadOptions,
      key,
      objectOptions: {returnBody: {size: '${size}'}},
    });
    expect(result).to.include({proof: 'crc64'});
    expect(result).to.not.have.property('answer');
  });

  it('is not written down where it may hold a secret', async () => {
    const store = freshStore();
    const uploader = visit({store, manual: true});
    const callback = {url: echo, body: 'a', variables: {token: 'a-secret'}};
    const task = uploader.add(new Blob(['small']), {key: freshKey(), objectOptions: {callback}});
    expect(uploader.resumability(task)).to.equal('lost');
    expect(JSON.stringify(await store.list(localClient().origin))).to.not.include('a-secret');
  });

  it('limits the parts: none is larger than promised, nor are there more', async () => {
    const sizes = async (
      sizeLimit: ObjectOptions['sizeLimit'],
      partSize: number | 'auto',
    ): Promise<number[]> => {
      const key = freshKey();
      await uploadFile(localClient(), makeFile(12 * MB), {
        key,
        partSize,
        multipartThreshold: MB,
        objectOptions: {sizeLimit, mimeLimit: 'a/b'},
      });
      const parts = await asked(key, 'UploadPart');
      for (const {headers} of parts) expect(headers).to.include({'x-cos-mime-limit': 'a/b'});
      const [complete] = await asked(key, 'CompleteMultipartUpload');
      if (sizeLimit?.maxParts)
        expect(complete?.headers).to.include({'x-cos-pnum-max': String(sizeLimit.maxParts)});
      return parts.map(({bytesIn}) => bytesIn / MB).sort((a, b) => b - a);
    };
    expect(await sizes({maxPartSize: 2 * MB}, 8 * MB)).to.deep.equal([2, 2, 2, 2, 2, 2]);
    expect((await sizes({maxPartSize: 2 * MB}, 'auto'))[0]).to.be.at.most(2);
    expect((await sizes({maxParts: 3}, MB)).length).to.be.at.most(3);
    expect(await sizes({minPartSize: 6 * MB}, 'auto')).to.deep.equal([6, 6]);
  });

  it('may be said in headers of the page, which go where they belong', async () => {
    const key = freshKey();
    const headers = {
      'X-Cos-Return-Body': btoa('{"k":${object}}'),
      'x-cos-psize-max': String(2 * MB),
      'x-cos-pnum-max': '9',
      'x-cos-mime-limit': 'a/b',
      'x-cos-meta-a': '1',
    };
    const result = await uploadFile(localClient(), makeFile(2 * MB), {
      ...uploadOptions,
      key,
      objectOptions: {headers},
    });
    expect(result.answer).to.deep.equal({returnBody: {k: key}});
    const names = async (operation: string): Promise<string[]> =>
      Object.keys((await asked(key, operation))[0]!.headers)
        .filter((name) => /^x-cos-(?!security)/.test(name))
        .sort();
    expect(await names('InitiateMultipartUpload')).to.deep.equal(['x-cos-meta-a']);
    expect(await names('UploadPart')).to.deep.equal(['x-cos-mime-limit', 'x-cos-psize-max']);
    expect(await names('CompleteMultipartUpload')).to.deep.equal(['x-cos-pnum-max', 'x-cos-return-body']);
  });
});
