import {expect} from 'chai';
import type {CosUploaderElement, StoredFile} from '../../../src/element.js';
import {ConfigurationError, type UploadTask} from '../../../src/index.js';
import {until} from '../../support/until.js';
import {FakeUploader} from '../../support/fake-uploader.js';
import {file, mountFake, once, part, parts, record, settle, text, unmount} from '../../support/element.js';

afterEach(() => {
  unmount();
  for (const form of document.querySelectorAll('form')) form.parentNode?.removeChild(form);
});

const pixel = 'data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==';
const album: StoredFile[] = [
  {key: 'a/1.jpg', name: 'Cat.jpg', size: 2 ** 20, url: 'https://example.com/1', thumbnail: pixel},
  {key: 'a/2.pdf', size: 2048, url: '/files/2'},
  {key: 'a/3.txt'},
];
const keys = ['a/1.jpg', 'a/2.pdf', 'a/3.txt'];

interface Stage {
  element: CosUploaderElement;
  fake: FakeUploader;
  form: HTMLFormElement;
  value: () => FormDataEntryValue[];
}

async function stage(attributes = '', stored: unknown = album): Promise<Stage> {
  const form = document.createElement('form');
  form.innerHTML = `<cos-uploader name="files" locale="en" multiple ${attributes}></cos-uploader><button>Send</button>`;
  const element = form.querySelector('cos-uploader')!;
  const fake = new FakeUploader();
  element.uploader = fake;
  if (stored !== null) element.stored = stored as StoredFile[];
  document.body.append(form);
  await settle(element);
  return {element, fake, form, value: () => new FormData(form).getAll('files')};
}

const names = (element: CosUploaderElement): string[] =>
  parts(element, '.rows .name').map((name) => name.title);
const press = (element: CosUploaderElement, name: string, action: string): void => {
  const row = parts(element, '[data-id]').find((each) =>
    each.querySelector('.name')?.matches(`[title="${name}"]`),
  );
  row!.querySelector<HTMLElement>(`[data-action=${action}]`)!.click();
};
const upload = async (element: CosUploaderElement, fake: FakeUploader, name: string): Promise<UploadTask> => {
  const [task] = await element.addFiles([file(name)]);
  fake.succeed(task!);
  await settle(element);
  return task!;
};

