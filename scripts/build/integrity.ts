import {createHash} from 'node:crypto';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Plugin} from 'vite';

/** Writes `integrity.json`: the `integrity` attribute of each script, for pages that load it from elsewhere. */
export const integrity = (): Plugin => ({
  name: 'integrity',
  writeBundle({dir = ''}, files) {
    const hashes = Object.fromEntries(
      Object.keys(files)
        .filter((name) => name.endsWith('.js'))
        .map((name) => [
          name,
          `sha384-${createHash('sha384')
            .update(readFileSync(join(dir, name)))
            .digest('base64')}`,
        ]),
    );
    writeFileSync(join(dir, 'integrity.json'), `${JSON.stringify(hashes, null, 2)}\n`);
  },
});
