import {expect} from 'chai';
import type {AppendObjectResult} from '../../../src/cos/wire/results.js';
import {freshKey} from '../../support/cos.js';
import {rejection} from '../../support/thrown.js';
import {newBucket} from './bucket.js';
import {hello, placeRows, sent} from './options.js';
import {sdkRows} from './page.js';

describe('append_object', () => {
  const client = newBucket();
  const answer = (): Promise<AppendObjectResult> => client.appendObject(freshKey(), 0, 'hello');

  sdkRows(
    'append_object',
    {
      ...placeRows(client, 'AppendObject', (key) => client.appendObject(key, 0, 'hello')),
      Position: async () => {
        const key = freshKey();
        await client.appendObject(key, 0, 'hello');
        const refused = await rejection(client.appendObject(key, 4, ' world'));
        expect(refused).to.include({name: 'CosError', code: 'AppendPositionErr', key});
        await client.appendObject(key, 5, ' world');
        expect(await client.headObject(key)).to.include({size: 11});
      },
      Data: async () => {
        const key = freshKey();
        const file = new File(['hello'], 'local.txt', {type: 'text/plain'});
        const {nextAppendPosition} = await client.appendObject(key, 0, file);
        await client.appendObject(key, nextAppendPosition, new Uint8Array(3));
        const bodies = (await sent(key, 'AppendObject')).map(({headers}) => headers['content-length']);
        expect(bodies).to.deep.equal(['5', '3']);
      },
    },
    {
      ETag: async () => expect((await answer()).etag).to.equal(hello),
      'x-cos-next-append-position': async () => expect((await answer()).nextAppendPosition).to.equal(5),
      'x-cos-request-id': async () => expect((await answer()).requestId).to.match(/^\S{20,}$/),
    },
  );
});
