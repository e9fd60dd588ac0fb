/** What an application's files need to know of this run. */
export interface Site {
  /** Attributes of `<cos-uploader>`: the local COS, and parts of 1 MB. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The same as HTML. */
  readonly html: string;
  /** The same as an object literal of camelCase properties. */
  readonly properties: string;
}

/** A throw-away application, as somebody would begin one. */
export interface Stack {
  readonly name: string;
  readonly packages: Readonly<Record<string, string>>;
  readonly files: (site: Site) => Readonly<Record<string, string>>;
  /** Beside the widget there is a second one, in parts. */
  readonly parts?: true;
  /** Commands that have to succeed, in this order; `npx` is before each but those of `node`. */
  readonly build?: readonly string[];
  /**
   * What the browser gets: a folder, or a command that serves on `PORT`, which is in its environment too. Without: the last command of
   * `build` says how it went.
   */
  readonly serve?: {readonly folder: string} | {readonly command: string};
  /** The hash worker is not the browser's (Node), or nothing is uploaded at all. */
  readonly without?: 'worker' | 'upload';
}

const page = (body: string): string =>
  `<!doctype html>\n<html lang="en">\n<title>app</title>\n${body}\n</html>\n`;
const tag = ({html}: Site): string => `<cos-uploader ${html}></cos-uploader>`;

/** The widget, and another one as an own layout: parts around a headless one. `heard`: attributes with the listeners of a framework. */
const bothLayouts = (site: Site, heard = ''): string => `<cos-uploader ${site.html} ${heard}></cos-uploader>
<cos-uploader id="up" headless ${site.html} ${heard}></cos-uploader>
<cos-upload-button for="up">Add files</cos-upload-button>
<cos-upload-drop-zone for="up">
  <p>Drop files anywhere here.</p>
  <cos-upload-totals for="up"></cos-upload-totals>
  <cos-upload-list for="up" look="rows"></cos-upload-list>
</cos-upload-drop-zone>
<cos-upload-dock for="up"></cos-upload-dock>
`;

