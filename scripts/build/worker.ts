import {build, type Plugin, type Rolldown} from 'vite';

const expression = "new URL('./hash.worker.ts', import.meta.url)";

/** The worker with all that it needs in one module. */
async function buildWorker(minify: boolean): Promise<Rolldown.OutputChunk> {
  const outputs = (await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      target: 'es2022',
      write: false,
      minify,
      sourcemap: !minify,
      lib: {entry: {'hash.worker': 'src/hash/hash.worker.ts'}, formats: ['es']},
      rolldownOptions: {output: {entryFileNames: '[name].js', codeSplitting: false, minify}},
    },
  })) as Rolldown.RolldownOutput[];
  const [chunk] = outputs[0]?.output ?? [];
  if (!chunk) throw new Error('The worker was not built.');
  return chunk;
}

/** Hands the module that starts the worker to `change`, before Vite sees it. */
const inItsPlace = (change: (code: string) => string): NonNullable<Plugin['transform']> => ({
  filter: {id: /src\/hash\/worker-thread\.ts$/},
  handler(code) {
    if (!code.includes(expression)) throw new Error('The worker is not named as expected.');
    // No line is added or removed, so the source map stays as it is.
    return {code: change(code), map: null};
  },
});

/**
 * The worker beside the package's modules, named in the one form that the bundlers know:
 * `new Worker(new URL('…', import.meta.url), {type: 'module'})`. Vite itself writes another one.
 */
export function workerBeside(): Plugin {
  const name = 'HASH_WORKER_URL';
  return {
    name: 'worker-beside',
    enforce: 'pre',
    transform: inItsPlace((code) => code.replace(expression, name)),
    renderChunk: (code) => ({
      code: code.replace(name, "new URL('../hash.worker.js', import.meta.url)"),
      map: null,
    }),
    async generateBundle() {
      const {code, map} = await buildWorker(false);
      this.emitFile({type: 'asset', fileName: 'hash.worker.js', source: code});
      this.emitFile({type: 'asset', fileName: 'hash.worker.js.map', source: map?.toString() ?? ''});
    },
  };
}

/** The worker's code inside: the bundle is one file, wherever it is copied to. `built` gets what the worker is made of. */
export function workerInside(built: (modules: string[]) => void): Plugin {
  const id = '\0hash-worker';
  return {
    name: 'worker-inside',
    enforce: 'pre',
    resolveId: (source) => (source === 'virtual:hash-worker' ? id : undefined),
    async load(asked) {
      if (asked !== id) return undefined;
      const {code, moduleIds} = await buildWorker(true);
      built(moduleIds);
      // Made once, and kept: every worker starts from it.
      return `let url;
export const hashWorker = () => (url ??= URL.createObjectURL(new Blob([${JSON.stringify(code)}], {type: 'text/javascript'})));`;
    },
    transform: inItsPlace(
      (code) => `${code.replace(expression, 'hashWorker()')}import {hashWorker} from 'virtual:hash-worker';`,
    ),
  };
}
