import {expect} from 'chai';
import type {CosUploaderElement} from '../../../src/element.js';
import {ConfigurationError, type UploadTask} from '../../../src/index.js';
import {
  choose,
  file,
  mountFake,
  mountReal,
  part,
  parts,
  press,
  record,
  settle,
  text,
  unmount,
} from '../../support/element.js';
import {pulse} from '../../support/pulse.js';
import {rejection} from '../../support/thrown.js';
import {until} from '../../support/until.js';

afterEach(unmount);

const names = (element: CosUploaderElement): string[] => element.tasks.map(({path}) => path);

/** Drops what `items` say; the real thing can only be made by a hand. */
function drop(target: EventTarget, items: object[]): DragEvent {
  const data = {types: ['Files'], items, files: [], dropEffect: 'none'};
  const event = new DragEvent('drop', {bubbles: true, cancelable: true, composed: true});
  Object.defineProperty(event, 'dataTransfer', {value: data});
  target.dispatchEvent(event);
  return event;
}

const fileItem = (dropped: File): object => ({
  kind: 'file',
  type: dropped.type,
  webkitGetAsEntry: () => ({isDirectory: false, name: dropped.name}),
  getAsFile: () => dropped,
});

/** A folder by the old interface, which answers at most 100 entries a call. */
function entry(name: string, content: Record<string, unknown> | File): object {
  if (content instanceof File) {
    return {
      name,
      isDirectory: false,
      isFile: true,
      file: (resolve: (found: File) => void) => resolve(content),
    };
  }
  return {
    name,
    isDirectory: true,
    createReader: () => {
      const rest = Object.entries(content).map(([child, value]) => entry(child, value as File));
      return {readEntries: (resolve: (found: object[]) => void) => resolve(rest.splice(0, 100))};
    },
  };
}
const folderItem = (name: string, content: Record<string, unknown>): object => ({
  kind: 'file',
  type: '',
  webkitGetAsEntry: () => entry(name, content),
  getAsFile: () => null,
});

