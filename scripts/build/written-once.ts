import {dirname, relative, resolve} from 'node:path';
import type {Plugin} from 'vite';

/** Modules that need no other and are loaded on demand: texts of a language but English, and the source of the hash worker. */
const alone = /\/src\/(?:element\/language\/)?(locales\/(?!en)[\w-]+|hash\/worker-source)\.ts$/;

/** Where dist/cdn has such a module; undefined for others. */
const placeOf = (module: string): string | undefined => {
  const [, name] = alone.exec(module.replaceAll('\\', '/')) ?? [];
  return name && `chunks/${name}.js`;
};

interface Chunk {
  facadeModuleId?: string | null;
}

export const nameOfChunk = ({facadeModuleId}: Chunk): string =>
  placeOf(facadeModuleId ?? '') ?? 'chunks/[name].js';

/** Bundlers keep such a comment. An application that has the module by the package's own ones would have it for nothing. */
export const bannerOfChunk =
  (banner: string) =>
  ({facadeModuleId}: Chunk): string =>
    placeOf(facadeModuleId ?? '') ? '' : banner;

/** The package's modules take them from dist/cdn, where they stand already: they are the same to both. */
export const writtenOnce = (): Plugin => ({
  name: 'written-once',
  enforce: 'pre',
  resolveId(source, importer = '') {
    const folder = dirname(importer);
    const place = placeOf(resolve(folder, source.replace(/\.js$/, '.ts')));
    if (place === undefined) return undefined;
    const up = relative(folder, resolve('src')).replaceAll('\\', '/');
    return {id: `${up}/cdn/${place}`, external: true};
  },
});