/** Types that show: an application with a mistake in them does not build. */
const main = `import 'cos-uploader/define-parts.js';
import type {CosUploaderElement} from 'cos-uploader/element.js';
import type {CosUploadListElement} from 'cos-uploader/parts.js';
const element: CosUploaderElement | null = document.querySelector('cos-uploader');
element?.addEventListener('cos-upload-success', ({result}) => console.log(result.key));
const list: CosUploadListElement | null = document.querySelector('cos-upload-list');
if (list) list.look = 'rows';
`;
const tsconfig = (options: object = {}): string =>
  JSON.stringify({
    compilerOptions: {
      target: 'ES2022',
      module: 'ESNext',
      moduleResolution: 'bundler',
      lib: ['ES2023', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
      strict: true,
      skipLibCheck: false,
      noEmit: true,
      types: [],
      ...options,
    },
    include: ['src'],
  });
const withBoth = (site: Site): string =>
  page(`${bothLayouts(site)}\n<script type="module" src="/src/main.ts"></script>`);
const withRoot = (file: string): string =>
  page(`<div id="root"></div>\n<script type="module" src="/src/${file}"></script>`);
const typescript = {typescript: '^5.9'};

/** An application that may be built, or served while somebody works on it. */
type Application = Pick<Stack, 'packages' | 'files' | 'parts'>;
const viteDev = {command: 'vite --host 127.0.0.1 --port PORT'};

const viteTypeScript = (vite: string): Application => ({
  parts: true,
  packages: {vite, ...typescript},
  files: (site) => ({'index.html': withBoth(site), 'src/main.ts': main, 'tsconfig.json': tsconfig()}),
});

/** Of React: the widget, and another one as an own layout. */
const reactBoth = ({properties}: Site, heard = ''): string => `<>
    <CosUploader {...${properties}} ${heard} />
    <CosUploader id="up" headless {...${properties}} ${heard} />
    <CosUploadButton for="up">Add files</CosUploadButton>
    <CosUploadDropZone for="up">
      <p>Drop files anywhere here.</p>
      <CosUploadTotals for="up" />
      <CosUploadList for="up" look="rows" />
    </CosUploadDropZone>
    <CosUploadDock for="up" />
  </>`;
const reactImports = `import {
  CosUploadButton, CosUploadDock, CosUploadDropZone, CosUploader, CosUploadList, CosUploadTotals,
} from 'cos-uploader/react';
`;

const react: Application = {
  parts: true,
  packages: {
    vite: '^8',
    '@vitejs/plugin-react': '^6',
    react: '^19',
    'react-dom': '^19',
    '@lit/react': '^1',
    '@types/react': '^19',
    '@types/react-dom': '^19',
    ...typescript,
  },
  files: (site) => ({
    'index.html': withRoot('main.tsx'),
    'vite.config.js': `import react from '@vitejs/plugin-react';\nexport default {plugins: [react()]};\n`,
    'tsconfig.json': tsconfig({jsx: 'react-jsx'}),
    'src/main.tsx': `import {StrictMode} from 'react';
import {createRoot} from 'react-dom/client';
${reactImports}createRoot(document.getElementById('root')!).render(
  <StrictMode>${reactBoth(site, 'onCosUploadSuccess={({result}) => console.log(result.key)}')}</StrictMode>);
`,
  }),
};

/** What Vue draws, with a composable beside it. */
const vueApp = (site: Site): string => `<script setup lang="ts">
import 'cos-uploader/define-parts.js';
import {ref} from 'vue';
import type {UploaderLike} from 'cos-uploader';
import {useUploads} from 'cos-uploader/vue';
const uploader = ref<UploaderLike>();
const {tasks} = useUploads(uploader);
</script>
<template>
  ${bothLayouts(
    site,
    `@cos-files-add="uploader = ($event.target as HTMLElement & {uploader: UploaderLike}).uploader"
    @cos-upload-success="({result}) => console.log(result.key)"`,
  )}
  <p>{{ tasks.length }}</p>
</template>
`;

const vue: Application = {
  parts: true,
  packages: {vite: '^8', '@vitejs/plugin-vue': '^6', vue: '^3.5', 'vue-tsc': '^3', ...typescript},
  files: (site) => ({
    'index.html': withRoot('main.ts'),
    'vite.config.js': `import vue from '@vitejs/plugin-vue';
export default {plugins: [vue({template: {compilerOptions: {isCustomElement: (tag) => tag.startsWith('cos-')}}})]};
`,
    'tsconfig.json': tsconfig({skipLibCheck: true}),
    'src/main.ts': `import {createApp} from 'vue';\nimport App from './App.vue';\ncreateApp(App).mount('#root');\n`,
    'src/App.vue': vueApp(site),
  }),
};

const uploadCode = ({properties}: Site): string => `import {createCosClient, uploadFile} from 'cos-uploader';
const {bucket, region, endpoint, credentialsUrl, keyPrefix} = ${properties};
const client = createCosClient({bucket, region, endpoint, credentialsUrl});
const result = await uploadFile(client, new Blob([new Uint8Array(3 * 2 ** 20 + 1)]), {
  key: keyPrefix + 'large.bin', partSize: '1MB', multipartThreshold: '1MB',
});
if (result.parts !== 4 || result.proof !== 'crc64') throw new Error(JSON.stringify(result));
`;

const vitest = (environment: string, version: string): Stack => ({
  name: `Vitest with ${environment}`,
  packages: {vitest: '^4', [environment]: version},
  files: () => ({
    'element.test.js': `// @vitest-environment ${environment}
import {expect, test} from 'vitest';
import 'cos-uploader/define-parts.js';
const attributes = 'bucket="demo-1250000000" region="ap-guangzhou" credentials-url="/sts" manual multiple';
test('the element is drawn and takes files', async () => {
  document.body.innerHTML = '<cos-uploader ' + attributes + '></cos-uploader>';
  const element = document.querySelector('cos-uploader');
  await element.updateComplete;
  expect(element.shadowRoot.textContent).toContain('Choose files');
  await element.addFiles([new File(['a'], 'a.txt')]);
  expect(element.tasks.map(({name}) => name)).toEqual(['a.txt']);
  await expect.poll(() => element.shadowRoot.textContent).toContain('a.txt');
});
test('the parts are drawn and show files', async () => {
  document.body.innerHTML = '<cos-uploader id="up" headless ' + attributes + '></cos-uploader>' +
    '<cos-upload-button for="up"></cos-upload-button><cos-upload-totals for="up"></cos-upload-totals><cos-upload-list for="up"></cos-upload-list>';
  const shown = (tag) => document.querySelector(tag).shadowRoot.textContent;
  await expect.poll(() => shown('cos-upload-button')).toContain('Choose files');
  await document.querySelector('cos-uploader').addFiles([new File(['b'], 'b.txt'), new File(['c'], 'c.txt')]);
  await expect.poll(() => shown('cos-upload-list')).toContain('c.txt');
  await expect.poll(() => shown('cos-upload-totals')).toContain('2');
});
`,
  }),
  build: ['vitest run'],
  without: 'upload',
});

const next: Application = {
  parts: true,
  packages: {
    next: '^16',
    react: '^19',
    'react-dom': '^19',
    '@lit/react': '^1',
    '@types/react': '^19',
    '@types/node': '^20',
    ...typescript,
  },
  files: (site) => ({
    'app/layout.tsx': `export default function Layout({children}: {children: React.ReactNode}) {
  return <html lang="en"><body>{children}</body></html>;
}
`,
    'app/page.tsx': `${reactImports}export default function Page() {
  return ${reactBoth(site)};
}
`,
  }),
};

const nuxt: Application = {
  parts: true,
  packages: {nuxt: '^4', vue: '^3.5', 'vue-router': '^4', ...typescript},
  files: (site) => ({
    'nuxt.config.ts': `export default defineNuxtConfig({
  compatibilityDate: '2025-07-15',
  telemetry: false,
  devtools: {enabled: false},
  vue: {compilerOptions: {isCustomElement: (tag) => tag.startsWith('cos-')}},
});
`,
    'app/app.vue': vueApp(site),
  }),
};

const astro: Application = {
  parts: true,
  packages: {astro: '^5', '@astrojs/check': '^0.9', ...typescript},
  files: (site) => ({
    'tsconfig.json': '{"extends": "astro/tsconfigs/strict"}',
    'src/pages/index.astro': page(`<body>${bothLayouts(site)}<script>\n${main}</script></body>`),
  }),
};

const angular: Application = {
  parts: true,
  packages: {
    ...Object.fromEntries(
      ['build', 'cli', 'common', 'compiler', 'compiler-cli', 'core', 'platform-browser'].map((name) => [
        `@angular/${name}`,
        '^21',
      ]),
    ),
    rxjs: '^7',
    tslib: '^2',
    typescript: '~5.9',
  },
  files: (site) => ({
    'angular.json': JSON.stringify({
      version: 1,
      cli: {analytics: false},
      projects: {
        app: {
          projectType: 'application',
          root: '',
          sourceRoot: 'src',
          architect: {
            build: {
              builder: '@angular/build:application',
              options: {
                browser: 'src/main.ts',
                index: 'src/index.html',
                tsConfig: 'tsconfig.json',
                outputPath: 'dist',
              },
              configurations: {development: {optimization: false, sourceMap: true}},
            },
            serve: {
              builder: '@angular/build:dev-server',
              options: {buildTarget: 'app:build:development'},
            },
          },
        },
      },
    }),
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        target: 'ES2022',
        module: 'preserve',
        moduleResolution: 'bundler',
        lib: ['ES2023', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
        strict: true,
        skipLibCheck: true,
        types: [],
      },
      angularCompilerOptions: {strictTemplates: true},
      files: ['src/main.ts'],
    }),
    'src/index.html': page('<base href="/">\n<body><app-root></app-root></body>'),
    'src/app.ts': `import {Component, CUSTOM_ELEMENTS_SCHEMA} from '@angular/core';
import 'cos-uploader/define-parts.js';
import type {CosUploadSuccessEvent} from 'cos-uploader/element.js';
@Component({
  selector: 'app-root',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: \`${bothLayouts(site, '(cos-upload-success)="done($event)"')}\`,
})
export class App {
  done({result}: CosUploadSuccessEvent): void {
    console.log(result.key);
  }
}
`,
    'src/main.ts': `import {bootstrapApplication} from '@angular/platform-browser';
import {App} from './app';
bootstrapApplication(App).catch((error) => console.error(error));
`,
  }),
};

