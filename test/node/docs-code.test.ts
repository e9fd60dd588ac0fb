/**
 * Every block of code of the manual, and every scene of the demo, compiles against the package's own types, and its HTML names what the
 * elements have. Needs `npm run build`.
 */
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {before, describe, it} from 'node:test';
import ts from 'typescript';

const pages = [
  'README.md',
  'demo/local-cos/README.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

interface Block {
  page: string;
  /** Of the page, from 1. */
  line: number;
  language: string;
  code: string;
}

/** Pages to copy. */
const scenes = ['demo/index.html', ...readdirSync('demo/scenes').map((name) => `demo/scenes/${name}`)].map(
  (page): Block => ({page, line: 1, language: 'html', code: readFileSync(page, 'utf8')}),
);

const ofPages = pages.flatMap((page): Block[] => {
  const text = readFileSync(page, 'utf8');
  return [...text.matchAll(/^```(\w+)\n([^]*?)^```/gm)].map(({1: language = '', 2: code = '', index}) => ({
    page,
    line: text.slice(0, index).split('\n').length + 1,
    language,
    code,
  }));
});
const blocks = [...ofPages, ...scenes];

/** What a reader has when a block begins, by the name that it uses and does not make. */
const given: Record<string, string> = {
  client: `import('cos-uploader').CosClient`,
  task: `import('cos-uploader').UploadTask`,
  element: `import('cos-uploader/element.js').CosUploaderElement`,
  file: 'File',
  blob: 'Blob',
  bytes: 'Uint8Array<ArrayBuffer>',
  signal: 'AbortSignal',
  bar: 'HTMLProgressElement',
  button: 'HTMLButtonElement',
  input: 'HTMLInputElement',
  list: `import('cos-uploader/parts.js').CosUploadListElement`,
  convert: '(file: File) => Promise<Blob>',
  shareFile: '(key: string) => void',
  token: 'string',
  masterKey: 'CryptoKey',
  cover: 'string',
  report: '(...facts: unknown[]) => void',
  signIn: '() => Promise<void>',
  // The application's server: Express, and its guard.
  app: 'any',
  requireLogin: 'any',
};
/** On pages about the engine it is one, elsewhere the element. */
const uploaderOf = (page: string): string =>
  /engine|operations|testing/.test(page) ? `import('cos-uploader').Uploader` : given['element']!;

function prefixOf({page, code}: Block): string {
  const uses = (name: string): boolean =>
    new RegExp(`(?<![\\w'"-]|(?<!\\.\\.)\\.)\\b${name}\\b(?!:|['"-])`).test(code) &&
    !new RegExp(
      `\\b(const|let|function|class)\\s+(\\{[^}=]*\\b)?${name}\\b|import[^;]*\\b${name}\\b[^;]*from`,
    ).test(code);
  return Object.entries({...given, uploader: uploaderOf(page)})
    .filter(([name]) => uses(name))
    .map(([name, type]) => `declare const ${name}: ${type};`)
    .join(' ');
}

/** Files of the reader's own that blocks import, and packages that are not installed here. */
const others: Record<string, string> = {
  'app.ts': `export declare const folderOf: (request: Request) => string | undefined;
export declare const roomLeft: (request: Request) => Promise<number>;
export declare const saveUpload: (key: string, size: number) => unknown;`,
  'keys.ts': `export declare const keysFor: (folder: string) => Promise<object>;`,
  'nl.ts': `declare const nl: import('cos-uploader/element.js').Texts; export default nl;`,
  'uploads.ts': `export declare const uploads: import('cos-uploader').Uploader;`,
  'packages.d.ts': `declare module '@sentry/browser';
declare module 'antd';
declare module '@vitejs/plugin-vue' {
  export default function vue(options: object): object;
}
declare module '@playwright/test' {
  export const expect: (value: unknown) => {toEqual(other: unknown): void};
  export const test: {extend<Fixtures>(fixtures: object): (name: string, body: (given: Fixtures) => Promise<void>) => void};
}`,
};

/** Blocks of scripts, those inside pages too. */
const scripts = blocks.flatMap((block): Block[] => {
  if (/^(js|ts|jsx|tsx)$/.test(block.language)) return [block];
  if (block.language !== 'html') return [];
  return [...block.code.matchAll(/<script type="module">\n?([^]*?)<\/script>/g)].map(
    ({1: code = '', index}) => ({
      ...block,
      language: 'js',
      code,
      line: block.line + block.code.slice(0, index).split('\n').length,
    }),
  );
});

const nameOf = ({page, line, language}: Block): string =>
  resolve(`${page.replace(/\W/g, '-')}-${line}.${language.endsWith('x') ? 'tsx' : 'ts'}`);

/** A site serves the one file from wherever it likes. */
const inPackage = (code: string): string =>
  code.replace(/'[^']*\/cos-uploader\.bundle\.js'/g, "'cos-uploader/dist/cos-uploader.bundle.js'");

describe('scripts of the manual', () => {
  const told = new Map<string, string[]>();
  before(() => {
    const files = new Map(
      scripts.map((block) => [nameOf(block), `${prefixOf(block)} ${inPackage(block.code)}\nexport {};\n`]),
    );
    for (const [name, text] of Object.entries(others)) {
      files.set(resolve(name), text);
      files.set(resolve('..', name), text);
    }
    const {config} = ts.readConfigFile('tsconfig.json', (path) => readFileSync(path, 'utf8')) as {
      config: {compilerOptions: object};
    };
    const {options} = ts.convertCompilerOptionsFromJson(
      {
        ...config.compilerOptions,
        incremental: false,
        tsBuildInfoFile: undefined,
        // Plain JavaScript says neither types nor what may be absent.
        strict: false,
        noUncheckedIndexedAccess: false,
        noPropertyAccessFromIndexSignature: false,
        exactOptionalPropertyTypes: false,
        verbatimModuleSyntax: false,
        jsx: 'preserve',
        paths: {
          'cos-uploader': ['./src/index.ts'],
          'cos-uploader/*.js': ['./src/*.ts'],
          'cos-uploader/dist/cos-uploader.bundle.js': ['./src/bundle.ts'],
          'cos-uploader/*': ['./src/*.ts'],
          'cos-uploader-local': ['./demo/local-cos/index.ts'],
          'cos-uploader-local/vite': ['./demo/local-cos/vite-plugin.ts'],
        },
      },
      '.',
    );
    const host = ts.createCompilerHost(options);
    const disk = {...host};
    host.fileExists = (path) => files.has(path) || disk.fileExists(path);
    host.readFile = (path) => files.get(path) ?? disk.readFile(path);
    host.getSourceFile = (path, ...rest) => {
      const text = files.get(path);
      return text === undefined
        ? disk.getSourceFile(path, ...rest)
        : ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
    };
    const program = ts.createProgram([...files.keys()], options, host);
    for (const name of files.keys()) {
      const file = program.getSourceFile(name)!;
      const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
      told.set(
        name,
        // What a Promise of plain JavaScript brings is known to nobody.
        found
          .filter(
            ({messageText}) =>
              !/^Type 'unknown' is not assignable/.test(ts.flattenDiagnosticMessageText(messageText, ' ')),
          )
          .map(({start = 0, messageText}) => {
            const {line} = file.getLineAndCharacterOfPosition(start);
            return `${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
          }),
      );
    }
  });

  for (const block of scripts)
    it(`${block.page}:${block.line}`, () => {
      const here = told
        .get(nameOf(block))!
        .map((text) => text.replace(/^\d+/, (line) => `${block.page}:${block.line + Number(line)}`));
      assert.deepEqual(here, []);
    });
});

interface Declared {
  tagName?: string;
  attributes?: {name: string}[];
}

describe('HTML of the manual', () => {
  const manifest = JSON.parse(readFileSync('custom-elements.json', 'utf8')) as {
    modules: {declarations: Declared[]}[];
  };
  const declared = manifest.modules.flatMap(({declarations}) => declarations);
  const ofEvery = ['id', 'class', 'slot', 'style', 'hidden', 'form', 'dir', 'lang', 'aria-label'];
  const html = blocks.filter(({language, code}) => language === 'html' && code.includes('<cos-'));
  assert.notDeepEqual(html, []);

  for (const {page, line, code} of html)
    it(`${page}:${line}`, () => {
      for (const [, tag = '', rest = ''] of code.matchAll(/<(cos-[a-z-]+)([^>]*)>/g)) {
        const element = declared.find(({tagName}) => tagName === tag);
        assert.ok(element, `<${tag}> is in the manifest`);
        const known = [...(element.attributes ?? []).map(({name}) => name), ...ofEvery];
        const outside = rest.replace(/="[^"]*"/g, '=');
        for (const [, name = ''] of outside.matchAll(/(?:^|\s)([a-z-]+)(?=[\s=]|$)/g))
          assert.ok(known.includes(name) || name.startsWith('v-'), `<${tag} ${name}>`);
      }
    });
});
