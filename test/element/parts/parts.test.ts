import {expect} from 'chai';
import {NetworkError} from '../../../src/index.js';
import {violationsIn} from '../../support/axe.js';
import {record} from '../../support/element.js';
import {layoutNames, playInLayout} from '../../support/own-layout.js';
import {
  allInside,
  inside,
  type Layout,
  mountLayout,
  mountPart,
  settleParts,
  show,
  textOf,
  unmountParts,
} from '../../support/parts.js';
import {FakeUploader} from '../../support/fake-uploader.js';
import {scenes} from '../../support/scenes.js';
import {until} from '../../support/until.js';

afterEach(unmountParts);

const press = (part: Element, selector: string): void => inside(part, selector).click();
const focused = (part: Element): HTMLElement | null => part.shadowRoot!.activeElement as HTMLElement | null;

function dragOver(target: Element, ...types: string[]): DataTransfer {
  const data = new DataTransfer();
  types.forEach((type, i) => data.items.add(new File(['x'], `${i}.bin`, {type})));
  const init = {bubbles: true, composed: true, cancelable: true, dataTransfer: data};
  target.dispatchEvent(new DragEvent('dragenter', init));
  return data;
}

describe('a page of parts', () => {
  it('takes what the picker of the headless uploader gives', async () => {
    const {stage, fake, host, button} = await mountLayout('accept=".txt"');
    const input = inside(host, '.file-input') as HTMLInputElement;
    let opened = 0;
    input.addEventListener('click', (event) => {
      event.preventDefault();
      opened++;
    });
    press(button, 'button');
    await until(() => opened > 0, 'the picker');
    expect(opened).to.equal(1);
    const data = new DataTransfer();
    data.items.add(new File(['x'], 'a.txt'));
    data.items.add(new File(['x'], 'b.exe'));
    input.files = data.files;
    input.dispatchEvent(new Event('change', {bubbles: true}));
    await until(() => fake.tasks.length > 0, 'what was chosen');
    await settleParts(stage);
    expect(fake.tasks.map(({name}) => name)).to.deep.equal(['a.txt']);
    expect(allInside(stage.querySelector('cos-upload-list')!, '[part=rejections] li')).to.have.lengthOf(1);
    expect(allInside(button, '.notice')).to.deep.equal([]);
  });

  it('shows what was refused at the drop zone or the button where there is no list', async () => {
    const {stage, list, zone, button, host} = await mountLayout('accept=".txt"');
    list.remove();
    await host.addFiles([new File(['x'], 'b.exe')]);
    await settleParts(stage);
    expect(allInside(zone, '[part=rejections] li')).to.have.lengthOf(1);
    zone.remove();
    await settleParts(stage);
    await settleParts(stage);
    expect(allInside(button, '[part=rejections] li')).to.have.lengthOf(1);
    press(button, '[data-action=dismiss]');
    await settleParts(stage);
    expect(allInside(button, '.notice')).to.deep.equal([]);
  });

  it('pauses, goes on, cancels with undo, and tries again', async () => {
    const {stage, fake, list, totals, host} = await mountLayout();
    const events = record(host, 'cos-upload-pause', 'cos-upload-cancel', 'cos-upload-error');
    const [a, b] = [fake.put({name: 'a.bin', size: 1e6}), fake.put({name: 'b.bin', size: 1e6})];
    fake.advance(a, 0.4);
    fake.advance(b, 0.2);
    await settleParts(stage);
    press(totals, '[data-action=pause-all]');
    await settleParts(stage);
    expect(allInside(list, '.row-paused')).to.have.lengthOf(2);
    press(totals, '[data-action=resume-all]');
    await settleParts(stage);
    press(list, `[data-id="${a.id}"] [data-action=cancel]`);
    await settleParts(stage);
    press(list, '[data-action=undo]');
    await settleParts(stage);
    expect(a.state.status).to.be.oneOf(['queued', 'preparing', 'uploading']);
    fake.fail(a, new NetworkError('gone'));
    await settleParts(stage);
    press(list, `[data-id="${a.id}"] [data-action=retry]`);
    await settleParts(stage);
    expect(a.state.status).to.equal('queued');
    expect(events.map(({type}) => type)).to.deep.equal([
      'cos-upload-pause',
      'cos-upload-pause',
      'cos-upload-error',
    ]);
  });

  it('shows in the totals how long what was canceled can come back', async () => {
    const {stage, fake, totals} = await mountLayout();
    for (const name of ['a.bin', 'b.bin']) fake.put({name, size: 1e6});
    await settleParts(stage);
    press(totals, '[data-action=cancel-all]');
    await settleParts(stage);
    const [line, box] = ['.going', '.totals'].map((name) => inside(totals, name).getBoundingClientRect());
    expect(line!.height).to.equal(2);
    expect(line!.bottom, 'at its lower edge').to.be.closeTo(box!.bottom, 1);
  });

  it('folds and filters the list from the totals, which offer it only where there is a list', async () => {
    const {stage, fake, list, totals} = await mountLayout();
    fake.advance(fake.put({name: 'a.bin', size: 1e6}), 0.4);
    await settleParts(stage);
    press(totals, '[data-action=fold]');
    await settleParts(stage);
    expect(allInside(list, '.row')).to.have.lengthOf(0);
    press(totals, '[data-action=fold]');
    await settleParts(stage);
    expect(allInside(list, '.row')).to.have.lengthOf(1);
    list.remove();
    await settleParts(stage);
    await settleParts(stage);
    expect(allInside(totals, '[data-action=fold]')).to.have.lengthOf(0);
  });

  it('has a control in the place of one that goes', async () => {
    const {stage, fake, list, button} = await mountLayout();
    const a = fake.put({name: 'a.bin', size: 1e6});
    await settleParts(stage);
    list.focus();
    expect(focused(list)?.closest('[data-id]')?.getAttribute('data-id')).to.equal(a.id);
    fake.remove(a);
    await settleParts(stage);
    await settleParts(stage);
    expect(focused(button)?.dataset['action']).to.equal('browse');
  });

  it('is heard in one place', async () => {
    const {stage, fake, host} = await mountLayout();
    fake.advance(fake.put({name: 'a.bin', size: 1e6}), 0.4);
    await settleParts(stage);
    const spoken = [...stage.querySelectorAll('*')].flatMap((element) =>
      element.shadowRoot ? allInside(element, '[role=status], [role=alert], [aria-live]') : [],
    );
    expect(spoken).to.have.lengthOf(2);
    expect(spoken.every((region) => host.shadowRoot!.contains(region))).to.equal(true);
    await until(() => textOf(host, '[role=status]') === 'Upload started', 'the start');
  });

  it('moves the focus of the uploader to the button', async () => {
    const {host, button} = await mountLayout();
    host.focus();
    expect(focused(button)?.localName).to.equal('button');
  });

  it('is named by the label of its uploader', async () => {
    const {stage, host, zone} = await mountLayout();
    expect(inside(zone, '[role=group]').ariaLabel).to.equal('Upload files');
    stage.prepend(Object.assign(document.createElement('label'), {htmlFor: 'up', textContent: 'Papers'}));
    host.requestUpdate();
    await settleParts(stage);
    expect(inside(zone, '[role=group]').ariaLabel).to.equal('Papers');
  });

  it('says at its button why a form may not go', async () => {
    const {stage, host, button} = await mountLayout('required');
    const form = document.createElement('form');
    form.append(host);
    stage.append(form);
    await settleParts(stage);
    expect(form.reportValidity()).to.equal(false);
    expect(focused(button)?.dataset['action']).to.equal('browse');
  });

  for (const tag of ['cos-upload-list', 'cos-upload-dock'] as const)
    it(`leads to the file that keeps a form from going, in <${tag}>`, async () => {
      const {stage, fake, host, list} = await mountLayout('submit="upload"');
      if (tag === 'cos-upload-dock') list.outerHTML = '<cos-upload-dock for="up"></cos-upload-dock>';
      const form = document.createElement('form');
      form.append(host);
      stage.append(form);
      const task = fake.put({name: 'a.bin', size: 10});
      await settleParts(stage);
      form.requestSubmit();
      await settleParts(stage);
      fake.fail(task, new NetworkError('x'));
      await until(
        () => focused(stage.querySelector(tag)!)?.closest('.row-failed') instanceof HTMLElement,
        'the focus on the row',
      );
    });

  it('follows the language of its uploader', async () => {
    const {host, button} = await mountLayout();
    host.locale = 'de';
    await host.updateComplete;
    await until(() => textOf(button) === 'Dateien auswählen', 'the language');
  });
});

