import {build, type Plugin, type Rolldown} from 'vite';

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

/** The worker's code as a text, in the place where src has none. `built` gets what the worker is made of. */
const loadSource = (built: (modules: string[]) => void): NonNullable<Plugin['load']> => ({
  filter: {id: /src\/hash\/worker-source\.ts$/},
  async handler() {
    const {code, moduleIds} = await buildWorker(true);
    built(moduleIds);
    return {code: `export const workerSource = ${JSON.stringify(code)};`, map: null};
  },
});

/** Replaces the expression that names the worker beside, before Vite sees it. */
const replaceBeside = (expression: string, replacement: string): NonNullable<Plugin['transform']> => ({
  filter: {id: /src\/hash\/ways-to-worker\.ts$/},
  handler(code) {
    if (!code.includes(expression)) throw new Error('The worker is not named as expected.');
    // No line is added or removed, so the source map stays as it is.
    return {code: code.replace(expression, replacement), map: null};
  },
});

const url = "new URL('./hash.worker.ts', import.meta.url)";

/**
 * The worker beside the package's modules, named in the one form that the bundlers know: `new URL('…', import.meta.url)`. Vite itself
 * writes another one. Bundlers copy the file as it is.
 */
export function workerBeside(): Plugin {
  const name = 'HASH_WORKER_URL';
  const module = 'HASH_WORKER_MODULE';
  return {
    name: 'worker-beside',
    enforce: 'pre',
    // The page's own thread takes what the worker is made of from the same file.
    resolveId: (source) => (source === './hash.worker.js' ? {id: module, external: true} : undefined),
    load: loadSource(() => undefined),
    transform: replaceBeside(url, name),
    renderChunk: (code) => ({
      code: code
        .replace(name, "new URL('../hash.worker.js', import.meta.url)")
        .replace(module, '../hash.worker.js'),
      map: null,
    }),
    async generateBundle() {
      const {code, map} = await buildWorker(false);
      this.emitFile({type: 'asset', fileName: 'hash.worker.js', source: code});
      this.emitFile({type: 'asset', fileName: 'hash.worker.js.map', source: map?.toString() ?? ''});
    },
  };
}

/** The worker's code alone, because the bundle is one file, wherever it is copied to. */
export function workerInside(built: (modules: string[]) => void): Plugin {
  return {
    name: 'worker-inside',
    enforce: 'pre',
    load: loadSource(built),
    transform: replaceBeside(`() => start(${url}.href)`, ''),
  };
}