describe('what is stored', () => {
  it('is shown with its picture, name, size and link, and is the value at once', async () => {
    const {element, value} = await stage();
    expect(element.value).to.deep.equal(keys);
    expect(value()).to.deep.equal(keys);
    expect(element.type).to.equal('cos-uploader');
    expect(names(element)).to.deep.equal(['Cat.jpg', '2.pdf', '3.txt']);
    expect(
      parts(element, '.words').map((words) => words.textContent.replace(/\s+/g, ' ').trim()),
    ).to.deep.equal(['1 MB', '2 kB', 'Uploaded']);
    expect(parts(element, '.rows a').map((a) => a.getAttribute('href'))).to.deep.equal([
      'https://example.com/1',
      '/files/2',
    ]);
    expect(part(element, '.rows a').getAttribute('rel')).to.equal('noopener noreferrer');
    expect(parts(element, '.thumb img')).to.have.length(1);
    expect(part(element, '.list').getAttribute('aria-rowcount')).to.equal('3');
    expect(part(element, '.row [data-action=remove]').getAttribute('aria-label')).to.equal('Remove Cat.jpg');
  });

  it('is the value before anything is drawn', () => {
    const element = document.createElement('cos-uploader');
    element.stored = album;
    expect(element.value).to.deep.equal(keys);
  });

  it('comes before uploads, and both are the value', async () => {
    const {element, fake, value} = await stage();
    await upload(element, fake, 'new.txt');
    expect(names(element)).to.deep.equal(['Cat.jpg', '2.pdf', '3.txt', 'new.txt']);
    expect(element.value).to.deep.equal([...keys, 'k/new.txt']);
    expect(value()).to.deep.equal([...keys, 'k/new.txt']);
  });

  it('is removed with a way back, which the value follows and events tell', async () => {
    const {element, value} = await stage();
    const asked = record(element, 'cos-stored-remove');
    const told = record(element, 'input', 'change');
    press(element, 'Cat.jpg', 'remove');
    await settle(element);
    expect(asked.map(({key, stored}) => [key, stored.name])).to.deep.equal([['a/1.jpg', 'Cat.jpg']]);
    expect(value()).to.deep.equal(keys.slice(1));
    expect(text(element, '.row .words')).to.equal('Removed from the list');
    expect(told.map(({type}) => type)).to.deep.equal(['input', 'change']);
    const says = (words: string): Promise<void> =>
      until(() => text(element, '[role=status]') === words, words);
    await says('Cat.jpg: Removed from the list');
    press(element, 'Cat.jpg', 'undo');
    await settle(element);
    expect(element.value).to.deep.equal(keys);
    expect(told).to.have.length(4);
    await says('Cat.jpg: 1 MB');
    // The next removal ends the way back of the one before.
    press(element, 'Cat.jpg', 'remove');
    press(element, '2.pdf', 'remove');
    await settle(element);
    expect(names(element)).to.deep.equal(['2.pdf', '3.txt']);
    expect(value()).to.deep.equal(['a/3.txt']);
  });

  it('stays where the page does not want it removed', async () => {
    const {element} = await stage();
    const told = record(element, 'change');
    element.addEventListener('cos-stored-remove', (event) => event.preventDefault());
    press(element, 'Cat.jpg', 'remove');
    await settle(element);
    expect(element.value).to.deep.equal(keys);
    expect(names(element)).to.have.length(3);
    expect(told).to.have.length(0);
  });

  it('is gone when the page has deleted it, and back with words when it could not', async () => {
    const {element, value} = await stage();
    let end: {resolve: () => void; reject: (error: Error) => void} | undefined;
    element.addEventListener('cos-stored-remove', (event) =>
      event.waitUntil(new Promise<void>((resolve, reject) => (end = {resolve, reject}))),
    );
    press(element, 'Cat.jpg', 'remove');
    await settle(element);
    expect(text(element, '.row .words')).to.equal('Removing…');
    expect(parts(element, '.row:first-child [data-action]')).to.have.length(0);
    expect(value()).to.deep.equal(keys.slice(1));
    const errors: unknown[] = [];
    const say = console.error.bind(console);
    console.error = (error: unknown) => errors.push(error);
    end!.reject(new Error('in use'));
    await settle(element);
    console.error = say;
    expect(errors.map(String)).to.deep.equal(['Error: in use']);
    expect(text(element, '.row .words')).to.equal('It could not be removed. Try again.');
    expect(text(element, '[role=alert]')).to.equal('Cat.jpg: It could not be removed. Try again.');
    expect(value()).to.deep.equal(keys);
    press(element, 'Cat.jpg', 'remove');
    await settle(element);
    end!.resolve();
    await settle(element);
    expect(names(element)).to.deep.equal(['2.pdf', '3.txt']);
    expect(value()).to.deep.equal(keys.slice(1));
  });

  it('counts for `required` and `max-files`', async () => {
    const {element} = await stage('required max-files="4"');
    expect(element.validity.valid).to.equal(true);
    await element.addFiles([file('a'), file('b')]);
    expect(element.tasks.map(({name}) => name)).to.deep.equal(['a']);
    element.cancel();
    element.remove(element.tasks[0]);
    for (const name of ['Cat.jpg', '2.pdf', '3.txt']) {
      press(element, name, 'remove');
      await settle(element);
    }
    expect(element.validity.valueMissing).to.equal(true);
  });

  it('comes back with a reset, of which no event tells', async () => {
    const {element, fake, form, value} = await stage();
    await upload(element, fake, 'new.txt');
    press(element, 'Cat.jpg', 'remove');
    press(element, '2.pdf', 'remove');
    await settle(element);
    const told = record(element, 'input', 'change');
    form.reset();
    expect(value()).to.deep.equal(keys);
    await settle(element);
    expect(names(element)).to.deep.equal(['Cat.jpg', '2.pdf', '3.txt']);
    expect(element.tasks).to.have.length(0);
    expect(told).to.have.length(0);
  });

  it('may be set anew in every render: what the person has removed stays away, until it is saved and stored anew', async () => {
    const {element} = await stage();
    const again = (stored: StoredFile[]): string[] => {
      element.stored = stored.map((each) => ({...each}));
      return [...element.value];
    };
    press(element, 'Cat.jpg', 'remove');
    await settle(element);
    const row = part(element, '.row');
    expect(again(album)).to.deep.equal(keys.slice(1));
    await settle(element);
    expect(part(element, '.row'), 'the same row').to.equal(row);
    expect(text(element, '.row .words')).to.equal('Removed from the list');
    expect(again([...album, {key: 'a/4'}])).to.deep.equal([...keys.slice(1), 'a/4']);
    expect(again(album.slice(1))).to.deep.equal(keys.slice(1));
    expect(again(album)).to.deep.equal(keys);
  });

  it('takes over an upload that the page says is stored', async () => {
    const {element, fake} = await stage();
    await upload(element, fake, 'new.txt');
    const told = record(element, 'change');
    element.stored = [...album, {key: 'k/new.txt', name: 'New'}];
    expect(element.value).to.deep.equal([...keys, 'k/new.txt']);
    await settle(element);
    expect(names(element)).to.deep.equal(['Cat.jpg', '2.pdf', '3.txt', 'New']);
    expect(element.tasks).to.have.length(0);
    expect(told).to.have.length(0);
  });

  it('gives way to an upload that replaces its object', async () => {
    const {element, fake} = await stage();
    const [task] = await element.addFiles([{file: file('3.txt'), key: 'a/3.txt'}]);
    fake.succeed(task!);
    await settle(element);
    expect(names(element)).to.deep.equal(['Cat.jpg', '2.pdf', '3.txt']);
    expect(parts(element, '.row-done')).to.have.length(1);
    expect(element.value).to.deep.equal(keys);
    element.remove(task);
    await settle(element);
    expect(element.value).to.deep.equal(keys.slice(0, 2));
  });

  it('gives way to the next file where there is room for one, and is back without it', async () => {
    const {element, fake} = await stage('max-files="1"', album.slice(0, 1));
    await until(() => parts(element, '.card').length === 1, 'the tile');
    await settle(element);
    expect(parts(element, '.tile .card-stored')).to.have.length(1);
    expect(text(element, '[data-action=browse]')).to.equal('Replace');
    const task = await upload(element, fake, 'new.jpg');
    expect(names(element)).to.deep.equal(['new.jpg']);
    expect(element.value).to.deep.equal(['k/new.jpg']);
    element.remove(task);
    await settle(element);
    expect(names(element)).to.deep.equal(['Cat.jpg']);
    expect(element.value).to.deep.equal(['a/1.jpg']);
  });

  it('stands in cards', async () => {
    document.body.style.inlineSize = '260px';
    const {element} = await stage('look="cards"');
    await until(() => parts(element, '.card').length === 3, 'the cards');
    await settle(element);
    expect(parts(element, '.card-stored')).to.have.length(3);
    for (const card of parts(element, '.card')) expect(card.scrollWidth).to.be.at.most(card.clientWidth);
    press(element, 'Cat.jpg', 'remove');
    await settle(element);
    expect(parts(element, '.card.leaving')).to.have.length(1);
    document.body.style.inlineSize = '';
  });

  it('is one tab stop with the uploads: Enter follows the link, Delete removes', async () => {
    const {element, fake} = await stage();
    await upload(element, fake, 'new.txt');
    const opened: string[] = [];
    for (const a of parts(element, '.rows a'))
      a.addEventListener('click', (event) => {
        event.preventDefault();
        opened.push(a.getAttribute('href')!);
      });
    const key = (name: string): unknown =>
      element.shadowRoot!.activeElement!.dispatchEvent(
        new KeyboardEvent('keydown', {key: name, bubbles: true, cancelable: true}),
      );
    expect(parts(element, '.list [tabindex="0"]')).to.have.length(1);
    part(element, '.list [tabindex="0"]').focus();
    key('Enter');
    expect(opened).to.deep.equal(['https://example.com/1']);
    for (const name of ['ArrowDown', 'ArrowDown', 'Enter']) {
      key(name);
      await settle(element);
    }
    expect(element.value, 'Enter never removes').to.have.length(4);
    key('Delete');
    await settle(element);
    expect(element.value).to.deep.equal(['a/1.jpg', 'a/2.pdf', 'k/new.txt']);
    expect((element.shadowRoot!.activeElement as HTMLElement).closest('[data-id]')!.textContent).to.contain(
      'Removed',
    );
  });

  it('is given in plain HTML too, as JSON', async () => {
    const {element} = await stage(`stored='[{"key":"x/z.txt"}]'`, null);
    expect(element.value).to.deep.equal(['x/z.txt']);
    element.removeAttribute('stored');
    expect(element.value).to.deep.equal([]);
    element.setAttribute('stored', '[{"key":"x/y.txt","name":null}]');
    await settle(element);
    expect(names(element)).to.deep.equal(['y.txt']);
    expect(part(element, '.info').textContent).to.contain('y.txt');
  });

  it('survives a reload as the person has left it: removals, uploads, and what is new at the server', async () => {
    const {element} = await stage();
    const state = new FormData();
    for (const [sign, key] of [
      ['+', 'k/up'],
      ['-', 'a/2.pdf'],
    ] as const)
      state.append(sign, key);
    element.stored = [];
    element.formStateRestoreCallback(state);
    element.stored = [...album, {key: 'a/4'}];
    expect(element.value).to.deep.equal(['a/1.jpg', 'a/3.txt', 'a/4', 'k/up']);
  });
});