describe('a drop zone around content', () => {
  async function mountAround(): Promise<Layout & {content: Element}> {
    const layout = await mountLayout('accept="image/*"');
    layout.zone.innerHTML = '<article><h2>Album</h2><input /></article>';
    await settleParts(layout.stage);
    return {...layout, content: layout.zone.querySelector('article')!};
  }

  it('shows where, and takes the drop', async () => {
    const {stage, zone, content, fake} = await mountAround();
    expect(allInside(zone, '.zone, .veil')).to.deep.equal([]);
    const dataTransfer = dragOver(content, 'image/png', 'image/png');
    await settleParts(stage);
    expect(textOf(zone, '.veil')).to.equal('2 photos');
    expect(zone.hasAttribute('dragging')).to.equal(true);
    content.dispatchEvent(
      new DragEvent('drop', {bubbles: true, composed: true, cancelable: true, dataTransfer}),
    );
    await until(() => fake.tasks.length > 0, 'what was dropped');
    await settleParts(stage);
    expect(fake.tasks).to.have.lengthOf(2);
    expect(allInside(zone, '.veil')).to.deep.equal([]);
    expect(zone.hasAttribute('dragging')).to.equal(false);
  });

  it('leaves to another uploader inside of it what is dropped and pasted there', async () => {
    const {stage, fake, zone} = await mountLayout();
    const other = document.createElement('cos-uploader');
    const inner = (other.uploader = new FakeUploader());
    other.multiple = true;
    const around = document.createElement('div');
    around.append(other);
    zone.append(around);
    await settleParts(stage);
    await other.updateComplete;
    const dataOf = (name: string): DataTransfer => {
      const data = new DataTransfer();
      data.items.add(new File(['x'], name, {type: 'image/png'}));
      return data;
    };
    const init = {bubbles: true, composed: true, cancelable: true};
    const drop = (target: Element, dataTransfer: DataTransfer): void => {
      for (const type of ['dragenter', 'drop'])
        target.dispatchEvent(new DragEvent(type, {...init, dataTransfer}));
    };
    const target = other.shadowRoot!.querySelector('.zone')!;
    drop(target, dataOf('dropped.png'));
    target.dispatchEvent(new ClipboardEvent('paste', {...init, clipboardData: dataOf('pasted.png')}));
    drop(around, dataOf('beside.png'));
    await until(() => inner.tasks.length === 2 && fake.tasks.length > 0, 'all three files');
    expect(fake.tasks.map(({name}) => name)).to.deep.equal(['beside.png']);
  });

  it('leaves clicks and pastes into fields to the content, and takes other pastes once', async () => {
    const {host, content, fake} = await mountAround();
    let opened = 0;
    inside(host, '.file-input').addEventListener('click', (event) => {
      event.preventDefault();
      opened++;
    });
    content.dispatchEvent(new MouseEvent('click', {bubbles: true, composed: true}));
    const paste = (target: Element): void => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File(['x'], 'shot.png', {type: 'image/png'}));
      target.dispatchEvent(
        new ClipboardEvent('paste', {bubbles: true, composed: true, cancelable: true, clipboardData}),
      );
    };
    paste(content.querySelector('input')!);
    paste(content);
    await until(() => fake.tasks.length > 0, 'what was pasted');
    paste(content);
    await until(() => fake.tasks.length > 1, 'the paste after it');
    expect(fake.tasks, 'each once').to.have.lengthOf(2);
    expect(opened).to.equal(0);
  });
});

