/** What is published, looked at from outside. Needs `npm run build`. */
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {readdir, readFile, stat} from 'node:fs/promises';
import {SourceMap, type SourceMapPayload} from 'node:module';
import {dirname, join, resolve} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {type App, installPacked} from '../support/packed.js';

/** Only what TypeScript gets to know by the import: were there no types, each of these would be an error. */
const consumer = `
import 'cos-uploader/define.js';
import {CosUploaderElement, type FileInput, type PickerOptions} from 'cos-uploader/element.js';
import {
  createCosClient, createHasher, Uploader, uploadFile,
  type CredentialsErrorCode, type HasherOptions, type NetworkErrorCode, type PresignMethod, type Wanted,
} from 'cos-uploader';

const element: CosUploaderElement | null = document.querySelector('cos-uploader');
if (!element) throw new Error();
element.bucket = 'demo-1250000000';
element.addEventListener('cos-upload-success', ({task, result}) => console.log(task.name, result.location.length));
document.addEventListener('cos-upload-error', ({error}) => console.log(error.code, error.retryable));
window.addEventListener('cos-idle', ({totals}) => console.log(totals.done));

declare const path: string | undefined;
const input: FileInput = {file: new File([], 'a'), path, key: undefined};
const picker: PickerOptions = {directory: true};
const hashing: HasherOptions = {workers: 0};
const wanted: Wanted = {md5: true};
const codes: [NetworkErrorCode, CredentialsErrorCode] = ['stalled', 'refused'];
const method: PresignMethod = 'PUT';
const client = createCosClient({bucket: 'demo-1250000000', region: 'ap-guangzhou', credentialsUrl: '/sts'});
const uploader: Uploader = new Uploader({client, hasher: createHasher(hashing)});
const etag: string = (await uploadFile(client, new File([], 'a'), {key: 'a'})).etag;
await client.presign(method, 'a');
// @ts-expect-error: no such method
await client.presign('PATCH', 'a');
// @ts-expect-error: what is internal is not declared
element.internals;
export {codes, etag, input, picker, uploader, wanted};
`;

/** The same in templates and JSX. */
const framework = `
import {type CSSProperties, useRef} from 'react';
import {CosUploader, useUpload, useUploads as useInReact} from 'cos-uploader/react';
import {useUploads as useInVue} from 'cos-uploader/vue';
import type {CosUploaderElement} from 'cos-uploader/element.js';
import type {CustomElements} from 'cos-uploader/jsx';
import 'cos-uploader/svelte';
import type {SvelteHTMLElements} from 'svelte/elements';
import type {GlobalComponents} from 'vue';
import type {UploaderLike, UploadTask} from 'cos-uploader';

export function Wrapped({uploader, task}: {uploader: UploaderLike; task: UploadTask}) {
  const ref = useRef<CosUploaderElement>(null);
  const {tasks, totals} = useInReact(uploader);
  const state = useUpload(uploader, task);
  return (
    <CosUploader ref={ref} bucket="demo-1250000000" maxFiles={3} uploader={uploader} resumeMode="ask" className="a"
      onCosUploadSuccess={({result}) => console.log(result.location.length)}>
      {tasks.length + totals.done} {state.status === 'done' && state.result.key}
    </CosUploader>
  );
}
const plainRef: {current: CosUploaderElement | null} = {current: null};
const style: CSSProperties = {'--cos-accent': 'teal', color: 'red'};
export const plain = (
  <cos-uploader ref={plainRef} style={style} key={1} dir={document.dir} bucket="demo-1250000000" credentials-url="/sts" multiple max-files={3} resume="ask" className="a"
    oncos-upload-success={({result}) => console.log(result.location.length)} />
);
// @ts-expect-error: no such value
export const wrong = <CosUploader checksum="sha1" />;
// @ts-expect-error: no such value
export const wrongToo = <cos-uploader checksum="sha1" />;

type VueProps = InstanceType<GlobalComponents['cos-uploader']>['$props'];
export const vue: VueProps = {'credentials-url': '/sts', onCosUploadSuccess: ({result}) => console.log(result.key)};
export const svelte: SvelteHTMLElements['cos-uploader'] = {class: 'a', 'credentials-url': '/sts', 'oncos-idle': ({totals}) => console.log(totals.done)};
export const preact: CustomElements['cos-uploader'] = {'credentials-url': '/sts', 'oncos-idle': ({totals}) => console.log(totals.done)};
export const {tasks, totals} = useInVue(() => undefined);
export const counts: [number, number] = [tasks.value.length, totals.value.done];
`;

