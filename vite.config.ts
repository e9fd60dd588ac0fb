import {defineConfig, type UserConfig} from 'vite';
import {localCos} from './demo/local-cos/vite-plugin.js';

/** dist mirrors src; the few modules that come from elsewhere go to dist/vendor. */
const fileName = ({name}: {name: string}): string =>
  /node_modules|_virtual|@oxc-project/.test(name) ? `vendor/${name.split('/').at(-1) ?? name}.js` : '[name].js';

// A relative base: with the default one a worker's URL would point to the root of the consumer's site.
const common: UserConfig = {
  base: './',
  worker: {format: 'es', rolldownOptions: {output: {entryFileNames: '[name].js', chunkFileNames: 'vendor/[name].js'}}},
};

/** The package: modules as they are in src, dependencies left to the consumer's bundler. */
const library: UserConfig = {
  ...common,
  build: {
    target: 'es2022',
    sourcemap: true,
    minify: false,
    lib: {entry: {index: 'src/index.ts', element: 'src/element.ts', define: 'src/define.ts'}, formats: ['es']},
    rolldownOptions: {
      external: [/^lit(\/|$)/, 'idb-keyval', 'fast-xml-parser', /^@noble\/hashes\//, 'hash-wasm'],
      output: {preserveModules: true, preserveModulesRoot: 'src', entryFileNames: fileName},
    },
  },
};

/** One self-contained module for `<script type="module" src>`; what is loaded on demand stays in files beside it. */
const bundle: UserConfig = {
  ...common,
  build: {
    target: 'es2022',
    sourcemap: true,
    emptyOutDir: false,
    lib: {entry: {'cos-uploader.bundle': 'src/bundle.ts'}, formats: ['es']},
    rolldownOptions: {output: {entryFileNames: '[name].js', chunkFileNames: 'bundle/[name].js'}},
  },
};

export default defineConfig(({command, mode}) => {
  if (command === 'serve') return {root: 'demo', plugins: [localCos()]};
  return mode === 'bundle' ? bundle : library;
});
