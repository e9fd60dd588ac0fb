/** Forms that edit what is stored, with the libraries themselves, as docs/embedding.md shows them. Needs `npm run build`. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {text as textOf} from 'node:stream/consumers';
import {after, before, describe, it} from 'node:test';
import puppeteer, {type Browser, type Page} from 'puppeteer-core';
import {type LocalCos, startLocalCos} from '../../demo/local-cos/server.js';
import {chromiumArgs, ensureChromium} from '../support/browser.js';
import {layouts} from '../support/e2e.js';
import type {Listening} from '../support/listen.js';
import {type App, buildScripts, installPacked} from '../support/packed.js';
import {serveFolder} from '../support/serve.js';

interface Shown {
  /** What the application has in its hands. */
  model(): readonly string[];
  set(keys: readonly string[]): void;
  reset?(): void;
  /** What was saved, once each. */
  saved: (readonly string[])[];
}
declare global {
  interface Window {
    shown: Shown;
  }
}

const stored = [
  {key: 'a/cat.jpg', name: 'Cat.jpg', size: 2048, url: '/photos/1'},
  {key: 'a/dog.jpg', name: 'Dog.jpg'},
];
const keys = stored.map(({key}) => key);

/** The code that the page shows under "Forms", in this language. */
function recipe(language: string): string {
  const page = readFileSync('docs/embedding.md', 'utf8').split('\n## Forms\n')[1]!.split('\n## ')[0]!;
  return new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(page)![1]!;
}

const react = `
import {createElement, StrictMode} from 'react';
import {createRoot} from 'react-dom/client';
import {PhotosForm} from './photos-form.jsx';
const shown = (window.shown = {saved: []});
createRoot(document.body).render(createElement(StrictMode, null, createElement(PhotosForm, {
  stored: ${JSON.stringify(stored)}, save: ({photos}) => shown.saved.push([...photos]),
  told: ({getValues, setValue, reset}) => Object.assign(shown, {model: () => getValues('photos'), set: (keys) => setValue('photos', keys), reset: () => reset()}),
})));
`;
const vue = (template: string): string => `
import {createApp, ref} from 'vue/dist/vue.esm-bundler.js';
import 'cos-uploader/define.js';
const stored = ${JSON.stringify(stored)};
const photos = ref(stored.map(({key}) => key));
const other = ref(0);
const shown = (window.shown = {saved: [], model: () => photos.value, set: (keys) => (photos.value = keys), reset: () => (photos.value = stored.map(({key}) => key))});
const app = createApp({template: ${JSON.stringify(`${template}<output @click="other++">{{other}}</output>`)}, setup: () => ({photos, stored, other, save: (keys) => shown.saved.push([...keys])})});
app.config.compilerOptions.isCustomElement = (tag) => tag.startsWith('cos-');
app.mount(document.body);
// It draws again all the time, as applications with a progress of their own do.
document.addEventListener('cos-upload-progress', () => other.value++);
document.addEventListener('cos-upload-success', () => other.value++);
`;
const angular = (attributes: string): string => `
import '@angular/compiler';
import {Component, CUSTOM_ELEMENTS_SCHEMA} from '@angular/core';
import {FormControl, FormGroup, ReactiveFormsModule} from '@angular/forms';
import {bootstrapApplication} from '@angular/platform-browser';
import 'cos-uploader/define.js';
import {CosUploaderAccessor} from './accessor.js';
const stored = ${JSON.stringify(stored)};
const form = new FormGroup({photos: new FormControl(stored.map(({key}) => key))});
const shown = (window.shown = {saved: [], model: () => form.value.photos, set: (photos) => form.setValue({photos}), reset: () => form.reset({photos: stored.map(({key}) => key)})});
@Component({selector: 'app-root', imports: [ReactiveFormsModule, CosUploaderAccessor], schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: '<form [formGroup]="form" (ngSubmit)="save()"><cos-uploader formControlName="photos" [stored]="stored" multiple submit="upload" ${attributes}></cos-uploader><button>Save</button></form>'})
class Root { form = form; stored = stored; save() { shown.saved.push([...form.value.photos]); } }
bootstrapApplication(Root).catch((error) => console.error(error));
`;

