import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {defineConfig, type Plugin, type UserConfig, type UserConfigFnObject} from 'vite';
import {localCos} from './demo/local-cos/vite-plugin.js';
import {noDocType} from './scripts/build/doctype.js';
import {integrity} from './scripts/build/integrity.js';
import {licences} from './scripts/build/licences.js';
import {litPolicyOptional} from './scripts/build/lit-policy.js';
import {plainStyles} from './scripts/build/styles.js';
import {plainTemplates} from './scripts/build/templates.js';
import {plainVendor} from './scripts/build/vendor.js';
import {workerBeside, workerInside} from './scripts/build/worker.js';
import {bannerOfChunk, nameOfChunk, writtenOnce} from './scripts/build/written-once.js';

/** dist mirrors src; the few modules that come from elsewhere go to dist/vendor. */
const fileName = ({name}: {name: string}): string =>
  /node_modules|_virtual|@oxc-project/.test(name)
    ? `vendor/${name.split('/').at(-1) ?? name}.js`
    : '[name].js';

/** The package: modules as they are in src, dependencies left to the consumer's bundler. */
const library: UserConfig = {
  plugins: [
    plainStyles(),
    plainTemplates(),
    noDocType(),
    workerBeside('hash'),
    workerBeside('image'),
    writtenOnce(),
    plainVendor(),
  ],
  build: {
    target: 'es2022',
    // They can be read as they are.
    minify: false,
    lib: {
      entry: {
        index: 'src/index.ts',
        element: 'src/element.ts',
        define: 'src/define.ts',
        parts: 'src/parts.ts',
        'define-parts': 'src/define-parts.ts',
        server: 'src/server.ts',
        react: 'src/react.ts',
        vue: 'src/vue.ts',
        validators: 'src/validators.ts',
        testing: 'src/testing.ts',
        image: 'src/image.ts',
      },
      formats: ['es'],
    },
    rolldownOptions: {
      external: [
        /^lit(\/|$)/,
        'idb-keyval',
        /^mime(\/|$)/,
        /^@noble\/hashes\//,
        'hash-wasm',
        'react',
        '@lit/react',
        'vue',
      ],
      // What is public is described by the declarations.
      experimental: {attachDebugInfo: 'none'},
      output: {
        preserveModules: true,
        preserveModulesRoot: 'src',
        entryFileNames: fileName,
        comments: {legal: true, annotation: true, jsdoc: false},
      },
    },
  },
};

const inWorker: string[] = [];

/** One self-contained module for `<script type="module" src>`. */
const bundle: UserConfig = {
  plugins: [
    plainStyles(),
    plainTemplates(),
    noDocType(),
    litPolicyOptional(),
    workerInside((modules) => inWorker.push(...modules)),
    licences(() => inWorker),
    integrity(),
  ],
  build: {
    target: 'es2022',
    // Kept apart, at the release: it is four times as large as the bundle.
    sourcemap: 'hidden',
    emptyOutDir: false,
    minify: true,
    lib: {entry: {'cos-uploader.bundle': 'src/bundle.ts'}, formats: ['es']},
    rolldownOptions: {
      output: {
        entryFileNames: '[name].js',
        codeSplitting: false,
        minify: true,
        postBanner:
          '/*! cos-uploader, MIT. Licences of what is inside: THIRD-PARTY-LICENSES.txt beside this file. */',
      },
    },
  },
};

/** The same for `<script type="module">`, split so that a page loads first what a bundler would make it load. From any origin. */
const cdn: UserConfig = {
  plugins: [plainStyles(), plainTemplates(), noDocType(), workerInside(() => undefined)],
  build: {
    target: 'es2022',
    outDir: 'dist/cdn',
    minify: true,
    lib: {
      entry: Object.fromEntries(['define', 'define-parts'].map((name) => [name, `src/${name}.ts`])),
      formats: ['es'],
    },
    rolldownOptions: {
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: nameOfChunk,
        minify: true,
        postBanner: bannerOfChunk(
          '/*! cos-uploader, MIT. Licences of what is inside: THIRD-PARTY-LICENSES.txt in the folder above. */',
        ),
      },
    },
  },
};

/** Of the package that has none beside its package.json. */
const ownLicence: Plugin = {
  name: 'own-licence',
  generateBundle() {
    this.emitFile({type: 'asset', fileName: 'LICENSE', source: readFileSync('LICENSE')});
  },
};

/** The package `cos-uploader-local`: nothing to install besides. */
const localServer: UserConfig = {
  plugins: [licences(() => []), ownLicence],
  ssr: {noExternal: true, external: ['qcloud-cos-sts']},
  build: {
    target: 'node20',
    ssr: true,
    minify: false,
    outDir: 'demo/local-cos/dist',
    rolldownOptions: {
      input: {
        index: 'demo/local-cos/index.ts',
        cli: 'demo/local-cos/cli.ts',
        'vite-plugin': 'demo/local-cos/vite-plugin.ts',
      },
      output: {entryFileNames: '[name].js', chunkFileNames: '[name].js'},
    },
  },
};

/** What stands around each scene of the demo, whose file is one to copy as it is. */
const around: Plugin = {
  name: 'around-scenes',
  transformIndexHtml: () => [
    {tag: 'link', attrs: {rel: 'icon', href: 'data:,'}},
    {tag: 'link', attrs: {rel: 'stylesheet', href: '/demo.css'}},
    {tag: 'script', attrs: {type: 'module', src: '/gallery.ts'}},
  ],
};

/** The demo. Its scenes import the package by its name, as a page of somebody else would. */
const gallery: UserConfig = {
  root: 'demo',
  resolve: {
    alias: [
      {find: /^cos-uploader$/, replacement: resolve('src/index.ts')},
      {find: /^cos-uploader\/(.+)\.js$/, replacement: resolve('src/$1.ts')},
    ],
  },
  plugins: [localCos({prefix: 'cos-uploader-demo/'}), around],
};

const modes: Readonly<Record<string, UserConfig>> = {bundle, cdn, 'local-cos': localServer};

const config: UserConfigFnObject = defineConfig(({command, mode}) => {
  if (command === 'serve') return gallery;
  return modes[mode] ?? library;
});

export default config;
