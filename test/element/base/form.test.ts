import {expect} from 'chai';
import type {CosUploaderElement} from '../../../src/element.js';
import {FakeUploader} from '../../support/fake-uploader.js';
import {part, record, settle, text} from '../../support/element.js';

let form: HTMLFormElement;
afterEach(() => form.parentNode?.removeChild(form));

async function inForm(
  attributes = 'name="files"',
  around = '',
): Promise<{element: CosUploaderElement; fake: FakeUploader}> {
  form = document.createElement('form');
  form.innerHTML = `<fieldset ${around}><cos-uploader multiple locale="en" ${attributes}></cos-uploader></fieldset><button>Send</button>`;
  const element = form.querySelector('cos-uploader') as CosUploaderElement;
  const fake = new FakeUploader();
  element.uploader = fake;
  document.body.append(form);
  await settle(element);
  return {element, fake};
}

const value = (): FormDataEntryValue[] => new FormData(form).getAll('files');

describe('in a form', () => {
  it('has one entry per finished file, at once when it is told', async () => {
    const {element, fake} = await inForm();
    const [a, b] = ['a', 'b'].map((name) => fake.put({name, size: 1}));
    let atSuccess: unknown;
    element.addEventListener('cos-upload-success', () => (atSuccess = value()), {once: true});
    const events = record(element, 'input', 'change');
    expect(value()).to.deep.equal([]);
    if (a) fake.succeed(a);
    expect(atSuccess).to.deep.equal(['k/a']);
    await settle(element);
    expect(events.map(({type}) => type)).to.deep.equal(['input', 'change']);
    expect(events.every((event) => event.bubbles && event.composed)).to.equal(true);
    if (b) fake.succeed(b);
    await settle(element);
    expect(value()).to.deep.equal(['k/a', 'k/b']);
    if (a) fake.remove(a);
    await settle(element);
    expect(value()).to.deep.equal(['k/b']);
    element.name = 'other';
    await settle(element);
    expect(new FormData(form).getAll('other')).to.deep.equal(['k/b']);
    expect(element.form).to.equal(form);
  });

  it('has its entries in the order of the list, whichever upload ends first', async () => {
    const {element, fake} = await inForm();
    const [a, b, c] = ['a', 'b', 'c'].map((name) => fake.put({name, size: 1}));
    const atSuccess: unknown[] = [];
    element.addEventListener('cos-upload-success', () => atSuccess.push(value()));
    for (const task of [c!, a!, b!]) {
      fake.succeed(task);
      await settle(element);
    }
    expect(atSuccess.at(-1)).to.deep.equal(['k/a', 'k/b', 'k/c']);
    expect(value()).to.deep.equal(['k/a', 'k/b', 'k/c']);
    expect(element.value).to.deep.equal(['k/a', 'k/b', 'k/c']);
  });

  it('has no entry without a name', async () => {
    const {element, fake} = await inForm('');
    fake.succeed(fake.put({name: 'a', size: 1}));
    await settle(element);
    expect([...new FormData(form)]).to.deep.equal([]);
  });

  it('is not sent before the last upload is done', async () => {
    const {element, fake} = await inForm('name="files" required');
    let sent = 0;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      sent++;
    });
    form.requestSubmit();
    expect(sent).to.equal(0);
    expect(element.validity.valueMissing).to.equal(true);
    expect(element.validationMessage).to.equal('Please upload a file.');
    const task = fake.put({name: 'a', size: 1});
    await settle(element);
    expect(element.validity.customError).to.equal(true);
    expect(element.validationMessage).to.equal('Please wait until the upload is complete.');
    expect(element.checkValidity()).to.equal(false);
    form.requestSubmit();
    expect(sent).to.equal(0);
    fake.succeed(task);
    await settle(element);
    expect(element.reportValidity()).to.equal(true);
    form.requestSubmit();
    expect(sent).to.equal(1);
  });

  it('may be sent the moment it is told of the end', async () => {
    const {element, fake} = await inForm('name="files" required');
    const sent: FormDataEntryValue[][] = [];
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      sent.push(value());
    });
    for (const type of ['cos-upload-success', 'cos-idle'] as const)
      element.addEventListener(type, () => form.requestSubmit());
    const [a, b] = ['a', 'b'].map((name) => fake.put({name, size: 1}));
    await settle(element);
    if (a) fake.succeed(a);
    expect(sent, 'b is still on its way').to.deep.equal([]);
    if (b) fake.succeed(b);
    expect(sent).to.deep.equal([
      ['k/a', 'k/b'],
      ['k/a', 'k/b'],
    ]);
  });

  it('is held back from the moment that a file is there, before any picture shows it', async () => {
    const {element, fake} = await inForm('name="files" required');
    const task = fake.put({name: 'a', size: 1});
    expect(form.checkValidity()).to.equal(false);
    expect(element.validity.customError).to.equal(true);
    fake.succeed(task);
    expect(form.checkValidity()).to.equal(true);
    form.reset();
    expect(form.checkValidity()).to.equal(false);
    expect(element.validity.valueMissing).to.equal(true);
  });

  it('keeps what has just ended, however often a framework sets what it knows before it is told', async () => {
    const {element, fake} = await inForm();
    element.value = ['k/stored'];
    await settle(element);
    const events = record(element, 'change');
    fake.succeed(fake.put({name: 'a', size: 1}));
    for (let i = 0; i < 3; i++) element.value = ['k/stored'];
    expect(value()).to.deep.equal(['k/stored', 'k/a']);
    await settle(element);
    expect(events).to.have.length(1);
    expect(element.value).to.deep.equal(['k/stored', 'k/a']);
    element.value = ['k/stored'];
    expect(value(), 'the page takes it off').to.deep.equal(['k/stored']);
    await settle(element);
    expect(events).to.have.length(1);
  });

  it('keeps what has just ended in another order, where a framework sets what is stored anew too', async () => {
    const {element, fake} = await inForm();
    const render = (): void => {
      element.stored = [{key: 'k/stored'}];
      element.value = ['k/stored'];
    };
    render();
    await settle(element);
    const tasks = ['a', 'b', 'c'].map((name) => fake.put({name, size: 1}));
    for (const index of [2, 0]) {
      fake.succeed(tasks[index]!);
      for (let i = 0; i < 2; i++) render();
    }
    await settle(element);
    expect(value()).to.deep.equal(['k/stored', 'k/a', 'k/c']);
  });

  it('is empty again after a reset', async () => {
    const {element, fake} = await inForm();
    fake.succeed(fake.put({name: 'a', size: 1}));
    const running = fake.put({name: 'b', size: 1});
    await settle(element);
    form.reset();
    await settle(element);
    expect(value()).to.deep.equal([]);
    expect(element.tasks).to.have.length(0);
    expect(running.state.status).to.equal('canceled');
  });

  it('is disabled with its fieldset, and then neither sent nor in the way', async () => {
    const {element, fake} = await inForm('name="files" required', 'disabled');
    expect(element.isDisabled).to.equal(true);
    fake.succeed(fake.put({name: 'a', size: 1}));
    await settle(element);
    expect(value()).to.deep.equal([]);
    expect(form.checkValidity()).to.equal(true);
    (form.firstElementChild as HTMLFieldSetElement).disabled = false;
    await settle(element);
    expect(element.isDisabled).to.equal(false);
    expect(value()).to.deep.equal(['k/a']);
  });

  it('is enabled again by its own property, at once and to the eye', async () => {
    const {element} = await inForm();
    for (const disabled of [true, false]) {
      element.disabled = disabled;
      expect(element.isDisabled).to.equal(disabled);
      await settle(element);
      expect(element.hasAttribute('disabled')).to.equal(disabled);
      expect((part(element, '[data-action=browse]') as HTMLButtonElement).disabled).to.equal(disabled);
    }
  });

  it('tells of its own value, not of the choice in its picker', async () => {
    const {element} = await inForm();
    const events = record(element, 'input', 'change');
    for (const type of ['input', 'change'])
      part(element, 'input').dispatchEvent(new Event(type, {bubbles: true, composed: true}));
    expect(events).to.have.length(0);
  });

  it('takes back what the browser kept of it, and can let it go', async () => {
    const {element} = await inForm('name="files" required');
    const kept = new FormData();
    kept.append('files', 'k/x');
    element.formStateRestoreCallback(kept);
    await settle(element);
    expect(value()).to.deep.equal(['k/x']);
    expect(element.validity.valid).to.equal(true);
    expect(text(element, '.row .name .sr')).to.equal('x');
    part(element, '.row [data-action=remove]').click();
    await settle(element);
    expect(value()).to.deep.equal([]);
  });

  it('puts what is uploaded next in the place of what the browser kept, where there is room for one', async () => {
    const {element, fake} = await inForm();
    element.multiple = false;
    const kept = new FormData();
    kept.append('files', 'k/x');
    element.formStateRestoreCallback(kept);
    await settle(element);
    const [task] = await element.addFiles([new File(['b'], 'b')]);
    if (task) fake.succeed(task);
    await settle(element);
    expect(value()).to.deep.equal(['k/b']);
  });

  it('counts what the browser kept among its files', async () => {
    const {element} = await inForm('name="files" max-files="2"');
    const kept = new FormData();
    kept.append('files', 'k/x');
    element.formStateRestoreCallback(kept);
    await element.addFiles(['a', 'b'].map((name) => new File([name], name)));
    expect(element.tasks.map(({name}) => name)).to.deep.equal(['a']);
  });

  it('has the entries of the uploader it was given last', async () => {
    const {element, fake} = await inForm();
    fake.succeed(fake.put({name: 'a', size: 1}));
    await settle(element);
    const events = record(element, 'change');
    const other = new FakeUploader();
    other.succeed(other.put({name: 'b', size: 1}));
    element.uploader = other;
    await settle(element);
    expect(value()).to.deep.equal(['k/b']);
    expect(events).to.have.length(1);
  });

  it('does not send what was removed, also while that can be undone', async () => {
    const {element, fake} = await inForm('name="files" required');
    for (const name of ['a', 'b']) fake.succeed(fake.put({name, size: 1}));
    await settle(element);
    const row = (n: number, action: string): void =>
      part(element, `.row:nth-child(${n.toString()}) [data-action=${action}]`).click();
    row(1, 'remove');
    await settle(element);
    expect(value()).to.deep.equal(['k/b']);
    row(1, 'undo');
    row(2, 'remove');
    await settle(element);
    expect(value()).to.deep.equal(['k/a']);
    row(1, 'remove');
    await settle(element);
    expect(value()).to.deep.equal([]);
    expect(element.validity.valueMissing).to.equal(true);
  });

  it('has a label, which names it and opens its picker', async () => {
    const {element} = await inForm();
    const beside = Object.assign(document.createElement('label'), {
      htmlFor: 'labeled',
      textContent: 'Photos ',
    });
    const around = Object.assign(document.createElement('label'), {textContent: 'of your cat'});
    form.append(beside, around);
    element.id = 'labeled';
    around.append(element);
    await settle(element);
    expect(part(element, '[role=group]').getAttribute('aria-label')).to.equal('Photos of your cat');
    let opened = 0;
    element.openPicker = () => {
      opened++;
      return Promise.resolve();
    };
    for (const target of [beside, around, element, part(element, '[data-action=browse]')]) target.click();
    expect(opened, 'once each').to.equal(4);
    part(element, '.zone').click();
    expect(opened, "and the zone's empty ground").to.equal(5);
    beside.remove();
    around.remove();
  });

  it('belongs to a form elsewhere by its id', async () => {
    const {element, fake} = await inForm();
    form.id = 'far';
    element.setAttribute('form', 'far');
    document.body.append(element);
    await settle(element);
    fake.succeed(fake.put({name: 'a', size: 1}));
    await settle(element);
    expect(value()).to.deep.equal(['k/a']);
    element.parentNode?.removeChild(element);
  });
});
