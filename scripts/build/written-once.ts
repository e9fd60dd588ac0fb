import {dirname, relative, resolve} from 'node:path';
import type {Plugin} from 'vite';

/** Modules that need no other and are loaded on demand: texts of a language, and the worker's source. */
const alone = /^\.\/((?:locales\/(?!en\b)[\w-]+|worker-source)\.js)$/;
const from = /src\/(element\/language\/locale|hash\/ways-to-worker)\.ts$/;

interface Chunk {
  facadeModuleId?: string | null;
}

/** The chunk of dist/cdn that such a module becomes. */
export const nameOfChunk = ({facadeModuleId}: Chunk): string =>
  /\/locales\/(?!en\b)/.test(facadeModuleId ?? '') ? 'chunks/locales/[name].js' : 'chunks/[name].js';

/** Bundlers keep such a comment. An application that has the module by the package's own ones would have it for nothing. */
export const bannerOfChunk =
  (banner: string) =>
  ({facadeModuleId}: Chunk): string =>
    /\/locales\/(?!en\b)|\/hash\/worker-source\./.test(facadeModuleId ?? '') ? '' : banner;

/** The package's modules take them from dist/cdn, where they stand already: they are the same to both. */
export const writtenOnce = (): Plugin => ({
  name: 'written-once',
  enforce: 'pre',
  resolveId(source, importer = '') {
    const [, module] = alone.exec(source) ?? [];
    if (module === undefined || !from.test(importer)) return undefined;
    const folder = relative(resolve('src'), dirname(importer));
    const up = folder.replace(/[^/\\]+/g, '..').replaceAll('\\', '/');
    return {id: `${up}/cdn/chunks/${module}`, external: true};
  },
});