describe('value', () => {
  it('decides what is there once it is set, whichever comes first', () => {
    for (const order of [
      ['stored', 'value'],
      ['value', 'stored'],
    ] as const) {
      const element = document.createElement('cos-uploader');
      for (const name of order)
        Object.assign(element, {[name]: name === 'stored' ? album : ['a/3.txt', 'other/x.bin']});
      expect(element.value, order.join()).to.deep.equal(['a/3.txt', 'other/x.bin']);
    }
  });

  it('makes rows of keys that are not known, and names them later', async () => {
    const {element} = await stage('', null);
    element.value = ['a/1.jpg', 'z/last.bin'];
    await settle(element);
    expect(names(element)).to.deep.equal(['1.jpg', 'last.bin']);
    element.stored = album;
    await settle(element);
    expect(names(element)).to.deep.equal(['Cat.jpg', 'last.bin']);
  });

  it('empties what is done, and leaves alone what is under way', async () => {
    const {element, fake, value} = await stage();
    await upload(element, fake, 'done.txt');
    const [task] = await element.addFiles([file('running.txt')]);
    const told = record(element, 'input', 'change');
    element.value = [];
    expect(value()).to.deep.equal([]);
    await settle(element);
    expect(names(element)).to.deep.equal(['running.txt']);
    expect(told).to.have.length(0);
    fake.succeed(task!);
    await settle(element);
    expect(element.value).to.deep.equal(['k/running.txt']);
    expect(told).to.have.length(2);
  });

  it('keeps a finished upload that it names, and takes off one that it does not', async () => {
    const {element, fake} = await stage('', []);
    await upload(element, fake, 'a');
    await upload(element, fake, 'b');
    element.value = ['k/b'];
    await settle(element);
    expect(names(element)).to.deep.equal(['b']);
    expect(element.tasks).to.have.length(1);
  });

  it('changes nothing when a framework sets what it has heard, even a moment late', async () => {
    const {element, fake} = await stage();
    const tasks = await element.addFiles([file('a'), file('b')]);
    let model: readonly string[] = [];
    const told: string[] = [];
    element.addEventListener('change', () => {
      told.push(element.value.join());
      model = element.value;
    });
    fake.succeed(tasks[0]!);
    await settle(element);
    // The second is done, and the page has not been told of it when it sets the value again.
    fake.succeed(tasks[1]!);
    element.value = [...model];
    await settle(element);
    expect(model).to.deep.equal([...keys, 'k/a', 'k/b']);
    element.value = model;
    await settle(element);
    expect(element.value).to.equal(model);
    expect(told).to.deep.equal([[...keys, 'k/a'].join(), [...keys, 'k/a', 'k/b'].join()]);
    press(element, 'Cat.jpg', 'remove');
    await settle(element);
    element.value = model;
    await settle(element);
    press(element, 'Cat.jpg', 'undo');
    await settle(element);
    expect(model).to.deep.equal([...keys, 'k/a', 'k/b']);
  });

  it('has a default for resets, by the attribute', async () => {
    const {element, form} = await stage(`value='["a/2.pdf"]'`);
    expect(element.value).to.deep.equal(['a/2.pdf']);
    expect(element.defaultValue).to.deep.equal(['a/2.pdf']);
    element.value = ['a/1.jpg'];
    form.reset();
    expect(element.value).to.deep.equal(['a/2.pdf']);
    Object.assign(element, {value: undefined});
    expect(element.value).to.deep.equal(['a/2.pdf']);
  });

  it('cannot be changed from outside', async () => {
    const {element} = await stage();
    expect(() => (element.value as string[]).push('x')).to.throw(TypeError);
  });
});

