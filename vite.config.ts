import {defineConfig, type Plugin, type UserConfig, type UserConfigFnObject} from 'vite';
import {localCos} from './demo/local-cos/vite-plugin.js';

/** dist mirrors src; the few modules that come from elsewhere go to dist/vendor. */
const fileName = ({name}: {name: string}): string =>
  /node_modules|_virtual|@oxc-project/.test(name)
    ? `vendor/${name.split('/').at(-1) ?? name}.js`
    : '[name].js';

// A relative base: with the default one a worker's URL would point to the root of the consumer's site.
const common: UserConfig = {
  base: './',
  worker: {
    format: 'es',
    rolldownOptions: {output: {entryFileNames: '[name].js', chunkFileNames: 'vendor/[name].js'}},
  },
};

/** The package: modules as they are in src, dependencies left to the consumer's bundler. */
const library: UserConfig = {
  ...common,
  build: {
    target: 'es2022',
    sourcemap: true,
    minify: false,
    lib: {
      entry: {index: 'src/index.ts', element: 'src/element.ts', define: 'src/define.ts'},
      formats: ['es'],
    },
    rolldownOptions: {
      external: [/^lit(\/|$)/, 'idb-keyval', 'fast-xml-parser', /^@noble\/hashes\//, 'hash-wasm'],
      output: {preserveModules: true, preserveModulesRoot: 'src', entryFileNames: fileName},
    },
  },
};

/** Puts the worker's code inside: the bundle is one file, wherever it is copied to. */
const workerInside: Plugin = {
  name: 'worker-inside',
  generateBundle(_options, files) {
    const worker = files['hash.worker.js'];
    const entry = files['cos-uploader.bundle.js'];
    if (!worker || entry?.type !== 'chunk') throw new Error('The bundle or its worker was not built.');
    const source = worker.type === 'chunk' ? worker.code : String(worker.source);
    const url = /new URL\(\s*(?:\/\*.*?\*\/\s*)?["'`](?:\.\/)?hash\.worker\.js["'`],\s*import\.meta\.url\)/;
    if (!url.test(entry.code)) throw new Error('The bundle does not name its worker as expected.');
    const code = JSON.stringify(source.replace(/\/\/# sourceMappingURL=.*/, ''));
    // A URL object again: Vite reads its `href`.
    const inline = `new URL(URL.createObjectURL(new Blob([${code}], {type: 'text/javascript'})))`;
    entry.code = entry.code.replace(url, () => inline);
    delete files['hash.worker.js'];
    delete files['hash.worker.js.map'];
  },
};

/** One self-contained module for `<script type="module" src>`. */
const bundle: UserConfig = {
  ...common,
  plugins: [workerInside],
  build: {
    target: 'es2022',
    sourcemap: false,
    emptyOutDir: false,
    minify: true,
    lib: {entry: {'cos-uploader.bundle': 'src/bundle.ts'}, formats: ['es']},
    rolldownOptions: {output: {entryFileNames: '[name].js', codeSplitting: false, minify: true}},
  },
};

const config: UserConfigFnObject = defineConfig(({command, mode}) => {
  if (command === 'serve') return {root: 'demo', plugins: [localCos()]};
  return mode === 'bundle' ? bundle : library;
});

export default config;
