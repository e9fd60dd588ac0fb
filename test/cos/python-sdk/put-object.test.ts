import {expect} from 'chai';
import {freshKey} from '../../support/cos.js';
import {rejection} from '../../support/thrown.js';
import {newBucket} from './bucket.js';
import {bodyRows, headerRows, hello, placeRows} from './options.js';
import {sdkRows} from './page.js';

describe('put_object', () => {
  const client = newBucket();
  const versioned = newBucket({versioning: true});

  sdkRows(
    'put_object',
    {
      ...placeRows(client, 'PutObject', (key) => client.putObject(key, 'hello')),
      ...headerRows(client, 'PutObject', (key, options) => client.putObject(key, 'hello', options)),
      ...bodyRows('PutObject', (key, options) => client.putObject(key, 'hello', options)),
      Body: async () => {
        const bytes = new TextEncoder().encode('hello');
        const bodies = {
          file: new File(['hello'], 'local.txt'),
          blob: new Blob(['hello']),
          text: 'hello',
          buffer: bytes.buffer,
          bytes,
          slice: new File(['--hello--'], 'local.txt').slice(2, 7),
        };
        for (const [name, body] of Object.entries(bodies)) {
          expect((await client.putObject(freshKey(), body)).etag, name).to.equal(hello);
        }
      },
    },
    {
      ETag: async () => expect((await client.putObject(freshKey(), 'hello')).etag).to.equal(hello),
      'x-cos-version-id': async () => {
        const key = freshKey();
        const [first, second] = [await versioned.putObject(key, 'a'), await versioned.putObject(key, 'bc')];
        expect(first.versionId).to.be.a('string').and.not.equal(second.versionId);
        expect(await versioned.headObject(key, {versionId: first.versionId})).to.include({size: 1});
        expect((await client.putObject(key, 'a')).versionId).to.equal(undefined);
      },
    },
  );

  it('put_object: creating a directory, and an object in it', async () => {
    const directory = freshKey('path/to/create/dir/');
    await client.putObject(directory, '');
    await client.putObject(`${directory}test.txt`, new File(['hello'], 'test.txt'), {
      storageClass: 'STANDARD',
      contentType: 'text/html; charset=utf-8',
    });
    expect(await client.headObject(directory)).to.include({size: 0});
    expect(await client.headObject(`${directory}test.txt`)).to.include({size: 5, etag: hello});
  });

  it('put_object: a page cannot set Content-Length, so no option pretends to', async () =>
    expect(
      await rejection(client.putObject(freshKey(), 'hello', {headers: {'Content-Length': '5'}})),
    ).to.include({
      name: 'ConfigurationError',
      attribute: 'headers',
    }));
});