describe('a form', {timeout: 300_000}, () => {
  let app: App;
  let cos: LocalCos;
  let browser: Browser;
  let site: Listening;
  const posted: URLSearchParams[] = [];
  const problems: string[] = [];

  before(async () => {
    cos = await startLocalCos();
    app = await installPacked();
    const libraries = ['react', 'react-dom', '@lit/react', 'vue', 'react-hook-form', 'rxjs', 'tslib'];
    for (const name of libraries) await app.link(name);
    for (const name of ['core', 'common', 'compiler', 'forms', 'platform-browser'])
      await app.link(`@angular/${name}`);
    const html = `bucket="${cos.bucket}" region="${cos.region}" endpoint="${cos.origin}" credentials-url="${cos.origin}/-/sts" key-template="{uuid}{ext}"`;
    const jsx = html.replace(/-(\w)(?=\w*=)/g, (_, letter: string) => letter.toUpperCase());
    const told = 'const {control, handleSubmit, reset} = useForm(';
    await app.write(
      'photos-form.jsx',
      recipe('jsx')
        .replace('bucket="…" region="…" credentialsUrl="/sts"', jsx)
        .replace('({stored, save})', '({stored, save, told})')
        .replace(told, 'const form = useForm(')
        .replace('  return (', '  const {control, handleSubmit, reset} = form;\n  told(form);\n  return ('),
    );
    await app.write('react.js', react);
    await app.write(
      'vue.js',
      vue(recipe('html').replace('bucket="…" region="…" credentials-url="/sts"', html)),
    );
    await app.write('accessor.ts', recipe('ts'));
    await app.write(
      'angular.ts',
      angular(html.replace('{uuid}{ext}', "{{ '{uuid}{ext}' }}").replace(/'/g, "\\'")),
    );
    await app.write('plain.js', `import 'cos-uploader/define-parts.js';`);
    const scripts = await buildScripts(app, 'react.js', 'vue.js', 'angular.ts', 'plain.js');
    const widget = `<cos-uploader name="photos" required multiple manual submit="upload" ${html} stored='${JSON.stringify(stored)}'></cos-uploader>`;
    const bodies = new Map(
      layouts.map(({name, markup}) => [
        `/plain-${name}`,
        `<form action="/save" method="post" onsubmit="submits = (window.submits ?? 0) + 1">
${markup(widget)}
<button name="then" value="publish">Publish</button><button type="reset">Reset</button></form>`,
      ]),
    ).set('/angular', '<app-root></app-root>');
    site = await serveFolder(scripts, async (path, request) => {
      if (path === '/save') {
        posted.push(new URLSearchParams(await textOf(request)));
        return '<!doctype html><title>saved</title>';
      }
      if (path.endsWith('.js')) return undefined;
      return `<!doctype html><html lang="en"><meta charset="utf-8"><title>app</title><body>${bodies.get(path) ?? ''}</body><script type="module" src="${path.split('-')[0]!}.js"></script>`;
    });
    browser = await puppeteer.launch({executablePath: ensureChromium(), args: chromiumArgs});
  });
  after(async () => {
    await browser.close();
    await site.close();
    await app.remove();
    await cos.close();
  });

  async function open(name: string): Promise<Page> {
    const page = await browser.newPage();
    problems.length = 0;
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => {
      if (['error', 'warn'].includes(message.type())) problems.push(message.text());
    });
    await page.goto(`${site.origin}/${name}`);
    await rows(page, ['Cat.jpg', 'Dog.jpg']);
    return page;
  }

  const namesIn = (page: Page): Promise<string[]> =>
    page.evaluate(() =>
      Array.from(
        document
          .querySelector('cos-upload-list, cos-uploader:not([headless])')
          ?.shadowRoot?.querySelectorAll<HTMLElement>('.rows .name') ?? [],
        ({title}) => title,
      ),
    );
  /** Waits until these are in sight. */
  async function rows(page: Page, names: readonly string[]): Promise<void> {
    for (const end = Date.now() + 20_000; ;) {
      const now = await namesIn(page);
      if (now.join() === names.join()) return;
      if (Date.now() > end) assert.deepEqual(now, names, problems.join('\n'));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  const add = (page: Page, ...names: string[]): Promise<void> =>
    page.evaluate((names) => {
      const input = document.querySelector('cos-uploader')!.shadowRoot!.querySelector('input')!;
      const data = new DataTransfer();
      for (const name of names) data.items.add(new File([name], name));
      input.files = data.files;
      input.dispatchEvent(new Event('change', {bubbles: true}));
    }, names);
  const press = (page: Page, name: string, action: string): Promise<void> =>
    page.evaluate(
      (name, action) => {
        const list = document.querySelector('cos-upload-list, cos-uploader:not([headless])')!;
        const row = [...list.shadowRoot!.querySelectorAll('[data-id]')].find(
          (each) => each.querySelector<HTMLElement>('.name')!.title === name,
        );
        row!.querySelector<HTMLElement>(`[data-action=${action}]`)!.click();
      },
      name,
      action,
    );
  async function modelIs(page: Page, matches: (model: readonly string[]) => boolean): Promise<void> {
    for (const end = Date.now() + 20_000; ;) {
      const model = await page.evaluate(() => [...window.shown.model()]);
      if (matches(model)) return;
      if (Date.now() > end) assert.fail(JSON.stringify(model));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  for (const name of ['react', 'vue', 'angular'])
    it(`of ${name}: value both ways, removal with undo, reset, and a submit that waits`, async () => {
      const page = await open(name);
      const model = (): Promise<readonly string[]> => page.evaluate(() => [...window.shown.model()]);
      assert.deepEqual(await model(), keys);
      await add(page, 'one.txt', 'two.txt');
      await modelIs(page, ({length}) => length === 4);
      assert.deepEqual((await model()).slice(0, 2), keys);
      await rows(page, ['Cat.jpg', 'Dog.jpg', 'one.txt', 'two.txt']);
      await press(page, 'Cat.jpg', 'remove');
      await modelIs(page, (model) => model.length === 3 && !model.includes('a/cat.jpg'));
      await press(page, 'Cat.jpg', 'undo');
      await modelIs(page, (model) => model.length === 4 && model[0] === 'a/cat.jpg');
      // From outside: what it does not name goes, without a word of it.
      const [, , uploaded = ''] = await model();
      await page.evaluate((kept) => window.shown.set(['a/dog.jpg', kept]), uploaded);
      await rows(page, ['Dog.jpg', 'one.txt']);
      assert.deepEqual(await model(), ['a/dog.jpg', uploaded]);
      await page.evaluate(() => window.shown.reset!());
      await rows(page, ['Cat.jpg', 'Dog.jpg']);
      assert.deepEqual(await model(), keys);
      // The files are on their way when the form is sent, and its own handler hears of it when they have arrived.
      await press(page, 'Dog.jpg', 'remove');
      await add(page, 'three.txt');
      await page.evaluate(() => document.querySelector('form')!.querySelector('button')!.click());
      await page.waitForFunction(() => window.shown.saved.length > 0, {timeout: 20_000});
      const [saved, ...others] = await page.evaluate(() => window.shown.saved);
      assert.deepEqual(others, []);
      assert.equal(saved!.length, 2);
      assert.equal(saved![0], 'a/cat.jpg');
      assert.match(saved![1]!, /\.txt$/);
      assert.deepEqual(problems, []);
      await page.close();
    });

  for (const {name} of layouts)
    it(`of plain HTML (${name}): a failed file stops the submit, the next one goes on and takes the button with it`, async () => {
      posted.length = 0;
      const page = await open(`plain-${name}`);
      await page.evaluate(() =>
        document.querySelector<HTMLElement>('cos-uploader')!.setAttribute('retries', '0'),
      );
      await press(page, 'Cat.jpg', 'remove');
      await add(page, 'new.txt');
      await rows(page, ['Dog.jpg', 'new.txt']);
      assert.equal(await page.evaluate(() => document.querySelector('cos-uploader')!.totals.sent), 0);
      cos.faults.add({match: {operation: 'PutObject'}, effect: {status: 403}});
      const publish = (): Promise<void> =>
        page.evaluate(() => document.querySelector<HTMLElement>('[name=then]')!.click());
      await publish();
      await page.waitForFunction(
        () => document.activeElement?.shadowRoot?.activeElement?.closest('.row-failed'),
        {timeout: 20_000},
      );
      assert.match(
        await page.evaluate(
          () =>
            document.querySelector('cos-uploader')!.shadowRoot!.querySelector('[role=alert]')!.textContent,
        ),
        /The form was not sent/,
      );
      assert.equal(await page.evaluate(() => (window as unknown as {submits?: number}).submits), undefined);
      assert.equal(posted.length, 0);
      cos.faults.clear();
      await Promise.all([page.waitForNavigation(), publish()]);
      assert.equal(await page.title(), 'saved');
      assert.equal(posted.length, 1);
      const photos = posted[0]!.getAll('photos');
      assert.equal(photos[0], 'a/dog.jpg');
      assert.match(photos[1]!, /\.txt$/);
      assert.equal(photos.length, 2);
      assert.equal(posted[0]!.get('then'), 'publish');
      await page.close();
    });
});
