import {expect} from 'chai';
import {FakeUploader} from '../../support/fake-uploader.js';
import {
  allInside,
  inside,
  mountLayout,
  mountPart,
  settleParts,
  show,
  textOf,
  unmountParts,
} from '../../support/parts.js';

afterEach(unmountParts);

const rows = (list: Element): string[] => allInside(list, '.row .name .sr').map((name) => name.textContent);

describe('a part finds its uploader', () => {
  it('that stands in the same document', async () => {
    const {stage, fake, list, totals, host} = await mountLayout();
    fake.put({name: 'a.bin', size: 10});
    await settleParts(stage);
    expect(rows(list)).to.deep.equal(['a.bin']);
    expect(textOf(totals, '.summary strong')).to.equal('0 of 1 file');
    expect(host.getBoundingClientRect().height).to.equal(0);
    expect(allInside(host, '.zone, .row, .totals')).to.deep.equal([]);
  });

  it('that comes later, is replaced, goes, and comes back', async () => {
    const stage = document.createElement('main');
    stage.innerHTML = '<cos-upload-list for="late"></cos-upload-list>';
    show(stage);
    await settleParts(stage);
    const [list] = stage.getElementsByTagName('cos-upload-list');
    const make = (name: string): HTMLElement => {
      const host = document.createElement('cos-uploader');
      host.id = 'late';
      host.headless = true;
      const fake = new FakeUploader();
      fake.put({name, size: 1});
      host.uploader = fake;
      return host;
    };
    const first = make('first.bin');
    stage.prepend(first);
    await settleParts(stage);
    expect(rows(list!)).to.deep.equal(['first.bin']);
    first.replaceWith(make('second.bin'));
    await settleParts(stage);
    expect(rows(list!)).to.deep.equal(['second.bin']);
    stage.querySelector('cos-uploader')!.id = 'other';
    await settleParts(stage);
    expect(rows(list!)).to.deep.equal([]);
    list!.for = 'other';
    await settleParts(stage);
    expect(rows(list!)).to.deep.equal(['second.bin']);
  });

  it('in its own shadow tree, and in no other', async () => {
    const {fake, stage} = await mountLayout();
    fake.put({name: 'outside.bin', size: 1});
    const box = document.createElement('div');
    const root = box.attachShadow({mode: 'open'});
    root.innerHTML = '<cos-upload-list for="up"></cos-upload-list>';
    stage.append(box);
    await settleParts(root);
    const list = root.querySelector('cos-upload-list')!;
    expect(rows(list)).to.deep.equal([]);
    const host = document.createElement('cos-uploader');
    Object.assign(host, {id: 'up', headless: true, uploader: new FakeUploader()});
    root.append(host);
    (host.uploader as unknown as FakeUploader).put({name: 'inside.bin', size: 1});
    await settleParts(root);
    expect(rows(list)).to.deep.equal(['inside.bin']);
  });

  it('as soon as its element is known', async () => {
    const stage = document.createElement('main');
    stage.innerHTML = '<late-uploader id="x"></late-uploader><cos-upload-list for="x"></cos-upload-list>';
    show(stage);
    await settleParts(stage);
    const {CosUploaderElement} = await import('../../../src/element.js');
    const fake = new FakeUploader();
    fake.put({name: 'a.bin', size: 1});
    Object.assign(stage.firstElementChild!, {uploader: fake, headless: true});
    class LateUploader extends CosUploaderElement {}
    customElements.define('late-uploader', LateUploader);
    await settleParts(stage);
    expect(rows(stage.lastElementChild!)).to.deep.equal(['a.bin']);
  });
});

describe('parts of an engine without an element', () => {
  it('show it, and one of them tells of it', async () => {
    const fake = new FakeUploader();
    const list = await mountPart('cos-upload-list', fake);
    const totals = await mountPart('cos-upload-totals', fake);
    const task = fake.put({name: 'a.bin', size: 1e6});
    fake.advance(task, 0.5);
    await settleParts(document);
    expect(rows(list)).to.deep.equal(['a.bin']);
    expect(textOf(totals, '.summary strong')).to.equal('0 of 1 file');
    const hosts = (): Element[] => [list, totals].flatMap((part) => allInside(part, 'cos-uploader'));
    expect(hosts()).to.have.lengthOf(1);
    expect(list.shadowRoot!.contains(hosts()[0]!)).to.equal(true);
    // The part that had it goes, as on another route; the engine and what is shown go on.
    list.remove();
    await settleParts(document);
    expect(totals.shadowRoot!.contains(hosts()[0]!)).to.equal(true);
    fake.succeed(task);
    await settleParts(document);
    expect(textOf(totals, '.summary strong')).to.equal('1 file is uploaded');
    const next = await mountPart('cos-upload-list', fake);
    expect(rows(next)).to.deep.equal(['a.bin']);
  });

  it('show it beside an element that shares it', async () => {
    const fake = new FakeUploader();
    const element = document.createElement('cos-uploader');
    element.uploader = fake;
    const stage = document.createElement('main');
    stage.append(element);
    show(stage);
    const list = await mountPart('cos-upload-list', fake);
    const totals = await mountPart('cos-upload-totals', fake);
    await element.addFiles([new File(['x'], 'a.bin')]);
    fake.succeed(fake.tasks[0]!);
    await settleParts(document);
    expect(allInside(list, '.row-done')).to.have.lengthOf(1);
    expect(allInside(totals, '.ring.good')).to.have.lengthOf(1);
  });

  it('take files', async () => {
    const fake = new FakeUploader();
    const zone = await mountPart('cos-upload-drop-zone', fake);
    const data = new DataTransfer();
    for (const name of ['a.txt', 'b.txt']) data.items.add(new File(['x'], name));
    inside(zone, '.zone').dispatchEvent(
      new DragEvent('drop', {bubbles: true, composed: true, cancelable: true, dataTransfer: data}),
    );
    await settleParts(document);
    await settleParts(document);
    expect(fake.tasks.map(({name}) => name)).to.deep.equal(['a.txt', 'b.txt']);
  });
});
