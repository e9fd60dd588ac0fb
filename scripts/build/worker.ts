import {build, type Plugin, type Rolldown} from 'vite';

/** What has a worker: the room `src/<name>` with its `<name>.worker.ts`, `worker-source.ts` and `ways-to-worker.ts`. */
type Room = 'hash' | 'image';

/** The worker with all that it needs in one module. */
async function buildWorker(room: Room): Promise<Rolldown.OutputChunk> {
  const outputs = (await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      target: 'es2022',
      write: false,
      minify: true,
      lib: {entry: {[`${room}.worker`]: `src/${room}/${room}.worker.ts`}, formats: ['es']},
      rolldownOptions: {output: {entryFileNames: '[name].js', codeSplitting: false, minify: true}},
    },
  })) as Rolldown.RolldownOutput[];
  const [chunk] = outputs[0]?.output ?? [];
  if (!chunk) throw new Error('The worker was not built.');
  return chunk;
}

/** The worker's code as a text, in the place where src has none. `built` gets what the worker is made of. */
const loadSource = (room: Room, built: (modules: string[]) => void): NonNullable<Plugin['load']> => ({
  filter: {id: new RegExp(`src/${room}/worker-source\\.ts$`)},
  async handler() {
    const {code, moduleIds} = await buildWorker(room);
    built(moduleIds);
    return {code: `export const workerSource = ${JSON.stringify(code)};`, map: null};
  },
});

/** Replaces the expression that names the worker beside, before Vite sees it. */
const replaceBeside = (
  room: Room,
  expression: string,
  replacement: string,
): NonNullable<Plugin['transform']> => ({
  filter: {id: new RegExp(`src/${room}/ways-to-worker\\.ts$`)},
  handler(code) {
    if (!code.includes(expression)) throw new Error('The worker is not named as expected.');
    // No line is added or removed, so the source map stays as it is.
    return {code: code.replace(expression, replacement), map: null};
  },
});

const urlOf = (room: Room): string => `new URL('./${room}.worker.ts', import.meta.url)`;

/**
 * The worker beside the package's modules, named in the one form that the bundlers know: `new URL('…', import.meta.url)`. Vite itself
 * writes another one. Bundlers copy the file as it is.
 */
export function workerBeside(room: Room): Plugin {
  const name = `${room.toUpperCase()}_WORKER_URL`;
  const module = `${room.toUpperCase()}_WORKER_MODULE`;
  return {
    name: `worker-beside-${room}`,
    enforce: 'pre',
    // The page's own thread takes what the worker is made of from the same file.
    resolveId: (source) => (source === `./${room}.worker.js` ? {id: module, external: true} : undefined),
    load: loadSource(room, () => undefined),
    transform: replaceBeside(room, urlOf(room), name),
    renderChunk: (code) => ({
      code: code
        .replace(name, `new URL('../${room}.worker.js', import.meta.url)`)
        .replace(module, `../${room}.worker.js`),
      map: null,
    }),
    async generateBundle() {
      const {code} = await buildWorker(room);
      this.emitFile({type: 'asset', fileName: `${room}.worker.js`, source: code});
    },
  };
}

/** The worker's code alone, because the bundle is one file, wherever it is copied to. */
export function workerInside(built: (modules: string[]) => void): Plugin {
  return {
    name: 'worker-inside',
    enforce: 'pre',
    load: loadSource('hash', built),
    transform: replaceBeside('hash', `() => start(${urlOf('hash')}.href)`, ''),
  };
}