describe('what cannot be stored or a value', () => {
  const cases: [
    what: string,
    set: Partial<Record<'stored' | 'value', unknown>>,
    told: RegExp,
    value: string[],
  ][] = [
    [
      'a file without a key',
      {stored: [{name: 'x'}, album[1]]},
      /^stored\[0\]\.key: undefined is not possible/,
      ['a/2.pdf'],
    ],
    [
      'a file that is none',
      {stored: ['a/1.jpg', album[1]]},
      /^stored\[0\]: "a\/1\.jpg" is not possible/,
      ['a/2.pdf'],
    ],
    ['nothing where a file should be', {stored: [null]}, /^stored\[0\]: null is not possible/, []],
    [
      'twins',
      {stored: [album[1], {...album[1], name: 'twin'}]},
      /^stored\[1\]\.key: "a\/2\.pdf" is not possible. Allowed: each key once/,
      ['a/2.pdf'],
    ],
    ['no list', {stored: '{"key":"x"}'}, /^stored: /, []],
    ['no JSON', {stored: 'a,b'}, /^stored: "a,b" is not possible/, []],
    [
      'a link that runs code',
      {stored: [{...album[1], url: 'javascript:alert(1)'}]},
      /^stored\[0\]\.url: "javascript:alert\(1\)" is not possible/,
      ['a/2.pdf'],
    ],
    [
      'a link that only looks like a path',
      {stored: [{...album[1], url: ' \tjava\nscript:alert(1)'}]},
      /^stored\[0\]\.url/,
      ['a/2.pdf'],
    ],
    [
      'a picture that is none',
      {stored: [{...album[1], thumbnail: 'data:text/html,x'}]},
      /^stored\[0\]\.thumbnail/,
      ['a/2.pdf'],
    ],
    ['a size in words', {stored: [{...album[1], size: '2 MB'}]}, /^stored\[0\]\.size: "2 MB"/, ['a/2.pdf']],
    [
      'keys that are not text',
      {stored: album, value: ['a/1.jpg', 7]},
      /^value\[1\]: 7 is not possible/,
      keys,
    ],
    ['results as keys', {stored: album, value: [{key: 'a/1.jpg'}]}, /^value\[0\]: /, keys],
    ['one key', {stored: album, value: 'a/1.jpg'}, /^value: "a\/1\.jpg" is not possible/, keys],
  ];
  for (const [what, set, told, value] of cases)
    it(`${what}: one error that names it, and nothing is lost`, async () => {
      const {element} = await mountFake();
      const errors = record(element, 'cos-upload-error');
      for (const name of ['stored', 'value'] as const)
        if (name in set) Object.assign(element, {[name]: set[name]});
      await until(() => errors.length > 0, 'the error');
      await settle(element);
      expect(errors.map(({error}) => error.name)).to.deep.equal(['ConfigurationError']);
      expect(errors[0]!.error.message).to.match(told);
      expect(element.value).to.deep.equal(value);
      expect(text(element, '[part=configuration-error]')).to.contain(errors[0]!.error.message.slice(0, 8));
      for (const a of parts(element, 'a')) expect(a.getAttribute('href')).to.match(/^(https:|\/)/);
      await element.addFiles([file('still.txt')]);
      expect(element.tasks).to.have.length(1);
      Object.assign(element, {stored: album, value: undefined});
      await settle(element);
      expect(parts(element, '[part=configuration-error]')).to.have.length(0);
    });
});

