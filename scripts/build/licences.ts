import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import type {Plugin} from 'vite';

/** The folder of the package that a module comes from; undefined for our own. */
function packageOf(id: string): string | undefined {
  if (!id.includes('/node_modules/')) return undefined;
  let folder = dirname(id);
  // Some packages have a package.json without a name in their inner folders.
  while (!existsSync(join(folder, 'package.json')) || !manifestOf(folder).name) folder = dirname(folder);
  return folder;
}

interface Manifest {
  name?: string;
  version?: string;
  license?: string;
  author?: string | {name: string};
}

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

function noticeOf(folder: string): string {
  const {name = '', version = '', license, author} = manifestOf(folder);
  if (!license) throw new Error(`${name} names no licence.`);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file
    ? readFileSync(join(folder, file), 'utf8').trim()
    : `Copyright ${typeof author === 'object' ? author.name : (author ?? `the authors of ${name}`)}. The package has no licence file; its package.json says ${license}.`;
  return `${name} ${version} (${license})\n\n${text}\n`;
}

/** Writes the licences of all packages whose code is in the output, or among the modules of `others`. */
export function licences(others: () => string[]): Plugin {
  return {
    name: 'licences',
    generateBundle(_options, files) {
      const ids = Object.values(files).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
      const folders = [...ids, ...others()].map(packageOf).filter((folder) => folder !== undefined);
      const notices = [...new Set(folders)].map(noticeOf).sort();
      this.emitFile({
        type: 'asset',
        fileName: 'THIRD-PARTY-LICENSES.txt',
        source: `The built files of cos-uploader contain code of these packages.\n\n${notices.join(`\n${'-'.repeat(80)}\n\n`)}`,
      });
    },
  };
}
