import {expect} from 'chai';
import {type Owner, Slots, type Release} from '../../../src/upload/requests/slots.js';

const owner = (order: number): Owner => ({order, held: 0});
const never = new AbortController().signal;

describe('Slots', () => {
  it('gives a free slot to who holds fewest, then to who came first', async () => {
    const slots = new Slots(2);
    const large = owner(0);
    const small = owner(1);
    const granted: string[] = [];
    const ask = (name: string, who: Owner): Promise<Release> =>
      slots.acquire(who, never).then((release) => {
        granted.push(name);
        return release;
      });
    const first = await ask('large 1', large);
    const second = await ask('large 2', large);
    const waiting = [ask('large 3', large), ask('small 1', small), ask('small 2', small)];
    first();
    const third = await waiting[1]!;
    second();
    third();
    await Promise.all(waiting.slice(0, 1));
    expect(granted).to.deep.equal(['large 1', 'large 2', 'small 1', 'large 3', 'small 2']);
  });

  it('says how many an upload can count on', async () => {
    const slots = new Slots(5);
    const [one, two] = [owner(0), owner(1)];
    expect(slots.shareOf(one)).to.equal(5);
    const release = await slots.acquire(two, never);
    expect(slots.shareOf(one)).to.equal(2);
    expect(slots.shareOf(two)).to.equal(5);
    for (let order = 2; order < 9; order++) void slots.acquire(owner(order), never);
    expect(slots.shareOf(one)).to.equal(1);
    release();
    expect(slots.shareOf(two)).to.equal(1);
  });

  it('never gives more than it has, and serves at once when it grows', async () => {
    const slots = new Slots(1);
    await slots.acquire(owner(0), never);
    let got = false;
    const second = slots.acquire(owner(1), never).then(() => (got = true));
    await Promise.resolve();
    expect(got).to.equal(false);
    slots.size = 2;
    await second;
  });

  it('takes a slot back once', async () => {
    const slots = new Slots(1);
    const release = await slots.acquire(owner(0), never);
    release();
    release();
    await slots.acquire(owner(0), never);
    let extra = false;
    void slots.acquire(owner(1), never).then(() => (extra = true));
    await new Promise((resolve) => setTimeout(resolve));
    expect(extra).to.equal(false);
  });

  it('lets an aborted one go', async () => {
    const slots = new Slots(1);
    const release = await slots.acquire(owner(0), never);
    const controller = new AbortController();
    const left = slots.acquire(owner(1), controller.signal);
    controller.abort(new Error('enough'));
    let reason: unknown;
    await left.catch((error: unknown) => (reason = error));
    expect(reason).to.have.property('message', 'enough');
    release();
    await slots.acquire(owner(2), never);
  });
});