describe('readonly', () => {
  it('is a list to look at: no zone, no buttons, nothing comes in, and the form has its value', async () => {
    const {element, fake, value} = await stage('readonly');
    fake.succeed(fake.put({name: 'up.txt', size: 1}));
    fake.put({name: 'waits.txt', size: 1});
    await settle(element);
    expect(element.readOnly).to.equal(true);
    expect(element.isDisabled).to.equal(true);
    expect(names(element)).to.deep.equal(['Cat.jpg', '2.pdf', '3.txt', 'up.txt', 'waits.txt']);
    expect(parts(element, '.zone')).to.have.length(0);
    expect(parts(element, 'button').filter((button) => button.checkVisibility())).to.have.length(0);
    expect(parts(element, '.rows a')).to.have.length(2);
    expect(value()).to.deep.equal([...keys, 'k/up.txt']);
    part(element, '.list [tabindex="0"]').focus();
    element.shadowRoot!.activeElement!.dispatchEvent(
      new KeyboardEvent('keydown', {key: 'Delete', bubbles: true}),
    );
    await settle(element);
    expect(element.value).to.have.length(4);
    element.readOnly = false;
    await settle(element);
    expect(element.hasAttribute('readonly')).to.equal(false);
    expect(parts(element, '.zone')).to.have.length(1);
    expect(parts(element, '.row [data-action=remove]')).to.have.length(4);
  });
});

