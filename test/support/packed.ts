import {execFileSync} from 'node:child_process';
import {mkdir, mkdtemp, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {build} from 'esbuild';

export interface Manifest {
  version: string;
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
}

/** An application that has installed this package as npm would publish it, and nothing else but what that depends on. */
export interface App {
  readonly folder: string;
  /** The installed package. */
  readonly installed: string;
  readonly manifest: Manifest;
  /** Installs a package more, as it is installed here. */
  link(name: string): Promise<void>;
  write(name: string, text: string): Promise<void>;
  remove(): Promise<void>;
}

export async function installPacked(): Promise<App> {
  const folder = await mkdtemp(join(tmpdir(), 'cos-uploader-app-'));
  const installed = join(folder, 'node_modules/cos-uploader');
  const manifest = JSON.parse(await readFile('package.json', 'utf8')) as Manifest;
  await mkdir(installed, {recursive: true});
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder]);
  execFileSync(
    'tar',
    ['-xzf', `cos-uploader-${manifest.version}.tgz`, '-C', installed, '--strip-components=1'],
    {
      cwd: folder,
    },
  );
  const link = async (name: string): Promise<void> => {
    const place = join(folder, 'node_modules', name);
    await mkdir(dirname(place), {recursive: true});
    await symlink(resolve('node_modules', name), place);
  };
  for (const name of Object.keys(manifest.dependencies)) await link(name);
  return {
    folder,
    installed,
    manifest,
    link,
    write: (name, text) => writeFile(join(folder, name), text),
    remove: () => rm(folder, {recursive: true, force: true, maxRetries: 5}),
  };
}

/** Builds scripts of an application as while it is worked on. Answers the folder that has them, each under its own name. */
export async function buildScripts(app: App, ...entryPoints: string[]): Promise<string> {
  const outdir = join(app.folder, 'out');
  await app.write('package.json', '{"type": "module"}');
  await build({
    absWorkingDir: app.folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    entryPoints,
    outdir,
    tsconfigRaw: {compilerOptions: {experimentalDecorators: true, useDefineForClassFields: false}},
    define: {
      'process.env.NODE_ENV': '"development"',
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
  });
  return outdir;
}
