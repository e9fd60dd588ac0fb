import {expect} from 'chai';
import {
  addFaults,
  clearFaults,
  download,
  freshKey,
  localClient,
  makeFile,
  openUploads,
  requestsFor,
  sha256,
} from '../../support/cos.js';
import {hurried} from '../../support/clock.js';
import {until} from '../../support/until.js';
import {freshStore, leave, leaveHalfway, MB, visit} from './visits.js';

const denied = {status: 403, code: 'AccessDenied'};
const complete = 'CompleteMultipartUpload';

/** Numbers of the parts that the store took in, in the order of their arrival. */
const partsTaken = async (key: string): Promise<number[]> =>
  (await requestsFor(key))
    .filter(({operation, status}) => operation === 'UploadPart' && status === 200)
    .map(({query}) => Number(query['partNumber']));

const count = async (key: string, operation: string): Promise<number> =>
  (await requestsFor(key)).filter((request) => request.operation === operation).length;

describe('A policy or a gateway that lets less through', () => {
  afterEach(leave);

  it('without ListParts an upload goes on by the journal', async () => {
    const key = freshKey();
    const store = freshStore();
    const file = makeFile(5 * MB, 'f.bin', 61);
    await leaveHalfway((uploader) => uploader.add(file, {key}), {parts: 3, key, store});
    await addFaults({match: {operation: 'ListParts', key}, effect: denied});
    const result = await visit({store}).add(file, {key}).settled();
    expect(result).to.include({resumedBytes: 3 * MB, proof: 'crc64'});
    expect((await partsTaken(key)).sort()).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it('without ListParts an upload that somebody has aborted begins anew, once', async () => {
    const key = freshKey();
    const store = freshStore();
    const file = makeFile(5 * MB, 'f.bin', 65);
    await leaveHalfway((uploader) => uploader.add(file, {key}), {parts: 3, key, store});
    const [upload] = await openUploads(key);
    await localClient().abortMultipartUpload(key, upload!.uploadId);
    await addFaults({match: {operation: 'ListParts', key}, effect: denied});
    const result = await visit({store}).add(file, {key}).settled();
    expect(result).to.include({resumedBytes: 0, proof: 'crc64'});
    expect(await count(key, 'InitiateMultipartUpload')).to.equal(2);
    expect(await sha256((await download(key))!)).to.equal(await sha256(file));
    expect(await openUploads(key)).to.deep.equal([]);
  });

  it('without ListParts an upload whose parts are not what the journal says begins anew, once', async () => {
    const key = freshKey();
    const store = freshStore();
    const file = makeFile(5 * MB, 'f.bin', 62);
    await leaveHalfway((uploader) => uploader.add(file, {key}), {parts: 3, key, store});
    await addFaults(
      {match: {operation: 'ListParts', key}, effect: denied},
      {match: {operation: complete, key}, times: 1, effect: {status: 400, code: 'InvalidPart'}},
    );
    const result = await visit({store}).add(file, {key}).settled();
    expect(result).to.include({resumedBytes: 0, proof: 'crc64'});
    expect(await sha256((await download(key))!)).to.equal(await sha256(file));
    await until(async () => (await openUploads(key)).length === 0, 'the old parts to be removed');
  });

  it('without ListParts, parts whose ETags were kept back once are sent again', async () => {
    const key = freshKey();
    const file = makeFile(5 * MB, 'f.bin', 64);
    await addFaults(
      {match: {operation: 'ListParts', key}, effect: denied},
      ...[2, 3, 5].map((partNumber) => ({
        match: {operation: 'UploadPart', key, partNumber},
        times: 1,
        effect: {hideHeaders: ['etag']},
      })),
    );
    const result = await visit({store: freshStore()}).add(file, {key}).settled();
    expect(result).to.include({proof: 'crc64', parts: 5});
    expect((await partsTaken(key)).sort()).to.deep.equal([1, 2, 2, 3, 3, 4, 5, 5]);
    expect(await sha256((await download(key))!)).to.equal(await sha256(file));
  });

  it('without ListParts and ETags one part is sent twice, and the CORS rule is told', async () => {
    const key = freshKey();
    await addFaults(
      {match: {operation: 'ListParts', key}, effect: denied},
      {match: {operation: 'UploadPart', key}, effect: {hideHeaders: ['etag']}},
    );
    const task = visit({store: freshStore()}).add(makeFile(5 * MB, 'f.bin', 65), {key});
    await until(() => task.state.status === 'failed', 'the failure');
    expect(task.state).to.have.property('error').that.includes({name: 'CorsError', header: 'ETag'});
    expect((await partsTaken(key)).sort()).to.deep.equal([1, 2, 3, 4, 5, 5]);
  });

  it('without ListParts and Abort, what is removed does not come back', async () => {
    const key = freshKey();
    const store = freshStore();
    const file = makeFile(5 * MB, 'f.bin', 63);
    await leaveHalfway((uploader) => uploader.add(file, {key}), {parts: 3, key, store});
    await addFaults(
      {match: {operation: 'ListParts', key}, effect: denied},
      {match: {operation: 'AbortMultipartUpload', key}, effect: denied},
    );
    const uploader = visit({store});
    const [task] = await uploader.restore();
    uploader.remove(task!);
    expect(uploader.tasks).to.deep.equal([]);
    await until(async () => (await count(key, 'AbortMultipartUpload')) > 0, 'the refusal');
    uploader.close();
    expect(await visit({store}).restore()).to.deep.equal([]);
  });

  for (const [what, faults, proof] of [
    ['CRC64 is hidden', [{effect: {hideHeaders: ['x-cos-hash-crc64ecma']}}], 'size'],
    ['CRC64 and ETag are hidden', [{effect: {hideHeaders: ['x-cos-hash-crc64ecma', 'etag']}}], 'size'],
    ['HEAD is refused', [{match: {operation: 'HeadObject'}, effect: denied}], 'none'],
    ['nothing is', [], 'crc64'],
  ] as const)
    it(`a Complete whose answer is lost sends no part again where ${what}`, async () => {
      const key = freshKey();
      const file = makeFile(3 * MB, 'f.bin', 64);
      await addFaults(
        ...faults.map(({effect, ...more}) => ({
          match: {key, ...('match' in more ? more.match : {})},
          effect: {...effect},
        })),
        {match: {operation: complete, key}, times: 1, effect: {dropAnswer: true}},
      );
      expect(await visit({store: freshStore()}).add(file, {key}).settled()).to.include({proof, parts: 3});
      expect((await partsTaken(key)).sort()).to.deep.equal([1, 2, 3]);
    });

  it('waits for a Complete that takes minutes, and asks nothing meanwhile', async () => {
    const key = freshKey();
    await addFaults({match: {operation: complete, key}, times: 1, effect: {delay: 6000}});
    const minutes = {environment: hurried(60), stallTimeout: (bytes: number) => 30_000 + bytes / 10};
    const uploader = visit({store: freshStore(), ...minutes});
    await uploader.add(makeFile(3 * MB, 'f.bin', 65), {key}).settled();
    expect(await count(key, complete)).to.equal(1);
    expect(await count(key, 'HeadObject')).to.equal(0);
  });

  for (const [what, hidden, checksum, proof, heads] of [
    ['everything can be read', [], 'crc64', 'crc64', 0],
    ['the CRC64 is hidden', ['x-cos-hash-crc64ecma'], 'crc64', 'md5', 0],
    ['the ETag is hidden too', ['x-cos-hash-crc64ecma', 'etag'], 'crc64', 'size', 1],
    ['Content-MD5 is sent and the ETag hidden', ['etag'], 'md5', 'md5', 0],
    ['nothing is to be compared', [], 'none', 'none', 0],
    ['nothing is, and the request id is hidden', ['x-cos-request-id'], 'none', 'size', 1],
  ] as const)
    it(`a whole file where ${what} is done by ${proof}`, async () => {
      const key = freshKey();
      await addFaults({match: {key}, effect: {hideHeaders: [...hidden]}});
      const task = visit({store: freshStore(), multipartThreshold: 20 * MB, checksum}).add(
        makeFile(200_000, 'f.bin', 66),
        {key},
      );
      expect((await task.settled()).proof).to.equal(proof);
      expect(await count(key, 'HeadObject')).to.equal(heads);
      await clearFaults();
    });
});
