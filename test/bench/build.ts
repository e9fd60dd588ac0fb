import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {build} from 'vite';

const here = import.meta.dirname;
const dist = join(here, 'dist');
let built: Promise<string> | undefined;

/**
 * Installs the peers where they are missing, and builds the pages once; answers their folder. `before`: a checkout whose `dist` is a
 * contender too.
 */
export function buildPages(before?: string): Promise<string> {
  return (built ??= (async () => {
    if (!existsSync(join(here, 'node_modules'))) {
      console.log('Installing the peers to compare with…');
      execFileSync('npm', ['ci', '--prefix', here, '--no-audit', '--no-fund'], {stdio: 'inherit'});
    }
    await build({
      configFile: false,
      logLevel: 'error',
      root: join(here, 'page'),
      base: './',
      resolve: {
        alias: {
          'cos-uploader-before': before ? resolve(before, 'dist/index.js') : join(here, '../../src/index.ts'),
        },
      },
      define: {'process.env.NODE_ENV': '"production"'},
      build: {
        outDir: dist,
        emptyOutDir: true,
        target: 'es2022',
        // Names in profiles; it makes no difference to speed.
        minify: false,
        modulePreload: false,
        rolldownOptions: {
          input: ['upload', 'list'].map((name) => join(here, `page/${name}.html`)),
        },
      },
      worker: {format: 'es'},
    });
    return dist;
  })());
}
