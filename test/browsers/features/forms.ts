import assert from 'node:assert/strict';
import {until} from '../../support/until.js';
import type {Page} from '../page.js';
import {MB, type Stage} from '../stage.js';
import {slow} from './control.js';
import type {Feature} from './feature.js';

const form = (widget: string): string => `<form action="/save" method="post"><fieldset>
  <label>Papers ${widget.replace('<cos-uploader', '<cos-uploader name="papers"')}</label>
  </fieldset><button id="send" name="then" value="publish">Publish</button><button id="reset" type="reset">Reset</button></form>`;

/** What a form would send, and whether it may. */
const state = (page: Page): Promise<{value: string[]; valid: boolean}> =>
  page.run(() => {
    const form = document.querySelector('form')!;
    return {value: new FormData(form).getAll('papers').map(String), valid: form.checkValidity()};
  });

const posted = async ({posted}: Stage): Promise<URLSearchParams> => {
  await until(() => posted.length > 0, 'the form to be sent');
  assert.equal(posted.length, 1);
  return new URLSearchParams(posted[0]);
};

export const forms: readonly Feature[] = [
  {
    name: 'value, `required`, `<fieldset disabled>` and reset',
    async run(stage) {
      const file = await stage.file('paper.bin', 1000);
      const page = await stage.open({attributes: 'required', body: form});
      assert.deepEqual(await state(page), {value: [], valid: false});
      await page.choose(file.path);
      await page.done(file.name);
      const key = stage.prefix + file.name;
      assert.deepEqual(await state(page), {value: [key], valid: true});
      const off = await page.run(async () => {
        const [fieldset, element] = [
          document.querySelector('fieldset')!,
          document.querySelector('cos-uploader')!,
        ];
        fieldset.disabled = true;
        await element.updateComplete;
        const seen = [
          element.isDisabled,
          element.matches(':disabled'),
          (window.widget.find('[data-action=browse]') as HTMLButtonElement).disabled,
        ];
        fieldset.disabled = false;
        await element.updateComplete;
        return seen;
      });
      assert.deepEqual(off, [true, true, true]);
      assert.equal(
        await page.run(() => document.querySelector('cos-uploader')!.matches(':state(complete)')),
        true,
      );
      await page.click(() => document.querySelector<HTMLElement>('#reset')!);
      await page.so('an empty list', () => document.querySelector('cos-uploader')!.tasks.length === 0);
      assert.deepEqual(await state(page), {value: [], valid: false});
    },
  },
  {
    name: 'a form cannot be sent while files are on their way, and is sent with their keys',
    async run(stage) {
      const file = await stage.file('paper.bin', 2 * MB);
      slow(stage, MB);
      const page = await stage.open({body: form});
      await page.choose(file.path);
      await page.status(file.name, 'uploading');
      assert.equal((await state(page)).valid, false);
      await page.click(() => document.querySelector<HTMLElement>('#send')!);
      await page.done(file.name);
      assert.deepEqual(stage.posted, []);
      await page.click(() => document.querySelector<HTMLElement>('#send')!);
      const body = await posted(stage);
      assert.deepEqual(
        [...body],
        [
          ['papers', stage.prefix + file.name],
          ['then', 'publish'],
        ],
      );
    },
  },
  {
    name: '`submit="upload"`: the form waits for its files, and goes with the button that was clicked',
    async run(stage) {
      const file = await stage.file('paper.bin', 2 * MB);
      const page = await stage.open({attributes: 'manual submit="upload"', body: form});
      await page.choose(file.path);
      await page.status(file.name, 'queued');
      await page.click(() => document.querySelector<HTMLElement>('#send')!);
      const body = await posted(stage);
      assert.deepEqual(
        [...body],
        [
          ['papers', stage.prefix + file.name],
          ['then', 'publish'],
        ],
      );
    },
  },
  {
    name: 'files that are stored already: removed with the way back, and part of the value',
    async run(stage) {
      const stored = JSON.stringify([
        {key: 'a/cat.jpg', name: 'Cat.jpg'},
        {key: 'a/dog.jpg', name: 'Dog.jpg'},
      ]);
      const page = await stage.open({attributes: `stored='${stored}'`, body: form});
      await page.act('Cat.jpg', 'remove');
      await page.so(
        'one to be left',
        () => new FormData(document.querySelector('form')!).getAll('papers').length === 1,
      );
      await page.act('Cat.jpg', 'undo');
      await page.so(
        'both',
        () => new FormData(document.querySelector('form')!).getAll('papers').length === 2,
      );
      await page.act('Dog.jpg', 'remove');
      await page.click(() => document.querySelector<HTMLElement>('#send')!);
      assert.deepEqual((await posted(stage)).getAll('papers'), ['a/cat.jpg']);
    },
  },
  {
    name: 'the value is there again when the person comes back to the page',
    async run(stage) {
      const file = await stage.file('paper.bin', 1000);
      const page = await stage.open({attributes: 'required', body: form});
      await page.choose(file.path);
      await page.done(file.name);
      await page.away();
      await page.so('the value', () => new FormData(document.querySelector('form')!).has('papers'));
      assert.deepEqual(await state(page), {value: [stage.prefix + file.name], valid: true});
    },
  },
  {
    name: 'the label opens the picker, and names the widget',
    async run(stage) {
      const page = await stage.open({body: form});
      await page.run(() => void (window.widget.keepShut = true));
      await page.run(() => document.querySelector('label')!.click());
      await page.so('the picker', () => window.widget.opened.includes('file-input'));
      assert.equal(
        await page.run(() => window.widget.find('[role=group]')!.getAttribute('aria-label')),
        'Papers',
      );
    },
  },
];