const files = async (folder: string): Promise<string[]> =>
  (await readdir(folder, {recursive: true})).map((file) => file.replaceAll('\\', '/'));

describe('the published package', {timeout: 120_000}, () => {
  let app: App;
  before(async () => (app = await installPacked()));
  after(() => app.remove());

  const read = (name: string): Promise<string> => readFile(join(app.installed, name), 'utf8');

  async function typeCheck(name: string, code: string): Promise<void> {
    await app.write(name, code);
    await app.write(
      'tsconfig.json',
      JSON.stringify({
        compilerOptions: {
          target: 'ES2022',
          module: 'ESNext',
          moduleResolution: 'bundler',
          lib: ['ES2023', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
          types: [],
          strict: true,
          exactOptionalPropertyTypes: true,
          skipLibCheck: false,
          jsx: 'react-jsx',
          noEmit: true,
        },
        files: [name],
      }),
    );
    try {
      execFileSync(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', app.folder]);
    } catch (error) {
      assert.fail(String((error as {stdout: Buffer}).stdout));
    }
  }

  it('gives TypeScript the element, its events and the types of all signatures', () =>
    typeCheck('consumer.ts', consumer));

  it('gives React, Vue, Svelte and JSX its props and events', async () => {
    for (const name of [...Object.keys(app.manifest.peerDependencies), '@types/react']) await app.link(name);
    await typeCheck('frameworks.tsx', framework);
  });

  it('depends on what its modules import, and on nothing else', async () => {
    const imported = new Set<string>();
    for (const file of await files(join(app.installed, 'dist'))) {
      if (!file.endsWith('.js') || file.endsWith('.bundle.js')) continue;
      const code = await read(`dist/${file}`);
      for (const [, name = ''] of code.matchAll(/(?:\bfrom|^import|\bimport\()\s*["']([^."'][^"']*)["']/gm)) {
        imported.add(/^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);
      }
    }
    const {dependencies, peerDependencies} = app.manifest;
    // Svelte is named by types alone.
    const named = Object.keys({...dependencies, ...peerDependencies}).filter((name) => name !== 'svelte');
    assert.deepEqual([...imported].sort(), named.sort());
  });

  it('has every module that its modules import', async () => {
    const missing: string[] = [];
    let imports = 0;
    for (const file of (await files(join(app.installed, 'dist'))).filter((name) => name.endsWith('.js')))
      for (const [, path = ''] of (await read(`dist/${file}`)).matchAll(
        /(?:\bfrom|^import|\bimport\(|\bnew URL\()\s*["'`](\.[^"'`]+)["'`]/gm,
      )) {
        imports++;
        if (!existsSync(join(app.installed, 'dist', dirname(file), path))) missing.push(`${file}: ${path}`);
      }
    assert.ok(imports > 300);
    assert.deepEqual(missing, []);
  });

  it('has a file for every relative link and picture of its pages', async () => {
    const pages = [
      'README.md',
      'README.zh-CN.md',
      ...(await files(join(app.installed, 'docs'))).map((name) => `docs/${name}`),
    ];
    const broken: string[] = [];
    let links = 0;
    for (const page of pages.filter((name) => name.endsWith('.md'))) {
      const words = (await read(page)).replace(/^```[^]*?^```/gm, '');
      for (const [, link, picture] of words.matchAll(/\]\(([^)#\s]+)|(?:src|srcset)="([^"]+)"/g)) {
        const address = link ?? picture ?? '';
        // Scripts in examples lie on a page of the reader.
        if (/^https?:|^\/|\.js$/.test(address)) continue;
        links++;
        if (!existsSync(join(app.installed, dirname(page), address))) broken.push(`${page}: ${address}`);
      }
    }
    assert.ok(links > 20);
    assert.deepEqual(broken, []);
  });

  it('has no source maps; that of the one-file bundle, which goes with a release, is right', async () => {
    assert.deepEqual(
      (await files(app.installed)).filter((file) => file.endsWith('.map')),
      [],
    );
    const code = await read('dist/cos-uploader.bundle.js');
    assert.doesNotMatch(code, /sourceMappingURL/);
    const map = new SourceMap(
      JSON.parse(await readFile('dist/cos-uploader.bundle.js.map', 'utf8')) as SourceMapPayload,
    );
    const lines = code.split('\n');
    for (const [text, source] of [
      ['The worker did not start in time.', 'src/workers/attend.ts'],
      ['cos-files-add', 'src/element/base/cos-events.ts'],
    ] as const) {
      const line = lines.findIndex((each) => each.includes(text));
      const entry = map.findEntry(line, lines[line]!.indexOf(text));
      assert.ok(
        'originalSource' in entry && entry.originalSource.endsWith(source),
        `${text}: ${JSON.stringify(entry)}`,
      );
    }
  });

  it('is no larger than the manual says', async () => {
    const entries = await readdir(app.installed, {recursive: true, withFileTypes: true});
    let bytes = 0;
    for (const entry of entries)
      if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).size;
    const [, most = ''] = /takes less than ([\d.]+) MB/.exec(await read('docs/embedding.md')) ?? [];
    assert.ok(
      bytes < Number(most) * 1e6 && bytes > (Number(most) - 0.1) * 1e6,
      `${bytes} bytes of ${most} MB`,
    );
  });

  it('names the licences of all that is inside the built files', async () => {
    const notices = await read('dist/THIRD-PARTY-LICENSES.txt');
    for (const name of [
      ...Object.keys(app.manifest.dependencies),
      'lit-html',
      'spark-md5',
      'fast-xml-parser',
      'hash-wasm',
    ])
      assert.match(notices, new RegExp(`^${name} [\\d.]+ \\(`, 'm'));
    assert.match(notices, /Redistributions in binary form must reproduce/);
    assert.match(notices, /Apache License/);
    assert.match((await read('dist/cos-uploader.bundle.js')).slice(0, 200), /THIRD-PARTY-LICENSES\.txt/);
  });
});

interface Declared {
  name: string;
  description?: string;
}

interface Declaration extends Declared {
  tagName?: string;
  customElement?: boolean;
  attributes?: Declared[];
  events?: Declared[];
  slots?: Declared[];
  cssParts?: Declared[];
  cssProperties?: Declared[];
  cssStates?: Declared[];
  members?: Declared[];
}

interface Module {
  path: string;
  declarations: Declaration[];
  exports: {kind: string; name: string; declaration: {name: string; module?: string}}[];
}

describe('custom-elements.json', () => {
  let modules: Module[];
  let element: Declaration;
  before(async () => {
    ({modules} = JSON.parse(await readFile('custom-elements.json', 'utf8')) as {modules: Module[]});
    const module = modules.find(({path}) => path === 'dist/element/cos-uploader.js');
    element = module!.declarations.find(({name}) => name === 'CosUploaderElement')!;
  });

  it('says which tag is whose, and where that is defined', () => {
    assert.equal(element.tagName, 'cos-uploader');
    assert.equal(element.customElement, true);
    const definitions = modules
      .flatMap(({exports, path}) => exports.map((entry) => ({...entry, path})))
      .filter(({kind}) => kind === 'custom-element-definition')
      .map(({name, declaration, path}) => [name, declaration.name, declaration.module, path]);
    const part = (name: string, className: string): string[] => [
      `cos-upload-${name}`,
      `CosUpload${className}Element`,
      `dist/element/parts/${name}.js`,
      'dist/define-parts.js',
    ];
    assert.deepEqual(definitions.sort(), [
      part('button', 'Button'),
      part('dock', 'Dock'),
      part('drop-zone', 'DropZone'),
      part('list', 'List'),
      part('totals', 'Totals'),
      ['cos-uploader', 'CosUploaderElement', 'dist/element/cos-uploader.js', 'dist/define.js'],
    ]);
  });

  it('describes every part of an own layout', async () => {
    const manual = await readFile('docs/own-layout.md', 'utf8');
    const parts = modules
      .flatMap(({declarations}) => declarations)
      .filter(({tagName}) => tagName?.startsWith('cos-upload-'));
    assert.ok(parts.length > 3);
    for (const {tagName, attributes = [], members = [], slots = [], cssParts = []} of parts) {
      for (const {name, description} of [...attributes, ...members, ...slots, ...cssParts])
        assert.ok(description, `${tagName ?? ''} ${name}`);
      const [, row = ''] = new RegExp(`^\\| \`<${tagName ?? ''}>\` (.*)`, 'm').exec(manual) ?? [];
      assert.ok(row, tagName);
      for (const {name} of attributes)
        if (!['for', 'dragging'].includes(name))
          assert.ok(row.includes(`\`${name}\``), `${tagName ?? ''} ${name}`);
    }
  });

  it('names no file that is not published', () => {
    for (const {path} of modules) assert.ok(existsSync(path), path);
    assert.ok(!JSON.stringify(modules).includes('"src/'));
  });

  /** The names in code in the first column of the table under a heading of docs/element.md. */
  const documented = async (heading: string, column = /^\| ([^|]*)\|/gm): Promise<string[]> => {
    const manual = await readFile('docs/element.md', 'utf8');
    const section = manual.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
    return [...section.matchAll(column)].flatMap(([, cell = '']) =>
      [...cell.replace(/\(.*?\)/g, '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
    );
  };
  it('describes everything, and has nothing that is internal', () => {
    const kinds = [
      'attributes',
      'members',
      'events',
      'slots',
      'cssParts',
      'cssProperties',
      'cssStates',
    ] as const;
    for (const kind of kinds) {
      const list = element[kind] ?? [];
      assert.ok(list.length > 5, kind);
      for (const {name, description} of list) assert.ok(description, `${kind} ${name}`);
      assert.ok(!list.some(({name}) => /^#|Callback$|^(internals|engines|formValue)$/.test(name)), kind);
    }
    const classes = modules.flatMap(({declarations}) => declarations.map(({name}) => name));
    assert.deepEqual(
      classes.filter((name) => !/^Cos\w+(Event|Element)$|^registerLocale$|^english$/.test(name)),
      [],
    );
  });

  const names = (list: Declared[] | undefined): string[] => (list ?? []).map(({name}) => name).sort();

  it('has every attribute and property of the manual, and the manual every attribute', async () => {
    const manual = (await documented('Attributes')).filter((name) => name !== 'form');
    const attributes = names(element.attributes);
    const members = names(element.members);
    for (const name of manual) assert.ok(attributes.includes(name) || members.includes(name), name);
    for (const name of attributes) assert.ok(manual.includes(name), name);
  });

  it('has the events of the manual', async () =>
    assert.deepEqual(names(element.events), (await documented('Events')).sort()));

  it('has the slots and custom properties of the manual', async () => {
    const manual = await documented('Styling');
    assert.deepEqual(
      [...names(element.slots), ...names(element.cssProperties)].filter(Boolean).sort(),
      manual.sort(),
    );
  });

  it('has the parts and states of the manual', async () => {
    const manual = await readFile('docs/element.md', 'utf8');
    for (const [start, list] of [
      ['Parts: ', element.cssParts],
      ['States for CSS', element.cssStates],
    ] as const) {
      const paragraph = manual.slice(manual.indexOf(`\n${start}`)).split('\n\n')[0]!;
      const there = [...paragraph.replace(/\([^)]*\)/g, '').matchAll(/`([^`]+)`/g)].map(
        ([, name = '']) => name,
      );
      assert.deepEqual(there.filter((name) => !name.startsWith(':')).sort(), names(list));
    }
  });
});
