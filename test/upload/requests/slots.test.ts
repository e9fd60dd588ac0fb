import {expect} from 'chai';
import {MB} from '../../../src/upload/parts/layout.js';
import {Host, type Owner, Slots, type Release} from '../../../src/upload/requests/slots.js';

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

  it('counts no more on an upload that has let go', async () => {
    const slots = new Slots(4);
    const release = await slots.acquire(owner(1), never);
    release();
    expect(slots.shareOf(owner(0))).to.equal(4);
  });

  it('never gives more than it has, and serves at once when it grows', async () => {
    const slots = new Slots(1);
    await slots.acquire(owner(0), never);
    let got = false;
    const second = slots.acquire(owner(1), never).then(() => (got = true));
    await Promise.resolve();
    expect(got).to.equal(false);
    slots.concurrency = 2;
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

  it('is one of several that share a host: together no more than the largest, and none more than its own', async () => {
    const host = new Host();
    const [small, large] = [new Slots(1, host), new Slots(3, host)];
    let given = 0;
    const ask = (slots: Slots, order: number): Promise<Release> =>
      slots.acquire(owner(order), never).then((release) => (given++, release));
    const first = [ask(small, 0), ask(small, 1)];
    for (let order = 2; order < 6; order++) void ask(large, order);
    await new Promise((resolve) => setTimeout(resolve));
    expect([given, small.used, large.used, host.used]).to.deep.equal([3, 1, 2, 3]);
    (await first[0]!)();
    await first[1];
    expect([given, small.used, large.used]).to.deep.equal([4, 1, 2]);
  });

  it('lets small bodies go beside a large one, and learns from them together how fast the line is', async () => {
    const time = {now: 0};
    const host = new Host(() => time.now);
    const slots = new Slots('auto', host);
    const large = slots.host.measure(20 * MB, () => 0.05);
    await slots.acquire(owner(0), never, 20 * MB);
    let second = false;
    const photos = [1, 2, 3].map((order) => slots.acquire(owner(order), never, 20_000));
    void slots.acquire(owner(4), never, 5 * MB).then(() => (second = true));
    const releases = await Promise.all(photos);
    large.moved(0);
    for (const [index, release] of releases.entries()) {
      const photo = slots.host.measure(20_000, () => 0.05);
      time.now = 300 * (index + 1);
      photo.moved(Infinity);
      release();
    }
    time.now = 1000;
    large.moved(40_000);
    expect(slots.host.line.bytesPerSecond).to.equal(undefined);
    // Two more go while the large one is watched: what they carry is of the same line.
    for (const order of [5, 6]) {
      const release = await slots.acquire(owner(order - 4), never, 20_000);
      slots.host.measure(20_000, () => 0.05).moved(Infinity);
      release();
    }
    expect(second, 'a second large one waits until the line is known').to.equal(false);
    time.now = 3000;
    large.moved(200_000);
    expect(slots.host.line.bytesPerSecond).to.equal((200_000 - 40_000 + 40_000) / 2);
    await Promise.resolve();
    expect(second).to.equal(true);
  });

  it('gives half as many when the host is busy, and one more for each round that it takes', async () => {
    const slots = new Slots(8);
    const releases = await Promise.all(
      Array.from({length: 8}, (_, order) => slots.acquire(owner(order), never)),
    );
    for (const release of releases.splice(0, 4)) {
      release();
      // Four that were sent before it was known say it once.
      slots.host.ease(0, 1);
    }
    for (let order = 10; order < 20; order++) void slots.acquire(owner(order), never);
    for (const release of releases.splice(0, 2)) release();
    await Promise.resolve();
    expect(slots.used, 'half of eight').to.equal(4);
    for (let answers = 0; answers < 5; answers++) slots.host.recover();
    expect(slots.used).to.equal(5);
  });

  it('gives half as many again when the host is busy for what was sent since', async () => {
    const slots = new Slots(8);
    const releases = await Promise.all(
      Array.from({length: 8}, (_, order) => slots.acquire(owner(order), never)),
    );
    slots.host.ease(0, 1);
    slots.host.ease(1, 2);
    for (const release of releases) release();
    for (let order = 10; order < 20; order++) void slots.acquire(owner(order), never);
    expect(slots.used, 'a quarter of eight').to.equal(2);
  });
});
