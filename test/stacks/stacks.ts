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
  /** Commands that have to succeed, in this order; `npx` is before each. */
  readonly build?: readonly string[];
  /** What the browser gets: a folder, or a command that serves on `PORT`. Without: the last command of `build` says how it went. */
  readonly serve?: {readonly folder: string} | {readonly command: string};
  /** The hash worker is not the browser's (Node), or nothing is uploaded at all. */
  readonly without?: 'worker' | 'upload';
}

const page = (body: string): string =>
  `<!doctype html>\n<html lang="en">\n<title>app</title>\n${body}\n</html>\n`;
const tag = ({html}: Site): string => `<cos-uploader ${html}></cos-uploader>`;

/** Types that show: an application with a mistake in them does not build. */
const main = `import 'cos-uploader/define.js';
import type {CosUploaderElement} from 'cos-uploader/element.js';
const element: CosUploaderElement = document.querySelector('cos-uploader')!;
element.addEventListener('cos-upload-success', ({result}) => console.log(result.key));
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
const withTag = (site: Site): string =>
  page(`${tag(site)}\n<script type="module" src="/src/main.ts"></script>`);
const withRoot = (file: string): string =>
  page(`<div id="root"></div>\n<script type="module" src="/src/${file}"></script>`);
const typescript = {typescript: '^5.9'};

const viteTypeScript = (vite: string): Pick<Stack, 'packages' | 'files'> => ({
  packages: {vite, ...typescript},
  files: (site) => ({'index.html': withTag(site), 'src/main.ts': main, 'tsconfig.json': tsconfig()}),
});

const react: Pick<Stack, 'packages' | 'files'> = {
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
  files: ({properties}) => ({
    'index.html': withRoot('main.tsx'),
    'vite.config.js': `import react from '@vitejs/plugin-react';\nexport default {plugins: [react()]};\n`,
    'tsconfig.json': tsconfig({jsx: 'react-jsx'}),
    'src/main.tsx': `import {StrictMode} from 'react';
import {createRoot} from 'react-dom/client';
import {CosUploader} from 'cos-uploader/react';
createRoot(document.getElementById('root')!).render(
  <StrictMode><CosUploader {...${properties}} onCosUploadSuccess={({result}) => console.log(result.key)} /></StrictMode>);
`,
  }),
};

const vue: Pick<Stack, 'packages' | 'files'> = {
  packages: {vite: '^8', '@vitejs/plugin-vue': '^6', vue: '^3.5', 'vue-tsc': '^3', ...typescript},
  files: ({html}) => ({
    'index.html': withRoot('main.ts'),
    'vite.config.js': `import vue from '@vitejs/plugin-vue';
export default {plugins: [vue({template: {compilerOptions: {isCustomElement: (tag) => tag.startsWith('cos-')}}})]};
`,
    'tsconfig.json': tsconfig({skipLibCheck: true}),
    'src/main.ts': `import {createApp} from 'vue';\nimport App from './App.vue';\ncreateApp(App).mount('#root');\n`,
    'src/App.vue': `<script setup lang="ts">
import 'cos-uploader/define.js';
import {ref} from 'vue';
import type {UploaderLike} from 'cos-uploader';
import {useUploads} from 'cos-uploader/vue';
const uploader = ref<UploaderLike>();
const {tasks} = useUploads(uploader);
</script>
<template>
  <cos-uploader ${html} @cos-files-add="uploader = ($event.target as HTMLElement & {uploader: UploaderLike}).uploader"
    @cos-upload-success="({result}) => console.log(result.key)"></cos-uploader>
  <p>{{ tasks.length }}</p>
</template>
`,
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

export const stacks: readonly Stack[] = [
  {
    name: 'plain HTML',
    packages: {},
    files: (site) => ({
      'index.html': page(
        `${tag(site)}\n<script type="module" src="/node_modules/cos-uploader/dist/cos-uploader.bundle.js"></script>`,
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
    serve: {command: 'vite --host 127.0.0.1 --port PORT'},
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
    serve: {command: 'vite --host 127.0.0.1 --port PORT'},
  },
  {name: 'React 19, StrictMode, build', ...react, build: ['tsc', 'vite build'], serve: {folder: 'dist'}},
  {name: 'React 19, StrictMode, dev', ...react, serve: {command: 'vite --host 127.0.0.1 --port PORT'}},
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
    files: ({html}) => ({
      'index.html': withRoot('main.ts'),
      'vite.config.js': `import {svelte} from '@sveltejs/vite-plugin-svelte';\nexport default {plugins: [svelte()]};\n`,
      'tsconfig.json': tsconfig({skipLibCheck: true}),
      'src/main.ts': `import {mount} from 'svelte';\nimport App from './App.svelte';\nmount(App, {target: document.getElementById('root')!});\n`,
      'src/App.svelte': `<script lang="ts">
import 'cos-uploader/define.js';
import 'cos-uploader/svelte';
</script>
<cos-uploader ${html} oncos-upload-success={({result}) => console.log(result.key)}></cos-uploader>
`,
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
    name: 'Node',
    packages: {},
    files: (site) => ({'main.mjs': uploadCode(site)}),
    build: ['node main.mjs'],
    without: 'worker',
  },
  {
    name: 'Vitest with jsdom',
    packages: {vitest: '^4', jsdom: '^27'},
    files: () => ({
      'element.test.js': `// @vitest-environment jsdom
import {expect, test} from 'vitest';
import 'cos-uploader/define.js';
test('the element is drawn and takes files', async () => {
  document.body.innerHTML = '<cos-uploader bucket="demo-1250000000" region="ap-guangzhou" credentials-url="/sts" manual></cos-uploader>';
  const element = document.querySelector('cos-uploader');
  await element.updateComplete;
  expect(element.shadowRoot.textContent).toContain('Choose a file');
  await element.addFiles([new File(['a'], 'a.txt')]);
  expect(element.tasks.map(({name}) => name)).toEqual(['a.txt']);
  await expect.poll(() => element.shadowRoot.textContent).toContain('a.txt');
});
`,
    }),
    build: ['vitest run'],
    without: 'upload',
  },
  {
    name: 'Next, built and started',
    packages: {
      next: '^16',
      react: '^19',
      'react-dom': '^19',
      '@lit/react': '^1',
      '@types/react': '^19',
      '@types/node': '^20',
      ...typescript,
    },
    files: ({properties}) => ({
      'app/layout.tsx': `export default function Layout({children}: {children: React.ReactNode}) {
  return <html lang="en"><body>{children}</body></html>;
}
`,
      'app/page.tsx': `import {CosUploader} from 'cos-uploader/react';
export default function Page() {
  return <CosUploader {...${properties}} />;
}
`,
    }),
    build: ['next build'],
    serve: {command: 'next start --hostname 127.0.0.1 --port PORT'},
  },
];
