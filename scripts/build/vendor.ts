import {transformSync} from 'esbuild';
import type {Plugin} from 'vite';

/** Minifies what dist/vendor has of other packages, whose readable form is theirs. Modules of our own stay as they are. */
export const plainVendor = (): Plugin => ({
  name: 'plain-vendor',
  renderChunk: (code, {fileName}) =>
    fileName.startsWith('vendor/')
      ? {code: transformSync(code, {minify: true, format: 'esm', target: 'es2022'}).code, map: null}
      : null,
});
