import {expect} from 'chai';
import '../../src/define.js';
import {memoryCos} from '../../src/testing.js';
import {makeFile, sha256} from '../support/cos.js';

describe('the element on a COS inside the page', () => {
  it('uploads in parts through faults, with progress, and nothing leaves the page', async () => {
    const cos = memoryCos({bytesPerSecond: 40_000_000});
    const fault = cos.fault({
      match: {operation: 'UploadPart', partNumber: 2},
      times: 1,
      effect: {status: 503, retryAfter: 0},
    });
    const {bucket, region, credentials, transport} = cos;
    const element = document.createElement('cos-uploader');
    Object.assign(element, {
      bucket,
      region,
      credentials,
      transport,
      multipartThreshold: '1MB',
      partSize: '1MB',
    });
    document.body.append(element);
    const before = performance.getEntriesByType('resource').length;
    const file = makeFile(3 * 2 ** 20 + 5, 'film.mp4');
    const done = new Promise((resolve, reject) => {
      element.addEventListener('cos-upload-success', resolve);
      element.addEventListener('cos-upload-error', ({error}) => reject(error));
    });
    void element.addFiles([file]);
    await done;
    expect(fault.hits).to.equal(1);
    const object = cos.objects.get('film.mp4')!;
    expect(await sha256(object.blob)).to.equal(await sha256(file));
    expect(cos.uploads.size).to.equal(0);
    const sent = performance.getEntriesByType('resource').slice(before);
    expect(sent.map(({name}) => name).filter((name) => name.includes('myqcloud'))).to.deep.equal([]);
    element.remove();
  });
});
