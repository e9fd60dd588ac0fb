/** "Batch upload (uploading local folders)": what is there is not sent again, and what failed is told at the end. */
import {expect} from 'chai';
import {Uploader} from '../../../src/index.js';
import {addFaults, freshKey} from '../../support/cos.js';
import {newBucket} from './bucket.js';
import {sent} from './options.js';

describe('batch upload', () => {
  const client = newBucket();

  it('batch upload: a folder, without what exists, with a summary of what failed', async () => {
    const keyPrefix = freshKey('');
    const key = (path: string): string => keyPrefix + path;
    await client.putObject(key('logs/same.txt'), 'same');
    await client.putObject(key('logs/other.txt'), 'old!');
    await addFaults({
      match: {key: key('logs/deep/refused.txt'), operation: 'PutObject'},
      times: 1,
      effect: {status: 403, code: 'AccessDenied', message: 'Access Denied.'},
    });
    const uploader = new Uploader({client, keyPrefix, skipExisting: true});
    const folder = {
      'logs/same.txt': 'same',
      'logs/other.txt': 'new!',
      'logs/new.txt': 'new',
      'logs/deep/refused.txt': 'x',
    };
    uploader.addAll(
      Object.entries(folder).map(([path, text]) => ({
        file: new File([text], path.split('/').at(-1)!),
        path,
      })),
    );
    const {done, failed, canceled} = await uploader.settled();

    expect(canceled).to.deep.equal([]);
    expect(failed.map(({path}) => path)).to.deep.equal(['logs/deep/refused.txt']);
    expect(failed[0]?.state).to.have.nested.property('error.code', 'AccessDenied');
    const skipped = done.map(({key, state}) => [key, state.status === 'done' && state.result.skipped]);
    expect(skipped).to.have.deep.members([
      [key('logs/same.txt'), true],
      [key('logs/other.txt'), false],
      [key('logs/new.txt'), false],
    ]);
    const places = done.map(({state}) => state.status === 'done' && state.result.location);
    expect(places, 'alike, sent or skipped').to.have.members(done.map(({key}) => client.locationOf(key)));
    expect(await sent(key('logs/same.txt'), 'PutObject')).to.have.length(1);
    expect(await sent(key('logs/other.txt'), 'PutObject')).to.have.length(2);

    uploader.retry();
    expect((await uploader.settled()).done).to.have.length(4);
    uploader.close();
  });
});
