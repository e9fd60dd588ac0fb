import {expect} from 'chai';
import {Activity} from '../../../src/upload/tasks/activity.js';
import {withResolvers} from '../../../src/upload/tasks/with-resolvers.js';

const told: string[] = [];
const activity = (): Activity =>
  new Activity((action) => told.push(action.type === 'wait' ? `wait for ${action.reason}` : action.type));

describe('What an upload shows of what it does', () => {
  beforeEach(() => (told.length = 0));

  it('is a wait only where all of its requests wait, and the one that began last', async () => {
    const shown = activity();
    const [one, two] = [withResolvers<undefined>(), withResolvers<undefined>()];
    shown.enter({type: 'upload', sent: 0});
    const first = shown.during(() => shown.waiting('backoff', one.promise));
    const second = shown.during(async () => {
      await Promise.resolve();
      await shown.waiting('offline', two.promise);
    });
    expect(told).to.deep.equal(['upload', 'wait for backoff', 'upload']);
    await Promise.resolve();
    await Promise.resolve();
    expect(told.at(-1)).to.equal('wait for offline');
    two.resolve(undefined);
    await second;
    expect(told.at(-1), 'the other one waits still').to.equal('wait for backoff');
    one.resolve(undefined);
    await first;
    expect(told.at(-1)).to.equal('upload');
  });

  it('is told once, and a wait ends once', () => {
    const shown = activity();
    const verify = {type: 'verify'} as const;
    shown.enter(verify);
    shown.enter(verify);
    const end = shown.wait('credentials');
    const other = shown.wait('credentials');
    end();
    end();
    other();
    expect(told).to.deep.equal(['verify', 'wait for credentials', 'wait for credentials', 'verify']);
  });
});
