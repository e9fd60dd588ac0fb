import {expect} from 'chai';
import type {CosUploaderElement} from '../../src/element.js';
import {FakeUploader} from '../support/fake-uploader.js';
import {until} from '../support/until.js';
import {mount, mountFake, part, parts, settle, text} from '../support/element.js';

const put: Element[] = [];

/** What a page writes, on the page. */
async function write(markup: string): Promise<CosUploaderElement> {
  const place = document.createElement('div');
  put.push(place);
  document.body.append(place);
  place.innerHTML = markup;
  const element = place.querySelector('cos-uploader');
  if (!element) throw new Error('no element');
  await settle(element);
  return element;
}

afterEach(() => {
  for (const element of put.splice(0)) element.remove();
});

/** An element that a pointer has come to. */
async function used(markup: string): Promise<void> {
  const element = await write(markup);
  element.dispatchEvent(new Event('pointerenter'));
  await element.updateComplete;
}

/** What is said in the console meanwhile. */
async function warnings(act: () => Promise<unknown>): Promise<string[]> {
  const {warn} = console;
  const said: string[] = [];
  console.warn = (...words: unknown[]) => said.push(words.join(' '));
  await act().finally(() => (console.warn = warn));
  return said;
}

describe('the tag in a page', () => {
  it('takes white space inside for nothing, and words for words', async () => {
    const element = await write('<cos-uploader locale="en" multiple>\n  </cos-uploader>\n');
    expect(text(element, '.zone-title')).to.equal('Drop files or folders here');
    element.append('Put your photos here');
    await settle(element);
    expect(text(element, '.zone-title'), 'the default').to.equal('');
    expect(part(element, '.zone-title slot:not([name])')).to.have.property('assignedNodes');
    element.lastChild?.remove();
    await settle(element);
    expect(text(element, '.zone-title')).to.equal('Drop files or folders here');
  });

  it('has no attribute for a name that is empty', async () => {
    const element = await write('<cos-uploader></cos-uploader>\n');
    expect(element.hasAttribute('name')).to.equal(false);
    element.name = 'files';
    await settle(element);
    expect(element.getAttribute('name')).to.equal('files');
    element.name = '';
    await settle(element);
    expect(element.hasAttribute('name')).to.equal(false);
  });

  describe('is told to be wrong', () => {
    for (const [what, markup] of Object.entries({
      'closed by itself before a paragraph': '<cos-uploader locale="en" />\n<p>Next</p>\n',
      'closed by itself before a button': '<cos-uploader locale="en" /><button>Send</button>',
    }))
      it(what, async () => {
        const said = await warnings(() => used(markup));
        expect(said).to.have.length(1);
        expect(said[0]).to.contain('self-closing').and.contain('</cos-uploader>');
      });

    it('and not where it is right', async () => {
      const said = await warnings(async () => {
        await used('<cos-uploader>\n  <b>Drop</b> it\n</cos-uploader>\n');
        await used('<cos-uploader><p>Drop it</p><svg slot="icon"></svg></cos-uploader>');
        await used('<cos-uploader style="--cos-space: 12px; --cos-radius: 0"></cos-uploader>\n');
      });
      expect(said).to.deep.equal([]);
    });

    it('with lengths that have no unit', async () => {
      const said = await warnings(() => used('<cos-uploader style="--cos-space: 12"></cos-uploader>\n'));
      expect(said).to.have.length(1);
      expect(said[0]).to.contain('write 12px');
    });
  });

  describe('in another document', () => {
    const frame = async (): Promise<Document> => {
      const iframe = document.createElement('iframe');
      const loaded = new Promise((resolve) => iframe.addEventListener('load', resolve));
      iframe.srcdoc = '<!doctype html><p>frame';
      put.push(iframe);
      document.body.append(iframe);
      await loaded;
      return iframe.contentDocument!;
    };
    const looks = (element: CosUploaderElement, selector: string): string =>
      element.ownerDocument.defaultView!.getComputedStyle(part(element, selector)).display;

    it('keeps its styles, there, in its panel and back again', async () => {
      const {element, fake} = await mountFake();
      const inner = await frame();
      inner.body.append(element);
      await settle(element);
      expect(looks(element, '.zone')).to.equal('flex');
      fake.put({name: 'a.txt', size: 3});
      await settle(element);
      expect(looks(element, '.row')).to.equal('flex');
      document.body.append(element);
      await settle(element);
      expect([looks(element, '.zone'), looks(element, '.row')]).to.deep.equal(['flex', 'flex']);
    });

    it('takes what is dropped and pasted there', async () => {
      const {element} = await mountFake();
      const inner = await frame();
      inner.body.innerHTML = '<input>';
      inner.body.append(element);
      await settle(element);
      const {DataTransfer, DragEvent, ClipboardEvent, File} = inner.defaultView as Window & typeof globalThis;
      const init = {bubbles: true, cancelable: true, composed: true};
      const dataOf = (name: string): DataTransfer => {
        const data = new DataTransfer();
        data.items.add(new File(['x'], name, {type: 'text/plain'}));
        return data;
      };
      const paste = (target: Element, name: string): boolean =>
        target.dispatchEvent(new ClipboardEvent('paste', {...init, clipboardData: dataOf(name)}));
      const zone = part(element, '.zone');
      const dataTransfer = dataOf('dropped.txt');
      for (const type of ['dragenter', 'dragover', 'drop'])
        expect(zone.dispatchEvent(new DragEvent(type, {...init, dataTransfer})), type).to.equal(false);
      expect(paste(inner.querySelector('input')!, 'kept.txt'), 'a field of that page keeps its own').to.equal(
        true,
      );
      expect(paste(zone, 'pasted.txt')).to.equal(false);
      await until(() => element.tasks.length === 2, 'both files');
      expect(element.tasks.map(({name}) => name)).to.have.members(['dropped.txt', 'pasted.txt']);
      element.parentNode?.removeChild(element);
    });

    it('is quiet when that one goes', async () => {
      const {element, fake} = await mountFake();
      const inner = await frame();
      for (const name of ['a', 'b']) fake.put({name, size: 3});
      await settle(element);
      const errors: string[] = [];
      const note = (event: ErrorEvent): void => {
        errors.push(event.message);
        event.stopImmediatePropagation();
      };
      inner.body.append(element);
      await settle(element);
      addEventListener('error', note, {capture: true});
      inner.defaultView!.frameElement!.remove();
      for (let frames = 0; frames < 10; frames++) await new Promise(requestAnimationFrame);
      removeEventListener('error', note, {capture: true});
      document.body.append(element);
      expect(errors).to.deep.equal([]);
    });

    it('has them where it comes to be', async () => {
      const element = document.createElement('cos-uploader');
      (await frame()).body.append(element);
      await settle(element);
      expect(looks(element, '.zone')).to.equal('flex');
    });
  });

  describe('has a width', () => {
    const shapes = {
      'inline block': ['', 'display: inline-block'],
      float: ['', 'float: left'],
      'flex line': ['display: flex', ''],
      'grid of its content': ['display: grid; justify-items: start', ''],
    } as const;
    for (const [shape, [outer, own]] of Object.entries(shapes))
      for (const [room, least] of [
        [800, 300],
        [260, 260],
      ] as const)
        it(`as ${shape} in ${room} px`, async () => {
          const element = await write(
            `<div style="inline-size: ${room}px; ${outer}"><cos-uploader style="${own}"></cos-uploader></div>`,
          );
          const {width} = element.getBoundingClientRect();
          expect(width).to.be.within(least, room);
        });
  });

  it('gives each button a part of its own', async () => {
    const {element, fake} = await mountFake();
    const tasks = ['a', 'b', 'c'].map((name) => fake.put({name, size: 9}));
    fake.advance(tasks[0]!, 0.5);
    fake.succeed(tasks[1]!);
    await settle(element);
    const names = parts(element, 'button').map((button) => [...button.part].slice(1).join());
    expect(names.filter((name) => !/^[a-z]+(-[a-z]+)*-button/.test(name))).to.deep.equal([]);
    expect(names).to.include.members(['browse-button', 'pause-button,row-button', 'copy-button,row-button']);
  });

  it('uses a button that the page brings for the picker, instead of one inside another', async () => {
    const element = await write(
      '<cos-uploader locale="en" multiple><button slot="browse-button" type="button">Mine</button></cos-uploader>\n',
    );
    const own = element.querySelector('button')!;
    expect(own.assignedSlot?.closest('button') ?? null).to.equal(null);
    let opened = 0;
    part(element, '.file-input').addEventListener('click', (event) => {
      event.preventDefault();
      opened++;
    });
    own.click();
    await until(() => opened > 0, 'the picker');
    expect(opened).to.equal(1);
    element.focus();
    expect(document.activeElement).to.equal(own);
    own.textContent = '';
    own.replaceWith(
      Object.assign(document.createElement('span'), {slot: 'browse-button', textContent: 'Words'}),
    );
    await settle(element);
    expect(element.querySelector('span')?.assignedSlot?.closest('button'), 'words stay in ours').to.not.equal(
      null,
    );
  });

  it('opens the picker on the empty ground of the zone, but for what the page has put there', async () => {
    const element = await write(
      '<cos-uploader locale="en" multiple>Drop, or <a href="#terms">read</a></cos-uploader>\n',
    );
    const opened: string[] = [];
    part(element, '.file-input').addEventListener('click', (event) => {
      event.preventDefault();
      opened.push('picker');
    });
    const link = element.querySelector('a')!;
    link.addEventListener('click', (event) => event.preventDefault());
    link.click();
    part(element, '.zone-buttons').click();
    part(element, '.zone').click();
    await until(() => opened.length > 0, 'the picker');
    await settle(element);
    expect(opened).to.deep.equal(['picker']);
  });

  it('keeps the rank of its button, and its words, where there is room for one file', async () => {
    const fake = new FakeUploader();
    const element = await mount({multiple: true, 'max-files': '1'}, fake);
    expect(text(element, '.zone-title')).to.equal('Drop a file here');
    fake.succeed(fake.put({name: 'a.txt', size: 3}));
    await settle(element);
    expect(part(element, '[data-action=browse]').matches('.primary')).to.equal(true);
    expect(text(element, '.zone-title')).to.equal('Drop a file here');
    expect(text(element, '[data-action=browse]')).to.equal('Replace');
  });
});
