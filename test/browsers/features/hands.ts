import assert from 'node:assert/strict';
import type {Key} from '../engines/engine.js';
import type {Page} from '../page.js';
import {MB, type Stage} from '../stage.js';
import {fast, inParts, slow} from './control.js';
import type {Feature} from './feature.js';
import {expectStored} from './sending.js';

const around = (widget: string): string =>
  `<button id="before">Before</button>${widget}<button id="after">After</button>`;

/** 130 files in one folder are more than one answer of `readEntries()`. */
const tree = [
  ...Array.from({length: 130}, (_, i) => `${i}.txt`),
  ...Array.from({length: 20}, (_, i) => `raw/deep/${i}.txt`),
];

export const hands: readonly Feature[] = [
  {
    name: 'the buttons open the picker of files, and that of folders',
    async run(stage) {
      const page = await stage.open({});
      await page.run(() => void (window.widget.keepShut = true));
      await page.clickOn('Choose files');
      await page.so('the picker', () => window.widget.opened.at(-1) === 'file-input');
      await page.clickOn('Choose folder');
      await page.so('that of folders', () => window.widget.opened.at(-1) === 'folder-input');
      assert.deepEqual(
        await page.run(() => {
          const input = (name: string): HTMLInputElement => window.widget.find(name) as HTMLInputElement;
          return [input('.file-input').webkitdirectory, input('.folder-input').webkitdirectory];
        }),
        [false, true],
      );
    },
  },
  {
    name: 'a chosen folder, with all that is in it',
    async run(stage) {
      const folder = await stage.folder('album', tree);
      const page = await stage.open({});
      await page.chooseIn('.folder-input', folder);
      await page.so(
        'all to be done',
        (count) => document.querySelector('cos-uploader')!.totals.done === count,
        tree.length,
      );
      await expectTree(stage);
    },
    otherwise: {
      Firefox: {
        why: 'WebDriver gives Firefox no folder; files with the paths that its picker gives them arrive under those.',
        async run(stage) {
          const page = await stage.open({});
          await assert.rejects(page.chooseIn('.folder-input', await stage.folder('album', tree)));
          await chooseByPaths(stage);
        },
      },
      WebKit: {
        why: 'WebDriver gives WebKit a folder as one file; files with the paths that its picker gives them arrive under those.',
        run: chooseByPaths,
      },
    },
  },
  {
    name: 'a dropped folder, with all that is in it',
    run: dropFolder,
  },
  {
    name: 'files dropped on the widget; it shows where while they are held over the page',
    async run(stage) {
      const page = await stage.open({});
      const over = await page.run(async () => {
        const element = document.querySelector('cos-uploader')!;
        const data = new DataTransfer();
        data.items.add(new File(['dropped'], 'dropped.txt', {type: 'text/plain'}));
        const fire = (type: string, target: Element): boolean =>
          target.dispatchEvent(
            new DragEvent(type, {bubbles: true, composed: true, cancelable: true, dataTransfer: data}),
          );
        fire('dragenter', document.body);
        fire('dragover', document.body);
        await element.updateComplete;
        const shown = element.matches(':state(dragging)');
        const zone = window.widget.find('.zone')!;
        fire('dragenter', zone);
        fire('dragover', zone);
        fire('drop', zone);
        await element.updateComplete;
        return [shown, element.matches(':state(dragging)')];
      });
      assert.deepEqual(over, [true, false]);
      await page.done('dropped.txt');
      assert.deepEqual(Object.keys(await stage.stored()), ['dropped.txt']);
    },
  },
  {
    name: 'a picture pasted by the keyboard',
    run: pastePicture,
    otherwise: {
      Firefox: {
        why: 'The clipboard of a Firefox without a screen keeps no pictures. Its paste event reaches the widget; what a picture brings is in the next row.',
        run: pasteNothing,
      },
      WebKit: {
        why: 'A picture that a page of WebKitGTK copies does not come back, without a screen at least. Its paste event reaches the widget.',
        run: pasteNothing,
      },
    },
  },
  {
    name: 'a paste is left to fields and editors, also in closed shadow trees',
    async run(stage) {
      const page = await stage.open({});
      const taken = await page.run(() => {
        const data = new DataTransfer();
        data.items.add(new File(['png'], 'image.png', {type: 'image/png'}));
        const paste = (target: Element): boolean => {
          const event = new ClipboardEvent('paste', {bubbles: true, composed: true, cancelable: true});
          // Firefox makes none with files.
          Object.defineProperty(event, 'clipboardData', {value: data});
          return !target.dispatchEvent(event);
        };
        const host = document.body.appendChild(document.createElement('closed-editor'));
        const root = host.attachShadow({mode: 'closed'});
        root.innerHTML = '<p contenteditable>text</p>';
        const field = document.body.appendChild(document.createElement('textarea'));
        return [paste(root.firstElementChild!), paste(field), paste(document.body)];
      });
      assert.deepEqual(taken, [false, false, true]);
      await page.so('it to arrive', () => document.querySelector('cos-uploader')!.totals.done === 1);
    },
  },
  {
    name: 'the keyboard alone: choose, walk, pause, resume, cancel, take back',
    async run(stage) {
      const names = ['alpha.bin', 'bravo.bin', 'charlie.bin'];
      const files = [];
      for (const name of names) files.push(await stage.file(name, 4 * MB));
      slow(stage, MB);
      const page = await stage.open({attributes: `${inParts} look="rows"`, body: around});
      await page.run(() => void (window.widget.keepShut = true));
      const press = async (key: Key, where: string): Promise<void> =>
        assert.equal(await page.press(key), where, key);

      await page.run(() => document.querySelector<HTMLElement>('#before')!.focus());
      await press('Tab', 'browse');
      await press('Enter', 'browse');
      await page.so('the picker', () => window.widget.opened.length === 1);
      await page.choose(...files.map(({path}) => path));
      await page.so('the rows', (name) => window.widget.row(name), names[2]!);
      await press('Tab', 'folder');
      await press('Tab', 'pause-all');
      await press('Tab', 'more');
      await press('Tab', 'alpha.bin');
      await press('End', 'charlie.bin');
      await press('ArrowUp', 'bravo.bin');
      await press('Home', 'alpha.bin');
      await press('ArrowRight', 'alpha.bin pause');
      await press('ArrowLeft', 'alpha.bin');
      await press('Space', 'alpha.bin');
      await page.status('alpha.bin', 'paused');
      await press('Space', 'alpha.bin');
      await page.status('alpha.bin', 'queued', 'preparing', 'uploading');
      await press('ArrowDown', 'bravo.bin');
      await press('Delete', 'bravo.bin');
      await page.so('the row to say so', () => window.widget.words('bravo.bin') === 'Canceled');
      await press('ArrowRight', 'bravo.bin undo');
      await press('Enter', 'bravo.bin pause');
      await page.status('bravo.bin', 'queued', 'preparing', 'uploading');
      await press('ArrowLeft', 'bravo.bin');
      await press('Tab', '#after');
      fast(stage);
      await page.done(...names);
      assert.equal(await page.press('Shift', 'Tab'), 'bravo.bin');
      await expectStored(stage, ...files);
    },
  },
];