describe('adding files', () => {
  it('by the input, some kept by the page: with their paths, and without a word of the others', async () => {
    const {element} = await mountFake();
    const rejects = record(element, 'cos-file-reject');
    element.addEventListener('cos-files-add', (event) => {
      expect(event.entries.map(({file, path, handle}) => [file, path, handle])).to.deep.equal(
        event.files.map((each) => [each, each.name === 'a.txt' ? 'folder/a.txt' : each.name, undefined]),
      );
      event.keep(({path}) => path.startsWith('folder/') || path === 'b.txt');
      event.keep(({file}) => file.name !== 'b.txt');
    });
    await element.addFiles([{file: file('a.txt'), path: 'folder/a.txt'}, file('b.txt'), file('c.txt')]);
    expect(names(element)).to.deep.equal(['folder/a.txt']);
    expect(rejects).to.deep.equal([]);
  });

  it('none, where the page keeps some and then prevents all', async () => {
    const {element} = await mountFake();
    element.addEventListener('cos-files-add', (event) => {
      event.keep(() => true);
      event.preventDefault();
    });
    await element.addFiles([file('a.txt')]);
    expect(names(element)).to.deep.equal([]);
  });

  it('by the input: an event first, then tasks, and the input is empty for the same file again', async () => {
    const {element} = await mountFake();
    const events = record(element, 'cos-files-add');
    choose(element, file('a.txt'), file('b.txt'));
    await settle(element);
    expect(names(element)).to.deep.equal(['a.txt', 'b.txt']);
    expect(events.map(({source, files}) => [source, files.length])).to.deep.equal([['pick', 2]]);
    expect((part(element, 'input') as HTMLInputElement).value).to.equal('');
    expect(parts(element, '.row')).to.have.length(2);
  });

  it('by addFiles: files, files with path or key, handles; files enter at once', async () => {
    const {element} = await mountFake();
    const root = await navigator.storage.getDirectory();
    const handle = await root.getFileHandle('kept.txt', {create: true});
    const added = element.addFiles([file('a.txt'), {file: file('b.txt'), path: 'x/b.txt'}, handle]);
    expect(names(element)).to.deep.equal(['a.txt', 'x/b.txt']);
    expect((await added).map(({name}) => name)).to.deep.equal(['a.txt', 'b.txt', 'kept.txt']);
    expect(element.files).to.have.length(3);
  });

  for (const [given, attribute] of [
    ['nonsense', 'file'],
    [undefined, 'file'],
    [[file('a.txt'), 1, null, {file: 'a.txt'}, file('b.txt')], 'file'],
    [[file('a.txt'), Object.defineProperty(file('c.txt'), 'size', {value: NaN}), file('b.txt')], 'size'],
  ] as const)
    it(`by addFiles: tells that ${JSON.stringify(given)} is no list of files, and takes what is a file`, async () => {
      const element = await mountReal({manual: true, guard: 'off'});
      const error = await rejection(element.addFiles(given as never));
      expect(error).to.be.instanceOf(ConfigurationError).and.include({attribute});
      expect(names(element)).to.deep.equal(Array.isArray(given) ? ['a.txt', 'b.txt'] : []);
    });

  /** Files of whose size the browser asks a slow disk. `asked` is called once a file. */
  const slowFiles = (count: number, asked: () => void): File[] =>
    Array.from({length: count}, (_, i) => {
      const each = file(`${i}.txt`);
      let known = false;
      Object.defineProperty(each, 'size', {
        get: () => {
          if (!known) asked();
          for (const end = performance.now() + 5; !known && performance.now() < end;);
          known = true;
          return 1;
        },
      });
      return each;
    });

  for (const limits of [{}, {'max-file-size': '1KB'}])
    it(`with rests while the browser asks the disk how large they are: ${JSON.stringify(limits)}`, async () => {
      const {element} = await mountFake(limits);
      const asked = {person: 0, others: 0};
      const most = {person: 0, others: 0};
      const slow = slowFiles(120, () => {
        asked.person++;
        asked.others++;
      });
      const note = (who: keyof typeof most): void => {
        most[who] = Math.max(most[who], asked[who]);
        asked[who] = 0;
      };
      const stop = [pulse(() => note('person'), 'person'), pulse(() => note('others'), 'others')];
      await element.addFiles(slow);
      for (const end of stop) end();
      note('person');
      note('others');
      expect(names(element)).to.have.length(120);
      expect(most.person, 'before what the person does has its turn').to.be.below(8);
      expect(most.others, 'before a task of the page has its turn').to.be.below(70);
    });

  it('before what else waits, such as uploads: behind it, each rest of a slow machine would be long', async () => {
    const {element} = await mountFake();
    await element.addFiles(slowFiles(8, () => undefined)); // What the rests take is loaded.
    let turns = 0;
    const stop = pulse(() => {
      turns++;
      for (const end = performance.now() + 20; performance.now() < end;);
    }, 'others');
    await element.addFiles(slowFiles(40, () => undefined).slice(8));
    stop();
    expect(turns, 'of seven rests').to.be.below(4);
  });

  it('whole, and draws them, also where the task that has brought them is aborted', async () => {
    const {element} = await mountFake();
    const task = new TaskController();
    const files = slowFiles(40, () => undefined);
    const adding: Promise<unknown>[] = [];
    await scheduler.postTask(() => void adding.push(element.addFiles(files)), {signal: task.signal});
    task.abort();
    await Promise.all(adding);
    expect(names(element)).to.have.length(40);
    await element.addFiles([file('next.txt')]);
    await until(() => part(element, '.totals').textContent.includes('of 41'), 'the picture');
  });

  it('in the order of the choices, also where the sizes of the first take long', async () => {
    const {element} = await mountFake({'max-file-size': '1KB', 'max-files': '20'});
    const slow = element.addFiles(slowFiles(20, () => undefined));
    expect(await element.addFiles([file('late.txt')]), 'there is no room for it').to.deep.equal([]);
    expect(await slow).to.have.length(20);
  });

  it('the first ones before the disk is asked how large the others are, where no limit needs to know', async () => {
    const {element} = await mountFake();
    let asked = 0;
    const adding = element.addFiles(slowFiles(60, () => asked++));
    let first: number | undefined;
    const stop = pulse(() => (first ??= element.tasks.length > 0 ? asked : undefined), 'person');
    await adding;
    stop();
    expect(first).to.be.below(20);
    expect(asked).to.equal(60);
  });

  it('not when the page says no', async () => {
    const {element} = await mountFake();
    element.addEventListener('cos-files-add', (event) => event.preventDefault());
    await element.addFiles([file('a.txt')]);
    expect(element.tasks).to.have.length(0);
  });

  it('by a drop on the element', async () => {
    const {element} = await mountFake();
    const events = record(element, 'cos-files-add');
    const event = drop(part(element, '.zone'), [
      fileItem(file('a.txt')),
      {kind: 'string'},
      fileItem(file('b.txt')),
    ]);
    expect(event.defaultPrevented).to.equal(true);
    await until(() => element.tasks.length === 2, 'the files');
    expect(events.map(({source}) => source)).to.deep.equal(['drop']);
  });

  it('by a drop on the element in a closed shadow root', async () => {
    const {element} = await mountFake();
    const box = document.createElement('div');
    document.body.append(box);
    box.attachShadow({mode: 'closed'}).append(element);
    drop(part(element, '.zone'), [fileItem(file('a.txt'))]);
    await until(() => element.tasks.length === 1, 'the files');
    box.remove();
  });

  it('not by a drop beside it, which neither adds nor leaves the page', async () => {
    const {element} = await mountFake();
    const event = drop(document.body, [fileItem(file('a.txt'))]);
    expect(event.defaultPrevented).to.equal(true);
    drop(part(element, '.zone'), [fileItem(file('b.txt'))]);
    await until(() => element.tasks.length > 0, 'the drop after it');
    expect(names(element)).to.deep.equal(['b.txt']);
  });

  it('by a drop of folders, however deep, with more than 100 entries, without what systems leave in them', async () => {
    const {element} = await mountFake();
    const many = Object.fromEntries(
      Array.from({length: 250}, (_, i) => [`${i.toString()}.txt`, file(`${i.toString()}.txt`)]),
    );
    drop(part(element, '.zone'), [
      folderItem('photos', {...many, deep: {er: {'x.txt': file('x.txt'), '.DS_Store': file('.DS_Store')}}}),
      fileItem(file('loose.txt')),
    ]);
    await until(() => element.tasks.length === 252, 'the files');
    expect(names(element)).to.include.members([
      'loose.txt',
      'photos/0.txt',
      'photos/249.txt',
      'photos/deep/er/x.txt',
    ]);
    await until(() => !element.shadowRoot?.querySelector('.reading'), 'the end of reading');
  });

  it('by a drop of folders with handles, which are kept, and without for those that have none', async () => {
    const {element, fake} = await mountFake();
    const root = await navigator.storage.getDirectory();
    const directory = await root.getDirectoryHandle('dropped', {create: true});
    for (let i = 0; i < 120; i++) await directory.getFileHandle(`${i.toString()}.txt`, {create: true});
    const handles: unknown[] = [];
    const addAll = fake.addAll.bind(fake);
    fake.addAll = (items) => {
      const list = [...items];
      handles.push(...list.map((item) => ('handle' in item ? item.handle : undefined)));
      return addAll(list);
    };
    const inside = Array.from({length: 120}, (_, i) => `${i.toString()}.txt`);
    // Chromium leaves such names out of a folder's handle without a word.
    const hidden = ['link.lnk', 'page.url', 'dot.', 'blank ', 'a:b?c*d"e|f'];
    drop(part(element, '.zone'), [
      {
        ...folderItem('dropped', {
          ...Object.fromEntries([...inside, ...hidden].map((name) => [name, file(name)])),
          deep: Object.fromEntries(hidden.map((name) => [name, file(name)])),
        }),
        getAsFileSystemHandle: () => Promise.resolve(directory),
      },
    ]);
    await until(() => element.tasks.length === 130, 'the files');
    expect(names(element))
      .to.include('dropped/119.txt')
      .and.include('dropped/dot.')
      .and.include('dropped/deep/link.lnk');
    expect(handles.filter((handle) => handle instanceof FileSystemFileHandle)).to.have.length(120);
  });

  it('tells in the end what came of a folder, and names what could not be read', async () => {
    const {element} = await mountFake({accept: '.txt'});
    const locked = {
      name: 'locked.txt',
      isDirectory: false,
      file: (_: unknown, fail: (error: unknown) => void) => fail(new DOMException('No', 'NotReadableError')),
    };
    const closed = {
      name: 'closed',
      isDirectory: true,
      createReader: () => ({
        readEntries: (_: unknown, fail: (error: unknown) => void) =>
          fail(new DOMException('No', 'NotReadableError')),
      }),
    };
    const content = [[locked, closed, entry('a.txt', file('a.txt')), entry('b.png', file('b.png'))], []];
    const folder = {
      name: 'mixed',
      isDirectory: true,
      createReader: () => ({readEntries: (resolve: (found?: object[]) => void) => resolve(content.shift())}),
    };
    const rejects = record(element, 'cos-file-reject');
    drop(part(element, '.zone'), [
      {kind: 'file', type: '', webkitGetAsEntry: () => folder, getAsFile: () => null},
    ]);
    await until(() => rejects.length === 3, 'the refusals');
    expect(rejects.map((event) => [event.file.name, event.code])).to.have.deep.members([
      ['mixed/locked.txt', 'unreadable'],
      ['b.png', 'type'],
      ['mixed/closed', 'unreadable'],
    ]);
    await until(() => element.shadowRoot?.querySelector('[part=folder-summary]') != null, 'the summary');
    const told = '4 files found · 1 file added · 3 files were not added';
    expect(text(element, '[part=folder-summary]')).to.equal(told);
    await until(() => text(element, '[role=status]').includes(told), 'what is said');
  });

  it('tells that a folder is empty, and takes a file back that the browser shows and does not give', async () => {
    const {element} = await mountFake();
    drop(part(element, '.zone'), [folderItem('empty', {in: {side: {}}})]);
    await until(() => element.shadowRoot?.querySelector('[part=folder-summary]') != null, 'the summary');
    expect(text(element, '#rejections')).to.equal('There are no files in the folder');
    expect(part(element, '[data-action=browse]').getAttribute('aria-describedby')).to.include('rejections');
    drop(part(element, '.zone'), [
      {kind: 'file', type: '', webkitGetAsEntry: () => entry('a.lnk', file('a.lnk')), getAsFile: () => null},
    ]);
    await until(
      () => /a\.lnk/.test(element.shadowRoot?.querySelector('#rejections')?.textContent ?? ''),
      'the refusals',
    );
    expect(text(element, '#rejections')).to.include('1 file was not added').and.not.include('no files');
  });

  const mac = [
    '.DS_Store',
    '._photo.jpg',
    'photo.jpg',
    'Icon\r',
    '__MACOSX/._x',
    '__MACOSX/deep/y',
    '.Spotlight-V100/x',
    'thumbs.DB',
    'sub/desktop.ini',
    'sub/b.txt',
    '.env',
  ];
  const asTree = (paths: string[]): Record<string, unknown> => {
    const tree: Record<string, unknown> = {};
    for (const path of paths) {
      const [first = '', ...rest] = path.split('/');
      if (rest.length === 0) tree[first] = file(first);
      else
        tree[first] = asTree(
          paths.flatMap((other) => (other.startsWith(`${first}/`) ? other.slice(first.length + 1) : [])),
        );
    }
    return tree;
  };
  for (const how of ['a drop', 'the picker']) {
    it(`leaves out of a folder what systems leave in it, by ${how}, and says how many`, async () => {
      const {element} = await mountFake();
      const give = (): void => {
        if (how === 'a drop') return void drop(part(element, '.zone'), [folderItem('mac', asTree(mac))]);
        const input = part(element, '.folder-input') as HTMLInputElement;
        const data = new DataTransfer();
        for (const path of mac) data.items.add(file(path));
        input.files = data.files;
        for (const [i, path] of mac.entries())
          Object.defineProperty(input.files[i], 'webkitRelativePath', {value: `mac/${path}`});
        input.dispatchEvent(new Event('change', {bubbles: true}));
      };
      give();
      await until(() => element.shadowRoot?.querySelector('[part=folder-summary]') != null, 'the summary');
      expect(names(element)).to.have.members(['mac/photo.jpg', 'mac/sub/b.txt', 'mac/.env']);
      expect(text(element, '[part=folder-summary]')).to.equal(
        '3 files found · 3 files added · 7 system files left out',
      );

      for (const task of element.tasks) element.remove(task);
      element.ignore = '*.jpg, sub/';
      give();
      await until(
        () =>
          /3 system files left out/.test(
            element.shadowRoot?.querySelector('[part=folder-summary]')?.textContent ?? '',
          ),
        'what is said',
      );
      expect(names(element))
        .to.include('mac/.DS_Store')
        .and.not.include('mac/photo.jpg')
        .and.not.include('mac/sub/b.txt');
    });
  }

  it('by the picker of folders that gives handles, where there is one', async () => {
    const {element, fake} = await mountFake();
    const root = await navigator.storage.getDirectory();
    const picked = await root.getDirectoryHandle('picked', {create: true});
    for (const name of ['a.txt', '.DS_Store']) await picked.getFileHandle(name, {create: true});
    const handles: unknown[] = [];
    const addAll = fake.addAll.bind(fake);
    fake.addAll = (items) => {
      const list = [...items];
      handles.push(...list.map((item) => ('handle' in item ? item.handle : undefined)));
      return addAll(list);
    };
    const events = record(element, 'cos-files-add');
    Object.defineProperty(navigator, 'webdriver', {value: false, configurable: true});
    const picker = globalThis as {showDirectoryPicker?: unknown};
    const {showDirectoryPicker} = picker;
    try {
      picker.showDirectoryPicker = () => Promise.reject(new DOMException('dismissed', 'AbortError'));
      await element.openPicker({directory: true});
      expect(element.tasks).to.have.length(0);
      picker.showDirectoryPicker = () => Promise.resolve(picked);
      await element.openPicker({directory: true});
    } finally {
      picker.showDirectoryPicker = showDirectoryPicker;
      Reflect.deleteProperty(navigator, 'webdriver');
    }
    expect(names(element)).to.deep.equal(['picked/a.txt']);
    expect(handles[0]).to.be.instanceOf(FileSystemFileHandle);
    expect(events.map(({source}) => source)).to.deep.equal(['pick']);
    await until(
      () =>
        /1 system file left out/.test(
          element.shadowRoot?.querySelector('[part=folder-summary]')?.textContent ?? '',
        ),
      'what is said',
    );
  });

  it('says how far it is with a folder, and stops when told', async () => {
    const {element} = await mountFake();
    let go: () => void = () => undefined;
    const slow = {
      name: 'slow',
      isDirectory: true,
      createReader: () => {
        let calls = 0;
        return {
          readEntries: (resolve: (found: object[]) => void) => {
            const answer = [entry(`${(calls++).toString()}.txt`, file(`${calls.toString()}.txt`))];
            if (calls < 3) resolve(answer);
            else go = () => resolve(answer);
          },
        };
      },
    };
    drop(part(element, '.zone'), [
      {kind: 'file', type: '', webkitGetAsEntry: () => slow, getAsFile: () => null},
    ]);
    await until(() => element.shadowRoot?.querySelector('.reading') != null, 'the reading');
    await until(() => text(element, '.reading').includes('2 files found'), 'the files');
    part(element, '[data-action=stop]').focus();
    await settle(element);
    press(element, '[data-action=stop]');
    go();
    await until(() => element.shadowRoot?.querySelector('.reading') == null, 'the end of reading');
    expect(element.tasks.length).to.equal(2);
    await settle(element);
    expect(element.shadowRoot?.activeElement?.getAttribute('data-action')).to.equal('browse');
  });

  it('names each file that cannot be read, and takes the others', async () => {
    const {element} = await mountFake();
    const rejects = record(element, 'cos-file-reject');
    const gone = (name: string): FileSystemFileHandle =>
      ({
        kind: 'file',
        name,
        getFile: () => Promise.reject(new DOMException('Gone', 'NotFoundError')),
      }) as never;
    const root = await navigator.storage.getDirectory();
    const handle = await root.getFileHandle('kept.txt', {create: true});

    const added = await element.addFiles([gone('a.txt'), handle]);
    expect(added.map(({name}) => name)).to.deep.equal(['kept.txt']);

    element.remove(added[0]);
    Object.defineProperty(navigator, 'webdriver', {value: false, configurable: true});
    const picker = globalThis as {showOpenFilePicker?: unknown};
    const {showOpenFilePicker} = picker;
    picker.showOpenFilePicker = () => Promise.resolve([gone('b.txt'), handle]);
    await element.openPicker();
    picker.showOpenFilePicker = showOpenFilePicker;
    Reflect.deleteProperty(navigator, 'webdriver');
    expect(names(element)).to.deep.equal(['kept.txt']);

    const entryGone = {...entry('c.txt', file('c.txt')), file: (_: unknown, fail: () => void) => fail()};
    const reader = [[entryGone, entry('d.txt', file('d.txt'))], []];
    const folder = {
      name: 'photos',
      isDirectory: true,
      createReader: () => ({readEntries: (resolve: (found?: object[]) => void) => resolve(reader.shift())}),
    };
    drop(part(element, '.zone'), [{...folderItem('photos', {}), webkitGetAsEntry: () => folder}]);
    await until(() => element.tasks.length === 2, 'the files');
    expect(names(element)).to.deep.equal(['kept.txt', 'photos/d.txt']);
    expect(rejects.map((event) => [event.file.name, event.code, event.message])).to.deep.equal(
      ['a.txt', 'b.txt', 'photos/c.txt'].map((name) => [
        name,
        'unreadable',
        'The file changed or was moved.',
      ]),
    );
    await until(
      () => text(element, '[role=status]').includes('2 files found · 1 file added · 1 file was not added'),
      'what is said',
    );
  });

  it('by paste on the page when it is the only one, with a name of its own for a picture', async () => {
    const {element} = await mountFake();
    const data = new DataTransfer();
    data.items.add(file('image.png', 3, 'image/png'));
    const paste = (target: EventTarget): boolean =>
      target.dispatchEvent(
        new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true, composed: true}),
      );
    const input = document.createElement('input');
    document.body.append(input);
    paste(input);
    await settle(element);
    input.slot = 'footer';
    element.append(input);
    expect(paste(input), 'a text field keeps its paste, also in a slot').to.equal(true);
    input.remove();
    paste(document.body);
    await until(() => element.tasks.length > 0, 'the files');
    expect(names(element)[0]).to.match(/^pasted-\d{8}-\d{6}\.png$/);

    const {element: second} = await mountFake();
    paste(document.body);
    paste(part(second, 'button'));
    await until(() => second.tasks.length > 0, 'the paste after it');
    expect(element.tasks.length + second.tasks.length, 'not clear for whom').to.equal(2);
  });

  it('not by a paste that an editor takes, whatever shadow root it is in', async () => {
    const {element} = await mountFake();
    const data = new DataTransfer();
    data.items.add(file('image.png', 3, 'image/png'));
    const paste = (target: EventTarget): boolean =>
      target.dispatchEvent(
        new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true, composed: true}),
      );
    const page = document.createElement('div');
    document.body.append(page);
    const inside = (host: HTMLElement, mode: ShadowRootMode): HTMLElement => {
      page.append(host);
      const root = host.attachShadow({mode});
      root.innerHTML = '<p contenteditable>text</p>';
      return root.firstElementChild as HTMLElement;
    };
    const textbox = document.createElement('p');
    textbox.setAttribute('role', 'textbox');
    page.append(textbox);
    const focused = inside(document.createElement('div'), 'closed');
    focused.focus();
    for (const editor of [
      focused,
      inside(document.createElement('open-editor'), 'open'),
      inside(document.createElement('closed-editor'), 'closed'),
      textbox,
    ]) {
      expect(paste(editor), editor.outerHTML).to.equal(true);
    }
    focused.blur();
    expect(paste(page), 'the page at large').to.equal(false);

    // The application itself may be in a closed root; from inside everything can be seen.
    const app = inside(document.createElement('closed-app'), 'closed').parentNode!;
    app.append(element);
    const side = app.appendChild(document.createElement('p'));
    expect([paste(part(element, 'button')), paste(side), paste(app.firstChild!)]).to.deep.equal([
      false,
      false,
      true,
    ]);
    await until(() => element.tasks.length > 0, 'what was pasted');
    page.remove();
  });

  it('one only without multiple: the next takes the place of a finished one, not of one on its way', async () => {
    const {element, fake} = await mountFake({multiple: false});
    const rejects = record(element, 'cos-file-reject');
    await element.addFiles([file('a.txt'), file('b.txt')]);
    expect(rejects.map(({code}) => code)).to.deep.equal(['too-many']);
    await element.addFiles([file('c.txt')]);
    expect(names(element)).to.deep.equal(['a.txt']);
    const [task] = fake.tasks;
    if (task) fake.succeed(task);
    await element.addFiles([file('c.txt')]);
    expect(names(element)).to.deep.equal(['c.txt']);
  });

  it('tells what was refused, beside the buttons that brought it', async () => {
    const {element} = await mountFake({accept: '.txt', 'max-file-size': '1KB'});
    const rejects = record(element, 'cos-file-reject');
    choose(element, file('a.png'), file('b.txt', 2048), file('c.txt'), file('c.txt'));
    await settle(element);
    expect(rejects.map(({file: {name}, code}) => [name, code])).to.deep.equal([
      ['a.png', 'type'],
      ['b.txt', 'too-large'],
      ['c.txt', 'duplicate'],
    ]);
    expect(text(element, '#rejections')).to.include('3 files were not added').and.include('Larger than 1 kB');
    expect(part(element, '[data-action=browse]').getAttribute('aria-describedby')).to.include('rejections');
    expect(names(element)).to.deep.equal(['c.txt']);
    press(element, '[data-action=dismiss]');
    await settle(element);
    expect(parts(element, '#rejections')).to.deep.equal([]);
  });

  it('takes what the type of its ending lets in, where the browser knows none', async () => {
    const {element} = await mountFake({accept: 'video/quicktime,application/zip'});
    const added = await element.addFiles([
      file('a.mov'),
      file('b.zip', 3, 'application/x-zip-compressed'),
      file('c.mkv'),
    ]);
    expect(added.map(({name}) => name)).to.deep.equal(['a.mov', 'b.zip']);
    await settle(element);
    expect(text(element, '#rejections')).to.include('c.mkv');
  });

  it('tells the page that nothing can match its accept', async () => {
    const {element} = await mountFake({accept: 'jpg,png'});
    const errors = record(element, 'cos-upload-error');
    await element.addFiles([file('a.jpg', 3, 'image/jpeg')]);
    await settle(element);
    expect(errors.map(({error}) => error.message)).to.have.length(1);
    expect(text(element, '[part=configuration-error]')).to.include('accept').and.include('jpg,png');
  });

  it('has one row for a name that macOS and others write in two ways', async () => {
    const {element} = await mountFake();
    const [nfc, nfd] = (['NFC', 'NFD'] as const).map((form) => file('é.txt'.normalize(form), 3, '', 5));
    await element.addFiles([nfd!, nfc!]);
    await element.addFiles([nfc!]);
    expect(element.tasks.map(({name}) => name)).to.deep.equal([nfd!.name]);
    element.keyForm = 'as-is';
    await element.addFiles([nfc!]);
    expect(element.tasks).to.have.length(2);
  });

  it('keeps the content of what has no handle for the next visit, but not of what a program adds', async () => {
    const {element, fake} = await mountFake();
    const root = await navigator.storage.getDirectory();
    const handle = await root.getFileHandle('kept.txt', {create: true});
    const persisted: [unknown, unknown][] = [];
    const addAll = fake.addAll.bind(fake);
    fake.addAll = (items) => {
      const list = [...items] as {file: File; persist?: boolean}[];
      persisted.push(...list.map(({file: {name}, persist}): [unknown, unknown] => [name, persist]));
      return addAll(list);
    };
    choose(element, file('picked.txt'));
    await element.addFiles([file('program.txt')]);
    drop(part(element, '.zone'), [
      fileItem(file('dropped.txt')),
      {...fileItem(file('kept.txt')), getAsFileSystemHandle: () => Promise.resolve(handle)},
    ]);
    await until(() => persisted.length === 4, 'what is kept');
    expect(persisted).to.deep.equal([
      ['picked.txt', true],
      ['program.txt', undefined],
      ['dropped.txt', true],
      ['kept.txt', undefined],
    ]);
  });

  it('takes the place of a failed upload of the same path, and of no other', async () => {
    const {element, fake} = await mountFake();
    const rejects = record(element, 'cos-file-reject');
    await element.addFiles([file('a.txt', 3)]);
    await element.addFiles([file('a.txt', 4)]);
    await element.addFiles([file('a.txt', 4)]);
    expect(
      rejects.map(({code}) => code),
      'the same file alone is in the list already',
    ).to.deep.equal(['duplicate']);
    const [task, other] = fake.tasks;
    const {FileChangedError} = await import('../../../src/index.js');
    if (other) fake.succeed(other);
    if (task) element.remove(task);
    const failing = fake.put({name: 'a.txt', size: 3});
    fake.fail(failing, new FileChangedError('changed'));
    await element.addFiles([file('a.txt', 5)]);
    const left = element.tasks.map(({size, state}) => [size, state.status]);
    expect(left).to.deep.equal([
      [4, 'done'],
      [5, 'queued'],
    ]);
  });

  it('leaves a failed upload to the engine when its own file comes again, which goes on with it', async () => {
    const {element, fake} = await mountFake();
    const content = file('a.txt', 3);
    await element.addFiles([content]);
    const [task] = fake.tasks;
    const {NetworkError} = await import('../../../src/index.js');
    if (task) fake.fail(task, new NetworkError('gone'));
    await element.addFiles([content]);
    expect(fake.tasks).to.include(task);
  });

  it('replaces a failed upload by the file chosen for it, not by what is chosen after a dismissed picker', async () => {
    const {element, fake} = await mountFake({'max-file-size': '1KB'});
    const {FileChangedError} = await import('../../../src/index.js');
    const task = fake.put({name: 'a.txt', size: 3});
    fake.fail(task, new FileChangedError('changed'));
    await settle(element);
    press(element, '[data-action=choose]');
    press(element, '[data-action=browse]');
    choose(element, file('b.txt'));
    expect(names(element)).to.deep.equal(['a.txt', 'b.txt']);
    press(element, '[data-action=choose]');
    choose(element, file('large.txt', 2048));
    expect(names(element)).to.deep.equal(['a.txt', 'b.txt']);
    press(element, '[data-action=choose]');
    choose(element, file('c.txt'));
    expect(names(element)).to.deep.equal(['b.txt', 'c.txt']);
  });

  it('lets nothing that is about to go be in the way of what comes', async () => {
    const {element, fake} = await mountFake({multiple: false});
    await element.addFiles([file('wrong.txt')]);
    await settle(element);
    press(element, '[data-action=cancel]');
    await element.addFiles([file('right.txt')]);
    expect(names(element)).to.deep.equal(['right.txt']);

    element.multiple = true;
    const {NetworkError} = await import('../../../src/index.js');
    const content = file('a.txt');
    const [failed] = await element.addFiles([content]);
    if (failed) fake.fail(failed, new NetworkError('gone'));
    await settle(element);
    press(element, '.row-failed [data-action=remove]');
    expect((await element.addFiles([content]))[0]).to.not.equal(failed);
    expect(failed?.state.status, 'gone before the engine could go on with it').to.equal('canceled');
    expect(names(element)).to.deep.equal(['right.txt', 'a.txt']);
  });

  it('gives a file that is chosen again the path and the key of its upload', async () => {
    const {element, fake} = await mountFake();
    const {FileChangedError} = await import('../../../src/index.js');
    const again = async (task: UploadTask, chosen: File): Promise<(string | undefined)[]> => {
      await settle(element);
      press(element, `[data-id=${task.id}] [data-action=choose]`);
      choose(element, file('other.txt'), chosen);
      const added = element.tasks.at(-1);
      for (const each of element.tasks) if (each !== task) element.remove(each);
      return [added?.path, added?.key];
    };
    const facts = {name: 'a.mov', path: 'trip/a.mov', size: 9, key: 'own', lastModified: 5};
    const old = fake.put(facts, {status: 'suspended', needs: 'file', sent: 3});
    expect(await again(old, file('a.mov', 9, '', 5))).to.deep.equal(['trip/a.mov', 'own']);
    expect((await again(old, file('a.mov', 9, '', 6)))[0], 'another file').to.equal('a.mov');
    fake.remove(old);
    const changed = fake.put(facts);
    fake.fail(changed, new FileChangedError('changed'));
    expect(await again(changed, file('a.mov', 10, '', 6))).to.deep.equal(['trip/a.mov', 'own']);
    expect(element.tasks, 'in its place').to.not.include(changed);
  });

  it('does not let photos, which are all called the same, overwrite each other', async () => {
    const {element, fake} = await mountFake({accept: 'image/*'});
    const input = part(element, '.camera-input') as HTMLInputElement;
    const data = new DataTransfer();
    data.items.add(file('image.jpg', 3, 'image/jpeg'));
    input.files = data.files;
    input.dispatchEvent(new Event('change'));
    await until(() => element.tasks.length > 0, 'the files');
    expect(names(element)[0]).to.match(/^photo-\d{8}-\d{6}\.jpg$/);
    element.accept = 'video/*';
    await settle(element);
    const films = new DataTransfer();
    films.items.add(file('capturedvideo.MOV', 3, 'video/quicktime'));
    input.files = films.files;
    input.dispatchEvent(new Event('change'));
    await until(() => element.tasks.length > 1, 'the files');
    expect(names(element)[1]).to.match(/^video-\d{8}-\d{6}\.MOV$/);
    element.remove(element.tasks[1]);
    element.accept = 'image/*';

    const [done] = await element.addFiles([file('a.jpg', 3)]);
    if (done) fake.succeed(done);
    await element.addFiles([file('a.jpg', 4), file('a.jpg', 5)]);
    const entered = element.tasks.map(({path, size}) => [path, size]).slice(1);
    expect(entered, 'the engine keeps them apart').to.deep.equal([
      ['a.jpg', 3],
      ['a.jpg', 4],
      ['a.jpg', 5],
    ]);
    await element.addFiles([{file: file('a.jpg', 5), key: 'another'}]);
    expect(element.tasks).to.have.length(5);
  });

  /** An element on an engine that takes as long for a file as a slow machine does. */
  async function mountSlow(
    attributes: Record<string, string> = {},
  ): Promise<{element: CosUploaderElement; files: File[]}> {
    const {element, fake} = await mountFake(attributes);
    const add = fake.add.bind(fake);
    fake.add = (...args) => {
      for (const end = performance.now() + 0.5; performance.now() < end;);
      return add(...args);
    };
    return {element, files: Array.from({length: 500}, (_, i) => file(`${i.toString()}.txt`))};
  }

  it('lets 500 files in by and by, so that the page lives between them, and tells of them in large groups', async () => {
    const {element, files} = await mountSlow();
    const events = record(element, 'cos-files-add');
    const turns = [0];
    const stop = pulse(() => turns.push(element.tasks.length), 'person');
    const adding = element.addFiles(files);
    expect(element.tasks.length, 'at once').to.be.within(5, 50);
    const tasks = await adding;
    turns.push(element.tasks.length);
    stop();
    expect(tasks.map(({path}) => path)).to.deep.equal(files.map(({name}) => name));
    expect(names(element)).to.deep.equal(files.map(({name}) => name));
    expect(Math.max(...turns.map((count, i) => count - (turns[i - 1] ?? 0))), 'in one go').to.be.at.most(50);
    expect(events.map(({files}) => files.length)).to.deep.equal([200, 200, 100]);
  });

  it('lets files of the next choice in behind them, and counts all for the limits', async () => {
    const {element, files} = await mountSlow({'max-files': '280'});
    const others = Array.from({length: 100}, (_, i) => file(`other-${i.toString()}.txt`));
    const rejects = record(element, 'cos-file-reject');
    const [first, again, next] = [files.slice(0, 200), files.slice(0, 90), others].map((each) =>
      element.addFiles(each),
    );
    expect(await first).to.have.length(200);
    expect(await again, 'they are there already').to.have.length(0);
    expect(await next).to.have.length(80);
    expect(names(element)).to.deep.equal(
      [...files.slice(0, 200), ...others.slice(0, 80)].map(({name}) => name),
    );
    expect(rejects.map(({code}) => code)).to.deep.equal([
      ...Array<string>(90).fill('duplicate'),
      ...Array<string>(20).fill('too-many'),
    ]);
  });

  it('takes nothing in after a reset of its form', async () => {
    const {element} = await mountFake();
    const many = Array.from({length: 1200}, (_, i) => file(`${i.toString()}.txt`));
    void element.addFiles(many);
    let go: (found: object[]) => void = () => undefined;
    const slow = {
      name: 'slow',
      isDirectory: true,
      createReader: () => ({readEntries: (resolve: typeof go) => (go = resolve)}),
    };
    drop(part(element, '.zone'), [
      {kind: 'file', type: '', webkitGetAsEntry: () => slow, getAsFile: () => null},
    ]);
    await until(() => element.shadowRoot?.querySelector('.reading') != null, 'the reading');
    void element.addFiles(many.map((each) => new File([each], `more-${each.name}`)));
    element.formResetCallback();
    go([entry('late.txt', file('late.txt'))]);
    drop(part(element, '.zone'), [fileItem(file('next.txt'))]);
    await until(() => element.tasks.length > 0, 'what comes after the reset');
    expect(names(element)).to.deep.equal(['next.txt']);
  });

  it('says which files continue uploads of an earlier visit', async () => {
    const {element, fake} = await mountFake();
    fake.put({name: 'a.txt', size: 3, file: file('a.txt')}, {status: 'suspended', needs: 'file', sent: 1});
    await settle(element);
    const events = record(element, 'cos-files-add');
    choose(element, file('a.txt'), file('b.txt'));
    expect(events.map(({source, files}) => [source, ...files.map(({name}) => name)])).to.deep.equal([
      ['pick', 'b.txt'],
      ['restore', 'a.txt'],
    ]);
  });

  it('does nothing while disabled, by its own attribute or a fieldset', async () => {
    const {element} = await mountFake({disabled: true});
    choose(element, file('a.txt'));
    drop(part(element, '.zone'), [fileItem(file('a.txt'))]);
    const clipboardData = new DataTransfer();
    clipboardData.items.add(file('a.txt'));
    const paste = new ClipboardEvent('paste', {clipboardData, bubbles: true, cancelable: true});
    document.body.dispatchEvent(paste);
    expect(paste.defaultPrevented, 'nobody takes it').to.equal(false);
    await settle(element);
    expect(element.tasks).to.have.length(0);
    expect(parts(element, 'button').every((button) => (button as HTMLButtonElement).disabled)).to.equal(true);
  });
});

