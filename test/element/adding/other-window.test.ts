import {expect} from 'chai';
import {Uploader} from '../../../src/index.js';
import {download, freshKey, localClient} from '../../support/cos.js';
import {mountReal, unmount} from '../../support/element.js';

const frames: Element[] = [];
function frame(): {window: Window & typeof globalThis; element: Element} {
  const element = document.createElement('iframe');
  document.body.append(element);
  frames.push(element);
  return {window: element.contentWindow as Window & typeof globalThis, element};
}

const contentOf = async (key: string): Promise<string | undefined> => (await download(key))?.text();

describe('a File of another window', () => {
  afterEach(() => {
    unmount();
    for (const element of frames.splice(0)) element.remove();
  });

  for (const gone of [false, true])
    it(`is uploaded, ${gone ? 'also when that has gone' : 'whole and in parts'}`, async () => {
      const element = await mountReal({'part-size': '1MB', 'multipart-threshold': '1MB'});
      const other = frame();
      const large = 'x'.repeat(2 ** 20 + 1);
      const files = [new other.window.File(['small'], 's.txt'), new other.window.File([large], 'l.txt')];
      if (gone) other.element.remove();
      const tasks = await element.addFiles([files[0]!, {file: files[1]!, path: 'd/l.txt'}]);
      expect(tasks.map(({path}) => path)).to.deep.equal(['s.txt', 'd/l.txt']);
      await Promise.all(tasks.map((task) => task.settled()));
      expect(await Promise.all(tasks.map(({key}) => contentOf(key)))).to.deep.equal(['small', large]);
    });

  it('is taken by an Uploader, and from prepare', async () => {
    const {window: other} = frame();
    const uploader = new Uploader({
      client: localClient(),
      keyPrefix: freshKey(''),
      resume: 'off',
      prepare: async (file) => {
        const text = `${await file.text()}!`;
        return file.name === 'a.txt' ? new other.File([text], 'made.txt') : new other.Blob([text]);
      },
    });
    const tasks = uploader.addAll([new other.File(['one'], 'a.txt'), new File(['two'], 'b.txt')]);
    await uploader.settled();
    expect(tasks.map(({name}) => name)).to.deep.equal(['made.txt', 'b.txt']);
    expect(await Promise.all(tasks.map(({key}) => contentOf(key)))).to.deep.equal(['one!', 'two!']);
  });
});

describe('a page whose browser', () => {
  it('throws at the first look at IndexedDB uploads all the same', async () => {
    Object.defineProperty(globalThis, 'indexedDB', {
      configurable: true,
      get: () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      },
    });
    try {
      const uploader = new Uploader({client: localClient(), keyPrefix: freshKey('')});
      const task = uploader.add(new File(['text'], 'a.txt'));
      await uploader.settled();
      expect(task.state.status).to.equal('done');
      expect(uploader.remembers).to.equal(false);
    } finally {
      Reflect.deleteProperty(globalThis, 'indexedDB');
    }
  });
});