const expectTree = async (stage: Stage): Promise<void> =>
  assert.deepEqual(Object.keys(await stage.stored()).sort(), tree.map((name) => `album/${name}`).sort());

const aroundPaste = (widget: string): string =>
  `<button id="copy">Copy</button><p id="ground">Ground</p>${widget}`;

/** Puts a picture into the clipboard, and presses the keys that paste it, with the focus on nothing. */
async function copyAndPaste(page: Page): Promise<void> {
  await page.run(() => {
    document.querySelector('#copy')!.addEventListener('click', () => {
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = 8;
      canvas.getContext('2d')!.fillRect(0, 0, 8, 8);
      const blob = new Promise<Blob>((resolve) => canvas.toBlob((made) => resolve(made!), 'image/png'));
      navigator.clipboard.write([new ClipboardItem({'image/png': blob})]).then(
        () => (document.title = 'copied'),
        (error: unknown) => (document.title = String(error)),
      );
    });
  });
  await page.click(() => document.querySelector<HTMLElement>('#copy')!);
  await page.so('the copy', () => document.title !== 'test');
  assert.equal(await page.run(() => document.title), 'copied');
  await page.click(() => document.querySelector<HTMLElement>('#ground')!);
  await page.press('Control', 'v');
}

async function pastePicture(stage: Stage): Promise<void> {
  const page = await stage.open({body: aroundPaste});
  await copyAndPaste(page);
  await page.so('it to arrive', () => document.querySelector('cos-uploader')!.totals.done === 1);
  assert.match(Object.keys(await stage.stored()).join(), /^pasted-[\d-]+\.png$/);
}