describe('link', () => {
  const copied = async (element: CosUploaderElement): Promise<string | undefined> => {
    let last: string | undefined;
    const {clipboard} = navigator;
    const writeText = clipboard.writeText.bind(clipboard);
    clipboard.writeText = (words) => Promise.resolve(void (last = words));
    part(element, '[data-action=copy], [data-action=copied]').click();
    await settle(element);
    clipboard.writeText = writeText;
    return last;
  };

  it('is behind the name and "Copy link", and asked once until it is copied', async () => {
    for (const later of [false, true]) {
      const {element, fake} = await mountFake();
      let asked = 0;
      element.link = ({key}) => {
        const address = `https://cdn.example/${key}?n=${++asked}`;
        return later ? Promise.resolve(address) : address;
      };
      fake.succeed(fake.put({name: 'a.txt', size: 1}));
      await settle(element);
      expect(part(element, '.rows a').getAttribute('href')).to.equal('https://cdn.example/k/a.txt?n=1');
      element.requestUpdate();
      await settle(element);
      expect(asked).to.equal(1);
      expect(await copied(element)).to.equal('https://cdn.example/k/a.txt?n=2');
    }
  });

  it('without it the address of the object is copied, and the name is no link', async () => {
    const {element, fake} = await mountFake();
    fake.succeed(fake.put({name: 'a.txt', size: 1}));
    await settle(element);
    expect(parts(element, '.rows a')).to.have.length(0);
    expect(await copied(element)).to.equal('https://bucket.example/k/a.txt');
  });

  const none: [what: string, link: CosUploaderElement['link'], told: RegExp | undefined][] = [
    ['undefined', () => undefined, undefined],
    [
      'an error',
      () => {
        throw new Error('away');
      },
      undefined,
    ],
    ['a rejection', () => Promise.reject(new Error('away')), undefined],
    ['what runs code', () => 'javascript:alert(1)', /^link: "javascript:alert\(1\)"/],
    ['a number', () => Promise.resolve(7 as never), /^link: 7/],
  ];
  for (const [what, link, told] of none)
    it(`of ${what} is none: no link, no button`, async () => {
      const say = console.error.bind(console);
      console.error = () => undefined;
      const {element, fake} = await mountFake();
      const errors = record(element, 'cos-upload-error');
      element.link = link;
      fake.succeed(fake.put({name: 'a.txt', size: 1}));
      await settle(element);
      await settle(element);
      console.error = say;
      expect(parts(element, '.rows a')).to.have.length(0);
      expect(parts(element, '[data-action=copy]')).to.have.length(0);
      expect(parts(element, '[data-action=remove]')).to.have.length(1);
      expect(errors).to.have.length(told ? 1 : 0);
      if (told) expect(errors[0]!.error.message).to.match(told);
      expect(element.value).to.deep.equal(['k/a.txt']);
    });
});

