/** What the package brings for React and Vue, in applications that are built from what is published. Needs `npm run build`. */
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {after, before, describe, it} from 'node:test';
import puppeteer, {type Browser, type Page} from 'puppeteer-core';
import {type LocalCos, startLocalCos} from '../../demo/local-cos/server.js';
import {chromiumArgs, ensureChromium} from '../support/browser.js';
import type {Listening} from '../support/listen.js';
import {type App, buildScripts, installPacked} from '../support/packed.js';
import {serveFolder} from '../support/serve.js';

interface Seen {
  /** How often each row was rendered, by the name of its file, then the list and the totals. */
  renders: Record<string, number>;
  /** States that each row has shown. */
  states: Record<string, string[]>;
  events: string[];
  problems: string[];
  uploader: {close(): void};
  add(files: File[]): void;
  leave(): void;
}
declare global {
  interface Window {
    seen: Seen;
  }
}

/** In strict mode React calls components twice, so only what was committed counts: effects. */
const reactApp = `
import {createElement as h, memo, StrictMode, useEffect, useLayoutEffect, useState} from 'react';
import {CosUploader, CosUploadList, CosUploadTotals, useUpload, useUploads} from 'cos-uploader/react';
const {seen} = globalThis;
const count = (name) => (seen.renders[name] = (seen.renders[name] ?? 0) + 1);
const Row = memo(({uploader, task}) => {
  const state = useUpload(uploader, task);
  useLayoutEffect(() => { count(task.name); (seen.states[task.name] ??= []).push(state.status); });
  return h('li', {id: task.name}, task.name, ' ', state.status);
});
const List = ({uploader}) => {
  const {tasks} = useUploads(uploader);
  useLayoutEffect(() => void count('list'));
  return h('ul', null, tasks.map((task) => h(Row, {key: task.id, uploader, task})));
};
const Totals = ({uploader}) => {
  const {totals} = useUploads(uploader);
  useLayoutEffect(() => void count('totals'));
  return h('output', null, totals.done + ' of ' + totals.files);
};
export function App({uploader}) {
  const [there, setThere] = useState(true);
  useEffect(() => { seen.leave = () => setThere(false); }, []);
  return h(StrictMode, null, there && [
    h(CosUploader, {key: 'uploader', uploader, multiple: true, className: 'mine',
      onCosFilesAdd: ({files}) => seen.events.push('add ' + files.length),
      onCosUploadSuccess: ({task}) => seen.events.push('done ' + task.name)}),
    h(CosUploadTotals, {key: 'sums', uploader}), h(CosUploadList, {key: 'files', uploader, look: 'rows'}),
    h(List, {key: 'list', uploader}), h(Totals, {key: 'totals', uploader})]);
}
`;
const reactMain = `
import {createElement as h} from 'react';
import {hydrateRoot} from 'react-dom/client';
import {App} from './react-app.js';
hydrateRoot(document.body, h(App, {uploader: seen.uploader}), {onRecoverableError: (error) => seen.problems.push(String(error))});
`;
const reactServer = `
import {createElement as h} from 'react';
import {renderToString} from 'react-dom/server';
globalThis.seen = {renders: {}, states: {}, events: []};
const {App} = await import('./react-app.js');
process.stdout.write(renderToString(h(App, {})));
`;
const vueMain = `
import {createApp, defineComponent, h, onUpdated, onMounted, ref} from 'vue';
import 'cos-uploader/define-parts.js';
import {useUpload, useUploads} from 'cos-uploader/vue';
const count = (name) => (seen.renders[name] = (seen.renders[name] ?? 0) + 1);
const counted = (name) => { onMounted(() => count(name)); onUpdated(() => count(name)); };
const Row = defineComponent({props: ['uploader', 'task'], setup({uploader, task}) {
  const state = useUpload(uploader, task);
  counted(task.name);
  return () => { (seen.states[task.name] ??= []).push(state.value.status); return h('li', {id: task.name}, task.name + ' ' + state.value.status); };
}});
const List = defineComponent({props: ['uploader'], setup(props) {
  const {tasks} = useUploads(() => props.uploader);
  counted('list');
  return () => h('ul', tasks.value.map((task) => h(Row, {key: task.id, uploader: props.uploader, task})));
}});
const Totals = defineComponent({props: ['uploader'], setup(props) {
  const {totals} = useUploads(() => props.uploader);
  counted('totals');
  return () => h('output', totals.value.done + ' of ' + totals.value.files);
}});
const there = ref(true);
seen.leave = () => (there.value = false);
createApp({setup: () => () => there.value ? [
  h('cos-uploader', {'.uploader': seen.uploader, multiple: true, class: 'mine',
    onCosFilesAdd: ({files}) => seen.events.push('add ' + files.length),
    onCosUploadSuccess: ({task}) => seen.events.push('done ' + task.name)}),
  h('cos-upload-totals', {'.uploader': seen.uploader}), h('cos-upload-list', {'.uploader': seen.uploader, look: 'rows'}),
  h(List, {uploader: seen.uploader}), h(Totals, {uploader: seen.uploader})] : []}).mount(document.body);
`;
/** Before the application: an engine that many components follow. */
const engine = (cos: LocalCos): string => `
import {createCosClient, Uploader} from 'cos-uploader';
const client = createCosClient(${JSON.stringify({bucket: cos.bucket, region: cos.region, endpoint: cos.origin, credentialsUrl: `${cos.origin}/-/sts`})});
const uploader = new Uploader({client, multipartThreshold: '1MB', partSize: '1MB', keyPrefix: crypto.randomUUID() + '/'});
const heard = {now: 0};
for (const name of ['addEventListener', 'removeEventListener']) {
  const original = uploader[name].bind(uploader);
  uploader[name] = (type, listener, options) => {
    if (name === 'addEventListener' && type === 'change') { heard.now++; options?.signal?.addEventListener('abort', () => heard.now--); }
    return original(type, listener, options);
  };
}
globalThis.seen = {renders: {}, states: {}, events: [], problems: [], uploader, heard};
seen.add = (files) => document.querySelector('cos-uploader').addFiles(files);
addEventListener('error', ({message}) => seen.problems.push(message));
for (const level of ['error', 'warn']) { const say = console[level]; console[level] = (...words) => { seen.problems.push(words.join(' ')); say(...words); }; }
`;