export const stacks: readonly Stack[] = [
  {
    name: 'plain HTML',
    packages: {},
    parts: true,
    files: (site) => ({
      'index.html': page(
        `${bothLayouts(site)}\n<script type="module" src="/node_modules/cos-uploader/dist/cos-uploader.bundle.js"></script>`,
      ),
    }),
    serve: {folder: '.'},
  },
  {
    name: 'TypeScript 5.4, every entry, skipLibCheck off',
    packages: {
      typescript: '~5.4.5',
      react: '^19',
      '@types/react': '^19',
      '@lit/react': '^1',
      vue: '^3.5',
      svelte: '^5',
    },
    files: () => ({
      'tsconfig.json': tsconfig({
        lib: ['ES2022', 'ESNext.Disposable', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
        jsx: 'react-jsx',
      }),
      'src/main.tsx': `${main}
import 'cos-uploader/jsx';
import {ticketHandler} from 'cos-uploader/server';
import {CosUploader, useUploads} from 'cos-uploader/react';
import * as forVue from 'cos-uploader/vue';
export const app = <><CosUploader maxFiles={3} /><cos-uploader credentials-url="/sts" oncos-idle={({totals}) => console.log(totals.done)} /></>;
// @ts-expect-error: no such value
export const wrong = <cos-uploader checksum="sha1" />;
export {forVue, ticketHandler, useUploads};
`,
    }),
    build: ['tsc'],
    without: 'upload',
  },
  {
    name: 'Vite 8, TypeScript, build',
    ...viteTypeScript('^8'),
    build: ['tsc', 'vite build'],
    serve: {folder: 'dist'},
  },
  {
    name: 'Vite 8, TypeScript, dev',
    ...viteTypeScript('^8'),
    serve: viteDev,
  },
  {
    name: 'Vite 6, TypeScript, build',
    ...viteTypeScript('^6'),
    build: ['tsc', 'vite build'],
    serve: {folder: 'dist'},
  },
  {
    name: 'Vite 6, TypeScript, dev',
    ...viteTypeScript('^6'),
    serve: viteDev,
  },
  {name: 'React 19, StrictMode, build', ...react, build: ['tsc', 'vite build'], serve: {folder: 'dist'}},
  {name: 'React 19, StrictMode, dev', ...react, serve: viteDev},
  {name: 'Vue 3, build', ...vue, build: ['vue-tsc', 'vite build'], serve: {folder: 'dist'}},
  {
    name: 'Svelte 5, build',
    packages: {
      vite: '^7',
      '@sveltejs/vite-plugin-svelte': '^6',
      svelte: '^5',
      'svelte-check': '^4',
      ...typescript,
    },
    parts: true,
    files: (site) => ({
      'index.html': withRoot('main.ts'),
      'vite.config.js': `import {svelte} from '@sveltejs/vite-plugin-svelte';\nexport default {plugins: [svelte()]};\n`,
      'tsconfig.json': tsconfig({skipLibCheck: true}),
      'src/main.ts': `import {mount} from 'svelte';\nimport App from './App.svelte';\nmount(App, {target: document.getElementById('root')!});\n`,
      'src/App.svelte': `<script lang="ts">
import 'cos-uploader/define-parts.js';
import 'cos-uploader/svelte';
</script>
${bothLayouts(site, 'oncos-upload-success={({result}) => console.log(result.key)}')}`,
    }),
    build: ['svelte-check', 'vite build'],
    serve: {folder: 'dist'},
  },
  {
    name: 'webpack 5',
    packages: {webpack: '^5', 'webpack-cli': '^6'},
    files: (site) => ({
      'dist/index.html': page(`${tag(site)}\n<script src="/main.js" defer></script>`),
      'src/index.js': `import 'cos-uploader/define.js';\n`,
    }),
    build: ['webpack --mode production'],
    serve: {folder: 'dist'},
  },
  {
    name: 'esbuild',
    packages: {esbuild: '^0.28'},
    files: (site) => ({
      'out/index.html': page(`${tag(site)}\n<script type="module" src="/assets/main.js"></script>`),
      'main.js': `import 'cos-uploader/define.js';\n`,
    }),
    build: ['esbuild main.js --bundle --splitting --format=esm --outdir=out/assets'],
    serve: {folder: 'out'},
  },
  {
    name: 'a Web Worker (Vite 8)',
    packages: {vite: '^8'},
    files: (site) => ({
      'index.html': page('<script type="module" src="/main.js"></script>'),
      'vite.config.js': `export default {worker: {format: 'es'}};\n`,
      'main.js': `const worker = new Worker(new URL('./worker.js', import.meta.url), {type: 'module'});
worker.onmessage = ({data}) => document.dispatchEvent(Object.assign(new Event('cos-upload-success'), {result: data}));
`,
      'worker.js': `${uploadCode(site)}postMessage(result);\n`,
    }),
    build: ['vite build'],
    serve: {folder: 'dist'},
  },
  {
    name: 'Node 20',
    // The program itself, whichever runs this.
    packages: {node: '^20.19'},
    files: (site) => ({
      'main.mjs': `import {versions} from 'node:process';
${uploadCode(site)}if (!versions.node.startsWith('20.')) throw new Error(versions.node);
`,
    }),
    build: ['node main.mjs'],
    without: 'worker',
  },
  vitest('jsdom', '^27'),
  vitest('happy-dom', '^21'),
  {
    name: 'Next, built and started',
    ...next,
    build: ['next build'],
    serve: {command: 'next start --hostname 127.0.0.1 --port PORT'},
  },
  {name: 'Next, dev', ...next, serve: {command: 'next dev --hostname 127.0.0.1 --port PORT'}},
  {
    name: 'Nuxt, built and started',
    ...nuxt,
    build: ['nuxt build'],
    serve: {command: 'node .output/server/index.mjs'},
  },
  {name: 'Nuxt, dev', ...nuxt, serve: {command: 'nuxt dev --host 127.0.0.1 --port PORT'}},
  {name: 'Astro, build', ...astro, build: ['astro check', 'astro build'], serve: {folder: 'dist'}},
  {name: 'Astro, dev', ...astro, serve: {command: 'astro dev --host 127.0.0.1 --port PORT'}},
  {name: 'Angular, build', ...angular, build: ['ng build'], serve: {folder: 'dist/browser'}},
  {name: 'Angular, dev', ...angular, serve: {command: 'ng serve --host 127.0.0.1 --port PORT'}},
];
