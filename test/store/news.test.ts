import {expect} from 'chai';
import {createNews} from '../../src/store/news.js';

describe('News between tabs', () => {
  it('are of one object, and nothing else is heard', async () => {
    const name = `news-${Math.random().toString(36)}`;
    const [here, there] = [createNews(name), new BroadcastChannel(name)];
    const heard: number[] = [];
    const last = new Promise<void>((resolve) => {
      here.watch('object', (sent) => {
        heard.push(sent);
        if (sent === 7) resolve();
      });
    });
    for (const message of [
      null,
      'text',
      {name: 'other', sent: 1},
      {sent: 2},
      ...['3', NaN, -4, 5.5, 1e300].map((sent) => ({name: 'object', sent})),
      {name: 'object', sent: 0},
      {name: 'object', sent: 7},
    ])
      there.postMessage(message);
    await last;
    there.close();
    expect(heard).to.deep.equal([0, 7]);
  });

  it('are heard by nobody where the browser refuses a channel', () => {
    const {BroadcastChannel} = globalThis;
    globalThis.BroadcastChannel = function () {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    } as unknown as typeof BroadcastChannel;
    try {
      const news = createNews(`news-${Math.random().toString(36)}`);
      news.announce('object', 1);
      news.watch('object', () => undefined)();
    } finally {
      globalThis.BroadcastChannel = BroadcastChannel;
    }
  });
});