describe('an application of', {timeout: 300_000}, () => {
  let app: App;
  let cos: LocalCos;
  let browser: Browser;
  let site: Listening;
  let origin: string;
  const pages = new Map<string, string>();

  before(async () => {
    cos = await startLocalCos();
    app = await installPacked();
    for (const name of ['react', 'react-dom', '@lit/react', 'vue']) await app.link(name);
    await app.write('engine.js', engine(cos));
    await app.write('react-app.js', reactApp);
    await app.write('react-server.js', reactServer);
    await app.write('react.js', `import './engine.js';\n${reactMain}`);
    await app.write('vue.js', `import './engine.js';\n${vueMain}`);
    const scripts = await buildScripts(app, 'react.js', 'vue.js');
    site = await serveFolder(scripts, (path) => pages.get(path));
    ({origin} = site);
    browser = await puppeteer.launch({executablePath: ensureChromium(), args: chromiumArgs});
  });
  after(async () => {
    await browser.close();
    await site.close();
    await app.remove();
    await cos.close();
  });

  const html = (name: string, body: string): string =>
    `<!doctype html><html lang="en"><title>app</title><body>${body}</body><script type="module" src="/${name}.js"></script>`;

  async function open(name: string): Promise<Page> {
    const page = await browser.newPage();
    await page.goto(`${origin}/${name}`);
    await page.waitForFunction(() => document.querySelector('cos-uploader')?.shadowRoot);
    return page;
  }

  async function upload(page: Page): Promise<Omit<Seen, 'uploader' | 'add' | 'leave'>> {
    await page.evaluate(() => {
      const large = new File([new Uint8Array(3 * 2 ** 20 + 1)], 'large.bin');
      const small = new File(['small'], 'small.txt');
      window.seen.add([large, small]);
    });
    await page.waitForFunction(() => document.querySelector('output')?.textContent === '2 of 2');
    return page.evaluate(() => {
      const {renders, states, events, problems} = window.seen;
      return {renders, states, events: events.sort(), problems};
    });
  }

  async function check(page: Page, rendersAtStart: number): Promise<void> {
    const {renders, states, events, problems} = await upload(page);
    assert.deepEqual(events, ['add 2', 'done large.bin', 'done small.txt']);
    assert.deepEqual(problems, []);
    // The list knows what is in it; what becomes of that is each row's own.
    assert.ok(renders['list']! <= rendersAtStart + 2, JSON.stringify(renders));
    assert.ok(renders['large.bin']! > renders['small.txt']!, JSON.stringify(renders));
    assert.ok(states['large.bin']!.includes('uploading'));
    for (const name of ['large.bin', 'small.txt']) assert.equal(states[name]!.at(-1), 'done');
    const of = (name: string): Promise<number> => page.evaluate((name) => window.seen.renders[name]!, name);
    const [small, list] = [await of('small.txt'), await of('list')];
    // One more file: its own row, the list and the totals.
    await page.evaluate(() => window.seen.add([new File(['more'], 'more.txt')]));
    await page.waitForFunction(() => document.querySelector('output')?.textContent === '3 of 3');
    assert.equal(await of('small.txt'), small);
    assert.equal(await of('list'), list + 1);
    // The elements for an own layout show the same.
    await page.waitForFunction(() =>
      [
        [3, 'cos-upload-list', '.row-done'],
        [1, 'cos-upload-totals', '.ring.good'],
      ].every(
        ([count, tag, inside]) =>
          document.querySelector(String(tag))?.shadowRoot?.querySelectorAll(String(inside)).length === count,
      ),
    );
    // Who has left listens no more, but for the element, which goes on.
    await page.evaluate(() => window.seen.leave());
    await page.waitForFunction(() => !document.querySelector('output'));
    assert.equal(await page.evaluate(() => (window.seen as unknown as {heard: {now: number}}).heard.now), 0);
  }

  it('React, rendered on a server, taken over in strict mode', async () => {
    const body = execFileSync(process.execPath, ['react-server.js'], {cwd: app.folder, encoding: 'utf8'});
    assert.match(body, /<cos-uploader[^>]*class="mine"/);
    assert.match(body, /<cos-uploader[^>]*defer-hydration/, 'its properties come later');
    assert.match(body, /<cos-upload-list/);
    pages.set('/react', html('react', body));
    const page = await open('react');
    await page.waitForSelector('cos-uploader:not([defer-hydration])');
    await check(page, 2);
    await page.close();
  });

  it('Vue', async () => {
    pages.set('/vue', html('vue', ''));
    const page = await open('vue');
    await check(page, 1);
    await page.close();
  });
});