describe('a row', () => {
  it('has what the page puts into it, with keys of its own', async () => {
    const {stage, fake, list} = await mountLayout();
    const [a] = [fake.put({name: 'a.bin', size: 1e6}), fake.put({name: 'b.bin', size: 1e6})];
    const own = document.createElement('button');
    own.slot = `row-${a.id}`;
    own.textContent = 'Share';
    list.append(own);
    await settleParts(stage);
    const row = inside(list, `[data-id="${a.id}"]`).getBoundingClientRect();
    const {top, bottom, width} = own.getBoundingClientRect();
    expect(width).to.be.greaterThan(0);
    expect([top >= row.top, bottom <= row.bottom]).to.deep.equal([true, true]);
    own.focus();
    own.dispatchEvent(new KeyboardEvent('keydown', {key: 'Delete', bubbles: true, composed: true}));
    await settleParts(stage);
    expect(allInside(list, '[data-action=undo]')).to.have.lengthOf(0);
  });

  it('leaves buttons out that the page hides', async () => {
    const {stage, fake, list} = await mountLayout();
    const style = document.createElement('style');
    style.textContent = 'cos-upload-list::part(pause-button) {display: none}';
    stage.append(style);
    fake.advance(fake.put({name: 'a.bin', size: 1e6}), 0.4);
    await settleParts(stage);
    list.focus();
    inside(list, '.list').dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true}));
    await settleParts(stage);
    expect(focused(list)?.dataset['action']).to.equal('cancel');
  });
});