async function pasteNothing(stage: Stage): Promise<void> {
  const page = await stage.open({body: aroundPaste});
  await page.run(() =>
    addEventListener('paste', ({clipboardData}) => {
      document.title = `${clipboardData?.files.length ?? 'no'} files`;
    }),
  );
  await copyAndPaste(page);
  await page.so('the event', () => document.title === '0 files');
}

/** What a picker of folders puts into its input. */
async function chooseByPaths(stage: Stage): Promise<void> {
  const page = await stage.open({});
  await page.run((paths) => {
    const data = new DataTransfer();
    for (const path of paths) {
      const file = new File([`content of ${path}`], path.split('/').at(-1)!);
      Object.defineProperty(file, 'webkitRelativePath', {value: `album/${path}`});
      data.items.add(file);
    }
    const input = window.widget.find('.folder-input') as HTMLInputElement;
    input.files = data.files;
    input.dispatchEvent(new Event('change', {bubbles: true}));
  }, tree);
  await page.so(
    'all to be done',
    (count) => document.querySelector('cos-uploader')!.totals.done === count,
    tree.length,
  );
  await expectTree(stage);
}

/** No driver drops a folder in all engines, so the entries of one are made here; the event and what reads them are real. */
async function dropFolder(stage: Stage): Promise<void> {
  const page = await stage.open({});
  await page.run(async (paths: string[]) => {
    const file = (path: string): object => ({
      isFile: true,
      isDirectory: false,
      name: path.split('/').at(-1),
      file: (resolve: (file: File) => void) =>
        resolve(new File([`content of ${path}`], path.split('/').at(-1)!)),
    });
    const folder = (name: string, inside: string[], base = ''): object => ({
      isFile: false,
      isDirectory: true,
      name,
      createReader() {
        const names = [...new Set(inside.map((path) => path.split('/')[0]!))];
        const rest = names.map((child) => {
          const below = inside.filter((path) => path.startsWith(`${child}/`));
          return below.length > 0
            ? folder(
                child,
                below.map((path) => path.slice(child.length + 1)),
                `${base}${child}/`,
              )
            : file(base + child);
        });
        return {readEntries: (resolve: (found: object[]) => void) => resolve(rest.splice(0, 100))};
      },
    });
    const data = new DataTransfer();
    const items = [
      {kind: 'file', type: '', webkitGetAsEntry: () => folder('album', paths), getAsFile: () => null},
    ];
    Object.defineProperty(data, 'items', {value: items});
    Object.defineProperty(data, 'types', {value: ['Files']});
    const event = new DragEvent('drop', {bubbles: true, composed: true, cancelable: true});
    Object.defineProperty(event, 'dataTransfer', {value: data});
    window.widget.find('.zone')!.dispatchEvent(event);
    await document.querySelector('cos-uploader')!.updateComplete;
  }, tree);
  await page.so(
    'all to be done',
    (count) => document.querySelector('cos-uploader')!.totals.done === count,
    tree.length,
  );
  await expectTree(stage);
}