describe('submit="upload"', () => {
  interface Sent {
    value: FormDataEntryValue[];
    submitter: HTMLElement | null;
  }
  async function waiting(attributes = ''): Promise<Stage & {sent: Sent[]; button: HTMLButtonElement}> {
    const all = await stage(`submit="upload" manual ${attributes}`, []);
    const sent: Sent[] = [];
    all.form.addEventListener('submit', (event) => {
      event.preventDefault();
      sent.push({value: all.value(), submitter: event.submitter});
    });
    return {...all, sent, button: all.form.querySelector('button')!};
  }

  it('waits for all, also what comes in meanwhile, and submits once with the same button', async () => {
    const {element, fake, form, sent, button} = await waiting('required');
    const [a] = await element.addFiles([file('a')]);
    expect(form.checkValidity()).to.equal(true);
    button.click();
    await settle(element);
    expect(fake.calls.filter(([method]) => method === 'start')).to.have.length.at.least(1);
    const [b] = await element.addFiles([file('b')]);
    button.click();
    fake.succeed(a!);
    await settle(element);
    expect(sent).to.have.length(0);
    fake.succeed(b!);
    await settle(element);
    expect(sent).to.deep.equal([{value: ['k/a', 'k/b'], submitter: button}]);
    button.click();
    expect(sent, 'nothing to wait for').to.have.length(2);
  });

  it('lets the page know a file that has just arrived before the form goes', async () => {
    const {element, fake, sent, button} = await waiting();
    const [a] = await element.addFiles([file('a')]);
    let model: readonly string[] = [];
    element.addEventListener('change', () => (model = element.value));
    fake.succeed(a!);
    button.click();
    expect(model).to.deep.equal(['k/a']);
    await settle(element);
    expect(sent.map(({value}) => value)).to.deep.equal([['k/a']]);
  });

  it('stops at a failed file with the focus on it and words, and tries it again the next time', async () => {
    const {element, fake, sent, button} = await waiting();
    const [a, b] = await element.addFiles([file('a'), file('b')]);
    button.click();
    await settle(element);
    fake.succeed(a!);
    fake.fail(b!, new ConfigurationError('x', 1, 'y'));
    await settle(element);
    expect((element.shadowRoot!.activeElement as HTMLElement).closest('.row-failed')).to.not.equal(null);
    expect(text(element, '[role=alert]')).to.equal('The form was not sent: an upload has failed.');
    expect(sent).to.have.length(0);
    button.click();
    await settle(element);
    expect(b!.state.status).to.equal('queued');
    fake.succeed(b!);
    await settle(element);
    expect(sent.map(({value}) => value)).to.deep.equal([['k/a', 'k/b']]);
  });

  it('does not wait for what the person has just canceled, nor when disabled or without it', async () => {
    for (const prepare of [
      (element: CosUploaderElement) => press(element, 'a', 'cancel'),
      (element: CosUploaderElement) => (element.disabled = true),
    ]) {
      const {element, sent, button, form} = await waiting();
      await element.addFiles([file('a')]);
      await settle(element);
      prepare(element);
      await settle(element);
      button.click();
      await settle(element);
      expect(sent).to.have.length(1);
      form.remove();
    }
    const {element, sent, button} = await waiting();
    element.submit = undefined;
    await element.addFiles([file('a')]);
    await settle(element);
    button.click();
    await settle(element);
    expect(sent).to.have.length(0);
    expect(element.validity.customError).to.equal(true);
  });

  it('is told of a way of submitting that there is not', async () => {
    const {element} = await mountFake();
    element.submit = 'now' as 'upload';
    const told = once(element, 'cos-upload-error');
    expect((await told).error.message).to.match(/^submit: "now" is not possible. Allowed: upload\./);
  });
});