describe('the dock', () => {
  it('is not there without files, says how far all is, opens and folds by keys', async () => {
    const fake = new FakeUploader();
    const dock = await mountPart('cos-upload-dock', fake);
    expect(dock.getBoundingClientRect().height).to.equal(0);
    const [a] = [fake.put({name: 'a.bin', size: 1e6}), fake.put({name: 'b.bin', size: 1e6})];
    fake.advance(a, 0.5);
    await settleParts(document);
    expect(textOf(dock, '.line')).to.equal('Uploading 0 of 2');
    fake.succeed(a);
    await settleParts(document);
    expect(textOf(dock, '.line')).to.equal('Uploading 1 of 2');
    press(dock, '[data-action=dock]');
    await settleParts(document);
    expect(dock.open).to.equal(true);
    expect(focused(dock)?.dataset['action']).to.equal('dock');
    expect(allInside(dock, '.row')).to.have.lengthOf(2);
    inside(dock, '.row').dispatchEvent(
      new KeyboardEvent('keydown', {key: 'Escape', bubbles: true, composed: true}),
    );
    await settleParts(document);
    expect(dock.open).to.equal(false);
    expect(focused(dock)?.dataset['action']).to.equal('dock');
    for (const task of fake.tasks) fake.succeed(task);
    await settleParts(document);
    expect(textOf(dock, '.line')).to.equal('All 2 files are uploaded');
    press(dock, '[data-action=clear]');
    await settleParts(document);
    expect(dock.getBoundingClientRect().height).to.equal(0);
  });
});

describe('axe', () => {
  for (const layout of layoutNames)
    for (const scene of ['idle', 'uploading', 'errors', 'restore', 'cards'])
      it(`finds nothing in ${scene} as ${layout}`, async () => {
        const stage = document.createElement('div');
        stage.lang = document.documentElement.lang = 'en';
        show(stage);
        await playInLayout(scenes[scene]!, layout, stage);
        await settleParts(stage);
        expect(await violationsIn(stage)).to.deep.equal([]);
      }).timeout(20_000);
});