describe('while disabled', () => {
  it('no button does anything', async () => {
    const {element, fake} = await mountFake();
    for (const name of ['old.mov', 'older.mov'])
      fake.put({name, size: 100}, {status: 'suspended', needs: 'file', sent: 62});
    for (const name of ['a', 'b']) fake.put({name, size: 1});
    await settle(element);
    element.disabled = true;
    await settle(element);
    const buttons = parts(
      element,
      'button:not([data-action=fold], [data-action=more])',
    ) as HTMLButtonElement[];
    expect(buttons.filter(({disabled}) => !disabled)).to.deep.equal([]);
    for (const action of ['discard', 'cancel-all', 'choose-again']) {
      const button = part(element, `[data-action=${action}]`) as HTMLButtonElement;
      button.disabled = false; // as it is until the next picture
      button.click();
    }
    expect(fake.tasks).to.have.length(4);
  });
});

describe('dragging', () => {
  const drag = (type: string, target: EventTarget, ...files: File[]): void => {
    const dataTransfer = new DataTransfer();
    for (const each of files) dataTransfer.items.add(each);
    target.dispatchEvent(
      new DragEvent(type, {dataTransfer, bubbles: true, cancelable: true, composed: true}),
    );
  };

  it('anywhere over the page lights the zone up, without flicker between children, until it leaves', async () => {
    const {element} = await mountFake();
    drag('dragenter', document.body, file('a.txt'), file('b.txt'));
    await settle(element);
    expect(element.hasAttribute('dragging')).to.equal(true);
    expect(element.matches(':state(dragging)')).to.equal(true);
    expect(text(element, '.zone-title')).to.equal('Drop to add 2 items');
    drag('dragenter', part(element, '.zone'), file('a.txt'));
    drag('dragleave', document.body, file('a.txt'));
    await settle(element);
    expect(element.hasAttribute('dragging')).to.equal(true);
    drag('dragleave', part(element, '.zone'), file('a.txt'));
    await settle(element);
    expect(element.hasAttribute('dragging')).to.equal(false);
  });

  it('ends with a drop of which another zone lets nobody hear', async () => {
    const {element} = await mountFake();
    const other = document.createElement('div');
    other.addEventListener('drop', (event) => event.stopPropagation());
    document.body.append(other);
    drag('dragenter', document.body, file('a.txt'));
    await settle(element);
    expect(element.hasAttribute('dragging')).to.equal(true);
    drag('drop', other, file('a.txt'));
    await settle(element);
    expect(element.hasAttribute('dragging')).to.equal(false);
    expect(element.tasks).to.have.length(0);
    other.remove();
  });

  it('of what cannot be accepted says so before the drop', async () => {
    const {element} = await mountFake({accept: 'image/*'});
    drag('dragenter', document.body, file('a.mp4', 1, 'video/mp4'));
    await settle(element);
    expect(text(element, '.zone-title')).to.equal('These files are not accepted here');
    drag('drop', document.body);
  });

  it('adds one of several where there is room for one only', async () => {
    const {element} = await mountFake({multiple: false});
    drag('dragenter', document.body, file('a.txt'), file('b.txt'));
    await settle(element);
    expect(text(element, '.zone-title')).to.equal('Drop to add 1 item');
    drag('drop', document.body);
  });

  it('of text means nothing', async () => {
    const {element} = await mountFake();
    const dataTransfer = new DataTransfer();
    dataTransfer.setData('text/plain', 'words');
    document.body.dispatchEvent(new DragEvent('dragenter', {dataTransfer, bubbles: true}));
    await settle(element);
    expect(element.hasAttribute('dragging')).to.equal(false);
  });
});
